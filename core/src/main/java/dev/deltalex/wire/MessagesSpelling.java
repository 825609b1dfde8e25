package dev.deltalex.wire;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;

/** JSON that the stream and the body of a message have in common. */
final class MessagesSpelling {
  /** A placeholder: clients require a signature and send it back in later requests. */
  static final byte[] SIGNATURE = JsonBytes.ascii("unsigned");

  static final byte[] QUOTE = JsonBytes.ascii("\"");
  private static final byte[] NULL = JsonBytes.ascii("null");
  private static final byte[] ID = JsonBytes.ascii("{\"id\":\"");
  private static final byte[] MODEL =
      JsonBytes.ascii("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"");
  private static final byte[] CONTENT = JsonBytes.ascii("\",\"content\":[");
  private static final byte[] STOP_REASON = JsonBytes.ascii("\"stop_reason\":\"");
  private static final byte[] STOP_SEQUENCE = JsonBytes.ascii("\",\"stop_sequence\":");
  private static final byte[] INPUT = JsonBytes.ascii("\"usage\":{\"input_tokens\":");
  private static final byte[] CACHED =
      JsonBytes.ascii(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":");
  private static final byte[] OUTPUT = JsonBytes.ascii(",\"output_tokens\":");
  private static final byte[] USAGE_END = JsonBytes.ascii("}");

  private static final String OUR_PREFIX = "call_";
  private static final String PREFIX = "toolu_";

  private MessagesSpelling() {}

  /** The message object up to its first block. */
  static void putHead(WireResponse response, WireBuffer out) {
    out.put(ID);
    out.putEscaped(response.id());
    out.put(MODEL);
    out.putEscaped(response.model());
    out.put(CONTENT);
  }

  /** The members {@code stop_reason} and {@code stop_sequence}. */
  static void putStop(FinishReason reason, CharSequence stopString, WireBuffer out) {
    out.put(STOP_REASON);
    out.putEscaped(
        switch (reason) {
          case LENGTH -> "max_tokens";
          case TOOL_CALLS -> "tool_use";
          case STOP_STRING -> "stop_sequence";
          default -> "end_turn";
        });
    out.put(STOP_SEQUENCE);
    if (reason == FinishReason.STOP_STRING) {
      out.put(QUOTE);
      out.putEscaped(stopString);
      out.put(QUOTE);
    } else {
      out.put(NULL);
    }
  }

  /** The member {@code usage}, where {@code input_tokens} excludes cached tokens. */
  static void putUsage(WireRenderer renderer, WireBuffer out) {
    out.put(INPUT);
    out.putNumber(renderer.promptTokens - renderer.cachedTokens);
    out.put(CACHED);
    out.putNumber(renderer.cachedTokens);
    out.put(OUTPUT);
    out.putNumber(renderer.completionTokens);
    out.put(USAGE_END);
  }

  /**
   * Writes the id of a tool use, with the prefix that clients expect and only chars that they
   * accept.
   *
   * @param index number for the id if the call has none
   */
  static void putToolUseId(CharSequence id, int index, WireBuffer out) {
    int length = id.length();
    int from = 0;
    if (startsWith(id, OUR_PREFIX)) {
      from = OUR_PREFIX.length();
    } else if (startsWith(id, PREFIX)) {
      from = PREFIX.length();
    }
    out.putEscaped(PREFIX);
    if (from == length) {
      out.putNumber(index);
      return;
    }
    for (int i = from; i < length; i++) {
      char c = id.charAt(i);
      boolean admitted =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
      int at = out.room(1);
      out.bytes[at] = (byte) (admitted ? c : '_');
      out.end = at + 1;
    }
  }

  private static boolean startsWith(CharSequence text, String prefix) {
    if (text.length() < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text.charAt(i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
