package dev.deltalex.value;

import dev.deltalex.scan.StopSet;
import org.jspecify.annotations.Nullable;

/** What chars and bare words mean outside of JSON strings. */
final class JsonTokens {
  // Not String constants: HotSpot allocates those when it compiles a method of the class, which may
  // be late in a stream.

  /** The text of null. */
  static final char[] NULL = "null".toCharArray();

  /** The text of true. */
  static final char[] TRUE = "true".toCharArray();

  /** The text of false. */
  static final char[] FALSE = "false".toCharArray();

  /** Python's null. */
  static final char[] NONE = "None".toCharArray();

  private JsonTokens() {}

  /** JSON's four whitespace chars. */
  static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  /**
   * Whether {@code c} ends a bare word: structure, a double quote, an edge, a blank or control. An
   * apostrophe does not, because words such as {@code don't} contain it.
   */
  static boolean isDelimiter(char c, StopSet edges) {
    return c <= ' ' || isStructure(c) || edges.contains(c);
  }

  /** Brackets, comma, colon and double quote. */
  static boolean isStructure(char c) {
    return switch (c) {
      case ',', ':', '{', '}', '[', ']', '"' -> true;
      default -> false;
    };
  }

  /** As {@link #isDelimiter}, in the arguments of a call as Python spells it. */
  static boolean isPythonDelimiter(char c, StopSet edges) {
    return isDelimiter(c, edges) || c == '(' || c == ')' || c == '=';
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** The JSON text of a literal in JSON's, Python's or all upper spelling; null if it is none. */
  static char @Nullable [] literal(char[] a, int from, int to) {
    if (isNull(a, from, to)) {
      return NULL;
    }
    if (isInAnyCase(TRUE, a, from, to)) {
      return TRUE;
    }
    return isInAnyCase(FALSE, a, from, to) ? FALSE : null;
  }

  /** Whether {@code a[from, to)} is null in JSON's, Python's, all upper or title spelling. */
  static boolean isNull(char[] a, int from, int to) {
    return isInAnyCase(NULL, a, from, to) || isWord(NONE, a, from, to);
  }

  /** Whether {@code a[from, to)} is {@code word}. */
  static boolean isWord(char[] word, char[] a, int from, int to) {
    return to - from == word.length && begins(word, a, from, to);
  }

  /** Whether {@code a[from, to)} begins with {@code word}. */
  static boolean begins(char[] word, char[] a, int from, int to) {
    if (to - from < word.length) {
      return false;
    }
    for (int k = 0; k < word.length; k++) {
      if (a[from + k] != word[k]) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code a[from, to)} is a lower-case word in lower, upper or title case. */
  private static boolean isInAnyCase(char[] word, char[] a, int from, int to) {
    if (to - from != word.length) {
      return false;
    }
    // Case bits: the second letter determines the case of the rest, and if it is upper case, also
    // of the first.
    int rest = a[from + 1] & 0x20;
    int first = rest == 0 ? 0 : a[from] & 0x20;
    for (int k = 0; k < word.length; k++) {
      if (a[from + k] != (word[k] & ~0x20 | (k == 0 ? first : rest))) {
        return false;
      }
    }
    return true;
  }
}
