package dev.deltalex.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.api.Test;

/** L5 where it matters most: a long string value, and long text, come out as they come in. */
class PromptnessTest {
  private static final String TOOLS =
      "[{\"type\":\"function\",\"function\":{\"name\":\"write\",\"parameters\":{\"type\":"
          + "\"object\","
          + "\"properties\":{\"content\":{\"type\":\"string\"}}}}}]";

  private final EventLog log = new EventLog();
  private final StreamParser parser =
      StreamSpec.of(Formats.byName("qwen3_coder"))
          .tools(ToolSetReader.read(TOOLS, Limits.DEFAULT))
          .build()
          .open(log);

  @Test
  void plainCharsOfAStringValueAreNeverHeld() {
    parser.feed("<tool_call>\n<function=write>\n<parameter=content>\n");
    StringBuilder arguments = new StringBuilder("{\"content\":\"");
    for (int i = 0; i < 5_000; i++) {
      char c = (char) ('a' + i % 26);
      parser.feed(String.valueOf(c));
      assertEquals(arguments.append(c).toString(), log.calls().getLast().arguments());
    }
  }

  @Test
  void newlineOfAStringValueWaitsForOneChar() {
    parser.feed("<tool_call>\n<function=write>\n<parameter=content>\nline\n");
    assertEquals("{\"content\":\"line", log.calls().getLast().arguments());
    parser.feed("x");
    assertEquals("{\"content\":\"line\\nx", log.calls().getLast().arguments());
  }

  @Test
  void closerThatClosesNothingWaitsForWhatFollows() {
    parser.feed("<tool_call>\n<function=write>\n<parameter=content>\na </parameter>");
    assertEquals("{\"content\":\"a ", log.calls().getLast().arguments());
    parser.feed(" is");
    assertEquals("{\"content\":\"a </parameter> is", log.calls().getLast().arguments());
  }

  @Test
  void contentIsNeverHeldButBeforeAMarker() {
    parser.feed("a < b, <tool");
    assertEquals("a < b, ", log.content());
    parser.feed("ing>");
    assertEquals("a < b, <tooling>", log.content());
    assertTrue(parser.heldChars() == 0);
  }

  @Test
  void charsThatWaitAreCounted() {
    String[] deltas = {"some text ", "a <", "b ", "c <", "<", "too", "k ", "a <", " "};
    int[] held = {0, 1, 0, 1, 1, 4, 0, 1, 0};
    for (int i = 0; i < deltas.length; i++) {
      parser.feed(deltas[i].toCharArray(), 0, deltas[i].length());
      assertEquals(held[i], parser.heldChars(), "behind " + deltas[i]);
      if (i % 2 == 0) {
        assertEquals(-1, parser.callIndex());
        assertEquals(held[i], parser.heldChars(), "asked once more, behind " + deltas[i]);
      }
    }
  }

  @Test
  void callOpensWithItsHeader() {
    parser.feed("<tool_call>\n<function=write");
    assertTrue(log.calls().isEmpty());
    parser.feed(">");
    assertEquals("write", log.calls().getLast().name());
    assertEquals("{", log.calls().getLast().arguments());
  }
}
