package dev.deltalex.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the defects of a grammar: unreachable states and lookaheads, literals that hide others,
 * cycles of lookaheads, a value's closer whose lookahead does not contain the closer, actions
 * without the state or name that they need.
 *
 * <p>The end-of-stream rules need no check: each lookahead has an {@link AtEnd}, and the rule of a
 * state follows from its {@link TextKind}.
 */
final class GrammarCheck {
  /** A stream stores the numbers of its lookahead, edge, text and level in a byte each. */
  private static final int MOST = Byte.MAX_VALUE;

  private static final int MOST_STATES = Short.MAX_VALUE;

  private final Grammar g;
  private final List<String> problems = new ArrayList<>();

  private GrammarCheck(Grammar g) {
    this.g = g;
  }

  static List<String> problems(Grammar g) {
    GrammarCheck check = new GrammarCheck(g);
    check.sizes();
    check.reachability();
    for (Grammar.State s : g.states) {
      check.state(s);
    }
    for (Grammar.Look l : g.looks) {
      check.look(l);
    }
    check.loops();
    check.places();
    return check.problems;
  }

  private void sizes() {
    if (g.looks.length > MOST) {
      problems.add(g.looks.length + " lookaheads; at most " + MOST + " are supported");
    }
    if (g.states.length > MOST_STATES) {
      problems.add(g.states.length + " states; at most " + MOST_STATES + " are supported");
    }
    if (g.textCount() > MOST || g.levelCount() > MOST) {
      problems.add("more than " + MOST + " texts or levels");
    }
  }

  private void edges(String where, Edge[] edges) {
    if (edges.length > MOST) {
      problems.add(where + " has more than " + MOST + " literals");
    }
    for (int i = 0; i < edges.length; i++) {
      boolean alone = isHeaderAlone(edges, i) || edges[i].isDecidedByLook();
      // Anything behind a name counts, if no other literal does.
      alone |= edges[i].guard() == Guard.DECLARED && i == edges.length - 1;
      if (edges[i].literal().length == 0 && !alone) {
        problems.add(where + " has an empty literal");
      }
      for (int j = i + 1; j < edges.length; j++) {
        hidden(where, edges[i], edges[j]);
      }
    }
  }

  /**
   * Whether only a header, which no literal precedes, decides about an edge, and it is the last.
   */
  private static boolean isHeaderAlone(Edge[] edges, int at) {
    return at == edges.length - 1 && edges[at].isDecidedByLook();
  }

  /** A literal that begins with an earlier one of the same state or lookahead is never matched. */
  private void hidden(String where, Edge a, Edge b) {
    boolean sameGuard = (a.guard() & ~b.guard()) == 0;
    if (sameGuard && new String(b.literal()).startsWith(new String(a.literal()))) {
      problems.add(where + ": " + new String(a.literal()) + " hides " + new String(b.literal()));
    }
  }

  private void state(Grammar.State s) {
    String where = "state " + s.name();
    edges(where, s.edges());
    for (Edge e : s.edges()) {
      if (e.literal().length == 0 && (s.op() == Op.TEXT || s.op() == Op.JSON_CALLS)) {
        problems.add(where + " scans for an empty literal");
      }
    }
    boolean json = s.op() == Op.JSON_CALLS;
    if (s.op() != Op.TEXT && !json && g.states[s.next()] == s) {
      problems.add(where + " continues in itself");
    }
    if (s.op() == Op.SEGMENT && g.states[s.next()].op() != Op.TEXT) {
      problems.add("segment " + s.name() + " must continue in a TEXT state");
    }
    boolean value = s.kind() == TextKind.VALUE;
    if (json && s.keys() == null || s.keys() != null && !json && !value) {
      problems.add(where + " must have keys if it reads JSON_CALLS, and only then or in a value");
    }
    if (!json && isJson(s.next())) {
      problems.add(where + " continues in a JSON_CALLS state; only actions may lead there");
    }
    for (Edge e : s.edges()) {
      String marker = where + ": " + e.action() + " of " + new String(e.literal());
      if (json) {
        jsonEdge(e, marker);
      } else {
        edge(s, e, marker);
      }
    }
  }

  private boolean isJson(int state) {
    return state >= 0 && g.states[state].op() == Op.JSON_CALLS;
  }

