package dev.deltalex.format;

import static dev.deltalex.grammar.GrammarBuilder.does;

import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.AtEnd;
import dev.deltalex.grammar.GrammarBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import java.util.function.UnaryOperator;

/**
 * What a model writes when the engine constrains it to calls, whatever its own format is:
 *
 * <pre>
 * [{"name": "NAME", "parameters": {…}}, …]     tool_choice required
 * {…}                                          tool_choice with a name: the bare arguments
 * </pre>
 *
 * <p>Read only at the start of a segment of content, and only with those tool choices.
 */
final class ConstrainedOutput {
  private ConstrainedOutput() {}

  /** Adds the openers to the start of a segment. */
  static StateBuilder openers(StateBuilder state) {
    return state
        .on(
            "[",
            does(Action.OPEN_JSON_ARRAY)
                .when(Guard.CONSTRAINED)
                .look("CONSTRAINED_ELEMENT")
                .resume(Resume.AFTER_LOOK)
                .drop())
        .on("{", does(Action.OPEN_BARE_ARGUMENTS).when(Guard.NAMED).drop());
  }

  /** Adds the look that the openers need. */
  static void looks(GrammarBuilder g) {
    g.lookForMarker("CONSTRAINED_ELEMENT", AtEnd.REJECT).accept("{");
  }

  /**
   * Adds the states that read JSON to a format that has none of its own. {@code behindCall} adds
   * the format's markers that may stand behind a call.
   */
  static void addTo(GrammarBuilder g, ThinkMarkers think, UnaryOperator<StateBuilder> behindCall) {
    looks(g);
    g.step("IN_JSON", Op.JSON_CALLS, TextKind.STRAY, "IN_CONTENT").role(Role.IN_JSON);
    StateBuilder array = g.segment("IN_ARRAY", TextKind.CONTENT, "IN_CONTENT").role(Role.IN_ARRAY);
    behindCall
        .apply(think.dropping(array))
        .on("}", does(Action.EXTRA_BRACE).drop())
        .on("{", does(Action.OPEN_NEXT_JSON).drop())
        .on(
            ",",
            does(Action.OPEN_NEXT_JSON)
                .look("CONSTRAINED_ELEMENT")
                .resume(Resume.AFTER_LOOK)
                .drop())
        .on("]", does(Action.CLOSE_ARRAY).drop());
  }
}
