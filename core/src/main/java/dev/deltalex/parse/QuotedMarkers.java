package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.TextKind;

/**
 * Tells the markers of reasoning that count from those that the text only speaks about: the ones
 * between quotation marks or backticks.
 */
abstract sealed class QuotedMarkers extends Window permits ParameterTransitions {
  QuotedMarkers(Workspace work) {
    super(work);
  }

  /**
   * Decodes the entities of a header's name {@code a[from, to)} to the workspace's chars. Returns
   * their number, or -1 if the name is as it is written. They are read at once: they are no state
   * of a stream.
   */
  final int decodedName(char[] a, int from, int to) {
    if (!parser.grammar.decodesNames()) {
      return -1;
    }
    for (int i = from; i < to; i++) {
      if (a[i] == '&') {
        return work.entities.decode(a, from, to, work.nameChars);
      }
    }
    return -1;
  }

  /**
   * What the text at {@code a[at]} is by a match there: {@link Match#NONE} if it is a quoted closer
   * of reasoning or one that closes nothing, {@link Match#PARTIAL} if only the next char can tell,
   * else the match.
   */
  final long unlessQuoted(State s, long match, char[] a, int at) {
    if (match < 0) {
      return match;
    }
    Edge e = s.edges()[(int) match];
    boolean reasoning = s.kind() == TextKind.REASONING || e.report() == Diagnostic.ORPHAN_CLOSER;
    if (e.action() != Action.CLOSE_BLOCK || !reasoning) {
      return match;
    }
    ParserCore p = parser;
    char quote = at > start ? a[at - 1] : p.before;
    if (!HotState.isQuote(quote)) {
      return match;
    }
    boolean opens =
        at > start ? HotState.opensQuote(at - 1 > start ? a[at - 2] : p.before) : p.quoteOpens;
    int behind = (int) (match >>> 32);
    if (!opens || behind < end && a[behind] != quote) {
      return match;
    }
    return behind < end ? Match.NONE : Match.PARTIAL;
  }

  /**
   * Whether a reasoning marker in content is only mentioned: an opener behind a quotation mark or
   * backtick, or a closer that closes nothing, after such an opener.
   */
  final boolean isMentioned(State s, Edge e, char[] a, int markerFrom) {
    ParserCore p = parser;
    if (s.kind() != TextKind.CONTENT) {
      return false;
    }
    return switch (e.action()) {
      case OPEN_BLOCK -> {
        char previous = markerFrom > start ? a[markerFrom - 1] : p.before;
        boolean quoted = previous == '"' || previous == '\'' || previous == '`';
        yield quoted && p.grammar.state(e.next()).kind() == TextKind.REASONING;
      }
      case CLOSE_BLOCK -> e.report() == Diagnostic.ORPHAN_CLOSER && p.hasSeen(StreamState.MENTION);
      default -> false;
    };
  }
}
