package dev.deltalex.format;

import static dev.deltalex.grammar.GrammarBuilder.does;

import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.GrammarBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;

/**
 * The states that every format with a pair of reasoning markers shares: content, reasoning, and the
 * whitespace between them that is structure.
 */
final class ThinkMarkers {
  private final String opener;
  private final String closer;

  ThinkMarkers(String opener, String closer) {
    this.opener = opener;
    this.closer = closer;
  }

  /** Adds the states to {@code g}. {@code calls} adds the markers of calls to a state of text. */
  void addTo(GrammarBuilder g, Markers calls) {
    calls
        .addTo(dropping(g.segment("AT_START", TextKind.CONTENT, "IN_CONTENT")), true)
        .role(Role.START_CONTENT);
    calls
        .addTo(keeping(g.segment("AFTER_REASONING", TextKind.CONTENT, "IN_CONTENT")), true)
        .role(Role.BETWEEN_CONTENT);
    calls.addTo(keeping(g.text("IN_CONTENT", TextKind.CONTENT, false)), false);
    g.step("SKIP_AFTER_REASONING", Op.SKIP_WHITESPACE, TextKind.CONTENT, "AFTER_REASONING")
        .role(Role.AFTER_REASONING);
    g.step("REASONING_START", Op.OPTIONAL, TextKind.REASONING, "IN_REASONING")
        .role(Role.START_REASONING)
        .on(opener, does(Action.OPEN_REASONING));
    g.step("FIRST_REASONING", Op.ONE_NEWLINE, TextKind.REASONING, "IN_REASONING")
        .role(Role.FIRST_REASONING);
    calls.addTo(
        g.text("IN_REASONING", TextKind.REASONING, true)
            .role(Role.IN_REASONING)
            .on(closer, does(Action.CLOSE_REASONING).drop()),
        false);
  }

  /**
   * The reasoning markers where the whitespace before them vanishes: at the start, behind a call.
   */
  StateBuilder dropping(StateBuilder state) {
    return state
        .on(opener, does(Action.OPEN_REASONING).drop())
        .on(closer, does(Action.ORPHAN_REASONING_CLOSER).drop());
  }

  private StateBuilder keeping(StateBuilder state) {
    return state
        .on(opener, does(Action.OPEN_REASONING))
        .on(closer, does(Action.ORPHAN_REASONING_CLOSER));
  }

  /** Adds a format's markers of calls to a state; {@code drop}: whitespace before them vanishes. */
  interface Markers {
    /** Returns {@code state}. */
    StateBuilder addTo(StateBuilder state, boolean drop);
  }
}
