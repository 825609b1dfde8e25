package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar.Look;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Header;
import dev.deltalex.grammar.NameCheck;

/** Finds the end of a header and decides whether its name lets it count. */
abstract sealed class HeaderRecognition extends MessageRecognition permits Lookahead {
  /** In the low half, an index below 0: it is no header. */
  private static final long NOT_A_HEADER = 0xFFFFFFFFL;

  /** In the low half instead: the literal belongs to the name of another tag. */
  static final int ANOTHER_TAG = -2;

  private static final long LOW_HALF = 0xFFFFFFFFL;

  HeaderRecognition(Workspace work) {
    super(work);
  }

  /**
   * Index of the char that ends a name, {@code limit} if it is not there yet, -1 if it is no name.
   * Another char than the lookahead's ends it where it assigns: see {@link Header#assigns}.
   */
  final int nameEnd(Look l, char[] a, int pos, int limit) {
    ParserCore p = parser;
    char end = l.nameEnd();
    int from = p.holdStart + p.nameAt;
    int room = p.limits.maxNameChars();
    int stop = limit - from <= room ? limit : from + room;
    char top = end > '>' ? end : '>';
    for (int i = pos; i < stop; i++) {
      char c = a[i];
      if (c > top) {
        continue; // Most of a name: one comparison.
      }
      if (c == end) {
        return i;
      }
      if (c == '<' || c == '>' || c == '\n' || c == '\r') {
        return -1;
      }
      if (c == '=' && isAssigned(l, a, i)) {
        return i;
      }
    }
    if (stop < limit) {
      char c = a[stop];
      return c == end || c == '=' && isAssigned(l, a, stop) ? stop : -1;
    }
    return limit;
  }

  /** Whether an equals sign at {@code a[to]} ends the name of a new declared parameter. */
  private boolean isAssigned(Look l, char[] a, int to) {
    if (!l.header().assigns()) {
      return false;
    }
    ParserCore p = parser;
    int from = p.holdStart + p.nameAt;
    int end = to;
    while (from < end && isTrimmed(a[from])) {
      from++;
    }
    while (from < end && isTrimmed(a[end - 1])) {
      end--;
    }
    return isNewParameter(a, from, end) && p.nameIndex >= 0;
  }

  /**
   * The end of a header: in the low half the index of the literal there, or -1 if it is no header;
   * in the high half the literal's ordinal and length. A length of 0: the end is not there yet, and
   * reading continues at the index.
   */
  final long headerEnd(Look l, char[] a, int pos, int limit) {
    ParserCore p = parser;
    Header header = l.header();
    int start = pos;
    if (header.first() && start == p.holdStart + p.nameAt) {
      while (start < limit && isWhitespace(a[start])) {
        start++;
      }
      p.nameAt = (char) (start - p.holdStart);
    }
    int from = p.holdStart + p.nameAt;
    boolean attributes = header.holds() == Header.Holds.ATTRIBUTES;
    int room = p.limits.maxNameChars();
    int stop = attributes || limit - from <= room ? limit : from + room;
    if (start == from && start < limit && isAnotherTag(header, a[start])) {
      return ANOTHER_TAG & LOW_HALF;
    }
    boolean name = header.isIdentifier();
    if (name && start == from && start < limit && !Header.isNameStart(a[start])) {
      return NOT_A_HEADER;
    }
    for (int i = start; i < limit; i++) {
      int kind = header.kindOf(a[i]);
      if (kind == Header.END) {
        long match = Match.at(this, l.edges(), -1, a, i, limit);
        boolean never = header.isNever(a[i]);
        boolean named = header.isOpen() && header.holds() == Header.Holds.NAME;
        boolean ends = match >= 0 || never;
        if (never && match == Match.NONE || ends && named && isEmptyName(a, from, i)) {
          return NOT_A_HEADER;
        }
        if (match != Match.NONE) {
          return match >= 0 ? literal(match, i, i) : i;
        }
      }
      if (kind == Header.NEVER && header.holdsField() && (a[i] == '\n' || a[i] == '\r')) {
        return endBehindLine(l, a, i, limit);
      }
      if (kind == Header.NEVER || i >= stop || name && isApart(a, from, i)) {
        return NOT_A_HEADER;
      }
    }
    return limit;
  }

