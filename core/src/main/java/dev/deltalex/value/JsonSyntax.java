package dev.deltalex.value;

import org.jspecify.annotations.Nullable;

/**
 * Checks in one pass whether a text is strict JSON (RFC 8259).
 *
 * <p>Neither recursion nor allocation: the kind of each open bracket is a bit of a shift register
 * made of four longs, hence at most {@value #MAX_DEPTH} levels. Lone surrogates are accepted.
 */
final class JsonSyntax {
  /** Maximum depth that a caller may pass. */
  static final int MAX_DEPTH = 256;

  /** One JSON value and nothing else but whitespace. */
  static final int VALID = 0;

  /** Valid once the brackets that are still open have been closed, innermost first. */
  static final int UNCLOSED = 1;

  /** Neither. */
  static final int INVALID = 2;

  /** Nested deeper than allowed; the rest was not read. */
  static final int TOO_DEEP = 3;

  private static final int ANSWER_BITS = 2;

  private static final int LEVELS_PER_WORD = Long.SIZE;

  /** The token that may follow. */
  private static final int VALUE = 0;

  private static final int FIRST_ELEMENT = 1;
  private static final int KEY = 2;
  private static final int FIRST_KEY = 3;
  private static final int COLON = 4;
  private static final int COMMA = 5;

  private JsonSyntax() {}

  /**
   * Checks {@code a[from, to)}.
   *
   * @param maxDepth 1 to {@value #MAX_DEPTH}
   * @param closers if not null and the result is {@link #UNCLOSED}: receives the missing brackets,
   *     innermost first; at least {@code maxDepth} long
   * @return one of the results above; for {@link #UNCLOSED}, {@link #missing} decodes the number of
   *     missing brackets
   */
  static int check(char[] a, int from, int to, int maxDepth, char @Nullable [] closers) {
    long s0 = 0;
    long s1 = 0;
    long s2 = 0;
    long s3 = 0;
    int depth = 0;
    int next = VALUE;
    int i = from;
    while (i >= 0 && i < to) {
      char c = a[i];
      if (JsonTokens.isSpace(c)) {
        i++;
      } else if ((c == '{' || c == '[') && next <= FIRST_ELEMENT) {
        if (depth == maxDepth) {
          return TOO_DEEP;
        }
        if (depth != 0 && depth % LEVELS_PER_WORD == 0) {
          s3 = s2;
          s2 = s1;
          s1 = s0;
        }
        s0 = s0 << 1 | (c == '[' ? 1 : 0);
        depth++;
        next = c == '[' ? FIRST_ELEMENT : FIRST_KEY;
        i++;
      } else if (c == '}' || c == ']') {
        boolean array = c == ']';
        boolean ready = next == COMMA || next == (array ? FIRST_ELEMENT : FIRST_KEY);
        if (!ready || depth == 0 || (s0 & 1) != (array ? 1 : 0)) {
          return INVALID;
        }
        s0 >>>= 1;
        depth--;
        if (depth != 0 && depth % LEVELS_PER_WORD == 0) {
          s0 = s1;
          s1 = s2;
          s2 = s3;
        }
        next = COMMA;
        i++;
      } else {
        i = next == COMMA && depth == 0 ? -1 : token(a, i, to, next);
        next = following(next, (s0 & 1) != 0);
      }
    }
    if (i < 0 || next == VALUE || next == KEY || next == COLON) {
      return INVALID;
    }
    if (closers != null) {
      write(closers, depth, s0, s1, s2, s3);
    }
    return depth == 0 ? VALID : depth << ANSWER_BITS | UNCLOSED;
  }

  /**
   * The result of {@link #check} without the number of brackets: {@link #VALID} to {@link
   * #TOO_DEEP}.
   */
  static int answer(int checked) {
    return checked & (1 << ANSWER_BITS) - 1;
  }

  /** Number of brackets missing. */
  static int missing(int checked) {
    return checked >> ANSWER_BITS;
  }

