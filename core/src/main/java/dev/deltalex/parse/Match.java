package dev.deltalex.parse;

import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Prefix;
import java.util.Arrays;

/** Compares the text at a candidate with the markers that may stand there. */
final class Match {
  /** No marker. */
  static final int NONE = -1;

  /** The text ends inside what may become a marker. */
  static final int PARTIAL = -2;

  private Match() {}

  /**
   * The first marker at {@code a[at]}, as its ordinal in the low and its end in the high half of the
   * answer; or {@link #NONE} or {@link #PARTIAL}. {@code at} is below {@code end}.
   */
  static long at(Branch[] branches, int guards, char[] a, int at, int end) {
    int available = end - at;
    char second = available > 1 ? a[at + 1] : 0;
    long answer = NONE;
    for (Branch branch : branches) {
      char[] literal = branch.literal();
      if ((branch.guard() & ~guards) != 0
          || a[at] != literal[0]
          || (available > 1 && literal.length > 1 && second != literal[1])) {
        continue;
      }
      int body = branch.body();
      if (available < body) {
        if (Arrays.equals(a, at, end, literal, 0, available)) {
          answer = PARTIAL;
        }
      } else if (Arrays.equals(a, at, at + body, literal, 0, body)) {
        if (body == literal.length) {
          return (long) (at + body) << 32 | branch.ordinal();
        }
        int last = behindBlanks(a, at + body, end);
        if (last == end) {
          answer = PARTIAL;
        } else if (a[last] == literal[body]) {
          return (long) (last + 1) << 32 | branch.ordinal();
        }
      }
    }
    return answer;
  }

  /** Whether {@code a[at, end)} begins a marker that takes the newline before it along. */
  static boolean mayDrop(Branch[] branches, int guards, char[] a, int at, int end) {
    for (Branch branch : branches) {
      int length = Math.min(end - at, branch.body());
      if (branch.prefix() == Prefix.DROP
          && (branch.guard() & ~guards) == 0
          && Arrays.equals(a, at, at + length, branch.literal(), 0, length)) {
        return true;
      }
    }
    return false;
  }

  private static int behindBlanks(char[] a, int from, int end) {
    int limit = Math.min(end, from + Branch.TOLERANCE);
    int i = from;
    while (i < limit && (a[i] == ' ' || a[i] == '\t')) {
      i++;
    }
    return i;
  }
}
