package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.MarkersBySpelling;
import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.SampleFormats;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls under toolChoice REQUIRED and NAMED: rows toolChoice and markersBySpelling of part 2. The
 * format's own calls are read as under AUTO, and markers count however they are spelled, since
 * guided decoding spells them with ordinary tokens.
 */
class ForcedCallsTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          "["
              + TestStream.toolJson("f", "s", "string")
              + ","
              + TestStream.toolJson("g", "n", "integer")
              + "]",
          Limits.DEFAULT);

  /** A response in the format's own form: reasoning, text, a call of f and one of g. */
  private record Native(WireFormat format, String text, String reasoning, String content) {
    @Override
    public String toString() {
      return format.name();
    }
  }

  static Stream<Native> natives() {
    return Stream.of(
        new Native(
            Formats.byName("qwen3_coder"),
            "<think>\nhm\n</think>\n\nNow. <tool_call>\n<function=f>\n<parameter=s>\n[{\"v\n"
                + "</parameter>\n</function>\n</tool_call>\n<tool_call>\n<function=g>\n"
                + "<parameter=n>\n1\n</parameter>\n</function>\n</tool_call>",
            "hm",
            "Now. "),
        new Native(
            Formats.byName("hermes"),
            "<think>\nhm\n</think>\n\nNow. <tool_call>\n{\"name\": \"f\", \"arguments\":"
                + " {\"s\":\"[{\\\"v\"}}\n</tool_call>\n<tool_call>\n"
                + "{\"name\": \"g\", \"arguments\": {\"n\":1}}\n</tool_call>",
            "hm",
            "Now. "),
        new Native(
            SampleFormats.ACME,
            "<reason>hm</reason>Now. <|call|>f|{\"s\":\"[{\\\"v\"}<|end|><|call|>g|{\"n\":1}<|end|>",
            "hm",
            "Now. "));
  }

  private static ParserOptions options(ToolChoice choice, MarkersBySpelling spelling) {
    ParserOptions.Builder options = ParserOptions.builder().markersBySpelling(spelling);
    return choice == ToolChoice.NAMED
        ? options.namedTool("f").build()
        : options.toolChoice(choice).build();
  }

  private static void readsBoth(Native of, EventLog log, String how) {
    assertEquals(of.reasoning, log.reasoning(), how);
    assertEquals(of.content, log.content(), how);
    List<EventLog.Call> calls = log.calls();
    assertEquals(2, calls.size(), how + log.print());
    assertEquals("f {\"s\":\"[{\\\"v\"}", calls.get(0).name() + " " + calls.get(0).arguments());
    assertEquals("g {\"n\":1}", calls.get(1).name() + " " + calls.get(1).arguments());
    assertEquals(List.of(true, true), calls.stream().map(EventLog.Call::complete).toList());
    assertEquals(FinishReason.TOOL_CALLS, log.finish());
    assertEquals(List.of(), log.diagnostics());
  }

  @ParameterizedTest
  @MethodSource("natives")
  void theNativeFormIsRead(Native of) {
    for (ToolChoice choice : List.of(ToolChoice.AUTO, ToolChoice.REQUIRED, ToolChoice.NAMED)) {
      ParserOptions options = options(choice, MarkersBySpelling.ON);
      StreamSpec spec = StreamSpec.of(of.format).tools(TOOLS).options(options).build();
      for (int size = 1; size <= of.text.length(); size++) {
        readsBoth(of, TestStream.of(spec).feedBy(size, of.text).stop(), choice + " by " + size);
      }
    }
  }

  /** Without text before it, where bare arrays and objects are calls too. */
  @ParameterizedTest
  @MethodSource("natives")
  void theNativeFormIsReadAtTheStart(Native of) {
    String text = of.text.substring(of.text.indexOf("Now. ") + "Now. ".length());
    Native calls = new Native(of.format, text, "", "");
    for (ToolChoice choice : List.of(ToolChoice.REQUIRED, ToolChoice.NAMED)) {
      ParserOptions options = options(choice, MarkersBySpelling.ON);
      StreamSpec spec = StreamSpec.of(of.format).tools(TOOLS).options(options).build();
      for (int size = 1; size <= text.length(); size++) {
        readsBoth(calls, TestStream.of(spec).feedBy(size, text).stop(), choice + " by " + size);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes", "acme"})
  void constrainedOutputIsReadToo(String name) {
    WireFormat format = name.equals("acme") ? SampleFormats.ACME : Formats.byName(name);
    String array =
        "[{\"name\": \"f\", \"arguments\": {\"s\":\"[{\\\"v\"}},"
            + " {\"name\": \"g\", \"parameters\": {\"n\":1}}]";
    for (ToolChoice choice : List.of(ToolChoice.REQUIRED, ToolChoice.NAMED)) {
      ParserOptions options = options(choice, MarkersBySpelling.ON);
      StreamSpec spec = StreamSpec.of(format).tools(TOOLS).options(options).build();
      for (int size = 1; size <= array.length(); size++) {
        EventLog log = TestStream.of(spec).feedBy(size, array).stop();
        readsBoth(new Native(format, array, "", ""), log, choice + " by " + size);
      }
    }
    ParserOptions named = options(ToolChoice.NAMED, MarkersBySpelling.ON);
    StreamSpec spec = StreamSpec.of(format).tools(TOOLS).options(named).build();
    EventLog log = TestStream.of(spec).feedBy(1, "{\"s\": \"v\"}").stop();
    assertEquals("f", log.calls().getFirst().name());
    assertEquals("{\"s\": \"v\"}", log.calls().getFirst().arguments());
  }

  /** A format without calls reads none, whatever the request asks for. */
  @ParameterizedTest
  @EnumSource(
      value = ToolChoice.class,
      names = {"REQUIRED", "NAMED"})
  void aFormatWithoutCallsReadsReasoningOnly(ToolChoice choice) {
    String text = "<think>\nhm\n</think>\n\n<tool_call>\n{\"name\": \"f\", \"arguments\": {}}";
    EventLog log =
        TestStream.of("think_only", TOOLS, options(choice, MarkersBySpelling.OFF))
            .feedBy(1, text)
            .stop();
    assertEquals("hm", log.reasoning());
    assertEquals("<tool_call>\n{\"name\": \"f\", \"arguments\": {}}", log.content());
    assertEquals(List.of(), log.calls());
  }

  // ---- markers that ordinary tokens spell

  private static final String[] MARKERS = {
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<reason>",
    "</reason>",
    "<|call|>",
    "<|end|>"
  };

  /** Every char is a token; every marker is a special one, which the text does not use. */
  private static EventLog spelled(Native of, ParserOptions options, int burst) {
    Vocabulary.Builder words = Vocabulary.builder();
    for (int c = 0; c < 128; c++) {
      words.add(c, String.valueOf((char) c));
    }
    for (int i = 0; i < MARKERS.length; i++) {
      words.addSpecial(128 + i, MARKERS[i]);
    }
    StreamSpec spec =
        StreamSpec.of(of.format).tools(TOOLS).options(options).vocabulary(words.build()).build();
    EventLog log = new EventLog();
    try (StreamParser parser = spec.open(log)) {
      int[] tokens = of.text.chars().toArray();
      for (int at = 0; at < tokens.length; at += burst) {
        parser.feedTokens(tokens, at, Math.min(tokens.length, at + burst));
      }
      parser.finish(EndCause.STOP);
    }
    return log;
  }

  @ParameterizedTest
  @MethodSource("natives")
  void markersCountAsSpelledWhereTheChoiceForcesACall(Native of) {
    for (ToolChoice choice : List.of(ToolChoice.REQUIRED, ToolChoice.NAMED)) {
      for (MarkersBySpelling spelling : MarkersBySpelling.values()) {
        for (int burst : new int[] {1, 2, 5, of.text.length()}) {
          String how = choice + " " + spelling + " in bursts of " + burst;
          readsBoth(of, spelled(of, options(choice, spelling), burst), how);
        }
      }
    }
  }

  /** Under AUTO the option does what it says. */
  @ParameterizedTest
  @MethodSource("natives")
  void markersOfAnAutomaticChoiceAreTokens(Native of) {
    for (int burst : new int[] {1, 2, 5, of.text.length()}) {
      EventLog on = spelled(of, options(ToolChoice.AUTO, MarkersBySpelling.ON), burst);
      readsBoth(of, on, "in bursts of " + burst);
      EventLog off = spelled(of, options(ToolChoice.AUTO, MarkersBySpelling.OFF), burst);
      assertEquals("", off.reasoning());
      assertFalse(off.content().isEmpty());
    }
  }
}
