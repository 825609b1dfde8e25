package dev.deltalex.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what would make a grammar misbehave: places that nothing leads to, literals that hide one
 * another, looks that never end, a closer's look that forgets the closer itself, actions without
 * the state or name that they need.
 *
 * <p>An end-of-stream rule for every place needs no check: looks carry theirs in the type, and
 * states have theirs by kind.
 */
final class GrammarCheck {
  /** A stream keeps the number of its look, edge, text and level in a byte each. */
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
      problems.add(g.looks.length + " looks, of which a stream can number " + MOST);
    }
    if (g.states.length > MOST_STATES) {
      problems.add(g.states.length + " states, of which a stream can number " + MOST_STATES);
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
      if (edges[i].literal().length == 0) {
        problems.add(where + " has an empty literal");
      }
      for (int j = i + 1; j < edges.length; j++) {
        hidden(where, edges[i], edges[j]);
      }
    }
  }

  /** A literal that begins with an earlier one of the same place can never be reached. */
  private void hidden(String where, Edge a, Edge b) {
    boolean sameGuard = (a.guard() & ~b.guard()) == 0;
    if (sameGuard && new String(b.literal()).startsWith(new String(a.literal()))) {
      problems.add(where + ": " + new String(a.literal()) + " hides " + new String(b.literal()));
    }
  }

  private void state(Grammar.State s) {
    String where = "state " + s.name();
    edges(where, s.edges());
    boolean json = s.op() == Op.JSON_CALLS;
    if (s.op() != Op.TEXT && !json && g.states[s.next()] == s) {
      problems.add(where + " continues in itself");
    }
    if (s.op() == Op.SEGMENT && g.states[s.next()].op() != Op.TEXT) {
      problems.add("segment " + s.name() + " continues in a state that is no TEXT");
    }
    if (json != (s.keys() != null)) {
      problems.add(where + " must have keys just if it reads JSON_CALLS");
    }
    if (!json && isJson(s.next())) {
      problems.add(where + " continues in JSON, which only actions begin");
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
    if (e.action() == Action.OPEN_PARAMETER && !readsName(e.look())) {
      problems.add(where + " may come about without a name");
    }
    if (e.action() == Action.OPEN_CALL) {
      problems.add(where + " may come about without a name");
    }
    if (e.action() == Action.CLOSE_VALUE && s.op() == Op.TEXT) {
      closer(e, where);
    }
  }

  /** What an action needs of its edge. */
  private void action(Edge e, String where) {
    boolean opensJson = e.action() == Action.OPEN_OBJECT || e.action() == Action.OPEN_ARGUMENTS;
    switch (e.action()) {
      case GO, QUOTE, OPEN_BLOCK, CLOSE_BLOCK, OPEN_CALL, CLOSE_VALUE, OPEN_PARAMETER -> {
        if (e.next() < 0) {
          problems.add(where + " lacks the state that follows");
        }
      }
      case OPEN_OBJECT, OPEN_ARGUMENTS -> {
        if (!isJson(e.next())) {
          problems.add(where + " leads to no JSON");
        }
      }
      case CLOSE_CALL, LEAVE, DISCARD -> {
        // Need none.
      }
    }
    if (!opensJson && isJson(e.next())) {
      problems.add(where + " leads to JSON, which only other actions begin");
    }
    if (e.level() >= g.levelCount() || e.level() >= 0 && g.behind(0, e.level()) < 0) {
      problems.add(where + " leads to level " + e.level() + ", which has no place behind calls");
    }
  }

  /** A look that decides must end in an action, and in one with a name where it needs one. */
  private void decided(int first, String where) {
    boolean[] looks = reachable(g, first);
    for (int i = 0; i < looks.length; i++) {
      Grammar.Look l = g.looks[i];
      for (Edge e : l.edges()) {
        if (looks[i] && e.look() < 0) {
          action(e, where + ", look " + l.name());
        }
      }
    }
  }

  /** Whether all ways through a look read a name. */
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
    if (e.action() != Action.GO || e.next() >= 0) {
      problems.add(where + " must be GO without a state: the call ends");
    }
    if (e.look() < 0) {
      return;
    }
    boolean[] looks = reachable(g, e.look());
    for (int i = 0; i < looks.length; i++) {
      if (looks[i] && g.looks[i].atEnd() != AtEnd.ACCEPT) {
        problems.add(
            where + " leads to look " + g.looks[i].name() + ", whose end of stream is no ACCEPT");
      }
    }
  }

  private void look(Grammar.Look l) {
    String where = "look " + l.name();
    edges(where, l.edges());
    if (l.edges().length == 0) {
      problems.add(where + " has no literals");
    }
    if ((l.op() == LookOp.HEADER) != (l.header() != Header.NONE)) {
      problems.add(where + " must have a header just if it reads one");
    }
    if (l.op() == LookOp.CLOSER_TAIL && l.edges().length != 1) {
      problems.add(where + " must have one literal");
    }
    if (l.otherwise() >= 0 && l.op() != LookOp.MARKER) {
      problems.add(where + " cannot have an otherwise");
    }
  }

  /** The looks from {@code first} on. */
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
        problems.add("nothing leads to state " + g.states[i].name());
      }
    }
    for (int i = 0; i < look.length; i++) {
      if (!look[i]) {
        problems.add("nothing leads to look " + g.looks[i].name());
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

  /** Looks must form no cycle: one marker of look-ahead, never a chain. */
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
    problems.add("looks lead back to themselves");
  }

  private static int after(int[] depth, int look) {
    return look < 0 ? 0 : depth[look] + 1;
  }

  /** What may follow a value's own closer must include the closer: a doubled one counts once. */
  private void closer(Edge e, String where) {
    if (e.look() < 0 || e.report() != null) {
      return;
    }
    int look = e.look();
    if (g.looks[look].op() == LookOp.CLOSER_TAIL) {
      look = g.looks[look].edges()[0].look();
    }
    boolean found = false;
    for (Edge next : g.looks[look].edges()) {
      found |= new String(next.literal()).equals(new String(e.literal()));
    }
    if (!found) {
      problems.add(where + ": its look lacks itself");
    }
  }

  /** Every text needs its plain state; a level that calls open in, its places. */
  private void places() {
    for (int text = 0; text < g.textCount(); text++) {
      if (g.states[g.plain[text]].op() != Op.TEXT) {
        problems.add("the plain state of text " + text + " is no TEXT");
      }
    }
  }
}
