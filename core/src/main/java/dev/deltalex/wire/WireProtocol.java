package dev.deltalex.wire;

import java.util.List;

/** The protocols and their renderers. */
public enum WireProtocol {
  /** OpenAI chat completions: {@code chat.completion.chunk} or {@code chat.completion}. */
  CHAT_COMPLETIONS,
  /** Anthropic Messages. */
  MESSAGES,
  /** OpenAI Responses. */
  RESPONSES;

  /**
   * Creates a renderer of server-sent events for each choice of the response. They share {@code
   * out} and must be used by one thread. Only chat completions may have several choices.
   */
  public List<WireRenderer> streaming(WireResponse response, WireBuffer out) {
    return switch (this) {
      case CHAT_COMPLETIONS -> ChatCompletionRenderer.of(response, out);
      case MESSAGES -> List.of(new MessagesRenderer(functionsOnly(response), out));
      case RESPONSES -> List.of(new ResponsesRenderer(response, out, new MessageAccumulator()));
    };
  }

  /**
   * Like {@link #streaming(WireResponse, WireBuffer)}, with a buffer of the caller for the texts
   * that {@link #RESPONSES} keeps because it repeats them; other protocols do not use it. It is
   * cleared first and used until the end of the response; a reused buffer keeps its capacity.
   */
  public List<WireRenderer> streaming(WireResponse response, WireBuffer out, WireBuffer texts) {
    return this == RESPONSES
        ? List.of(new ResponsesRenderer(response, out, new MessageAccumulator(texts)))
        : streaming(response, out);
  }

  /**
   * Like {@link #streaming(WireResponse, WireBuffer)}, but the renderers write one JSON body to
   * {@code out} when the last of them has finished.
   */
  public List<WireRenderer> body(WireResponse response, WireBuffer out) {
    return switch (this) {
      case CHAT_COMPLETIONS -> ChatCompletionBody.of(response, out);
      case MESSAGES -> List.of(new MessagesBody(functionsOnly(response), out));
      case RESPONSES -> List.of(new ResponsesBody(response, out));
    };
  }

  /** In the Messages protocol, all calls are those of functions. */
  private static WireResponse functionsOnly(WireResponse response) {
    return response.withCallForms(List.of());
  }

  /** Writes an error as the body of an HTTP response. */
  public void writeError(WireError error, WireBuffer out) {
    if (this == MESSAGES) {
      error.writeMessages(out);
    } else {
      error.writeOpenAi(out);
    }
    out.event();
  }
}
