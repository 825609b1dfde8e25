package dev.deltalex.grammar;

import static dev.deltalex.grammar.GrammarBuilder.does;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the builder refuses, and what the printer shows. */
class GrammarTest {
  private static String refusal(GrammarBuilder g) {
    return assertThrows(IllegalArgumentException.class, g::build).getMessage();
  }

  private static GrammarBuilder content() {
    GrammarBuilder g = Grammar.builder();
    g.text("IN_CONTENT", TextKind.CONTENT, false).role(Role.START_CONTENT);
    return g;
  }

  @Test
  void everyFormatPassesItsCheck() {
    for (WireFormat format : Formats.all()) {
      assertEquals(List.of(), TableFormat.grammarOf(format).problems(), format.name());
    }
  }

  @Test
  void aStateThatNothingLeadsToIsRefused() {
    GrammarBuilder g = content();
    g.text("ISLAND", TextKind.CONTENT, false);
    assertTrue(refusal(g).contains("nothing leads to state ISLAND"));
  }

  @Test
  void aMarkerBehindItsOwnBeginningIsRefused() {
    GrammarBuilder g = Grammar.builder();
    g.text("IN_CONTENT", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<tool", does(Action.NONE))
        .on("<tool_call>", does(Action.NONE));
    assertTrue(refusal(g).contains("<tool hides <tool_call>"));
  }

  @Test
  void aMarkerOfWhichTheBeginningIsGuardedIsNotHidden() {
    GrammarBuilder g = Grammar.builder();
    g.text("IN_CONTENT", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<tool", does(Action.NONE).when(Guard.CALLS))
        .on("<tool_call>", does(Action.NONE));
    assertEquals(List.of(), g.build().problems());
  }

  @Test
  void aLookThatLeadsBackToItselfIsRefused() {
    GrammarBuilder g = Grammar.builder();
    g.text("IN_CONTENT", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<a>", does(Action.NONE).look("FIRST"));
    g.lookForMarker("FIRST", AtEnd.REJECT).on("<b>", "SECOND");
    g.lookForMarker("SECOND", AtEnd.REJECT).on("<a>", "FIRST");
    assertTrue(refusal(g).contains("looks lead back to themselves"));
  }

  @Test
  void aCloserWhoseLookLacksItselfIsRefused() {
    GrammarBuilder g = Grammar.builder();
    g.text("IN_VALUE", TextKind.VALUE, true)
        .role(Role.START_CONTENT)
        .on("</v>", does(Action.CLOSE_VALUE).look("AFTER"));
    g.lookForMarker("AFTER", AtEnd.ACCEPT).accept("</call>");
    assertTrue(refusal(g).contains("the look of </v> lacks itself"));
  }

  @Test
  void moreMarkersOrLooksThanAStreamCanNumberAreRefused() {
    GrammarBuilder g = Grammar.builder();
    var markers = g.text("IN_CONTENT", TextKind.CONTENT, false).role(Role.START_CONTENT);
    for (int i = 0; i < 128; i++) {
      markers.on("<" + (char) ('a' + i) + ">", does(Action.NONE).look("LOOK" + i));
      g.lookForMarker("LOOK" + i, AtEnd.REJECT).accept("<end>");
    }
    String refusal = refusal(g);
    assertTrue(refusal.contains("state IN_CONTENT has more than 127 markers"), refusal);
    assertTrue(refusal.contains("128 looks, of which a stream can number 127"), refusal);
  }

  @Test
  void aNameThatIsNotDefinedIsRefused() {
    GrammarBuilder g = Grammar.builder();
    g.text("IN_CONTENT", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<a>", does(Action.NONE).to("NOWHERE"));
    assertEquals("marker <a> leads to NOWHERE, which is not defined", refusal(g));
  }

  @Test
  void aNameDefinedTwiceIsRefused() {
    GrammarBuilder g = content();
    assertThrows(
        IllegalArgumentException.class, () -> g.text("IN_CONTENT", TextKind.CONTENT, false));
  }

  @Test
  void aBranchCopyLeavesItsOriginalAlone() {
    var plain = does(Action.NONE);
    var dropping = plain.drop().when(Guard.CALLS);
    GrammarBuilder g = Grammar.builder();
    g.text("IN_CONTENT", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<a>", plain)
        .on("<b>", dropping);
    Branch[] branches = g.build().state(0).branches();
    assertEquals(Prefix.KEEP, branches[0].prefix());
    assertEquals(Guard.NONE, branches[0].guard());
    assertEquals(Prefix.DROP, branches[1].prefix());
    assertEquals(Guard.CALLS, branches[1].guard());
  }

  @Test
  void thePrinterShowsEveryStateMarkerAndLook() {
    Grammar grammar = TableFormat.grammarOf(Formats.byName("qwen3_coder"));
    String table = GrammarPrinter.print(grammar);
    for (int i = 0; i < grammar.stateCount(); i++) {
      assertTrue(table.contains(grammar.state(i).name() + ": "), grammar.state(i).name());
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      assertTrue(table.contains("look " + grammar.look(i).name() + ": "));
    }
    assertTrue(
        table.contains(
            "  </parameter if CLOSER_TAIL -> CLOSE_VALUE, IN_CALL (AFTER_UNIT, prefix DROP)"));
    assertFalse(table.contains("null"));
  }

  @Test
  void unknownFormatsAreNamedWithTheKnownOnes() {
    var e = assertThrows(IllegalArgumentException.class, () -> Formats.byName("qwen4"));
    assertTrue(e.getMessage().contains("qwen3_coder, qwen3_xml, mimo"), e.getMessage());
  }

  @Test
  void aliasesNameTheSameFormat() {
    assertEquals(Formats.byName("qwen3_coder"), Formats.byName("nemotron_v3"));
    assertEquals(Formats.byName("hermes"), Formats.byName("qwen25"));
  }

  // ---- roles

  /** A grammar with the tables of another and its roles but one. */
  private static Grammar without(Grammar g, Role missing) {
    int[] roles = new int[Role.values().length];
    for (Role role : Role.values()) {
      roles[role.ordinal()] = role == missing ? -1 : g.role(role);
    }
    return new Grammar(g.states, g.looks, roles);
  }

  @Test
  void everyRoleOfTheFormatsIsNeeded() {
    for (WireFormat format : Formats.all()) {
      for (Role role : Role.values()) {
        // The state of quoted calls is only compared with.
        if (TableFormat.grammarOf(format).role(role) >= 0 && role != Role.IN_QUOTE) {
          String problems =
              String.join("\n", without(TableFormat.grammarOf(format), role).problems());
          assertTrue(
              problems.contains("role " + role + " is missing"), format.name() + ": " + problems);
        }
      }
    }
  }

  @Test
  void missingRolesAreNamedWithWhatNeedsThem() {
    GrammarBuilder g = content();
    g.text("CALLS", TextKind.REASONING, false)
        .role(Role.IN_REASONING)
        .on("<c>", does(Action.OPEN_WRAPPED_CALL).look("NAME"));
    g.lookForName("NAME", NameCheck.CALLABLE, AtEnd.REJECT);
    assertEquals(
        """
        role START_REASONING is missing: state CALLS needs it
        role BEHIND_CALL is missing: state CALLS: OPEN_WRAPPED_CALL of <c> needs it
        role IN_WRAPPER is missing: state CALLS: OPEN_WRAPPED_CALL of <c> needs it
        role REASONING_BEHIND_CALL is missing: state CALLS: OPEN_WRAPPED_CALL of <c> needs it
        role REASONING_IN_WRAPPER is missing: state CALLS: OPEN_WRAPPED_CALL of <c> needs it
        role IN_CALL is missing: state CALLS: OPEN_WRAPPED_CALL of <c> needs it\
        """,
        refusal(g));
  }

  @Test
  void arraysOfCallsNeedTheirStateOnlyWhereTheyMayOpen() {
    for (boolean array : new boolean[] {false, true}) {
      GrammarBuilder g = Grammar.builder();
      g.text("IN_CONTENT", TextKind.CONTENT, false)
          .role(Role.START_CONTENT)
          .role(Role.BEHIND_CALL)
          .role(Role.IN_WRAPPER)
          .on("<c>", does(Action.OPEN_JSON).look("OBJECT").resume(Resume.AFTER_LOOK));
      g.step("IN_JSON", Op.JSON_CALLS, TextKind.STRAY, "IN_CONTENT").role(Role.IN_JSON);
      var object = g.lookForMarker("OBJECT", AtEnd.REJECT).accept("{");
      if (array) {
        object.on("[", "ELEMENT");
        g.lookForMarker("ELEMENT", AtEnd.REJECT).accept("{");
        assertEquals(
            "role IN_ARRAY is missing: state IN_CONTENT: OPEN_JSON of <c> needs it", refusal(g));
      } else {
        assertEquals(List.of(), g.build().problems());
      }
    }
  }

  @Test
  void stateOfJsonIsTheOneWithItsRole() {
    GrammarBuilder g = content();
    g.step("JSON", Op.JSON_CALLS, TextKind.STRAY, "IN_CONTENT").role(Role.IN_CALL);
    g.text("TO_JSON", TextKind.CONTENT, false)
        .role(Role.BEHIND_CALL)
        .on("<a>", does(Action.NONE).to("JSON"));
    String refusal = refusal(g);
    assertTrue(refusal.contains("state JSON must have role IN_JSON"), refusal);
    assertTrue(refusal.contains("state TO_JSON: NONE of <a> leads to JSON"), refusal);
  }

  @Test
  void twoStatesOfOneRoleAreRefused() {
    GrammarBuilder g = content();
    g.text("OTHER", TextKind.CONTENT, false).role(Role.START_CONTENT);
    assertEquals("role START_CONTENT is given to two states", refusal(g));
  }

  @Test
  void aSecondGrammarOfABuilderLeavesTheFirstAlone() {
    GrammarBuilder g = content();
    Grammar first = g.build();
    g.text("IN_REASONING", TextKind.REASONING, false)
        .role(Role.START_REASONING)
        .role(Role.IN_REASONING);
    Grammar second = g.build();
    assertEquals(-1, first.role(Role.IN_REASONING));
    assertEquals(1, second.role(Role.IN_REASONING));
    assertEquals(0, second.role(Role.START_CONTENT));
  }

  // ---- markers

  @Test
  void anActionWithoutTheStateThatFollowsIsRefused() {
    GrammarBuilder g = content();
    g.text("IN_VALUE", TextKind.VALUE, true)
        .role(Role.AT_VALUE)
        .on("<q>", does(Action.OPEN_QUOTE))
        .on("<n>", does(Action.NONE));
    assertEquals("state IN_VALUE: OPEN_QUOTE of <q> lacks the state that follows", refusal(g));
  }

  /** Without {@code to}, NONE stays where it is; it led to a state -1. */
  @Test
  void aMarkerThatDoesNothingStays() {
    GrammarBuilder g = content();
    g.text("AGAIN", TextKind.CONTENT, false).role(Role.BEHIND_CALL).on("<a>", does(Action.NONE));
    g.step("MAYBE", Op.OPTIONAL, TextKind.CONTENT, "AGAIN")
        .role(Role.IN_WRAPPER)
        .on("<b>", does(Action.NONE));
    Grammar grammar = g.build();
    assertEquals(1, grammar.state(1).branches()[0].next());
    assertEquals(1, grammar.state(2).branches()[0].next());
  }

  @Test
  void aCallThatOpensWithoutANameIsRefused() {
    GrammarBuilder g = content();
    g.dispatch("IN_CALL", "IN_STRAY")
        .role(Role.IN_CALL)
        .on("<p=", does(Action.OPEN_PARAMETER).look("BY_END"))
        .on("<f=", does(Action.NEXT_CALL).look("BY_MARKER"))
        .on("<g=", does(Action.NEXT_CALL));
    g.text("IN_STRAY", TextKind.STRAY, false).role(Role.IN_STRAY);
    g.lookForName("BY_END", NameCheck.ANY, AtEnd.ACCEPT);
    g.lookForMarker("BY_MARKER", AtEnd.REJECT).accept("x").on("y", "NAME");
    g.lookForName("NAME", NameCheck.ANY, AtEnd.REJECT);
    String refusal = refusal(g);
    assertTrue(refusal.contains("OPEN_PARAMETER of <p= may come about without a name"), refusal);
    assertTrue(refusal.contains("NEXT_CALL of <f= may come about without a name"), refusal);
    assertTrue(refusal.contains("NEXT_CALL of <g= may come about without a name"), refusal);
  }

  @Test
  void aCloserOfJsonWhoseLookDoesNotAcceptAtTheEndIsRefused() {
    GrammarBuilder g = content();
    g.text("BEHIND_CALL", TextKind.CONTENT, false).role(Role.BEHIND_CALL);
    g.step("IN_JSON", Op.JSON_CALLS, TextKind.STRAY, "IN_CONTENT")
        .role(Role.IN_JSON)
        .on("</c>", does(Action.NONE).look("BEHIND"));
    g.lookForMarker("BEHIND", AtEnd.ACCEPT).accept("<t>").on("<c>", "OBJECT");
    g.lookForMarker("OBJECT", AtEnd.REJECT).accept("{");
    assertEquals(
        "state IN_JSON: NONE of </c> leads to look OBJECT, whose end of stream is no ACCEPT",
        refusal(g));
  }

  @Test
  void aStreamNumbersManyStates() {
    GrammarBuilder g = content();
    for (int i = 0; i < 32_767; i++) {
      g.text("S" + i, TextKind.CONTENT, false);
    }
    String refusal = refusal(g);
    assertTrue(refusal.contains("32768 states, of which a stream can number 32767"));
  }

  @Test
  void blanksAreToleratedInTagsOnly() {
    for (String tag :
        new String[] {
          "<think>", "</think>", "<function=", "<parameter=", "</tool_call>", "<minimax:tool_call>"
        }) {
      assertTrue(Branch.isTag(tag), tag);
    }
    for (String exact :
        new String[] {
          ">>>",
          "<tool_call|>",
          "<|call|>",
          "</function=",
          "</parameter",
          "{",
          "to=",
          "<>",
          "</>",
          "<1>",
          "<=",
          "<\uff5ctool>",
          "[TOOL_CALLS]",
          "<tool call>"
        }) {
      assertFalse(Branch.isTag(exact), exact);
    }
    Grammar grammar =
        content(
            g ->
                g.token("<t>")
                    .text("TAGS", TextKind.CONTENT, false)
                    .role(Role.BEHIND_CALL)
                    .on("<t>", does(Action.NONE).look("LOOK"))
                    .on("<u>", does(Action.NONE)),
            g -> g.lookForMarker("LOOK", AtEnd.REJECT).accept("<t>").accept("<u>"));
    for (Branch[] branches :
        new Branch[][] {grammar.state(1).branches(), grammar.look(0).branches()}) {
      assertEquals(3, branches[0].body());
      assertEquals(2, branches[1].body());
    }
  }

  @SafeVarargs
  private static Grammar content(Consumer<GrammarBuilder>... parts) {
    GrammarBuilder g = content();
    for (Consumer<GrammarBuilder> part : parts) {
      part.accept(g);
    }
    return g.build();
  }

  @Test
  void fixedHeaderIsTheLongestChainOfLiterals() {
    assertEquals(0, content().build().fixedHeader());
    Grammar grammar =
        content(
            g ->
                g.text("MORE", TextKind.CONTENT, false)
                    .role(Role.BEHIND_CALL)
                    .on("<abc>", does(Action.NONE))
                    .on("<a=", does(Action.NONE).look("NAME")),
            g -> g.lookForMarker("NEXT", AtEnd.REJECT).accept("<bb>").on("<b=", "TAIL"),
            g -> g.lookForName("NAME", NameCheck.ANY, AtEnd.REJECT).then("NEXT"),
            g -> g.lookForCloserTail("TAIL", AtEnd.REJECT));
    // <a= > <b= >
    assertEquals(8, grammar.fixedHeader());
    assertEquals(
        "</parameter></parameter><tool_call><function=>".length(),
        TableFormat.grammarOf(Formats.byName("qwen3_coder")).fixedHeader());
  }
}
