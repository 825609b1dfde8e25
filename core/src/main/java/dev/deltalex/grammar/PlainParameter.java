package dev.deltalex.grammar;

import dev.deltalex.grammar.Grammar.Look;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.scan.StopSet;
import org.jspecify.annotations.Nullable;

/**
 * The spelling in which chat templates write a string parameter, for a state between the parameters
 * of a call: {@code <parameter=NAME>\nVALUE\n</parameter>}, behind which the next one or the closer
 * of the call follows. Found in the tables; whatever is spelled otherwise is read by them.
 *
 * @param opener the literal before the name
 * @param nameEnd the char behind the name
 * @param newline whether a newline belongs to the tags on each side of the value
 * @param closer the literal behind the value
 * @param stops the chars with which a literal inside the value may begin
 * @param callCloser the edge of the state that closes the call
 */
@SuppressWarnings("ArrayRecordComponent") // compared char by char; never changed
public record PlainParameter(
    char[] opener, char nameEnd, boolean newline, char[] closer, StopSet stops, Edge callCloser) {

  /** Chars of the shortest parameter, from its opener to its closer. */
  public int shortest() {
    return opener.length + 2 + closer.length;
  }

  /** The spelling in a state, or null if its parameters are of another kind. */
  static @Nullable PlainParameter of(State state, State[] states, Look[] looks) {
    Edge opener = first(state.edges(), Action.OPEN_PARAMETER);
    Edge callCloser = first(state.edges(), Action.CLOSE_CALL);
    if (state.op() != Op.DISPATCH || opener == null || callCloser == null || !acts(opener)) {
      return null;
    }
    if (opener.look() < 0 || opener.next() < 0 || callCloser.look() >= 0 || !acts(callCloser)) {
      return null;
    }
    State value = states[opener.next()];
    boolean newline = value.op() == Op.ONE_NEWLINE;
    State text = newline ? states[value.next()] : value;
    char nameEnd = looks[opener.look()].nameEnd();
    if (nameEnd == 0 || text.op() != Op.TEXT || text.edges().length == 0) {
      return null;
    }
    Edge closer = text.edges()[0];
    if (closer.action() != Action.CLOSE_VALUE
        || closer.next() < 0
        || states[closer.next()] != state
        || text.newlinePrefix() != newline
        || !acts(closer)) {
      return null;
    }
    char[] literal = closer.literal();
    Look follow = closer.look() < 0 ? null : looks[closer.look()];
    if (follow != null && follow.op() == LookOp.CLOSER_TAIL) {
      // Has one edge: the char that ends the tag.
      Edge last = follow.edges()[0];
      literal = (new String(literal) + last.literal()[0]).toCharArray();
      follow = last.look() < 0 ? null : looks[last.look()];
    }
    boolean known = follow == null || follows(follow, opener) && follows(follow, callCloser);
    return known
        ? new PlainParameter(opener.literal(), nameEnd, newline, literal, text.stops(), callCloser)
        : null;
  }

  private static @Nullable Edge first(Edge[] edges, Action action) {
    for (Edge e : edges) {
      if (e.action() == action) {
        return e;
      }
    }
    return null;
  }

  /** Whether it counts without a condition, and nothing is reported. */
  private static boolean acts(Edge e) {
    return e.guard() == 0 && e.report() == null && e.label() == 0 && e.literal().length > 1;
  }

  /** Whether a lookahead behind a closer knows the literal, and no other hides it there. */
  private static boolean follows(Look look, Edge edge) {
    String text = new String(edge.literal());
    for (Edge e : look.edges()) {
      if (text.startsWith(new String(e.literal()))) {
        return e.literal().length == edge.literal().length && e.guard() == 0;
      }
    }
    return false;
  }
}
