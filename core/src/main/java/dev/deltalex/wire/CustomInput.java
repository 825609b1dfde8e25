package dev.deltalex.wire;

import dev.deltalex.scan.CharScanner;

/**
 * Takes the string {@code input} out of the arguments of a custom tool's call, which arrive in
 * pieces: {@code {"input":"a\nb"}} becomes {@code a}, a newline and {@code b}. Other members, a
 * value that is not a string, and a second {@code input} are skipped. The arguments are strict
 * JSON, as the parser emits them. Allocates only at construction.
 */
final class CustomInput {
  private static final String KEY = "input";

  // Where the next char is.
  private static final int BETWEEN = 0;
  private static final int IN_KEY = 1;
  private static final int IN_OTHER_STRING = 2;
  private static final int IN_INPUT = 3;

  private final char[] text = new char[WireRenderer.DELTA_CHARS];
  private int count;
  private int place;
  private int depth;

  /** Whether the input was found: its text may be sent already, so that it cannot be replaced. */
  private boolean found;

  /** Whether a string at this place is a key of the arguments. */
  private boolean expectsKey;

  /** Chars of {@link #KEY} that the current key has in common; -1 if it differs. */
  private int matched;

  /** Whether the last char was a backslash. */
  private boolean escaped;

  /** Hexadecimal digits of an escape that are still missing, and the value so far. */
  private int missingDigits;

  private int unit;

  /** Begins with the arguments of another call. */
  void reset() {
    count = 0;
    place = BETWEEN;
    depth = 0;
    found = false;
    expectsKey = false;
    matched = -1;
    escaped = false;
    missingDigits = 0;
  }

  /** Whether the arguments so far have the member, as a string. */
  boolean isFound() {
    return found;
  }

  /** The text that the last {@link #read} found. */
  char[] text() {
    return text;
  }

  /** Number of its chars. */
  int count() {
    return count;
  }

  /** Reads chars until the room for the text is full; returns the offset of the next char. */
  int read(char[] a, int from, int to) {
    count = 0;
    int i = from;
    while (i < to && count < text.length) {
      char c = a[i++];
      if (missingDigits > 0) {
        digit(c);
      } else if (escaped) {
        escaped = false;
        escape(c);
      } else {
        step(c);
      }
    }
    return i;
  }

  private void step(char c) {
    if (place == BETWEEN) {
      between(c);
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '"') {
      if (place == IN_KEY && matched != KEY.length()) {
        matched = -1;
      }
      place = BETWEEN;
    } else {
      take(c);
    }
  }

  private void between(char c) {
    switch (c) {
      case '{', '[' -> {
        depth++;
        expectsKey = depth == 1;
      }
      case '}', ']' -> depth--;
      case ',' -> expectsKey = depth == 1;
      case ':' -> expectsKey = false;
      case '"' -> {
        if (depth == 1 && expectsKey) {
          place = IN_KEY;
          matched = 0;
        } else {
          boolean isInput = !found && depth == 1 && matched == KEY.length();
          found |= isInput;
          place = isInput ? IN_INPUT : IN_OTHER_STRING;
        }
      }
      default -> {
        // Whitespace, or part of a number or literal.
      }
    }
  }

  /** Handles the char behind a backslash. */
  private void escape(char c) {
    switch (c) {
      case 'u' -> {
        missingDigits = CharScanner.LONGEST_ESCAPE - 2;
        unit = 0;
      }
      case 'b' -> take('\b');
      case 'f' -> take('\f');
      case 'n' -> take('\n');
      case 'r' -> take('\r');
      case 't' -> take('\t');
      default -> take(c);
    }
  }

  private void digit(char c) {
    unit = unit << 4 | Character.digit(c, 16);
    if (--missingDigits == 0) {
      take((char) unit);
    }
  }

  /** Handles a char of the current string. */
  private void take(char c) {
    if (place == IN_INPUT) {
      text[count++] = c;
    } else if (place == IN_KEY) {
      boolean fits = matched >= 0 && matched < KEY.length() && KEY.charAt(matched) == c;
      matched = fits ? matched + 1 : -1;
    }
  }
}
