package dev.deltalex.value;

/**
 * Decodes the entities of XML in text that comes in pieces: the five named ones and numeric ones of
 * base 10 or 16. What turns out to be none is text as it stands.
 */
final class EntityText {
  /** Chars of the longest entity, 10FFFF with an ampersand, #x and a semicolon around it. */
  private static final int LONGEST = 10;

  private static final String[] NAMES = {"lt", "gt", "amp", "quot", "apos"};
  private static final char[] MEANINGS = {'<', '>', '&', '"', '\''};

  /** What is held of an entity, its ampersand included. */
  private final char[] held = new char[LONGEST];

  private int length;
  private final char[] decoded = new char[2];
  private int decodedLength;

  void clear() {
    length = 0;
  }

  /** Chars held of what may become an entity. */
  int length() {
    return length;
  }

  char[] held() {
    return held;
  }

  /** What the entity that has just ended stands for. */
  char[] decoded() {
    return decoded;
  }

  int decodedLength() {
    return decodedLength;
  }

  /** Whether {@code c} may go on what is held, or begin it. */
  boolean accepts(char c) {
    if (length == 0) {
      return c == '&';
    }
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    return length < LONGEST && (letter || c == ';' || c == '#' && length == 1);
  }

  /**
   * Takes a char that {@link #accepts} allows. Returns whether it ended an entity; a semicolon that
   * ends none makes the next char unacceptable.
   */
  boolean add(char c) {
    held[length++] = c;
    if (c != ';') {
      return false;
    }
    int code = held[1] == '#' ? number() : named();
    if (code < 0) {
      return false;
    }
    decodedLength = Character.toChars(code, decoded, 0);
    length = 0;
    return true;
  }

  /** Whether what is held can be no entity any more: it ends in a semicolon. */
  boolean isRefused() {
    return length > 0 && held[length - 1] == ';';
  }

  private int named() {
    for (int k = 0; k < NAMES.length; k++) {
      String name = NAMES[k];
      boolean same = name.length() == length - 2;
      for (int i = 0; same && i < name.length(); i++) {
        same = held[1 + i] == name.charAt(i);
      }
      if (same) {
        return MEANINGS[k];
      }
    }
    return -1;
  }

  private int number() {
    boolean hex = length > 3 && (held[2] == 'x' || held[2] == 'X');
    int from = hex ? 3 : 2;
    int code = from < length - 1 ? 0 : -1;
    for (int i = from; code >= 0 && i < length - 1; i++) {
      int digit = Character.digit(held[i], hex ? 16 : 10);
      code = digit < 0 ? -1 : code * (hex ? 16 : 10) + digit;
    }
    return Character.isValidCodePoint(code) ? code : -1;
  }

  void transfer(SnapshotIo io) {
    int count = io.number(length, 0, LONGEST, "an entity's length");
    io.chars(held, count);
    if (io.isReading()) {
      length = 0;
      while (length < count) {
        char c = held[length];
        io.check(!isRefused() && accepts(c) && !add(c), "an entity is none");
      }
    }
  }
}
