package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model forgets the quote and the braces at the end of a call, and writes the closer as its
 * token: the string and the call end there, and the next call is read whole.
 */
class CloserTokenInAStringTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read("[" + TestStream.toolJson("f", "s", "string") + "]", Limits.DEFAULT);

  private static final String DEEPSEEK = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>f\n```json\n";

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("hermes", "<tool_call>{\"name\": \"f\", \"arguments\": ", "</tool_call>", "}"),
        Arguments.of("cwm", "<tool>f\n", "</tool>", ""),
        Arguments.of("cwm", "<tool: a>f\n", "</tool>", ""),
        Arguments.of("deepseek_v3", DEEPSEEK, "<｜tool▁call▁end｜>", "\n```"),
        Arguments.of(
            "kimi_k2",
            "<|tool_call_begin|>functions.f:0<|tool_call_argument_begin|>",
            "<|tool_call_end|>",
            ""));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theNextCallIsReadWhole(String format, String opener, String closer, String end) {
    String cut = opener + "{\"s\": \"x";
    String whole = "\n" + opener + "{\"s\": \"y\"}" + end;
    Vocabulary words = Vocabulary.builder().add(0, cut).addSpecial(1, closer).add(2, whole).build();
    StreamSpec spec = StreamSpec.of(Formats.byName(format)).tools(TOOLS).vocabulary(words).build();
    EventLog log = new EventLog();
    try (StreamParser parser = spec.open(log)) {
      for (int token : new int[] {0, 1, 2, 1}) {
        parser.feedTokens(new int[] {token}, 0, 1);
      }
      parser.finish(EndCause.STOP);
    }
    List<EventLog.Call> calls = log.calls();
    assertEquals(2, calls.size(), log::print);
    assertEquals("{\"s\": \"x\"}", calls.get(0).arguments(), log::print);
    assertEquals("{\"s\": \"y\"}", calls.get(1).arguments(), log::print);
    assertTrue(calls.stream().allMatch(EventLog.Call::complete), log::print);
  }
}
