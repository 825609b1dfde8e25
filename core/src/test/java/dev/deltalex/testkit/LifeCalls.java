package dev.deltalex.testkit;

import dev.deltalex.EndCause;
import dev.deltalex.parse.StreamParser;
import java.util.Arrays;

/** The calls of a parser that a {@link LifeStream} remembers. */
final class LifeCalls {
  private static final int IN_FRONT = 3;

  private static final EndCause[] CAUSES = EndCause.values();

  private LifeCalls() {}

  /**
   * Does one. Arrays are the parser's only during the call: they are overwritten behind it.
   *
   * @return what a feed answers; true for the others
   */
  static boolean call(StreamParser parser, LifeOp op, int detail, String data) {
    switch (op) {
      case PRIME -> {
        parser.prime(data);
        return true;
      }
      case FINISH -> {
        parser.finish(CAUSES[Math.floorMod(detail, CAUSES.length)]);
        return true;
      }
      case STRING -> {
        return parser.feed((detail & 1) == 0 ? data : new StringBuilder(data));
      }
      case UTF8 -> {
        byte[] bytes = new byte[data.length() + IN_FRONT];
        for (int i = 0; i < data.length(); i++) {
          bytes[IN_FRONT + i] = (byte) data.charAt(i);
        }
        boolean goesOn = parser.feedUtf8(bytes, IN_FRONT, bytes.length);
        Arrays.fill(bytes, (byte) '#');
        return goesOn;
      }
      case TOKENS -> {
        int[] ids = data.chars().toArray();
        boolean goesOn = parser.feedTokens(ids, 0, ids.length);
        Arrays.fill(ids, '#');
        return goesOn;
      }
      case CHARS -> {
        char[] chars = new char[data.length() + IN_FRONT];
        data.getChars(0, data.length(), chars, IN_FRONT);
        boolean goesOn = parser.feed(chars, IN_FRONT, chars.length);
        Arrays.fill(chars, '#');
        return goesOn;
      }
      default -> throw new IllegalArgumentException(op + " is not remembered");
    }
  }
}
