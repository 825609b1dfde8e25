package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Header;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.syntax.Literal;
import java.util.Arrays;
import java.util.Objects;

/** Compares the text at a candidate with the markers that may stand there. */
final class Match {
  /** No marker. */
  static final int NONE = -1;

  /** The text ends inside what may become a marker. */
  static final int PARTIAL = -2;

  /** Of what begins: a marker that takes the newline before it along. */
  static final int DROPS = 1;

  /** Of what begins: any marker. */
  static final int COUNTS = 2;

  private Match() {}

  /**
   * The first marker at {@code a[at]}, as its ordinal in the low and its end in the high half of
   * the answer; or {@link #NONE} or {@link #PARTIAL}. {@code at} is below {@code end}.
   */
  static long at(Edge[] edges, int guards, char[] a, int at, int end) {
    if (end - at < Edge.HEAD) {
      return inShort(edges, guards, a, at, end);
    }
    long head = a[at] | (long) a[at + 1] << 16 | (long) a[at + 2] << 32 | (long) a[at + 3] << 48;
    for (Edge edge : edges) {
      if (edge.begins(head) && (edge.guard() & ~guards) == 0) {
        // A literal that may still follow decides before a later one, however the text is cut.
        long match = compare(edge, a, at, end);
        if (match != NONE) {
          return match;
        }
      }
    }
    return NONE;
  }

  /** As {@link #at}, but a marker with a token of its own counts only where that token stood. */
  static long at(Window w, Edge[] edges, int guards, char[] a, int at, int end) {
    return w.parser.tokenMarkers == null
        ? at(edges, guards, a, at, end)
        : ofTokens(w, edges, guards, a, at, end);
  }

  /** As {@link #at}, where the text ends: a longer marker that may have followed counts no more. */
  static long whole(Window w, Edge[] edges, int guards, char[] a, int at, int end) {
    TokenMarkers tokens = w.parser.tokenMarkers;
    for (Edge edge : edges) {
      boolean applies =
          (edge.guard() & ~guards) == 0 && (tokens == null || tokens.allows(edge, w.origin + at));
      long match = applies ? compare(edge, a, at, end) : NONE;
      if (match >= 0) {
        return match;
      }
    }
    return NONE;
  }

  /** As {@link #at}, among the markers that may begin there by how the text came. */
  private static long ofTokens(Window w, Edge[] edges, int guards, char[] a, int at, int end) {
    TokenMarkers tokens = Objects.requireNonNull(w.parser.tokenMarkers);
    long offset = w.origin + at;
    long answer = NONE;
    long spelled = NONE;
    for (Edge edge : edges) {
      if ((edge.guard() & ~guards) == 0) {
        long match = compare(edge, a, at, end);
        if (match != NONE && !tokens.allows(edge, offset)) {
          spelled = spelled >= 0 ? spelled : match;
        } else if (match != NONE && spelled != NONE && edge.isClosingTag()) {
          // A closer that is only spelled is text, not a tag that nothing opened.
          answer = spelled >= 0 ? answer : PARTIAL;
        } else if (match != NONE) {
          if (match != PARTIAL) {
            return answer == PARTIAL ? PARTIAL : match;
          }
          answer = PARTIAL;
        }
      }
    }
    return answer;
  }

  /** As {@link #at}, where fewer chars are left than a head has. */
  private static long inShort(Edge[] edges, int guards, char[] a, int at, int end) {
    long head = head(a, at, end);
    long mask = (1L << (end - at) * Character.SIZE) - 1;
    for (Edge edge : edges) {
      if (edge.mayBegin(head, mask) && (edge.guard() & ~guards) == 0) {
        // A literal that may still follow decides before a later one, however the text is cut.
        long match = compare(edge, a, at, end);
        if (match != NONE) {
          return match;
        }
      }
    }
    return NONE;
  }

  /** The chars {@code a[at, end)}, at most {@link Edge#HEAD}, 16 bits each, the first lowest. */
  private static long head(char[] a, int at, int end) {
    long head = 0;
    for (int i = end - 1; i >= at; i--) {
      head = head << Character.SIZE | a[i];
    }
    return head;
  }

