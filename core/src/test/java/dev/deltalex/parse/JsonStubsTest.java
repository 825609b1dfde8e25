package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The beginning of a JSON object is neither a call nor content before it is clear which, and never
 * stops what comes after: row "bare JSON", L2 and L3.
 */
class JsonStubsTest {
  private static final ToolSet ANSWER = TestStream.tool("answer", "message", "string");
  private static final String CALL = "{\"name\":\"answer\",\"arguments\":{\"message\":\"Hi\"}}";

  @Test
  void stubIsNeverSaid() {
    for (int cut = 1; cut <= "{\"name\":\"answer\",\"arguments\":".length(); cut++) {
      TestStream stream = TestStream.of("hermes", ANSWER);
      stream.feed(CALL.substring(0, cut));
      assertEquals(0, stream.log.size(), "after " + CALL.substring(0, cut));

      stream.feed(CALL.substring(cut));
      EventLog log = stream.stop();
      assertEquals("", log.content(), "cut at " + cut);
      assertEquals(List.of("{\"message\":\"Hi\"}"), stream.allArguments(), "cut at " + cut);
      assertEquals(FinishReason.TOOL_CALLS, log.finish());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"",
        "{\"n",
        "{\"na",
        "{\"name",
        "{\"name\"",
        "{\"name\":",
        "{\"name\":\"",
        "{\"name\":\"ans"
      })
  void stubAtTheEndIsContent(String stub) {
    EventLog log = TestStream.of("hermes", ANSWER).feedBy(1, stub).stop();

    assertEquals(stub, log.content());
    assertEquals(List.of(), log.calls());
    assertEquals(FinishReason.STOP, log.finish());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ braces } in prose, ",
        "{\"number\": 1} is JSON, ",
        "{\"name\": \"Bob\"} is JSON too, ",
        "{\"name\": 5}, ",
        "{\"name\": \"answer\", \"argument\": 1}, ",
        "{\"name\": \"answer\"}, ",
        "{\"arguments\": []}, ",
        "{}, "
      })
  void whatWasNoCallDoesNotStopLaterContent(String start) {
    for (int size : new int[] {1, 4, 1000}) {
      TestStream stream = TestStream.of("hermes", ANSWER);
      EventLog log = stream.feedBy(size, start + "and {so} on.\n" + "More.").stop();
      assertEquals(start + "and {so} on.\nMore.", log.content());
      assertEquals(List.of(), log.calls());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\n", "{ \"name\": \n", "{\"nam\"\n", "{\"name\": \"answer\",\n"})
  void callBehindAStubIsStillFound(String stub) {
    EventLog log =
        TestStream.of("hermes", ANSWER)
            .feedBy(3, stub + "<tool_call>\n" + CALL + "\n</tool_call>")
            .stop();

    assertEquals(stub, log.content());
    assertEquals("{\"message\":\"Hi\"}", log.calls().getFirst().arguments());
  }

  @Test
  void callIsNotRepeatedAsReasoning() {
    ParserOptions thinking =
        ParserOptions.builder().initialState(ParserOptions.InitialState.REASONING).build();
    for (int size : new int[] {1, 2, 7, 1000}) {
      EventLog log =
          TestStream.of("hermes", ANSWER, thinking)
              .feedBy(size, "Hm. <tool_call>\n" + CALL + "\n</tool_call> So.</think>Well.")
              .stop();
      assertEquals("Hm.  So.", log.reasoning());
      assertEquals("Well.", log.content());
      assertEquals("{\"message\":\"Hi\"}", log.calls().getFirst().arguments());
    }
  }

  @Test
  void callBehindReasoningIsNotRepeatedAsContent() {
    EventLog log = TestStream.of("hermes", ANSWER).feedBy(1, "<think>Hm.</think>\n" + CALL).stop();

    assertEquals("Hm.", log.reasoning());
    assertEquals("", log.content());
    assertTrue(log.calls().getFirst().complete());
  }
}
