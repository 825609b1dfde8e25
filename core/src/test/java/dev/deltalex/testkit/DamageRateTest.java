package dev.deltalex.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSetReader;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The measured rate of unnoticed damage counts what it says. */
class DamageRateTest {
  private static final WireFormat FORMAT = Formats.byName("hermes");

  private static void call(EventLog log, String name, String arguments, boolean complete) {
    int index = log.calls().size();
    log.callOpened(index, -1, "id", name, 0);
    log.arguments(index, arguments.toCharArray(), 0, arguments.length(), 5);
    log.callClosed(index, complete, 9);
  }

  /** Reads any text as one call. */
  private static BiConsumer<String, EventLog> reading(String name, String arguments) {
    return (text, log) -> {
      log.clear();
      call(log, name, arguments, true);
      log.finished(FinishReason.TOOL_CALLS);
    };
  }

  private static Expected written() {
    Expected expected = new Expected();
    expected.addCall("f", "{\"a\":\"b\",\"n\":[1, 2]}");
    return expected;
  }

  private static DamageRate compared(BiConsumer<String, EventLog> reader) {
    DamageRate rate = new DamageRate(FORMAT, 1);
    rate.compare(written(), "damaged", "quote, dropped", reader);
    return rate;
  }

  @Test
  void aChangedValueWithoutADiagnosticIsCounted() {
    DamageRate rate = compared(reading("f", "{\"a\":\"b,\",\"n\":[1,2]}"));
    assertEquals(1, rate.unnoticed());
    assertTrue(rate.report().contains("1  quote, dropped: a longer value"), rate.report());
  }

  @Test
  void aLostArgumentAndAnotherNameAreCounted() {
    assertEquals(1, compared(reading("f", "{\"a\":\"b\"}")).unnoticed());
    assertEquals(1, compared(reading("g", "{\"a\":\"b\",\"n\":[1, 2]}")).unnoticed());
  }

  @Test
  void anElementInsideAValueIsNamed() {
    DamageRate rate = compared(reading("f", "{\"a\":\"b\\n<parameter=n>[1, 2]\"}"));
    assertTrue(rate.report().contains("the next element became part of the value"), rate.report());
  }

  @Test
  void theSameJsonInAnotherSpellingIsNotCounted() {
    DamageRate rate = compared(reading("f", "{ \"n\" : [1,2], \"a\" : \"\\u0062\" }"));
    assertEquals(0, rate.unnoticed());
    assertTrue(rate.report().contains("changed: 0 calls"), rate.report());
  }

  @Test
  void aDiagnosticMakesItNoticed() {
    DamageRate rate =
        compared((text, log) -> {
          log.clear();
          log.diagnostic(Diagnostic.VALUE_REPAIRED, 20);
          call(log, "f", "{}", true);
          log.finished(FinishReason.TOOL_CALLS);
        });
    assertEquals(0, rate.unnoticed());
    assertTrue(rate.report().contains("changed: 1 calls"), rate.report());
    // The diagnostic was raised for another part of the text.
    assertTrue(rate.report().contains("without a diagnostic for the call: 1"), rate.report());
  }

  @Test
  void aCallThatIsNotCompleteIsNotCounted() {
    DamageRate rate =
        compared((text, log) -> {
          log.clear();
          call(log, "f", "{\"a\":\"", false);
          log.finished(FinishReason.STOP);
        });
    assertEquals(0, rate.unnoticed());
  }

  @Test
  void aCallThatIsTextIsNotCountedAndTheNextOneIsKnown() {
    Expected expected = written();
    expected.addCall("g", "{}");
    DamageRate rate = new DamageRate(FORMAT, 1);
    rate.compare(expected, "damaged", "quote, dropped", reading("g", "{}"));
    assertEquals(0, rate.unnoticed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes"})
  void theSameSeedGivesTheSameReport(String format) {
    DamageRate one = new DamageRate(Formats.byName(format), 7);
    DamageRate other = new DamageRate(Formats.byName(format), 7);
    one.run(300);
    other.run(300);
    assertEquals(one.report(), other.report());
    assertTrue(one.report().contains("300 damaged texts"), one.report());
  }

  @Test
  void damageIsToOneChar() {
    assertEquals("ac", Damage.DROPPED.of("abc", 1));
    assertEquals("abbc", Damage.DOUBLED.of("abc", 1));
    assertEquals("aac", Damage.REPLACED_BY_THE_ONE_BEFORE.of("abc", 1));
    assertEquals("acc", Damage.REPLACED_BY_THE_NEXT.of("abc", 1));
    assertEquals("acb", Damage.SWAPPED_WITH_THE_NEXT.of("abc", 1));
    for (Damage damage : List.of(Damage.REPLACED_BY_THE_NEXT, Damage.SWAPPED_WITH_THE_NEXT)) {
      assertEquals("abc", damage.of("abc", 2));
    }
    assertEquals("abc", Damage.REPLACED_BY_THE_ONE_BEFORE.of("abc", 0));
  }

  @Test
  void structureIsFoundWhereItIs() {
    ToolTexts.Tool tool = new ToolTexts.Tool("f", Map.of());
    String json = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
    ToolTexts.Tools tools =
        new ToolTexts.Tools(List.of(tool), json, ToolSetReader.read(json, Limits.DEFAULT));
    int literals = 0;
    for (String name : List.of("qwen3_coder", "hermes")) {
      WireFormat format = Formats.byName(name);
      StructurePlaces structure = new StructurePlaces(format.syntax());
      for (long seed = 0; seed < 200; seed++) {
        SyntaxTexts.Marked marked =
            SyntaxTexts.marked(format.syntax(), new Pick(seed), tools, format.defaultOptions());
        boolean damaged = marked.made().liberties().contains(SyntaxLiberty.DAMAGED_JSON);
        for (StructurePlaces.Place place :
            damaged
                ? List.<StructurePlaces.Place>of()
                : structure.of(marked.made().text(), marked.marks())) {
          char c = marked.made().text().charAt(place.at());
          String kind = place.role().split(" ", 2)[0];
          switch (kind) {
            case "quote" -> assertEquals('"', c);
            case "colon" -> assertEquals(':', c);
            case "comma" -> assertEquals(',', c);
            case "newline" -> assertTrue(c == '\n' || c == '\r', place.role());
            default -> literals++;
          }
        }
      }
    }
    assertTrue(literals > 1_000, literals + " chars of literals and brackets");
  }
}