  /**
   * As {@link #headerEnd}, where the line ends at {@code a[lineEnd]}: behind the whitespace there
   * follows a literal of several chars.
   */
  private long endBehindLine(Look l, char[] a, int lineEnd, int limit) {
    if (!hasLongEnd(l.edges())) {
      return NOT_A_HEADER;
    }
    int i = lineEnd;
    while (i < limit && isWhitespace(a[i])) {
      i++;
    }
    long match = i >= limit ? Match.PARTIAL : Match.at(this, l.edges(), -1, a, i, limit);
    if (match < 0) {
      return match == Match.PARTIAL ? lineEnd : NOT_A_HEADER;
    }
    return (match >>> 32) - i == 1 ? NOT_A_HEADER : literal(match, i, i);
  }

  /** Whether {@code a[from, to)} has no char of a name. */
  private static boolean isEmptyName(char[] a, int from, int to) {
    int i = from;
    while (i < to && isTrimmed(a[i])) {
      i++;
    }
    return i == to;
  }

  /** Whether a literal at the end of a header has several chars. */
  private static boolean hasLongEnd(Edge[] ends) {
    for (Edge end : ends) {
      if (end.literal().length > 1) {
        return true;
      }
    }
    return false;
  }

  /** Whether only the char at {@code i} shows where a tag's name ends. */
  final boolean mayBeAnotherTag(Look l, int i) {
    ParserCore p = parser;
    return l.header().holds() == Header.Holds.ATTRIBUTES && i == p.holdStart + p.nameAt;
  }

  /** Whether the char after a tag's name belongs to the name: `<invoker` is not `<invoke`. */
  private static boolean isAnotherTag(Header header, char c) {
    return header.holds() == Header.Holds.ATTRIBUTES
        && !isWhitespace(c)
        && header.kindOf(c) != Header.END;
  }

  /**
   * Understands the text of a header up to {@code a[end]}. Returns whether it counts.
   *
   * @param rich whether it is more than a plain name
   * @param closed whether a closer of the call ends it
   */
  final boolean nameCounts(Header header, boolean rich, char[] a, int end, boolean closed) {
    ParserCore p = parser;
    int hold = p.holdStart;
    int from = hold + p.nameAt;
    int to = end;
    wireType = WireType.UNSAID;
    if (header.holds() == Header.Holds.KEYWORD) {
      return from < to;
    }
    if (rich) {
      wireType = HeaderText.read(p, header, a, hold, end);
      from = hold + p.nameFrom;
      to = hold + p.nameTo;
      if (to - from > p.limits.maxNameChars()) {
        return false;
      }
    } else {
      while (from < to && isTrimmed(a[from])) {
        from++;
      }
      while (from < to && isTrimmed(a[to - 1])) {
        to--;
      }
      p.nameFrom = (char) (from - hold);
      p.nameTo = (char) (to - hold);
    }
    p.nameIndex = StreamState.NOT_LOOKED_UP;
    if (header.isOpen() && !isOpenName(a, from, to, closed)) {
      return false;
    }
    int decoded = rich ? decodedName(a, from, to) : -1;
    return decoded < 0
        ? nameCounts(header, a, from, to)
        : nameCounts(header, work.nameChars, 0, decoded);
  }

  /** Whether the name {@code a[from, to)} is one that the header needs. */
  private boolean nameCounts(Header header, char[] a, int from, int to) {
    String item = header.item();
    isItem = item != null && HeaderText.is(item, a, from, to);
    return switch (header.check()) {
      case ANY -> true;
      case NOT_EMPTY, PARAMETER -> from < to;
      case CALLABLE -> from < to && isCallable(a, from, to);
      case DECLARED -> isDeclared(a, from, to);
      case NEW_PARAMETER -> from < to && isNewParameter(a, from, to);
      case OPEN_ELEMENT -> parser.value.elements().closedBy(a, from, to) > 0;
      case UNDECLARED, DECLARED_PARAMETER -> countsElsewhere(header.check(), a, from, to);
    };
  }

