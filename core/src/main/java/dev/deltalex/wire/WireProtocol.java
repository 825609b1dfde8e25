package dev.deltalex.wire;

import java.util.List;

/** The protocols, each with its renderers. */
public enum WireProtocol {
  /** OpenAI chat completions: {@code chat.completion.chunk} or {@code chat.completion}. */
  CHAT_COMPLETIONS,
  /** Anthropic Messages. */
  MESSAGES,
  /** OpenAI Responses. */
  RESPONSES;

  /** A renderer of server-sent events per choice of the response, which share {@code out}. */
  public List<WireRenderer> streaming(WireResponse response, WireBuffer out) {
    return switch (this) {
      case CHAT_COMPLETIONS -> ChatCompletionRenderer.streaming(response, out);
      case MESSAGES -> MessagesRenderer.streaming(response, out);
      case RESPONSES -> ResponsesRenderer.streaming(response, out);
    };
  }

  /**
   * A renderer per choice of the response that together write one JSON body to {@code out}, when
   * the last of them has finished.
   */
  public List<WireRenderer> folded(WireResponse response, WireBuffer out) {
    return switch (this) {
      case CHAT_COMPLETIONS -> ChatCompletionRenderer.folded(response, out);
      case MESSAGES -> MessagesRenderer.folded(response, out);
      case RESPONSES -> ResponsesRenderer.folded(response, out);
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
