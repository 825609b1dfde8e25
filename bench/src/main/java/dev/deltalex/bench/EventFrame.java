package dev.deltalex.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.deltalex.wire.WireBuffer;
import dev.deltalex.wire.WireProtocol;
import dev.deltalex.wire.WireRenderer;
import dev.deltalex.wire.WireResponse;
import java.nio.charset.StandardCharsets;

/** Events of a chat completion whose only call never ends, and what they have in common. */
final class EventFrame {
  /** Bytes after which a buffer is emptied, as by a server. */
  static final int EMPTIED_AT = 16 * 1024;

  private static final String MARK = "MARK";

  final byte[] head;
  final byte[] tail;

  EventFrame() {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer = inCall(out);
    renderer.arguments(0, MARK.toCharArray(), 0, MARK.length(), 0);
    String event = new String(out.toByteArray(), StandardCharsets.UTF_8);
    int at = event.indexOf(MARK);
    head = event.substring(0, at).getBytes(StandardCharsets.UTF_8);
    tail = event.substring(at + MARK.length()).getBytes(StandardCharsets.UTF_8);
  }

  /** A renderer in front of its first call. */
  static WireRenderer renderer(WireBuffer out) {
    WireResponse response =
        WireResponse.of("chatcmpl-0123456789abcdefABCDEF01", 1_700_000_000L, "qwen3-coder-30b");
    return WireProtocol.CHAT_COMPLETIONS.streaming(response, out).getFirst();
  }

  /** A renderer in its first call; the buffer is empty. */
  static WireRenderer inCall(WireBuffer out) {
    WireRenderer opened = renderer(out);
    opened.callOpened(0, 0, "call_0123456789abcdefABCDEF01", "write_file", 0);
    out.clear();
    return opened;
  }

  /** The text as the inside of a JSON string. */
  static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