  /**
   * Whether a name counts that no literal of the format ends: it is declared, or has no whitespace
   * and more than a closer follows it. {@code <tool_call> and </tool_call>} is text.
   */
  private boolean isOpenName(char[] a, int from, int to, boolean closed) {
    if (isDeclared(a, from, to)) {
      return true;
    }
    boolean plain = !closed;
    for (int i = from; i < to; i++) {
      plain &= !isWhitespace(a[i]);
    }
    return plain;
  }

  /** The checks of names in quotations and in spellings of other formats. */
  private boolean countsElsewhere(NameCheck check, char[] a, int from, int to) {
    return check == NameCheck.UNDECLARED
        ? from < to && !isDeclared(a, from, to)
        : isNewParameter(a, from, to) && parser.nameIndex >= 0;
  }

  /** Whether blanks are between the name from {@code from} on and another char {@code a[i]}. */
  private static boolean isApart(char[] a, int from, int i) {
    return i > from && isWhitespace(a[i - 1]) && !isWhitespace(a[i]);
  }

  /** The guards that hold in a lookahead at {@code a[i]}, perhaps behind a header that was read. */
  final int guards(Look l, char[] a, int i) {
    ParserCore p = parser;
    char previous = i > start ? a[i - 1] : p.before;
    int line = previous == '\n' ? -1 : ~Guard.AFTER_NEWLINE;
    if (!l.behindName()) {
      return p.value.isInside() ? line : line & ~Guard.INSIDE;
    }
    for (Edge e : l.edges()) {
      if (e.guard() == Guard.DECLARED) {
        boolean declared = isNameDeclared(a, p.holdStart + p.nameFrom, p.holdStart + p.nameTo);
        return declared ? line : line & ~Guard.DECLARED;
      }
    }
    return line;
  }

  /** As {@link #isDeclared}, of the name in a header. */
  final boolean isNameDeclared(char[] a, int from, int to) {
    int decoded = decodedName(a, from, to);
    return decoded < 0 ? isDeclared(a, from, to) : isDeclared(work.nameChars, 0, decoded);
  }

  private boolean isNewParameter(char[] a, int from, int to) {
    ParserCore p = parser;
    int tool = p.tool;
    int parameter = tool < 0 ? -1 : p.tools.parameterIndex(tool, a, from, to);
    p.nameIndex = parameter;
    if (parameter < 0 && tool >= 0 && p.tools.parameterCount(tool) > 0) {
      return false;
    }
    SeenParameters given = p.given;
    return given == null || !given.contains(parameter, a, from, to);
  }

  static boolean isTrimmed(char c) {
    return isWhitespace(c) || c == '"' || c == '\'';
  }

  /** Whether {@code a[from, to)} are blanks that a tag tolerates. */
  static boolean isBlank(char[] a, int from, int to) {
    return Match.behindBlanks(a, from, to) == to;
  }

  /**
   * The index of the char {@code end} behind the name of the open parameter at {@code a[from]} and
   * blanks; {@code to} if the text ends before that can be told, -1 if there is another text.
   */
  final int behindKey(char end, char[] a, int from, int to) {
    int key = openKey(a, from, to);
    int i = key < 0 ? key : Match.behindBlanks(a, key, to);
    return i < 0 || i >= to || a[i] == end ? i : -1;
  }

  /**
   * The index behind the name of the open parameter at {@code a[from]}, or {@code to} if the text
   * ends inside it; -1 if there is another text.
   */
  final int openKey(char[] a, int from, int to) {
    ParserCore p = parser;
    SeenParameters given = p.given;
    return given == null ? -1 : given.openEnd(p.tools, p.tool, a, from, to);
  }
}
