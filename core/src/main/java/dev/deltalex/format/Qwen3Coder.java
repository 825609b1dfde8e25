package dev.deltalex.format;

import static dev.deltalex.grammar.GrammarBuilder.does;

import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.AtEnd;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.GrammarBuilder;
import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.NameCheck;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TableFormat;
import dev.deltalex.grammar.TextKind;
import java.util.List;

/**
 * Qwen3-Coder, Qwen3.5, MiMo, Step-3.5, Nemotron 3: tagged parameters with raw text values.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>
 * &lt;function=NAME>
 * &lt;parameter=KEY>
 * VALUE
 * &lt;/parameter>
 * &lt;/function>
 * &lt;/tool_call>
 * </pre>
 *
 * <p>One newline on each side of VALUE is the template's. Calls repeat the wrapper, or stand
 * several in one; a model may also leave the wrapper's opener out.
 */
final class Qwen3Coder {
  static final WireFormat FORMAT =
      new TableFormat(
          "qwen3_coder",
          List.of("qwen3_xml", "mimo", "step3p5", "nemotron_v3"),
          grammar(),
          ParserOptions.DEFAULT);

  private static final String WRAPPER = "<tool_call>";
  private static final String WRAPPER_END = "</tool_call>";
  private static final String HEADER = "<function=";
  private static final String CALL_END = "</function>";
  private static final String PARAMETER = "<parameter=";
  private static final String PARAMETER_END = "</parameter>";

  /** Without its last char: what comes between it and a {@code >} is damage. */
  private static final String PARAMETER_CLOSER = "</parameter";

  private Qwen3Coder() {}

  private static Grammar grammar() {
    GrammarBuilder g = Grammar.builder();
    ThinkMarkers think = new ThinkMarkers("<think>", "</think>");
    think.addTo(g, Qwen3Coder::callMarkers);
    behindCalls(g, think);
    insideCalls(g);
    values(g);
    looks(g);
    ConstrainedOutput.addTo(g, think, state -> orphans(openers(state, true)));
    return g.build();
  }

  private static StateBuilder callMarkers(StateBuilder state, boolean drop) {
    return openers(drop ? ConstrainedOutput.openers(state) : state, drop);
  }

  private static StateBuilder openers(StateBuilder state, boolean drop) {
    var wrapped =
        does(Action.OPEN_WRAPPED_CALL)
            .when(Guard.CALLS)
            .look("HEADER_AFTER_OPENER")
            .resume(Resume.AFTER_LOOK);
    var bare = does(Action.OPEN_CALL).when(Guard.CALLS).look("BARE_HEADER");
    return state.on(WRAPPER, drop ? wrapped.drop() : wrapped).on(HEADER, drop ? bare.drop() : bare);
  }

  /** The closers that close nothing, directly behind a call. */
  private static StateBuilder orphans(StateBuilder state) {
    var orphan = does(Action.ORPHAN_CALL_CLOSER).drop();
    return state.on(WRAPPER_END, orphan).on(CALL_END, orphan).on(PARAMETER_END, orphan);
  }

  private static void behindCalls(GrammarBuilder g, ThinkMarkers think) {
    var orphan = does(Action.ORPHAN_CALL_CLOSER).drop();
    StateBuilder content = g.segment("BEHIND_CALL", TextKind.CONTENT, "IN_CONTENT");
    orphans(callMarkers(think.dropping(content), true)).role(Role.BEHIND_CALL);
    orphans(
        g.segment("REASONING_BEHIND_CALL", TextKind.REASONING, "IN_REASONING")
            .role(Role.REASONING_BEHIND_CALL));
    var wrapperEnd = does(Action.CLOSE_WRAPPER).drop();
    var next = does(Action.OPEN_NEXT_IN_WRAPPER).look("CALL_HEADER").resume(Resume.AFTER_LOOK);
    var wrapped =
        does(Action.OPEN_WRAPPED_CALL).look("HEADER_AFTER_OPENER").resume(Resume.AFTER_LOOK).drop();
    StateBuilder inWrapper = g.segment("IN_WRAPPER", TextKind.CONTENT, "IN_CONTENT");
    think
        .dropping(inWrapper)
        .role(Role.IN_WRAPPER)
        .on(WRAPPER_END, wrapperEnd)
        .on(HEADER, next.drop())
        .on(WRAPPER, wrapped)
        .on(CALL_END, orphan)
        .on(PARAMETER_END, orphan);
    g.segment("REASONING_IN_WRAPPER", TextKind.REASONING, "IN_REASONING")
        .role(Role.REASONING_IN_WRAPPER)
        .on(WRAPPER_END, wrapperEnd)
        .on(HEADER, next)
        .on(CALL_END, orphan)
        .on(PARAMETER_END, orphan);
  }

  private static void insideCalls(GrammarBuilder g) {
    inCall(g.dispatch("IN_CALL", "IN_STRAY").role(Role.IN_CALL));
    inCall(g.text("IN_STRAY", TextKind.STRAY, false).role(Role.IN_STRAY));
  }

