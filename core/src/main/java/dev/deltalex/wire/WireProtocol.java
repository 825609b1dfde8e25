package dev.deltalex.wire;

import java.util.List;

/** The protocols, which open their renderers. */
public enum WireProtocol {
  /** OpenAI chat completions: {@code chat.completion.chunk} or {@code chat.completion}. */
  CHAT_COMPLETIONS,
  /** Anthropic Messages. */
  MESSAGES,
  /** OpenAI Responses. */
  RESPONSES;

  /**
   * A renderer of server-sent events per choice of the response, which share {@code out} and one
   * thread. Only chat completions know more choices than one.
   */
  public List<WireRenderer> streaming(WireResponse response, WireBuffer out) {
    return switch (this) {
      case CHAT_COMPLETIONS -> ChatCompletionRenderer.of(response, out);
      case MESSAGES -> List.of(new MessagesRenderer(response, out));
      case RESPONSES -> List.of(new ResponsesRenderer(response, out, new MessageAccumulator()));
    };
  }

  /**
   * As {@link #streaming(WireResponse, WireBuffer)}, with a buffer of the caller for the texts that
   * {@link #RESPONSES} keeps, because it repeats them; the others keep none and leave it alone. It
   * is emptied first and in use until the response is over; reused for the next one, it need not
   * grow again.
   */
  public List<WireRenderer> streaming(WireResponse response, WireBuffer out, WireBuffer texts) {
    return this == RESPONSES
        ? List.of(new ResponsesRenderer(response, out, new MessageAccumulator(texts)))
        : streaming(response, out);
  }

  /**
   * As {@link #streaming(WireResponse, WireBuffer)}, but the renderers together write one JSON body
   * to {@code out}, when the last of them has finished.
   */
  public List<WireRenderer> body(WireResponse response, WireBuffer out) {
    return switch (this) {
      case CHAT_COMPLETIONS -> ChatCompletionBody.of(response, out);
      case MESSAGES -> List.of(new MessagesBody(response, out));
      case RESPONSES -> List.of(new ResponsesBody(response, out));
    };
  }

  /** Writes an error as the body of an HTTP response with its status. */
  public void writeError(WireError error, WireBuffer out) {
    if (this == MESSAGES) {
      error.writeMessages(out);
    } else {
      error.writeOpenAi(out);
    }
    out.event();
  }
}
