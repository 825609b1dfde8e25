package dev.deltalex.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Message;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.text.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines become messages, or say what is wrong with them. */
class BatchParserTest {
  private static final BatchSettings PLAIN = BatchSettings.builder().build();
  private static final String CALL =
      "<tool_call>\\n{\\\"name\\\": \\\"f\\\", \\\"arguments\\\": {\\\"a\\\": 1}}\\n</tool_call>";
  private static final String TOOLS = "[{\"name\":\"f\"}]";

  private static List<Object> all(Answers answers, String member) {
    List<Object> values = new ArrayList<>();
    answers.lines().forEach(line -> values.add(line.get(member)));
    return values;
  }

  private static int calls(Map<String, Object> line) {
    return ((List<?>) line.get("calls")).size();
  }

  /** As the message of one stream, which another class folds. */
  private static Map<String, Object> line(int id, Message message) {
    List<Object> calls = new ArrayList<>();
    for (Message.Call call : message.calls()) {
      calls.add(
          Map.of("name", call.name(), "arguments", call.arguments(), "complete", call.complete()));
    }
    return Map.of(
        "id",
        String.valueOf(id),
        "content",
        message.content(),
        "reasoning",
        message.reasoning(),
        "calls",
        calls,
        "finish",
        message.finishReason().name().toLowerCase(Locale.ROOT),
        "diagnostics",
        message.diagnostics().stream().map(note -> note.code().name()).toList());
  }

  @Test
  void messagesAreThoseOfSingleStreams() throws IOException {
    int count = 500;
    StringBuilder input = new StringBuilder();
    List<Map<String, Object>> expected = new ArrayList<>();
    long chars = 0;
    for (int i = 1; i <= count; i++) {
      input.append(RecordedResponses.line(i)).append('\n');
      String text = RecordedResponses.text(i);
      chars += text.length();
      StreamSpec spec =
          StreamSpec.of(RecordedResponses.format(i))
              .tools(ToolSetReader.read(RecordedResponses.TOOLS))
              .build();
      expected.add(line(i, spec.read(text)));
    }
    Answers answers = Answers.of(PLAIN, input.toString());
    assertEquals(expected, answers.lines());
    assertEquals(chars, answers.counts().chars());
    assertEquals(count, answers.counts().total().lines());
    assertTrue(answers.counts().total().calls() > count / 2, answers.counts().total().toString());
    assertEquals(count / 2, answers.counts().formats().get("hermes").lines());
  }

