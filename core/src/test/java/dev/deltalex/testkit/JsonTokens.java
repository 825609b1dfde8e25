package dev.deltalex.testkit;

import java.util.Set;

/** Bare tokens of near-JSON. */
final class JsonTokens {
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Set<String> NULL = Set.of("null", "None", "NULL", "Null");

  private JsonTokens() {}

  /** Whether a token ends before {@code c}, where markers of any format may begin. */
  static boolean delimiter(char c) {
    return delimiter(c, "<");
  }

  /** Whether a token ends before {@code c}; {@code edges}: the chars with which markers begin. */
  static boolean delimiter(char c, String edges) {
    return c <= ' ' || ",:{}[]\"".indexOf(c) >= 0 || edges.indexOf(c) >= 0;
  }

  static boolean isNull(String token) {
    return NULL.contains(token);
  }

  /** What a whole token means: a literal, a number or a string. */
  static String json(String token) {
    if (TRUE.contains(token)) {
      return "true";
    }
    if (FALSE.contains(token)) {
      return "false";
    }
    if (isNull(token)) {
      return "null";
    }
    return ReferenceValue.jsonNumber(token) ? token : ReferenceValue.string(token);
  }
}
