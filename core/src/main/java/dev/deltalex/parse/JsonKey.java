package dev.deltalex.parse;

/**
 * Recognises the keys of a call object as their chars come, without keeping them: a bit per known
 * key that still fits.
 */
final class JsonKey {
  /** A key that says nothing of the call. */
  static final byte OTHER = 0;

  /** The tool's name. */
  static final byte NAME = 1;

  /** The arguments. */
  static final byte ARGUMENTS = 2;

  /** Known keys; those behind the fourth only tell that the object describes a call. */
  private static final String[] KNOWN = {
    "name", "arguments", "parameters", "args", "id", "type", "function", "tool_call_id"
  };

  private static final int FIRST_OTHER = 4;

  /** A bit for each of the eight. */
  private static final byte ALL = -1;

  private JsonKey() {}

  /** A key begins at offset {@code at}. */
  static void begin(JsonCallState c, long at) {
    c.keysFitting = ALL;
    c.keyLength = 0;
    c.keyOffset = at;
  }

  /** Its next char. */
  static void add(JsonCallState c, char next) {
    int at = c.keyLength;
    if (at < Byte.MAX_VALUE) {
      // Longer than every known one is long enough.
      c.keyLength++;
    }
    int still = c.keysFitting & 0xFF;
    for (int k = 0; still != 0 && k < KNOWN.length; k++) {
      String known = KNOWN[k];
      if (at >= known.length() || known.charAt(at) != next) {
        still &= ~(1 << k);
      }
    }
    c.keysFitting = (byte) still;
  }

  /** Whether some known key still fits. */
  static boolean mayBeKnown(JsonCallState c) {
    return c.keysFitting != 0;
  }

  /** Whether it is a known one, if it ends here. */
  static boolean isKnown(JsonCallState c) {
    return ordinal(c) >= 0;
  }

  /** What it says of the call: one of the above. */
  static byte kind(JsonCallState c) {
    int ordinal = ordinal(c);
    if (ordinal < 0 || ordinal >= FIRST_OTHER) {
      return OTHER;
    }
    return ordinal == 0 ? NAME : ARGUMENTS;
  }

  private static int ordinal(JsonCallState c) {
    for (int k = 0; k < KNOWN.length; k++) {
      if ((c.keysFitting >>> k & 1) != 0 && KNOWN[k].length() == c.keyLength) {
        return k;
      }
    }
    return -1;
  }
}