  private static void inCall(StateBuilder state) {
    state
        .on(PARAMETER, does(Action.OPEN_PARAMETER).look("PARAMETER_NAME").resume(Resume.AFTER_LOOK))
        .on(CALL_END, does(Action.CLOSE_CALL))
        .on(WRAPPER_END, does(Action.CLOSE_CALL_AND_WRAPPER))
        .on(HEADER, does(Action.NEXT_CALL).look("CALL_HEADER").resume(Resume.AFTER_LOOK))
        .on(
            WRAPPER,
            does(Action.NEXT_WRAPPED_CALL).look("HEADER_AFTER_OPENER").resume(Resume.AFTER_LOOK))
        .on(PARAMETER_END, does(Action.STRAY_CLOSER).to("IN_CALL"));
  }

  private static void values(GrammarBuilder g) {
    g.step("VALUE_START", Op.ONE_NEWLINE, TextKind.VALUE, "IN_VALUE").role(Role.AT_VALUE);
    g.text("IN_VALUE", TextKind.VALUE, true)
        .on(
            PARAMETER_CLOSER,
            does(Action.CLOSE_VALUE).look("CLOSER_TAIL").drop().to("IN_CALL").closer())
        .on(CALL_END, unclosed().look("AFTER_CALL_END").closer())
        .on(WRAPPER_END, unclosed().look("AFTER_WRAPPER_END").closer())
        .on(PARAMETER, unclosed().look("NEXT_PARAMETER").when(Guard.AFTER_NEWLINE))
        .on(
            WRAPPER,
            does(Action.OPEN_QUOTE).look("QUOTED_CALL").to("QUOTED").resume(Resume.AT_UNIT));
    g.text("QUOTED", TextKind.VALUE, true)
        .role(Role.IN_QUOTE)
        .on(WRAPPER_END, does(Action.CLOSE_QUOTE).to("IN_VALUE"));
  }

  private static GrammarBuilder.BranchBuilder unclosed() {
    return does(Action.CLOSE_VALUE_UNCLOSED).drop().to("IN_CALL").resume(Resume.AT_UNIT);
  }

  private static void looks(GrammarBuilder g) {
    g.lookForMarker("HEADER_AFTER_OPENER", AtEnd.TRUNCATED_OPENER).on(HEADER, "OPENED_NAME");
    g.lookForName("OPENED_NAME", NameCheck.CALLABLE, AtEnd.TRUNCATED_OPENER);
    g.lookForName("CALL_HEADER", NameCheck.CALLABLE, AtEnd.REJECT);
    g.lookForName("BARE_HEADER", NameCheck.DECLARED, AtEnd.REJECT)
        .marksUnit()
        .then("AFTER_BARE_HEADER");
    g.lookForMarker("AFTER_BARE_HEADER", AtEnd.REJECT).accept(PARAMETER).accept(CALL_END);
    g.lookForName("PARAMETER_NAME", NameCheck.PARAMETER, AtEnd.CUT_NAME);
    g.lookForCloserTail("CLOSER_TAIL", AtEnd.ACCEPT).marksUnit().then("AFTER_CLOSER");
    anyCall(
            g.lookForMarker("AFTER_CLOSER", AtEnd.ACCEPT)
                .on(PARAMETER, "DIRECT_PARAMETER")
                .accept(CALL_END, Action.CLOSE_CALL)
                .accept(WRAPPER_END))
        .on(PARAMETER_CLOSER, "SECOND_CLOSER_TAIL");
    g.lookForName("DIRECT_PARAMETER", NameCheck.ANY, AtEnd.ACCEPT).does(Action.OPEN_PARAMETER);
    g.lookForCloserTail("SECOND_CLOSER_TAIL", AtEnd.ACCEPT).then("AFTER_SECOND_CLOSER");
    anyCall(
        g.lookForMarker("AFTER_SECOND_CLOSER", AtEnd.ACCEPT)
            .on(PARAMETER, "ANY_PARAMETER")
            .accept(CALL_END)
            .accept(WRAPPER_END));
    g.lookForName("ANY_PARAMETER", NameCheck.ANY, AtEnd.ACCEPT);
    g.lookForName("ANY_HEADER", NameCheck.NOT_EMPTY, AtEnd.ACCEPT);
    g.lookForMarker("ANY_OPENER", AtEnd.ACCEPT).on(HEADER, "ANY_HEADER");
    anyCall(g.lookForMarker("AFTER_CALL_END", AtEnd.ACCEPT).accept(WRAPPER_END));
    anyCall(g.lookForMarker("AFTER_WRAPPER_END", AtEnd.ACCEPT).accept("</think>"));
    g.lookForName("NEXT_PARAMETER", NameCheck.NEW_PARAMETER, AtEnd.REJECT);
    g.lookForMarker("QUOTED_CALL", AtEnd.REJECT).on(HEADER, "QUOTED_NAME");
    g.lookForName("QUOTED_NAME", NameCheck.NOT_EMPTY, AtEnd.REJECT);
  }

  private static LookBuilder anyCall(LookBuilder look) {
    return look.on(HEADER, "ANY_HEADER").on(WRAPPER, "ANY_OPENER");
  }
}