  private void edge(Grammar.State s, Edge e, String where) {
    if (e.isDecidedByLook()) {
      decided(e.look(), where);
      return;
    }
    action(e, where);
    boolean named =
        switch (e.action()) {
          case OPEN_PARAMETER, OPEN_ELEMENT, CLOSE_ELEMENT -> true;
          default -> false;
        };
    if (named && !readsName(e.look())) {
      problems.add(where + " is possible without a name");
    }
    if (e.action() == Action.OPEN_CALL) {
      problems.add(where + " is possible without a name");
    }
    if (e.endsValues() && s.kind() == TextKind.VALUE) {
      closer(e, where);
    }
  }

  /** Checks that the edge has what its action needs. */
  private void action(Edge e, String where) {
    boolean opensJson =
        switch (e.action()) {
          case OPEN_OBJECT, OPEN_BARE_OBJECT, OPEN_ARGUMENTS, READ_ARGUMENTS -> true;
          default -> false;
        };
    switch (e.action()) {
      case GO,
          NEXT_LINE,
          QUOTE,
          DELIMIT_STRING,
          OPEN_BLOCK,
          CLOSE_BLOCK,
          OPEN_CALL,
          CLOSE_VALUE,
          CLOSE_ELEMENT,
          OPEN_PARAMETER,
          OPEN_ELEMENT -> {
        if (e.next() < 0) {
          problems.add(where + " has no next state");
        }
      }
      case OPEN_OBJECT, OPEN_BARE_OBJECT, OPEN_ARGUMENTS, READ_ARGUMENTS -> {
        if (!isJson(e.next())) {
          problems.add(where + " does not lead to a JSON_CALLS state");
        }
      }
      case CLOSE_CALL, LEAVE, DISCARD -> {
        // These need no next state.
      }
    }
    if (!opensJson && isJson(e.next())) {
      problems.add(
          where
              + " leads to a JSON_CALLS state; only OPEN_OBJECT, OPEN_BARE_OBJECT, OPEN_ARGUMENTS and READ_ARGUMENTS may");
    }
    if (e.level() >= g.levelCount() || e.level() >= 0 && g.behind(0, e.level()) < 0) {
      problems.add(where + " leads to level " + e.level() + ", which has no state after calls");
    }
  }

  /** Checks the actions in which a lookahead that decides can end. */
  private void decided(int first, String where) {
    boolean[] looks = reachable(g, first);
    for (int i = 0; i < looks.length; i++) {
      Grammar.Look l = g.looks[i];
      if (looks[i] && l.atEnd() == AtEnd.ACCEPT) {
        problems.add(where + ", lookahead " + l.name() + " accepts at the end without an action");
      }
      for (Edge e : l.edges()) {
        MessageTable messages = l.header().messages();
        boolean field = messages != null && e.ordinal() < messages.fields();
        if (looks[i] && e.look() < 0 && !field) {
          action(e, where + ", lookahead " + l.name());
        }
      }
    }
  }

