package dev.deltalex.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what would make a grammar misbehave: places that nothing leads to, markers that hide one
 * another, looks that never end, a closer's look that forgets the closer itself; {@link RoleCheck}
 * finds roles that are missing.
 *
 * <p>An end-of-stream rule for every place needs no check: looks carry theirs in the type, and
 * states have theirs by kind.
 */
final class GrammarCheck {
  /** A stream keeps the number of its look and branch in a byte each. */
  private static final int MOST = Byte.MAX_VALUE;

  private static final int MOST_STATES = Short.MAX_VALUE;

  private GrammarCheck() {}

  static List<String> problems(Grammar g) {
    List<String> problems = new ArrayList<>();
    if (g.looks.length > MOST) {
      problems.add(g.looks.length + " looks, of which a stream can number " + MOST);
    }
    if (g.states.length > MOST_STATES) {
      problems.add(g.states.length + " states, of which a stream can number " + MOST_STATES);
    }
    reachability(g, problems);
    for (Grammar.State s : g.states) {
      hidden("state " + s.name(), s.branches(), problems);
      if (s.branches().length > MOST) {
        problems.add("state " + s.name() + " has more than " + MOST + " markers");
      }
      branches(g, s, problems);
      if (s.op() != Op.TEXT && s.op() != Op.JSON_CALLS && g.states[s.next()] == s) {
        problems.add("state " + s.name() + " goes on in itself");
      }
      if (s.op() == Op.SEGMENT && g.states[s.next()].op() != Op.TEXT) {
        problems.add(
            "segment " + s.name() + " goes on in " + g.states[s.next()].name() + ", no TEXT");
      }
    }
    for (Grammar.Look l : g.looks) {
      hidden("look " + l.name(), l.branches(), problems);
      if (l.branches().length > MOST) {
        problems.add("look " + l.name() + " has more than " + MOST + " markers");
      }
      if ((l.op() == LookOp.MARKER) == (l.branches().length == 0)) {
        problems.add("look " + l.name() + " must have markers just if it looks for markers");
      }
    }
    loops(g, problems);
    closers(g, problems);
    RoleCheck.run(g, problems);
    return problems;
  }

  /** What a marker's action needs of the marker itself. */
  private static void branches(Grammar g, Grammar.State s, List<String> problems) {
    for (Branch b : s.branches()) {
      if (b.literal.length == 0) {
        problems.add("state " + s.name() + " has an empty marker");
      }
      String where = "state " + s.name() + ": " + b.action + " of " + new String(b.literal);
      switch (b.action) {
        case OPEN_QUOTE, CLOSE_QUOTE, STRAY_CLOSER, CLOSE_VALUE, CLOSE_VALUE_UNCLOSED -> {
          if (b.next < 0) {
            problems.add(where + " lacks the state that follows");
          }
        }
        case OPEN_CALL,
            OPEN_WRAPPED_CALL,
            OPEN_NEXT_IN_WRAPPER,
            NEXT_CALL,
            NEXT_WRAPPED_CALL,
            OPEN_PARAMETER -> {
          if (!reads(g, b)) {
            problems.add(where + " may come about without a name");
          }
        }
        default -> {
          // Needs nothing.
        }
      }
      if (s.op() == Op.JSON_CALLS && b.look >= 0) {
        boolean[] looks = behind(g, b.look, false);
        for (int i = 0; i < looks.length; i++) {
          if (looks[i] && g.looks[i].atEnd() != AtEnd.ACCEPT) {
            problems.add(
                where
                    + " leads to look "
                    + g.looks[i].name()
                    + ", whose end of stream is no ACCEPT");
          }
        }
      }
    }
  }

