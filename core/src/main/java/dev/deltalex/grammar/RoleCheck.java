package dev.deltalex.grammar;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds roles that the interpreter needs and the grammar lacks. Actions, ops and kinds of text lead
 * to states by role (OPEN_PARAMETER to AT_VALUE); each of them in the grammar needs its roles.
 *
 * <p>A role that nothing needs may be missing. A grammar without reasoning has none of reasoning's
 * roles; {@code open} refuses a stream that is to start in reasoning.
 */
final class RoleCheck {
  private final Grammar g;

  /** By role, the first place that needs it. */
  private final Map<Role, String> needed = new EnumMap<>(Role.class);

  // A place where a call of each kind opens; empty if the grammar has none.
  private String call = "";
  private String wrapped = "";
  private String array = "";
  private String callInReasoning = "";
  private String wrappedInReasoning = "";
  private String arrayInReasoning = "";

  private RoleCheck(Grammar g) {
    this.g = g;
  }

  static void run(Grammar g, List<String> problems) {
    RoleCheck check = new RoleCheck(g);
    check.need(Role.START_CONTENT, "every stream");
    for (Grammar.State s : g.states) {
      check.state(s, problems);
    }
    for (Grammar.Look l : g.looks) {
      check.shortCut(l.then(), "look " + l.name());
      for (Branch b : l.branches()) {
        check.shortCut(b.action, "look " + l.name());
      }
    }
    check.behindCalls();
    for (Map.Entry<Role, String> role : check.needed.entrySet()) {
      if (g.role(role.getKey()) < 0) {
        problems.add("role " + role.getKey() + " is missing: " + role.getValue() + " needs it");
      }
    }
  }

  private void need(Role role, String why) {
    needed.putIfAbsent(role, why);
  }

  private void state(Grammar.State s, List<String> problems) {
    String where = "state " + s.name();
    boolean json = g.role(Role.IN_JSON) >= 0 && g.state(g.role(Role.IN_JSON)) == s;
    if (json != (s.op() == Op.JSON_CALLS)) {
      problems.add(where + " must have role IN_JSON just if it reads JSON_CALLS");
    }
    if (s.op() != Op.JSON_CALLS && g.states[s.next()].op() == Op.JSON_CALLS) {
      problems.add(where + " goes on in JSON, which only actions begin");
    }
    if (s.kind() == TextKind.REASONING) {
      need(Role.START_REASONING, where);
    }
    if (s.op() == Op.JSON_CALLS) {
      need(Role.BEHIND_CALL, where);
    }
    for (Branch b : s.branches()) {
      String marker = where + ": " + b.action + " of " + new String(b.literal);
      action(s, b, marker);
      if (s.kind() == TextKind.STRAY && s.op() != Op.JSON_CALLS && b.look >= 0) {
        need(Role.IN_STRAY, marker);
      }
      if (s.kind() == TextKind.VALUE && b.closer) {
        need(Role.IN_CALL, marker);
      }
      if (b.next >= 0 && g.states[b.next].op() == Op.JSON_CALLS) {
        problems.add(marker + " leads to JSON, which only actions begin");
      }
    }
  }

  private void action(Grammar.State s, Branch b, String marker) {
    switch (b.action) {
      case NONE, OPEN_QUOTE, CLOSE_QUOTE, ORPHAN_CALL_CLOSER, STRAY_CLOSER, EXTRA_BRACE -> {
        // Their state stands in the grammar.
      }
      case CLOSE_VALUE, CLOSE_VALUE_UNCLOSED -> {
        // Theirs, too.
      }
      case OPEN_REASONING -> {
        need(Role.FIRST_REASONING, marker);
        need(Role.IN_REASONING, marker);
      }
      case CLOSE_REASONING, ORPHAN_REASONING_CLOSER -> {
        need(Role.AFTER_REASONING, marker);
        need(Role.BETWEEN_CONTENT, marker);
      }
      case OPEN_CALL, NEXT_CALL -> tagged(s, marker, false);
      case OPEN_WRAPPED_CALL, OPEN_NEXT_IN_WRAPPER, NEXT_WRAPPED_CALL -> tagged(s, marker, true);
      case CLOSE_CALL, CLOSE_CALL_AND_WRAPPER, CLOSE_WRAPPER, CLOSE_ARRAY ->
          need(Role.BEHIND_CALL, marker);
      case OPEN_PARAMETER -> need(Role.AT_VALUE, marker);
      case OPEN_JSON -> {
        json(s, marker);
        wrapped = marker;
        wrappedInReasoning = s.kind() == TextKind.REASONING ? marker : wrappedInReasoning;
        if (mayOpenArray(b)) {
          array(s, marker);
        }
      }
      case OPEN_JSON_ARRAY -> {
        json(s, marker);
        array(s, marker);
      }
      case OPEN_BARE_JSON, OPEN_NEXT_JSON, OPEN_BARE_ARGUMENTS -> json(s, marker);
    }
  }

  private void tagged(Grammar.State s, String marker, boolean isWrapped) {
    need(Role.IN_CALL, marker);
    call(s, marker);
    if (isWrapped) {
      wrapped = marker;
      // A call that follows another in reasoning is in reasoning.
      boolean reasoning = s.kind() == TextKind.REASONING || s.kind() == TextKind.STRAY;
      wrappedInReasoning = reasoning ? marker : wrappedInReasoning;
    }
  }

  private void json(Grammar.State s, String marker) {
    need(Role.IN_JSON, marker);
    if (s.kind() == TextKind.REASONING) {
      // An object that turns out to be no call is reasoning again.
      need(Role.IN_REASONING, marker);
    }
    call(s, marker);
  }

  private void call(Grammar.State s, String marker) {
    call = marker;
    callInReasoning = s.kind() == TextKind.REASONING ? marker : callInReasoning;
  }

  private void array(Grammar.State s, String marker) {
    array = marker;
    arrayInReasoning = s.kind() == TextKind.REASONING ? marker : arrayInReasoning;
  }

  /** Whether a bracket may stand between the marker and the object. */
  private boolean mayOpenArray(Branch b) {
    boolean[] looks = GrammarCheck.behind(g, b.look, false);
    for (int i = 0; i < looks.length; i++) {
      for (Branch next : g.looks[i].branches()) {
        if (looks[i] && new String(next.literal).indexOf('[') >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a look does at once. */
  private void shortCut(Action action, String where) {
    if (action == Action.CLOSE_CALL) {
      need(Role.BEHIND_CALL, where);
    } else if (action == Action.OPEN_PARAMETER) {
      need(Role.AT_VALUE, where);
    }
  }

  /** The state behind a call depends on what is open around the call. */
  private void behindCalls() {
    behind(call, Role.BEHIND_CALL);
    behind(wrapped, Role.IN_WRAPPER);
    behind(array, Role.IN_ARRAY);
    if (!callInReasoning.isEmpty()) {
      behind(callInReasoning, Role.REASONING_BEHIND_CALL);
      behind(wrappedInReasoning, Role.REASONING_IN_WRAPPER);
      behind(arrayInReasoning, Role.REASONING_IN_ARRAY);
    }
  }

  private void behind(String opener, Role role) {
    if (!opener.isEmpty()) {
      need(role, opener);
    }
  }
}