  private static long compare(Edge edge, char[] a, int at, int end) {
    char[] literal = edge.literal();
    int body = edge.body();
    if (end - at < body) {
      return Arrays.equals(a, at, end, literal, 0, end - at) ? PARTIAL : NONE;
    }
    if (!Arrays.equals(a, at, at + body, literal, 0, body) || body == 0 && !mayBegin(edge, a[at])) {
      return NONE;
    }
    int last = at + body;
    if (body < literal.length) {
      if (last < end && a[last] != literal[body]) {
        boolean labelled = edge.label() > 0 && a[last] == Literal.LABEL_MARK;
        last = labelled ? behindLabel(edge, a, last, end) : behindBlanks(a, last, end);
      }
      if (last == end) {
        return PARTIAL;
      }
      if (a[last++] != literal[body]) {
        return NONE;
      }
    }
    return (long) last << 32 | edge.ordinal();
  }

  /** Whether a char matches an empty literal: any behind the name of a declared tool. */
  private static boolean mayBegin(Edge edge, char c) {
    return edge.guard() == Guard.DECLARED || beginsName(c);
  }

  /** Whether a char matches an empty literal, behind which a name follows. */
  private static boolean beginsName(char c) {
    return Header.isNameStart(c);
  }

  /** Whether {@code a[at, end)} begins a marker that takes the newline before it along. */
  static boolean mayDrop(Window w, Edge[] edges, int guards, char[] a, int at, int end) {
    return (begun(w, edges, guards, a, at, end) & DROPS) != 0;
  }

  /** What markers {@code a[at, end)} may become: {@link #COUNTS}, {@link #DROPS}; 0: none. */
  static int begun(Window w, Edge[] edges, int guards, char[] a, int at, int end) {
    TokenMarkers tokens = w.parser.tokenMarkers;
    int chars = Math.min(end - at, Edge.HEAD);
    long head = head(a, at, at + chars);
    long mask = chars == Edge.HEAD ? -1L : (1L << chars * Character.SIZE) - 1;
    int answer = 0;
    for (Edge edge : edges) {
      if (edge.mayBegin(head, mask) && (edge.guard() & ~guards) == 0) {
        int length = Math.min(end - at, edge.body());
        if (Arrays.equals(a, at, at + length, edge.literal(), 0, length)
            && (length > 0 || beginsName(a[at]))
            && (tokens == null || tokens.allows(edge, w.origin + at))) {
          if (edge.prefix() == Prefix.DROP) {
            return COUNTS | DROPS;
          }
          answer = COUNTS;
        }
      }
    }
    return answer;
  }

  /** The index behind the label of a tag whose mark is {@code a[from]}. */
  private static int behindLabel(Edge edge, char[] a, int from, int end) {
    int limit = Math.min(end, from + 1 + edge.label());
    char last = edge.literal()[edge.body()];
    int i = from + 1;
    while (i < limit && a[i] != last && isOfLabel(a[i])) {
      i++;
    }
    return i;
  }

  private static boolean isOfLabel(char c) {
    return c != '<' && c != '>' && c != '\n' && c != '\r';
  }

  /** Whether {@code a[from, to)} is a label, its mark included, of at most so many chars. */
  static boolean isLabel(int most, char[] a, int from, int to) {
    if (to == from || to - from > most + 1 || a[from] != Literal.LABEL_MARK) {
      return false;
    }
    int i = from + 1;
    while (i < to && isOfLabel(a[i])) {
      i++;
    }
    return i == to;
  }

  /** The index behind the spaces and tabs from {@code a[from]} on, as many as a tag tolerates. */
  static int behindBlanks(char[] a, int from, int end) {
    int limit = Math.min(end, from + Edge.TOLERANCE);
    int i = from;
    while (i < limit && (a[i] == ' ' || a[i] == '\t')) {
      i++;
    }
    return i;
  }
}
