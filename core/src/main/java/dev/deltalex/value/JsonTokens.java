package dev.deltalex.value;

import dev.deltalex.schema.ParameterType;
import org.jspecify.annotations.Nullable;

/** What chars and bare words mean outside of JSON strings. */
final class JsonTokens {
  /** The text of null. */
  static final char[] NULL = "null".toCharArray();

  /** The text of true. */
  static final char[] TRUE = "true".toCharArray();

  /** The text of false. */
  static final char[] FALSE = "false".toCharArray();

  private JsonTokens() {}

  static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  /** Whether {@code c} ends a bare word. An apostrophe does not: words have them inside. */
  static boolean isDelimiter(char c) {
    return switch (c) {
      case ',', ':', '{', '}', '[', ']', '"', '<', ' ' -> true;
      default -> c < ' ';
    };
  }

  static boolean isNumber(char[] a, int from, int to) {
    long decision = Coercion.decide(ParameterType.NUMBER, a, from, to, false);
    return Coercion.kind(decision) == Coercion.Kind.VERBATIM;
  }

  /** The JSON text of a literal in JSON's, Python's or all upper spelling; null if it is none. */
  static char @Nullable [] literal(char[] a, int from, int to) {
    if (isNull(a, from, to)) {
      return NULL;
    }
    int length = to - from;
    if (length == TRUE.length) {
      return is("true", a, from) || is("True", a, from) || is("TRUE", a, from) ? TRUE : null;
    }
    boolean isFalse =
        length == FALSE.length
            && (is("false", a, from) || is("False", a, from) || is("FALSE", a, from));
    return isFalse ? FALSE : null;
  }

  /** Whether {@code a[from, to)} is null in JSON's, Python's, all upper or title spelling. */
  static boolean isNull(char[] a, int from, int to) {
    return to - from == NULL.length
        && (is("null", a, from)
            || is("None", a, from)
            || is("NULL", a, from)
            || is("Null", a, from));
  }

  private static boolean is(String word, char[] a, int from) {
    for (int k = 0; k < word.length(); k++) {
      if (a[from + k] != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }
}
