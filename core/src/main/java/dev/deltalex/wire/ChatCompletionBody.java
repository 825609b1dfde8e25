package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One choice of a {@code chat.completion}; the last one that finishes writes the body. */
final class ChatCompletionBody extends FoldingRenderer {
  private static final byte[] COMMA = JsonBytes.ascii(",");
  private static final byte[] QUOTE = JsonBytes.ascii("\"");
  private static final byte[] NULL = JsonBytes.ascii("null");
  private static final byte[] CHOICE = JsonBytes.ascii("{\"index\":");
  private static final byte[] MESSAGE =
      JsonBytes.ascii(",\"message\":{\"role\":\"assistant\",\"content\":");
  private static final byte[] REFUSAL = JsonBytes.ascii(",\"refusal\":null");
  private static final byte[] REASONING_CONTENT = JsonBytes.ascii(",\"reasoning_content\":\"");
  private static final byte[] REASONING_FIELD = JsonBytes.ascii(",\"reasoning\":\"");
  private static final byte[] CALLS = JsonBytes.ascii(",\"tool_calls\":[");
  private static final byte[] CALL_ID = JsonBytes.ascii("{\"id\":\"");
  private static final byte[] CALL_NAME =
      JsonBytes.ascii("\",\"type\":\"function\",\"function\":{\"name\":\"");
  private static final byte[] CALL_ARGUMENTS = JsonBytes.ascii("\",\"arguments\":\"");
  private static final byte[] CUSTOM_NAME =
      JsonBytes.ascii("\",\"type\":\"custom\",\"custom\":{\"name\":\"");
  private static final byte[] CUSTOM_INPUT = JsonBytes.ascii("\",\"input\":\"");
  private static final byte[] CALL_END = JsonBytes.ascii("\"}}");
  private static final byte[] CALLS_END = JsonBytes.ascii("]");
  private static final byte[] FINISH = JsonBytes.ascii("},\"logprobs\":null,\"finish_reason\":\"");
  private static final byte[] CHOICE_END = JsonBytes.ascii("\"}");
  private static final byte[] END = JsonBytes.ascii("}");

  private final ChatChoices choices;

  /** Why this choice ended; null before its end, or if it was cancelled. */
  private @Nullable FinishReason reason;

  private ChatCompletionBody(WireResponse response, WireBuffer out, ChatChoices choices) {
    super(response, out);
    this.choices = choices;
  }

  static List<WireRenderer> of(WireResponse response, WireBuffer out) {
    ChatChoices choices = new ChatChoices(response, out);
    WireRenderer[] renderers = new WireRenderer[response.choices()];
    for (int i = 0; i < renderers.length; i++) {
      renderers[i] = new ChatCompletionBody(response, out, choices);
    }
    choices.bind(renderers);
    return List.of(renderers);
  }

  @Override
  public boolean isOver() {
    return choices.isOver();
  }

  @Override
  void ended(FinishReason why) {
    reason = why;
    if (choices.ended(this, true)) {
      writeBody();
    }
  }

  @Override
  void cancelled() {
    if (choices.ended(this, false)) {
      writeBody();
    }
  }

  @Override
  void failed(WireError error) {
    choices.abandon();
    error.writeOpenAi(out);
  }

  private void writeBody() {
    choices.putHead(out, "chat.completion");
    WireRenderer[] all = choices.all();
    boolean first = true;
    for (int i = 0; i < all.length; i++) {
      ChatCompletionBody choice = (ChatCompletionBody) all[i];
      FinishReason why = choice.reason;
      if (why != null) {
        if (!first) {
          out.put(COMMA);
        }
        first = false;
        choice.writeChoice(i, why);
      }
    }
    choices.putUsage();
    out.put(END);
    out.event();
  }

  private void writeChoice(int index, FinishReason why) {
    out.put(CHOICE);
    out.putNumber(index);
    out.put(MESSAGE);
    boolean called = message.hasCall();
    if (called && message.count(CONTENT) == 0) {
      out.put(NULL);
    } else {
      putString(QUOTE, CONTENT);
    }
    out.put(REFUSAL);
    if (message.count(REASONING) > 0) {
      ReasoningField field = response.reasoningField();
      if (field != ReasoningField.REASONING) {
        putString(REASONING_CONTENT, REASONING);
      }
      if (field != ReasoningField.REASONING_CONTENT) {
        putString(REASONING_FIELD, REASONING);
      }
    }
    if (called) {
      writeCalls();
    }
    out.put(FINISH);
    out.putEscaped(ChatCompletionRenderer.finishReason(why, this));
    out.put(CHOICE_END);
  }

  private void putString(byte[] before, int kind) {
    out.put(before);
    message.putTexts(kind, out);
    out.put(QUOTE);
  }

  private void writeCalls() {
    out.put(CALLS);
    int index = 0;
    for (int i = 0; i < message.count(); i++) {
      if (message.isCall(i)) {
        boolean custom = message.kind(i) == CUSTOM;
        if (index > 0) {
          out.put(COMMA);
        }
        out.put(CALL_ID);
        message.putCallId(i, index, out);
        out.put(custom ? CUSTOM_NAME : CALL_NAME);
        message.putName(i, out);
        out.put(custom ? CUSTOM_INPUT : CALL_ARGUMENTS);
        message.putText(i, out);
        out.put(CALL_END);
        index++;
      }
    }
    out.put(CALLS_END);
  }
}
