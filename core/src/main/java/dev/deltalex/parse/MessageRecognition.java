package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Grammar.Look;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.MessageTable;
import dev.deltalex.grammar.TextKind;

/** Reads the header of a message, whose fields say what its body is. */
abstract sealed class MessageRecognition extends CallRecognition permits HeaderRecognition {
  /** Bits of an edge's ordinal, in what describes the literal at the end of a header. */
  static final int ORDINAL_BITS = 8;

  static final int ORDINAL = (1 << ORDINAL_BITS) - 1;

  /** In place of an ordinal: the text is not the header of a message. */
  static final int NO_FIELD = ORDINAL;

  MessageRecognition(Workspace work) {
    super(work);
  }

  /**
   * The next literal of a message's header from {@code a[pos]} on: in the low half the index behind
   * it, in the high half its ordinal and length. Negative: there is none yet, and reading continues
   * at the index in the low half, whose highest bit is set.
   */
  final long fieldOrEnd(Look l, char[] a, int pos, int limit) {
    for (int i = pos; i < limit; i++) {
      char c = a[i];
      if (c == '\n' || c == '\r' || c == '>') {
        return (long) NO_FIELD << 32;
      }
      if (c == '<') {
        long match = Match.at(this, l.edges(), -1, a, i, limit);
        if (match == Match.NONE) {
          return (long) NO_FIELD << 32;
        }
        if (match == Match.PARTIAL) {
          return Long.MIN_VALUE | i;
        }
        return literal(match, i, (int) (match >>> 32));
      }
    }
    return Long.MIN_VALUE | limit;
  }

  /** The index {@code next}, and the ordinal and length of the literal at {@code at}. */
  static long literal(long match, int at, int next) {
    long length = (match >>> 32) - at;
    return length << 32 + ORDINAL_BITS | (match & ORDINAL) << 32 | next;
  }

  /**
   * The rule that says what the body of a message is, whose header is {@code a[from, end)}: the
   * number of rules if none applies, {@link MessageTable#NO_RULE} if the header is text: that of a
   * call without a name, or of one that is not read as a call. Sets the position of a call's name.
   */
  final int rule(MessageTable fields, char[] a, int from, int end) {
    for (int rule = 0; rule < fields.rules(); rule++) {
      int field = fields.fieldOf(rule);
      int value = valueOf(fields, field, a, from, end);
      int to = value < 0 ? value : valueEnd(a, value, end);
      if (to > value && fields.applies(rule, a, value, to)) {
        return !fields.isCall(rule) || isCall(fields, rule, a, value, to)
            ? rule
            : MessageTable.NO_RULE;
      }
    }
    return fields.rules();
  }

  private boolean isCall(MessageTable fields, int rule, char[] a, int value, int to) {
    ParserCore p = parser;
    int from = fields.nameFrom(rule, a, value, to);
    int hold = p.holdStart;
    p.nameFrom = (char) (from - hold);
    p.nameTo = (char) (to - hold);
    p.nameIndex = StreamState.NOT_LOOKED_UP;
    p.tagAt = p.prefixLength;
    boolean counts =
        from < to
            && to - from <= p.limits.maxNameChars()
            && (p.guards(TextKind.CONTENT) & Guard.CALLS) != 0
            && isCallable(a, from, to);
    if (!counts || p.calls < p.limits.maxCalls()) {
      return counts;
    }
    boolean beyondLimit = isReported(a, from, to);
    if (beyondLimit) {
      work.out.diagnostic(Diagnostic.CALL_LIMIT, origin + hold + p.tagAt);
    }
    return !beyondLimit;
  }

  /** The index of a field's last value in the header, or -1. */
  private static int valueOf(MessageTable fields, int field, char[] a, int from, int end) {
    long seen = 0;
    int value = -1;
    for (int i = from; i < end; i++) {
      int here = fields.fieldAt(a, from, i, end);
      if (here < 0) {
        continue;
      }
      if ((seen >>> here & 1) != 0) {
        // Written again: what is before it is void.
        seen = 0;
        value = -1;
      }
      seen |= 1L << here;
      i += fields.length(here) - 1;
      value = here == field ? i + 1 : value;
    }
    return value;
  }

  private static int valueEnd(char[] a, int value, int end) {
    int i = value;
    while (i < end && !isWhitespace(a[i]) && a[i] != '<') {
      i++;
    }
    return i;
  }

  /** Whether the options let a call of that name be one. */
  final boolean isCallable(char[] a, int from, int to) {
    ParserCore p = parser;
    return p.options.unknownTool() != ParserOptions.UnknownTool.AS_CONTENT
        || isDeclared(a, from, to);
  }

  final boolean isDeclared(char[] a, int from, int to) {
    ParserCore p = parser;
    p.nameIndex = p.tools.indexOf(a, from, to);
    return p.nameIndex >= 0;
  }
}
