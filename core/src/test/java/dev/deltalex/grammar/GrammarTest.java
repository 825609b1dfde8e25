package dev.deltalex.grammar;

import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.ObjectShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the check of tables refuses, and what the printer shows. */
class GrammarTest {
  private static final KeyTable KEYS = KeyTable.of(ObjectShape.USUAL);

  private static String refusal(GrammarBuilder g) {
    return assertThrows(IllegalArgumentException.class, g::build).getMessage();
  }

  /** Plain content in state IN_CONTENT, which {@link #state} defines. */
  private static GrammarBuilder begun() {
    GrammarBuilder g = new GrammarBuilder();
    g.starts("IN_CONTENT", null);
    g.text("IN_CONTENT");
    g.behind(0, 0, "IN_CONTENT");
    return g;
  }

  private static GrammarBuilder.StateBuilder state(GrammarBuilder g, String name) {
    return g.state(name, Op.TEXT, TextKind.CONTENT, 0);
  }

  private static GrammarBuilder content() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT");
    return g;
  }

  private static EdgeBuilder on(String literal, Action action) {
    boolean isTag = literal.length() > 2 && literal.startsWith("<");
    return GrammarBuilder.on(isTag ? tag(literal) : token(literal), action);
  }

  private static EdgeBuilder go(String literal) {
    return on(literal, Action.GO).to("IN_CONTENT");
  }

  private static HeaderSpec name(NameCheck check) {
    return new HeaderSpec(Header.Holds.NAME, check, "", "", null, false, false, null);
  }

  @Test
  void everyFormatPassesItsCheck() {
    for (WireFormat format : Formats.all()) {
      assertEquals(List.of(), DeclaredFormat.grammarOf(format).problems(), format.name());
    }
  }

  @Test
  void aStateThatNothingLeadsToIsRefused() {
    GrammarBuilder g = content();
    state(g, "ISLAND");
    assertEquals("state ISLAND is unreachable", refusal(g));
  }

  @Test
  void aLookThatNothingLeadsToIsRefused() {
    GrammarBuilder g = content();
    g.look("ISLAND", LookOp.MARKER, AtEnd.REJECT).accept(tag("<a>"));
    assertEquals("lookahead ISLAND is unreachable", refusal(g));
  }

  @Test
  void aLiteralBehindItsOwnBeginningIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<tool")).add(go("<tool_call>"));
    assertEquals("state IN_CONTENT: <tool hides <tool_call>", refusal(g));
  }

  @Test
  void aLiteralOfWhichTheBeginningIsGuardedIsNotHidden() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<tool").when(Guard.CALLS)).add(go("<tool_call>"));
    assertEquals(List.of(), g.build().problems());
  }

  @Test
  void aLookThatLeadsBackToItselfIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<a>").look("FIRST"));
    g.look("FIRST", LookOp.MARKER, AtEnd.REJECT).on(tag("<b>"), "SECOND");
    g.look("SECOND", LookOp.MARKER, AtEnd.REJECT).on(tag("<a>"), "FIRST");
    assertEquals("lookaheads form a cycle", refusal(g));
  }

  @Test
  void anOtherwiseThatLeadsBackIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<a>").look("FIRST"));
    g.look("FIRST", LookOp.MARKER, AtEnd.REJECT).accept(tag("<b>")).otherwise("SECOND");
    g.look("SECOND", LookOp.MARKER, AtEnd.REJECT).accept(tag("<c>")).otherwise("FIRST");
    assertEquals("lookaheads form a cycle", refusal(g));
  }

  @Test
  void aCloserWhoseLookLacksItselfIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<v>").look("TO_VALUE"));
    g.look("TO_VALUE", LookOp.MARKER, AtEnd.REJECT).accept(tag("<w>"));
    g.state("IN_VALUE", Op.TEXT, TextKind.VALUE, 0)
        .add(on("</v>", Action.CLOSE_VALUE).look("AFTER").to("IN_CONTENT"));
    g.behind(0, 1, "IN_VALUE");
    g.look("AFTER", LookOp.MARKER, AtEnd.ACCEPT).accept(tag("</call>"));
    assertEquals(
        "state IN_VALUE: CLOSE_VALUE of </v>: its lookahead does not contain the closer",
        refusal(g));
  }

  @Test
  void moreLiteralsOrLooksThanAStreamCanNumberAreRefused() {
    GrammarBuilder g = begun();
    var content = state(g, "IN_CONTENT");
    for (int i = 0; i < 128; i++) {
      content.add(go("<" + (char) ('a' + i) + ">").look("LOOK" + i));
      g.look("LOOK" + i, LookOp.MARKER, AtEnd.REJECT).accept(tag("<end>"));
    }
    String refusal = refusal(g);
    assertTrue(refusal.contains("state IN_CONTENT has more than 127 literals"), refusal);
    assertTrue(refusal.contains("128 lookaheads; at most 127 are supported"), refusal);
  }

  @Test
  void aNameThatIsNotDefinedIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(on("<a>", Action.GO).to("NOWHERE"));
    assertEquals("state NOWHERE is not defined", refusal(g));
    GrammarBuilder looks = begun();
    state(looks, "IN_CONTENT").add(go("<a>").look("NOTHING"));
    assertEquals("lookahead NOTHING is not defined", refusal(looks));
  }

  @Test
  void aNameDefinedTwiceIsRefused() {
    GrammarBuilder g = content();
    assertThrows(IllegalArgumentException.class, () -> state(g, "IN_CONTENT"));
    g.look("LOOK", LookOp.MARKER, AtEnd.REJECT);
    assertThrows(IllegalArgumentException.class, () -> g.look("LOOK", LookOp.MARKER, AtEnd.REJECT));
  }

  @Test
  void thePrinterShowsEveryStateLiteralAndLook() {
    Grammar grammar = DeclaredFormat.grammarOf(Formats.byName("qwen3_coder"));
    String table = GrammarPrinter.print(grammar).replace("\\u0020", " ");
    for (int i = 0; i < grammar.stateCount(); i++) {
      assertTrue(table.contains(grammar.state(i).name() + ": "), grammar.state(i).name());
    }
    for (int i = 0; i < grammar.lookCount(); i++) {
      assertTrue(table.contains("look " + grammar.look(i).name() + ": "));
    }
    assertTrue(
        table.contains(
            "  </parameter if CLOSER_TAIL -> CLOSE_VALUE, IN_CALL (AFTER_MARKER, prefix DROP)"));
    assertFalse(table.contains("null"));
  }

  @Test
  void unknownFormatsAreNamedWithTheKnownOnes() {
    var e = assertThrows(IllegalArgumentException.class, () -> Formats.byName("qwen4"));
    assertTrue(e.getMessage().contains("qwen3_coder, qwen3_xml, qwen35"), e.getMessage());
  }

  @Test
  void aliasesNameTheSameFormat() {
    assertEquals(Formats.byName("qwen3_coder"), Formats.byName("nemotron_v3"));
    assertEquals(Formats.byName("hermes"), Formats.byName("qwen25"));
  }

  // ---- what actions need

  @Test
  void anActionWithoutTheStateThatFollowsIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(on("<q>", Action.QUOTE)).add(on("<n>", Action.GO));
    assertEquals(
        """
        state IN_CONTENT: QUOTE of <q> has no next state
        state IN_CONTENT: GO of <n> has no next state\
        """,
        refusal(g));
  }

  @Test
  void aLookThatDecidesMustEndInAnAction() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(on("<a>", Action.GO).look("LOOK"));
    g.look("LOOK", LookOp.MARKER, AtEnd.REJECT)
        .add(on("<b>", Action.GO).to("IN_CONTENT"))
        .accept(tag("<c>"));
    assertEquals("state IN_CONTENT: GO of <a>, lookahead LOOK has no next state", refusal(g));
  }

  @Test
  void aLookThatDecidesCannotAcceptAtTheEnd() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(on("<a>", Action.GO).look("LOOK"));
    g.look("LOOK", LookOp.MARKER, AtEnd.ACCEPT).add(on("<b>", Action.GO).to("IN_CONTENT"));
    assertEquals(
        "state IN_CONTENT: GO of <a>, lookahead LOOK accepts at the end without an action",
        refusal(g));
  }

  @Test
  void aCallOrParameterThatOpensWithoutANameIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT")
        .add(on("<p=", Action.OPEN_PARAMETER).to("IN_CONTENT").look("BY_MARKER"))
        .add(on("<f=", Action.OPEN_CALL).to("IN_CONTENT"));
    g.look("BY_MARKER", LookOp.MARKER, AtEnd.REJECT).accept(token("x")).on(token("y"), "NAME");
    g.look("NAME", LookOp.HEADER, AtEnd.REJECT).header(name(NameCheck.ANY)).accept(token(">"));
    assertEquals(
        """
        state IN_CONTENT: OPEN_PARAMETER of <p= is possible without a name
        state IN_CONTENT: OPEN_CALL of <f= is possible without a name\
        """,
        refusal(g));
  }

  @Test
  void jsonIsBegunByItsActionsOnly() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT")
        .add(on("<a>", Action.GO).to("JSON"))
        .add(on("{", Action.OPEN_OBJECT).to("IN_CONTENT").level(0));
    g.state("JSON", Op.JSON_CALLS, TextKind.STRAY, 0);
    String refusal = refusal(g);
    assertTrue(
        refusal.contains("state JSON must have keys if it reads JSON_CALLS, and only"), refusal);
    assertTrue(
        refusal.contains("GO of <a> leads to a JSON_CALLS state; only OPEN_OBJECT"), refusal);
    assertTrue(refusal.contains("OPEN_OBJECT of { does not lead to a JSON_CALLS state"), refusal);
  }

  @Test
  void aLevelWithoutAPlaceBehindCallsIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(on("{", Action.OPEN_OBJECT).to("JSON").level(3));
    g.state("JSON", Op.JSON_CALLS, TextKind.STRAY, 0).keys(KEYS).next("IN_CONTENT");
    assertEquals(
        "state IN_CONTENT: OPEN_OBJECT of { leads to level 3, which has no state after calls",
        refusal(g));
  }

  @Test
  void aCloserOfJsonWhoseLookDoesNotAcceptAtTheEndIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(on("{", Action.OPEN_OBJECT).to("JSON").level(0));
    g.state("JSON", Op.JSON_CALLS, TextKind.STRAY, 0)
        .keys(KEYS)
        .next("IN_CONTENT")
        .add(on("</c>", Action.GO).look("BEHIND"));
    g.look("BEHIND", LookOp.MARKER, AtEnd.ACCEPT).accept(tag("<t>")).on(tag("<c>"), "OBJECT");
    g.look("OBJECT", LookOp.MARKER, AtEnd.REJECT).accept(token("{"));
    assertEquals(
        "state JSON: GO of </c> leads to lookahead OBJECT, whose end-of-stream rule is not ACCEPT",
        refusal(g));
  }

  @Test
  void aStreamNumbersManyStates() {
    GrammarBuilder g = content();
    for (int i = 0; i < 32_767; i++) {
      state(g, "S" + i);
    }
    assertTrue(refusal(g).contains("32768 states; at most 32767 are supported"));
  }

  // ---- literals

  @Test
  void blanksAreToleratedInTagsOnly() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT")
        .add(GrammarBuilder.on(tag("<think>"), Action.DISCARD))
        .add(GrammarBuilder.on(token("<|a|>"), Action.DISCARD))
        .add(GrammarBuilder.on(tag("]"), Action.DISCARD))
        .add(GrammarBuilder.on(new Literal("Go:", Literal.Kind.WORDS), Action.DISCARD));
    Edge[] edges = g.build().state(0).edges();
    assertEquals(6, edges[0].body());
    assertEquals(5, edges[1].body());
    assertEquals(1, edges[2].body());
    assertEquals(3, edges[3].body());
    assertEquals(Guard.AFTER_NEWLINE, edges[3].guard());
  }

  @Test
  void fixedHeaderIsTheLongestChainOfLiterals() {
    assertEquals(0, content().build().fixedHeader());
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<abc>")).add(go("<a=").look("NAME"));
    g.look("NAME", LookOp.HEADER, AtEnd.REJECT).header(name(NameCheck.ANY)).on(token(">"), "NEXT");
    g.look("NEXT", LookOp.MARKER, AtEnd.REJECT).accept(tag("<bb>")).on(tag("<b="), "TAIL");
    g.look("TAIL", LookOp.CLOSER_TAIL, AtEnd.REJECT).accept(token(">"));
    // <a= > <b= >
    assertEquals(8, g.build().fixedHeader());
    assertEquals(
        "</parameter></parameter><tool_call><function=>".length(),
        DeclaredFormat.grammarOf(Formats.byName("qwen3_coder")).fixedHeader());
  }

  @Test
  void aHeaderThatEndsAtACharBeyondAsciiIsRefused() {
    GrammarBuilder g = begun();
    state(g, "IN_CONTENT").add(go("<a=").look("NAME"));
    g.look("NAME", LookOp.HEADER, AtEnd.REJECT).header(name(NameCheck.ANY)).accept(token("\u25c1"));
    assertTrue(refusal(g).contains("only ASCII chars may begin the literal at its end"));
  }
}