  /** Skips the token that {@code next} requires; -1 if something else follows. */
  private static int token(char[] a, int i, int to, int next) {
    char c = a[i];
    return switch (next) {
      case VALUE, FIRST_ELEMENT -> scalar(a, i, to);
      case KEY, FIRST_KEY -> c == '"' ? string(a, i, to) : -1;
      case COLON -> c == ':' ? i + 1 : -1;
      default -> c == ',' ? i + 1 : -1;
    };
  }

  /** What may follow the token that {@code next} required. */
  private static int following(int next, boolean inArray) {
    return switch (next) {
      case VALUE, FIRST_ELEMENT -> COMMA;
      case KEY, FIRST_KEY -> COLON;
      case COLON -> VALUE;
      default -> inArray ? VALUE : KEY;
    };
  }

  private static void write(char[] closers, int depth, long s0, long s1, long s2, long s3) {
    for (int level = depth - 1; level >= 0; level--) {
      int word = (depth - 1) / LEVELS_PER_WORD - level / LEVELS_PER_WORD;
      long bits = word == 0 ? s0 : word == 1 ? s1 : word == 2 ? s2 : s3;
      int newest = word == 0 ? depth - 1 : level | LEVELS_PER_WORD - 1;
      closers[depth - 1 - level] = (bits >>> newest - level & 1) != 0 ? ']' : '}';
    }
  }

  /** Whether {@code a[from, to)} is a JSON number. */
  static boolean isNumber(char[] a, int from, int to) {
    return from < to && number(a, from, to) == to;
  }

  private static int scalar(char[] a, int i, int to) {
    return switch (a[i]) {
      case '"' -> string(a, i, to);
      case 't' -> word(a, i, to, JsonTokens.TRUE);
      case 'f' -> word(a, i, to, JsonTokens.FALSE);
      case 'n' -> word(a, i, to, JsonTokens.NULL);
      default -> number(a, i, to);
    };
  }

  private static int word(char[] a, int from, int to, char[] word) {
    return JsonTokens.begins(word, a, from, to) ? from + word.length : -1;
  }

  /** Skips the string whose quotation mark is at {@code from}; -1 if it is damaged or open. */
  private static int string(char[] a, int from, int to) {
    int i = from + 1;
    while (i < to) {
      char c = a[i++];
      if (c == '"') {
        return i;
      }
      if (c < ' ') {
        return -1;
      }
      if (c == '\\') {
        i = escape(a, i, to);
        if (i < 0) {
          return -1;
        }
      }
    }
    return -1;
  }

  /** Skips an escape after its backslash. */
  private static int escape(char[] a, int i, int to) {
    if (i == to) {
      return -1;
    }
    switch (a[i]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return i + 1;
      }
      case 'u' -> {
        int end = i + 5;
        if (end > to) {
          return -1;
        }
        for (int d = i + 1; d < end; d++) {
          if (JsonTokens.hexDigit(a[d]) < 0) {
            return -1;
          }
        }
        return end;
      }
      default -> {
        return -1;
      }
    }
  }

  /** Skips a number; -1 if there is none at {@code from}. What follows it is not read. */
  private static int number(char[] a, int from, int to) {
    int i = a[from] == '-' ? from + 1 : from;
    int integer = i;
    i = digits(a, i, to);
    if (i == integer || a[integer] == '0' && i > integer + 1) {
      return -1;
    }
    if (i < to && a[i] == '.') {
      int fraction = i + 1;
      i = digits(a, fraction, to);
      if (i == fraction) {
        return -1;
      }
    }
    if (i < to && (a[i] | 0x20) == 'e') {
      i++;
      if (i < to && (a[i] == '+' || a[i] == '-')) {
        i++;
      }
      int exponent = i;
      i = digits(a, exponent, to);
      if (i == exponent) {
        return -1;
      }
    }
    return i;
  }

  /** The end of the run of decimal digits at {@code from}. */
  static int digits(char[] a, int from, int to) {
    int i = from;
    while (i < to && a[i] >= '0' && a[i] <= '9') {
      i++;
    }
    return i;
  }
}