  /** Whether the marker counts only after a look has read a name. */
  private static boolean reads(Grammar g, Branch b) {
    if (b.look < 0) {
      return false;
    }
    boolean[] before = behind(g, b.look, true);
    for (int i = 0; i < before.length; i++) {
      Grammar.Look l = g.looks[i];
      if (before[i] && (l.atEnd() == AtEnd.ACCEPT || l.op() != LookOp.NAME && accepts(l))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the look may settle it, without another behind it. */
  private static boolean accepts(Grammar.Look l) {
    boolean accepts = l.op() != LookOp.MARKER && l.next() < 0;
    for (Branch b : l.branches()) {
      accepts |= b.look < 0;
    }
    return accepts;
  }

  /** The looks from {@code first} on; {@code toName}: not those behind a name. */
  static boolean[] behind(Grammar g, int first, boolean toName) {
    boolean[] seen = new boolean[g.looks.length];
    boolean grew = mark(seen, first);
    while (grew) {
      grew = false;
      for (int i = 0; i < seen.length; i++) {
        if (seen[i] && !(toName && g.looks[i].op() == LookOp.NAME)) {
          grew |= mark(seen, g.looks[i].next());
          for (Branch b : g.looks[i].branches()) {
            grew |= mark(seen, b.look);
          }
        }
      }
    }
    return seen;
  }

  /** A marker that begins with an earlier one of the same place can never be reached. */
  private static void hidden(String where, Branch[] branches, List<String> problems) {
    for (int i = 0; i < branches.length; i++) {
      for (int j = i + 1; j < branches.length; j++) {
        Branch a = branches[i];
        Branch b = branches[j];
        boolean sameGuard = (a.guard & ~b.guard) == 0;
        if (sameGuard && new String(b.literal).startsWith(new String(a.literal))) {
          problems.add(where + ": " + new String(a.literal) + " hides " + new String(b.literal));
        }
      }
    }
  }

  private static void reachability(Grammar g, List<String> problems) {
    boolean[] state = new boolean[g.states.length];
    boolean[] look = new boolean[g.looks.length];
    for (Role role : Role.values()) {
      if (g.role(role) >= 0) {
        state[g.role(role)] = true;
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int i = 0; i < state.length; i++) {
        if (state[i]) {
          grew |= mark(state, g.states[i].next());
          for (Branch b : g.states[i].branches()) {
            grew |= mark(state, b.next) | mark(look, b.look);
          }
        }
      }
      for (int i = 0; i < look.length; i++) {
        if (look[i]) {
          grew |= mark(look, g.looks[i].next());
          for (Branch b : g.looks[i].branches()) {
            grew |= mark(look, b.look);
          }
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

  private static boolean mark(boolean[] seen, int number) {
    if (number < 0 || seen[number]) {
      return false;
    }
    seen[number] = true;
    return true;
  }

  /** Looks must form no cycle: one marker of look-ahead, never a chain. */
  private static void loops(Grammar g, List<String> problems) {
    int[] depth = new int[g.looks.length];
    for (int round = 0; round <= g.looks.length; round++) {
      boolean grew = false;
      for (int i = 0; i < depth.length; i++) {
        int deepest = after(depth, g.looks[i].next());
        for (Branch b : g.looks[i].branches()) {
          deepest = Math.max(deepest, after(depth, b.look));
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

  /** What may follow a value's closer must include the closer: a doubled one counts once. */
  private static void closers(Grammar g, List<String> problems) {
    for (Grammar.State s : g.states) {
      for (Branch b : s.branches()) {
        if (b.action != Action.CLOSE_VALUE || b.look < 0) {
          continue;
        }
        int markers = b.look;
        while (markers >= 0 && g.looks[markers].op() != LookOp.MARKER) {
          markers = g.looks[markers].next();
        }
        boolean found = markers < 0;
        for (int i = 0; !found && i < g.looks[markers].branches().length; i++) {
          found = new String(g.looks[markers].branches()[i].literal).equals(new String(b.literal));
        }
        if (!found) {
          problems.add(
              "state " + s.name() + ": the look of " + new String(b.literal) + " lacks itself");
        }
      }
    }
  }
}
