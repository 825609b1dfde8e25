package dev.deltalex.scan;

import java.util.List;
import java.util.Locale;

/** What a scanner must answer, said once more in the plainest way and from the literals alone. */
final class NaiveScan {
  private NaiveScan() {}

  static boolean isCandidate(char[] a, int at, int to, List<String> literals) {
    return literals.stream()
        .anyMatch(literal ->
            literal.charAt(0) == a[at]
                && (literal.length() == 1
                    || at + 1 >= to
                    || a[at + 1] >= 128
                    || literal.charAt(1) == a[at + 1]));
  }

  static boolean mustEscape(char c) {
    return c < ' ' || c == '"' || c == '\\';
  }

  static int findStop(char[] a, int from, int to, List<String> literals) {
    int i = from;
    while (i < to && !isCandidate(a, i, to, literals)) {
      i++;
    }
    return i;
  }

  /** Whether {@code a[at]} is half a surrogate pair without its other half in the range. */
  static boolean isLone(char[] a, int at, int from, int to) {
    boolean second = at > from && Character.isSurrogatePair(a[at - 1], a[at]);
    boolean first = at + 1 < to && Character.isSurrogatePair(a[at], a[at + 1]);
    return Character.isSurrogate(a[at]) && !first && !second;
  }

  static int findEscape(char[] a, int from, int to) {
    int i = from;
    while (i < to && !mustEscape(a[i]) && !isLone(a, i, from, to)) {
      i++;
    }
    return i;
  }

  static String escape(char[] a, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      switch (a[i]) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (a[i] < ' ') {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) a[i]));
          } else if (isLone(a, i, from, to)) {
            text.append('\ufffd');
          } else {
            text.append(a[i]);
          }
        }
      }
    }
    return text.toString();
  }
}
