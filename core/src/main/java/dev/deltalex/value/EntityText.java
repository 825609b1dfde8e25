package dev.deltalex.value;

/**
 * Decodes XML entities in text that arrives in pieces: the five named ones, and numeric ones of
 * base 10 or 16 of any code point except NUL and the surrogates. Anything else is verbatim text,
 * from the first char that cannot continue an entity.
 */
public final class EntityText {
  /** Chars of the longest entity: {@code &#x10FFFF;}. */
  private static final int LONGEST = 10;

  private static final String[] NAMES = {"lt;", "gt;", "amp;", "quot;", "apos;"};
  private static final char[] MEANINGS = {'<', '>', '&', '"', '\''};

  /** The held beginning of an entity, ampersand included. */
  private final char[] held = new char[LONGEST];

  private int length;
  private final char[] decoded = new char[2];
  private int decodedLength;

  /**
   * Decodes {@code a[from, to)} as a whole. Returns the length of the decoded text.
   *
   * @param into receives the decoded text, which is not longer than the text itself
   */
  public int decode(char[] a, int from, int to, char[] into) {
    clear();
    int out = 0;
    int i = from;
    while (i < to) {
      char c = a[i];
      if (!accepts(c)) {
        out = append(held, length, into, out);
        clear();
        if (c != '&') {
          into[out++] = c;
          i++;
        }
      } else if (add(c)) {
        out = append(decoded, decodedLength, into, out);
        i++;
      } else {
        i++;
      }
    }
    out = append(held, length, into, out);
    clear();
    return out;
  }

  private static int append(char[] text, int count, char[] into, int at) {
    System.arraycopy(text, 0, into, at, count);
    return at + count;
  }

  void clear() {
    length = 0;
  }

  /** Number of held chars. */
  int length() {
    return length;
  }

  char[] held() {
    return held;
  }

  /** The chars of the entity that has just ended. */
  char[] decoded() {
    return decoded;
  }

  int decodedLength() {
    return decodedLength;
  }

  /** Whether {@code c} can continue the held beginning of an entity, or begins one. */
  boolean accepts(char c) {
    if (length == 0) {
      return c == '&';
    }
    if (length > 1 && held[1] == '#') {
      return acceptsInNumber(c);
    }
    if (length == 1 && c == '#') {
      return true;
    }
    for (String name : NAMES) {
      if (name.length() >= length && name.charAt(length - 1) == c && isHeld(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean acceptsInNumber(char c) {
    if (length == 2 && (c == 'x' || c == 'X')) {
      return true;
    }
    boolean hex = isHex();
    int code = number(hex);
    if (c == ';') {
      return isCodePoint(code);
    }
    int base = hex ? 16 : 10;
    int digit = c < 128 ? Character.digit(c, base) : -1;
    int longer = code * base + digit;
    // Only a semicolon may follow the last digit that fits.
    boolean last = length == LONGEST - 2;
    return digit >= 0
        && longer <= Character.MAX_CODE_POINT
        && (last ? isCodePoint(longer) : length < LONGEST - 2);
  }

  private static boolean isCodePoint(int code) {
    boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    return code > 0 && code <= Character.MAX_CODE_POINT && !surrogate;
  }

  /** Takes a char that {@link #accepts} allows. Returns whether it ended an entity. */
  boolean add(char c) {
    held[length++] = c;
    if (c != ';') {
      return false;
    }
    length--;
    decodedLength = Character.toChars(held[1] == '#' ? number(isHex()) : named(), decoded, 0);
    length = 0;
    return true;
  }

  /** Whether the held chars after the ampersand are a beginning of {@code name}. */
  private boolean isHeld(String name) {
    for (int i = 1; i < length; i++) {
      if (held[i] != name.charAt(i - 1)) {
        return false;
      }
    }
    return true;
  }

  private int named() {
    int k = 0;
    while (k < NAMES.length - 1 && (NAMES[k].length() != length || !isHeld(NAMES[k]))) {
      k++;
    }
    return MEANINGS[k];
  }

  private boolean isHex() {
    return length > 2 && (held[2] == 'x' || held[2] == 'X');
  }

  /** The number of the held digits; 0 if there are none. */
  private int number(boolean hex) {
    int base = hex ? 16 : 10;
    int code = 0;
    for (int i = hex ? 3 : 2; i < length; i++) {
      code = code * base + Character.digit(held[i], base);
    }
    return code;
  }

  void transfer(SnapshotIo io) {
    int count = io.number(length, 0, LONGEST - 1, "an entity's length");
    io.chars(held, count);
    if (io.isReading()) {
      length = 0;
      while (length < count) {
        char c = held[length];
        io.check(accepts(c) && !add(c), "held text is not the beginning of an entity");
      }
    }
  }
}