  /** Whether all ways through a lookahead read a name. */
  private boolean readsName(int first) {
    if (first < 0) {
      return false;
    }
    boolean[] before = new boolean[g.looks.length];
    before[first] = true;
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int i = 0; i < before.length; i++) {
        Grammar.Look l = g.looks[i];
        if (before[i] && l.op() != LookOp.HEADER) {
          for (Edge e : l.edges()) {
            if (e.look() < 0) {
              return false;
            }
            grew |= mark(before, e.look());
          }
          grew |= mark(before, l.otherwise());
        }
      }
    }
    return true;
  }

  private void jsonEdge(Edge e, String where) {
    if (e.action() == Action.DELIMIT_STRING) {
      if (!isJson(e.next()) || e.look() >= 0) {
        problems.add(where + " must lead to a JSON_CALLS state without a lookahead");
      }
      return;
    }
    if (e.action() != Action.GO || e.next() >= 0) {
      problems.add(where + " must be GO without a next state, because the call ends");
    }
    if (e.look() < 0) {
      return;
    }
    boolean[] looks = reachable(g, e.look());
    for (int i = 0; i < looks.length; i++) {
      if (looks[i] && g.looks[i].atEnd() != AtEnd.ACCEPT) {
        problems.add(
            where
                + " leads to lookahead "
                + g.looks[i].name()
                + ", whose end-of-stream rule is not ACCEPT");
      }
    }
  }

  private void look(Grammar.Look l) {
    String where = "lookahead " + l.name();
    boolean message = l.op() == LookOp.MESSAGE;
    edges(where, message ? new Edge[0] : l.edges());
    if (l.edges().length == 0) {
      problems.add(where + " has no literals");
    }
    if ((message || l.op() == LookOp.HEADER) != (l.header() != Header.NONE)) {
      problems.add(where + " must have a header if and only if it reads one");
    }
    boolean several = message || l.op() == LookOp.MARKER || l.op() == LookOp.HEADER;
    if (!several && l.edges().length != 1) {
      problems.add(where + " must have one literal");
    }
    if (l.otherwise() >= 0 && l.op() != LookOp.MARKER && l.op() != LookOp.CLOSER_TAIL) {
      problems.add(where + " cannot have an otherwise");
    }
  }

  /** The lookaheads reachable from {@code first}, which is one of them. */
  static boolean[] reachable(Grammar g, int first) {
    boolean[] seen = new boolean[g.looks.length];
    boolean grew = mark(seen, first);
    while (grew) {
      grew = false;
      for (int i = 0; i < seen.length; i++) {
        if (seen[i]) {
          grew |= mark(seen, g.looks[i].otherwise());
          for (Edge e : g.looks[i].edges()) {
            grew |= mark(seen, e.look());
          }
        }
      }
    }
    return seen;
  }

  private void reachability() {
    boolean[] state = new boolean[g.states.length];
    boolean[] look = new boolean[g.looks.length];
    mark(state, g.startContent);
    mark(state, g.startReasoning);
    for (int text = 0; text < g.plain.length; text++) {
      mark(state, g.plain[text]);
      for (int place : g.behind[text]) {
        mark(state, place);
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int i = 0; i < state.length; i++) {
        if (state[i]) {
          grew |= mark(state, g.states[i].next()) | mark(g.states[i].edges(), state, look);
        }
      }
      for (int i = 0; i < look.length; i++) {
        if (look[i]) {
          grew |= mark(look, g.looks[i].otherwise()) | mark(g.looks[i].edges(), state, look);
        }
      }
    }
    for (int i = 0; i < state.length; i++) {
      if (!state[i]) {
        problems.add("state " + g.states[i].name() + " is unreachable");
      }
    }
    for (int i = 0; i < look.length; i++) {
      if (!look[i]) {
        problems.add("lookahead " + g.looks[i].name() + " is unreachable");
      }
    }
  }

  private static boolean mark(Edge[] edges, boolean[] state, boolean[] look) {
    boolean grew = false;
    for (Edge e : edges) {
      grew |= mark(state, e.next()) | mark(look, e.look());
    }
    return grew;
  }

  private static boolean mark(boolean[] seen, int number) {
    if (number < 0 || seen[number]) {
      return false;
    }
    seen[number] = true;
    return true;
  }

  /** Lookaheads must not form a cycle: the text that must be held would have no bound. */
  private void loops() {
    int[] depth = new int[g.looks.length];
    for (int round = 0; round <= g.looks.length; round++) {
      boolean grew = false;
      for (int i = 0; i < depth.length; i++) {
        int deepest = after(depth, g.looks[i].otherwise());
        for (Edge e : g.looks[i].edges()) {
          deepest = Math.max(deepest, after(depth, e.look()));
        }
        if (deepest > depth[i]) {
          depth[i] = deepest;
          grew = true;
        }
      }
      if (!grew) {
        return;
      }
    }
    problems.add("lookaheads form a cycle");
  }

  private static int after(int[] depth, int look) {
    return look < 0 ? 0 : depth[look] + 1;
  }

  /**
   * The lookahead of a value's own closer must contain the closer: a doubled closer counts once.
   */
  private void closer(Edge e, String where) {
    // A closer that is read again is the call's: a second one behind it is consumed there.
    if (e.look() < 0 || e.report() != null || e.resume() == Resume.AT_MARKER) {
      return;
    }
    int look = e.look();
    Edge only = g.looks[look].edges()[0];
    boolean alone = g.looks[look].op() == LookOp.MARKER && g.looks[look].edges().length == 1;
    if (alone && only.look() >= 0) {
      // The end of CDATA, which must be directly before the closer.
      closer(only, where);
      return;
    }
    if (g.looks[look].op() != LookOp.MARKER) {
      look = g.looks[look].edges()[0].look();
    }
    boolean found = false;
    if (look < 0) {
      problems.add(where + ": nothing is required behind it");
      return;
    }
    for (Edge next : g.looks[look].edges()) {
      found |= new String(e.literal()).startsWith(new String(next.literal()));
    }
    if (!found) {
      problems.add(where + ": its lookahead does not contain the closer");
    }
  }

  /** Every text needs its plain state; a level that calls open in, its places. */
  private void places() {
    for (int text = 0; text < g.textCount(); text++) {
      if (g.states[g.plain[text]].op() != Op.TEXT) {
        problems.add("the plain state of text " + text + " must have op TEXT");
      }
    }
  }
}
