package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;
import java.util.Arrays;

/**
 * A streamed message of the Anthropic Messages protocol.
 *
 * <pre>
 * message_start
 * content_block_start, content_block_delta …, content_block_stop      thinking, text or tool_use
 * …
 * message_delta (stop_reason, usage), message_stop
 * </pre>
 *
 * Reasoning is a thinking block, which ends with a placeholder signature. {@code ping} events keep
 * an idle connection open.
 */
final class MessagesRenderer extends WireRenderer {
  private static final byte[] MESSAGE_START =
      JsonBytes.ascii("event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
  private static final byte[] EMPTY_MESSAGE =
      JsonBytes.ascii("],\"stop_reason\":null,\"stop_sequence\":null,");
  private static final byte[] BLOCK_START =
      JsonBytes.ascii(
          "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
  private static final byte[] THINKING_BLOCK =
      JsonBytes.ascii(
          ",\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n");
  private static final byte[] TEXT_BLOCK =
      JsonBytes.ascii(",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n");
  private static final byte[] TOOL_BLOCK =
      JsonBytes.ascii(",\"content_block\":{\"type\":\"tool_use\",\"id\":\"");
  private static final byte[] TOOL_NAME = JsonBytes.ascii("\",\"name\":\"");
  private static final byte[] TOOL_INPUT = JsonBytes.ascii("\",\"input\":{}}}\n\n");
  private static final byte[] BLOCK_DELTA =
      JsonBytes.ascii(
          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
  private static final byte[] THINKING =
      JsonBytes.ascii(",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"");
  private static final byte[] SIGNATURE =
      JsonBytes.ascii(",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"");
  private static final byte[] TEXT =
      JsonBytes.ascii(",\"delta\":{\"type\":\"text_delta\",\"text\":\"");
  private static final byte[] INPUT =
      JsonBytes.ascii(",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"");
  private static final byte[] BLOCK_STOP =
      JsonBytes.ascii(
          "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
  private static final byte[] MESSAGE_DELTA =
      JsonBytes.ascii("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{");
  private static final byte[] DELTA_USAGE = JsonBytes.ascii("},");
  private static final byte[] CLOSE = JsonBytes.ascii("}\n\n");
  private static final byte[] MESSAGE_STOP =
      JsonBytes.ascii("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  private static final byte[] ERROR = JsonBytes.ascii("event: error\ndata: ");
  private static final byte[] PING = JsonBytes.ascii("event: ping\ndata: {\"type\":\"ping\"}\n\n");

  private static final String DELTA_END = "\"}}\n\n";
  private static final byte[] DELTA_TAIL_BYTES = JsonBytes.ascii(DELTA_END);
  private static final long[] DELTA_TAIL = JsonBytes.words(DELTA_END);

  /** The JSON of a delta event of the open block, up to its text. */
  private final byte[] head =
      Arrays.copyOf(BLOCK_DELTA, BLOCK_DELTA.length + JsonBytes.LONGEST_NUMBER + INPUT.length);

  private int headLength;

  /** Index of the open block, or of the next one. */
  private int block;

  private String stopString = "";

  MessagesRenderer(WireResponse response, WireBuffer out) {
    super(response, out);
  }

  @Override
  public void stopString(CharSequence matched) {
    stopString = matched.toString();
  }

  @Override
  void begin() {
    out.put(MESSAGE_START);
    MessagesSpelling.putHead(response, out);
    out.put(EMPTY_MESSAGE);
    MessagesSpelling.putUsage(this, out);
    out.put(CLOSE, 0, 1);
    out.put(CLOSE);
    out.event();
  }

  @Override
  void runOpens(int kind) {
    out.put(BLOCK_START);
    out.putNumber(block);
    out.put(kind == REASONING ? THINKING_BLOCK : TEXT_BLOCK);
    out.event();
    setHead(kind == REASONING ? THINKING : TEXT);
  }

  @Override
  void callOpens(int index, CharSequence id, CharSequence name) {
    out.put(BLOCK_START);
    out.putNumber(block);
    out.put(TOOL_BLOCK);
    MessagesSpelling.putToolUseId(id, index, out);
    out.put(TOOL_NAME);
    out.putEscaped(name);
    out.put(TOOL_INPUT);
    out.event();
    setHead(INPUT);
  }

  private void setHead(byte[] delta) {
    int at = JsonBytes.number(block, head, BLOCK_DELTA.length);
    System.arraycopy(delta, 0, head, at, delta.length);
    headLength = at + delta.length;
  }

  @Override
  void delta(int kind, char[] a, int from, int to) {
    WireBuffer buffer = out;
    int length = headLength;
    int at = buffer.room(length + JsonBytes.room(to - from) + JsonBytes.STORED);
    byte[] bytes = buffer.bytes;
    System.arraycopy(head, 0, bytes, at, length);
    at = JsonBytes.escape(scanner, a, from, to, bytes, at + length);
    JsonBytes.store(DELTA_TAIL, bytes, at);
    buffer.event(at + DELTA_END.length());
  }

  @Override
  void runCloses(int kind, boolean complete) {
    if (kind == REASONING) {
      out.put(BLOCK_DELTA);
      out.putNumber(block);
      out.put(SIGNATURE);
      out.put(MessagesSpelling.SIGNATURE);
      out.put(DELTA_TAIL_BYTES);
      out.event();
    }
    stopBlock();
  }

  @Override
  void callCloses(boolean complete) {
    stopBlock();
  }

  private void stopBlock() {
    out.put(BLOCK_STOP);
    out.putNumber(block++);
    out.put(CLOSE);
    out.event();
  }

  @Override
  void ended(FinishReason reason) {
    out.put(MESSAGE_DELTA);
    MessagesSpelling.putStop(reason, stopString, out);
    out.put(DELTA_USAGE);
    MessagesSpelling.putUsage(this, out);
    out.put(CLOSE);
    out.event();
    out.put(MESSAGE_STOP);
    out.event();
  }

  @Override
  void failed(WireError error) {
    out.put(ERROR);
    error.writeMessages(out);
    out.put(Sse.BLANK_LINE);
  }

  @Override
  void keepAlive() {
    out.put(PING);
    out.event();
  }
}
