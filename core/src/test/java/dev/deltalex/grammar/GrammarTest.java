package dev.deltalex.grammar;

import static dev.deltalex.grammar.GrammarBuilder.does;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import java.util.List;
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
      assertEquals(List.of(), format.grammar().problems(), format.name());
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
    Grammar grammar = Formats.byName("qwen3_coder").grammar();
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
}
