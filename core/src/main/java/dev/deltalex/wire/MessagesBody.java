package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;

/** A complete message of the Anthropic Messages protocol, written when the stream has finished. */
final class MessagesBody extends FoldingRenderer {
  private static final byte[] COMMA = JsonBytes.ascii(",");
  private static final byte[] THINKING = JsonBytes.ascii("{\"type\":\"thinking\",\"thinking\":\"");
  private static final byte[] SIGNATURE = JsonBytes.ascii("\",\"signature\":\"");
  private static final byte[] TEXT = JsonBytes.ascii("{\"type\":\"text\",\"text\":\"");
  private static final byte[] STRING_END = JsonBytes.ascii("\"}");
  private static final byte[] TOOL = JsonBytes.ascii("{\"type\":\"tool_use\",\"id\":\"");
  private static final byte[] NAME = JsonBytes.ascii("\",\"name\":\"");
  private static final byte[] INPUT = JsonBytes.ascii("\",\"input\":");
  private static final byte[] CONTENT_END = JsonBytes.ascii("],");
  private static final byte[] END = JsonBytes.ascii("}");

  private String stopString = "";

  MessagesBody(WireResponse response, WireBuffer out) {
    super(response, out);
  }

  @Override
  public void stopString(CharSequence matched) {
    stopString = matched.toString();
  }

  @Override
  void callOpens(int index, CharSequence id, CharSequence name) {
    message.openToolUse(index, id, name);
  }

  @Override
  void delta(int kind, char[] a, int from, int to) {
    if (kind == CALL) {
      // The input is a JSON object here, not a string with its text.
      message.json(a, from, to);
    } else {
      super.delta(kind, a, from, to);
    }
  }

  @Override
  void ended(FinishReason reason) {
    MessagesSpelling.putHead(response, out);
    for (int i = 0; i < message.count(); i++) {
      if (i > 0) {
        out.put(COMMA);
      }
      switch (message.kind(i)) {
        case CALL -> putCall(i);
        case REASONING -> putThinking(i);
        default -> putText(i);
      }
    }
    out.put(CONTENT_END);
    MessagesSpelling.putStop(reason, stopString, out);
    out.put(COMMA);
    MessagesSpelling.putUsage(this, out);
    out.put(END);
    out.event();
  }

  private void putThinking(int item) {
    out.put(THINKING);
    message.putText(item, out);
    out.put(SIGNATURE);
    out.put(MessagesSpelling.SIGNATURE);
    out.put(STRING_END);
  }

  private void putText(int item) {
    out.put(TEXT);
    message.putText(item, out);
    out.put(STRING_END);
  }

  private void putCall(int item) {
    out.put(TOOL);
    message.putId(item, out);
    out.put(NAME);
    message.putName(item, out);
    out.put(INPUT);
    message.putJson(item, out);
    out.put(END);
  }

  @Override
  void failed(WireError error) {
    error.writeMessages(out);
  }
}
