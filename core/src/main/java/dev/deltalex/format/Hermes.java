package dev.deltalex.format;

import static dev.deltalex.grammar.GrammarBuilder.does;

import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.AtEnd;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.GrammarBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TableFormat;
import dev.deltalex.grammar.TextKind;
import java.util.List;

/**
 * Hermes 2 Pro, Qwen2.5, Qwen3: JSON in a marker.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>
 * {"name": "NAME", "arguments": {…}}
 * &lt;/tool_call>
 * </pre>
 *
 * <p>Calls repeat the block. A model may also write an array of calls, several objects in one
 * block, or the object alone.
 */
final class Hermes {
  static final WireFormat FORMAT =
      new TableFormat("hermes", List.of("qwen25", "qwen"), grammar(), ParserOptions.DEFAULT);

  private static final String WRAPPER = "<tool_call>";
  private static final String WRAPPER_END = "</tool_call>";

  private Hermes() {}

  private static Grammar grammar() {
    GrammarBuilder g = Grammar.builder();
    ThinkMarkers think = new ThinkMarkers("<think>", "</think>");
    think.addTo(g, Hermes::callMarkers);
    behindCalls(g, think);
    g.step("IN_JSON", Op.JSON_CALLS, TextKind.STRAY, "IN_CONTENT")
        .role(Role.IN_JSON)
        .on(WRAPPER_END, does(Action.NONE).look("AFTER_CLOSER_TOKEN"))
        .on(WRAPPER, does(Action.NONE).to("IN_CONTENT"));
    g.lookForMarker("OBJECT_OR_ARRAY", AtEnd.TRUNCATED_OPENER).accept("{").on("[", "ELEMENT");
    g.lookForMarker("ELEMENT", AtEnd.TRUNCATED_OPENER).accept("{");
    ConstrainedOutput.looks(g);
    g.lookForMarker("AFTER_CLOSER_TOKEN", AtEnd.ACCEPT)
        .accept("</think>")
        .on(WRAPPER, "OBJECT_OR_ARRAY_BEHIND");
    g.lookForMarker("OBJECT_OR_ARRAY_BEHIND", AtEnd.ACCEPT).accept("{").on("[", "ELEMENT_BEHIND");
    g.lookForMarker("ELEMENT_BEHIND", AtEnd.ACCEPT).accept("{");
    g.lookForMarker("NEXT_ELEMENT", AtEnd.REJECT).accept("{");
    return g.build();
  }

  private static StateBuilder callMarkers(StateBuilder state, boolean drop) {
    var wrapped =
        does(Action.OPEN_JSON).when(Guard.CALLS).look("OBJECT_OR_ARRAY").resume(Resume.AFTER_LOOK);
    if (!drop) {
      return state.on(WRAPPER, wrapped);
    }
    return ConstrainedOutput.openers(state)
        .on(WRAPPER, wrapped.drop())
        .on("{", does(Action.OPEN_BARE_JSON).when(Guard.CALLS).drop());
  }

  private static void behindCalls(GrammarBuilder g, ThinkMarkers think) {
    var orphan = does(Action.ORPHAN_CALL_CLOSER).drop();
    var brace = does(Action.EXTRA_BRACE).drop();
    callMarkers(think.dropping(g.segment("BEHIND_CALL", TextKind.CONTENT, "IN_CONTENT")), true)
        .role(Role.BEHIND_CALL)
        .on(WRAPPER_END, orphan)
        .on("}", brace);
    g.segment("REASONING_BEHIND_CALL", TextKind.REASONING, "IN_REASONING")
        .role(Role.REASONING_BEHIND_CALL)
        .on(WRAPPER_END, orphan)
        .on("}", brace);
    StateBuilder wrapper = g.segment("IN_WRAPPER", TextKind.CONTENT, "IN_CONTENT");
    inWrapper(think.dropping(wrapper).role(Role.IN_WRAPPER), false).on(WRAPPER, opener());
    StateBuilder array = g.segment("IN_ARRAY", TextKind.CONTENT, "IN_CONTENT");
    inWrapper(think.dropping(array).role(Role.IN_ARRAY), true).on(WRAPPER, opener());
    inWrapper(
        g.segment("REASONING_IN_WRAPPER", TextKind.REASONING, "IN_REASONING")
            .role(Role.REASONING_IN_WRAPPER),
        false);
    inWrapper(
        g.segment("REASONING_IN_ARRAY", TextKind.REASONING, "IN_REASONING")
            .role(Role.REASONING_IN_ARRAY),
        true);
  }

  private static GrammarBuilder.BranchBuilder opener() {
    return does(Action.OPEN_JSON).look("OBJECT_OR_ARRAY").resume(Resume.AFTER_LOOK).drop();
  }

  private static StateBuilder inWrapper(StateBuilder state, boolean array) {
    var next = does(Action.OPEN_NEXT_JSON).drop();
    state
        .on(WRAPPER_END, does(Action.CLOSE_WRAPPER).drop())
        .on("}", does(Action.EXTRA_BRACE).drop())
        .on("{", next);
    if (array) {
      state
          .on(",", next.look("NEXT_ELEMENT").resume(Resume.AFTER_LOOK))
          .on("]", does(Action.CLOSE_ARRAY).drop());
    }
    return state;
  }
}