  @Test
  void aBadLineIsReportedByItsNumberAndTheOthersAreRead() throws IOException {
    Answers answers =
        Answers.of(
            PLAIN,
            "{\"id\":\"a\",\"format\":\"hermes\",\"text\":\"one\"}",
            "",
            " \t\r",
            "{\"id\":\"b\",\"format\":\"hermes\",\"text\":\"tw",
            "{\"id\":\"c\",\"format\":\"hermes\",\"text\":\"three\"}\r");
    assertEquals(List.of("a", "b", "c"), all(answers, "id"));
    Map<String, Object> bad = answers.lines().get(1);
    assertEquals("4", bad.get("line"));
    assertTrue(bad.get("error").toString().startsWith("not valid JSON: "), bad.toString());
    assertEquals("three", answers.lines().get(2).get("content"));
    assertEquals(1, answers.counts().bad());
    assertEquals(2, answers.counts().total().lines());
    BatchReport report = answers.reports().get(0);
    assertEquals(4, report.line());
    assertEquals("\"b\"", report.id());
    assertEquals(bad.get("error"), report.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                              | a line must be a JSON object
          {"text":"x"}                                    | 'format' is required
          {"format":"hermes"}                             | 'text' is required
          {"format":"hermes","text":"x","tokens":[1]}     | 'text' and 'tokens' are both given
          {"format":"hermes","text":["x"]}                | 'text' must be a string
          {"format":"hermes","tokens":"x"}                | 'tokens' must be an array of token ids
          {"format":"hermes","tokens":[1.5]}              | 'tokens' must be an array of token ids
          {"format":"hermes","tokens":[9999999999]}       | not valid JSON: Numeric value (9999999999) out of range of int
          {"format":"hermes","tokens":[1]}                | 'tokens' requires a vocabulary
          {"format":"qwen3_codr","text":"x"}              | 'format' is 'qwen3_codr', which is none; nearest: hermes, qwen3_coder
          {"format":"hermes","text":"x","tools":{}}       | 'tools' must be an array of tools
          {"format":"hermes","text":"x","tools":[{}]}     | 'tools': $[0]
          {"format":"hermes","text":"x","start":"middle"} | 'start' is 'middle'; it must be one of [content, reasoning]
          {"format":"hermes","text":"x","finish":"eos"}   | 'finish' is 'eos'; it must be one of [stop
          {"format":"functionary_v31","text":"x","start":"reasoning"} | ParserOptions.initialState is REASONING
          {"id":{},"format":"hermes","text":"x"}          | 'id' must be a string or a number
          {"format":"hermes","text":"x"} {}               | unexpected text after the object
          """)
  void aBadLineSaysWhatIsWrong(String line, String error) throws IOException {
    Answers answers = Answers.of(PLAIN, line);
    String told = answers.lines().get(0).get("error").toString();
    assertTrue(told.startsWith(error), told);
    assertEquals(1, answers.counts().bad());
    assertEquals(0, answers.counts().total().lines());
  }

  @Test
  void bytesThatAreNotUtf8AreABadLine() throws IOException {
    byte[] line =
        "{\"id\":1,\"format\":\"hermes\",\"text\":\"a?b\"}".getBytes(StandardCharsets.UTF_8);
    line[line.length - 4] = (byte) 0xFF;
    Answers answers = Answers.of(PLAIN, line);
    String told = answers.lines().get(0).get("error").toString();
    assertTrue(told.contains("UTF-8"), told);
    assertEquals("1", answers.lines().get(0).get("id"));
  }

  @Test
  void anIdIsRepeatedAsItWasWritten() throws IOException {
    String rest = ",\"format\":\"hermes\",\"text\":\"x\"}";
    Answers answers =
        Answers.of(
            PLAIN,
            "\ufeff{\"id\":\"a\\\"\\u00e9\\n\"" + rest,
            "{\"id\":1.50" + rest,
            "{\"id\":null" + rest,
            "{" + rest.substring(1));
    assertEquals(List.of("a\"é\n", "1.50", "null", "null"), all(answers, "id"));
    assertEquals(0, answers.counts().bad());
  }

  @Test
  void tokensAreReadWithTheVocabulary() throws IOException {
    Vocabulary words =
        Vocabulary.builder()
            .addSpecial(0, "<tool_call>")
            .addSpecial(1, "</tool_call>")
            .add(2, "\n{\"name\": \"f\", \"arg")
            .add(3, "uments\": {\"a\": 1}}\n")
            .build();
    BatchSettings settings =
        BatchSettings.builder().format(Formats.byName("hermes")).vocabulary(words).build();
    Answers answers =
        Answers.of(
            settings,
            "{\"id\":1,\"tools\":" + TOOLS + ",\"tokens\":[0,2,3,1]}",
            "{\"id\":1,\"tools\":" + TOOLS + ",\"text\":\"" + CALL + "\"}");
    assertEquals(1, calls(answers.lines().get(0)), answers.lines().toString());
    assertEquals(answers.lines().get(1), answers.lines().get(0));
  }

  @Test
  void aLineGoesBeforeTheDefaults() throws IOException {
    BatchSettings settings =
        BatchSettings.builder()
            .format(Formats.byName("hermes"))
            .tools(TOOLS)
            .start(InitialState.REASONING)
            .finish(EndCause.LENGTH)
            .build();
    Answers answers =
        Answers.of(
            settings,
            "{\"text\":\"hm</think>" + CALL + "\"}",
            "{\"text\":\"hm</think>" + CALL + "\",\"tools\":[],\"start\":\"content\"}",
            "{\"text\":\"hm\",\"start\":\"content\",\"finish\":\"stop\",\"format\":\"think_only\"}");
    assertEquals(List.of("hm", "", ""), all(answers, "reasoning"));
    assertEquals(List.of("length", "length", "stop"), all(answers, "finish"));
    assertEquals(1, calls(answers.lines().get(0)));
    assertEquals(0, calls(answers.lines().get(1)));
    assertEquals(1, answers.counts().formats().get("think_only").lines());
  }

  /** Tools are looked up by their bytes: neither spelling nor place may mix them up. */
  @Test
  void toolsOfALineAreItsOwn() throws IOException {
    String call =
        ",\"format\":\"hermes\",\"text\":\"" + CALL.replace("\\\"f\\\"", "\\\"é\\\"") + "\"}";
    BatchSettings settings =
        BatchSettings.builder()
            .options(format ->
                format.defaultOptions().toBuilder()
                    .unknownTool(ParserOptions.UnknownTool.DROP)
                    .build())
            .build();
    Answers answers =
        Answers.of(
            settings,
            "{\"tools\":[{\"name\":\"é\"}]" + call,
            "{\"tools\":[{\"name\":\"xy\"}]" + call,
            "{\"tools\":[{\"name\":\"é\"}]" + call,
            "{\"tools\":[{\"name\":\"x\"}]" + call,
            "{\"tools\":\"[{\\\"name\\\":\\\"é\\\"}]\"" + call,
            "{\"tools\":\"[{\\\"name\\\":\\\"Ã©\\\"}]\"" + call,
            "{\"tools\" : [ {\"name\":\"\\u00e9\"} ] " + call);
    List<Integer> calls = answers.lines().stream().map(BatchParserTest::calls).toList();
    assertEquals(List.of(1, 0, 1, 0, 1, 0, 1), calls, answers.lines().toString());
  }

  @Test
  void countsSayWhatBecameOfCalls() throws IOException {
    String head = "{\"format\":\"hermes\",\"tools\":" + TOOLS + ",\"text\":\"";
    Answers answers =
        Answers.of(
            PLAIN,
            head + CALL + CALL + "\"}",
            head + CALL.replace("1}}", "1,}}") + "\"}",
            head + CALL.substring(0, CALL.indexOf("1}}")) + "\",\"finish\":\"length\"}");
    assertEquals(new BatchCounts.Row(3, 4, 1, 1), answers.counts().total());
  }

  @Test
  void strictStopsAtTheFirstBadLine() throws IOException {
    String good = "{\"format\":\"hermes\",\"text\":\"x\"}";
    Answers answers =
        Answers.of(BatchSettings.builder().strict(true).build(), good, "bad", good, "bad");
    assertEquals(1, answers.lines().size());
    assertEquals(1, answers.counts().bad());
    assertEquals(2, answers.reports().get(0).line());
  }

  @Test
  void linesThatAnotherFormatReadsOtherwiseSayHow() throws IOException {
    BatchSettings settings =
        BatchSettings.builder()
            .compare(
                Formats.byName("functionary_v31"),
                (format, own, other) ->
                    List.of(
                        format.name() + " " + own.calls().size() + " " + other.calls().size(),
                        "content " + other.content().length()))
            .build();
    String tail = ",\"format\":\"hermes\",\"tools\":" + TOOLS;
    Answers answers =
        Answers.of(
            settings,
            "{\"id\":1,\"text\":\"" + CALL + "\"" + tail + "}",
            "{\"id\":2,\"text\":\"same\"" + tail + "}",
            "{\"id\":3,\"text\":\"hm\",\"start\":\"reasoning\"" + tail + "}");
    int length = CALL.replace("\\n", "n").replace("\\\"", "\"").length();
    assertEquals("hermes 1 0; content " + length, answers.lines().get(0).get("differs"));
    assertEquals(List.of(1L, 3L), answers.reports().stream().map(BatchReport::line).toList());
    String refused = answers.lines().get(2).get("differs").toString();
    assertTrue(refused.startsWith("functionary_v31: ParserOptions.initialState"), refused);
    assertEquals(2, answers.counts().differing());
    assertEquals(3, answers.counts().total().lines());
  }

  @Test
  void callsThatBothFormatsReadAlikeDoNotDiffer() throws IOException {
    BatchSettings settings =
        BatchSettings.builder()
            .compare(Formats.byName("hermes"), (format, own, other) -> List.of(format.name()))
            .build();
    StringBuilder input = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      input.append(RecordedResponses.line(i)).append('\n');
    }
    Answers answers = Answers.of(settings, input.toString());
    assertEquals(List.of(), answers.reports());
    assertTrue(answers.counts().total().calls() > 10, answers.counts().total().toString());
  }

  @Test
  void reportsAreBoundedAndCountsAreNot() throws IOException {
    int lines = 3 * BatchChunk.MAX_REPORTS;
    Answers answers = Answers.of(PLAIN, "x\n".repeat(lines));
    assertEquals(BatchChunk.MAX_REPORTS, answers.reports().size());
    assertEquals(lines, answers.counts().bad());
    assertEquals(lines, answers.lines().size());
  }
}
