package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.batch.RecordedResponses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deltalex replay --jsonl}, as it is typed. */
class BulkReplayTest {
  private static final int LINES = 2_000;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;
  private Path recorded;
  private Path answers;

  @BeforeEach
  void record() throws IOException {
    recorded = folder.resolve("recorded.jsonl");
    answers = folder.resolve("answers.jsonl");
    try (OutputStream file = Files.newOutputStream(recorded)) {
      RecordedResponses.write(file, LINES, LINES / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aBadLineInTheMiddleStopsNothing(int threads) throws IOException {
    assertEquals(Main.DIFFERS, run("", "--threads", String.valueOf(threads)), err.toString());
    List<String> lines = Files.readAllLines(answers);
    assertEquals(LINES, lines.size());
    for (int i = 1; i <= LINES; i++) {
      assertTrue(lines.get(i - 1).startsWith("{\"id\":" + i + ","), lines.get(i - 1));
    }
    assertTrue(lines.get(LINES / 2 - 1).contains(",\"line\":1000,\"error\":\"not valid JSON: "));
    List<String> told = err.toString().lines().toList();
    assertTrue(told.get(0).startsWith("line 1000 (id 1000): not valid JSON: "), told.toString());
    assertFalse(Files.exists(folder.resolve("answers.jsonl.part")));
  }

  @Test
  void theSummaryCountsByFormat() throws IOException {
    run("");
    int calls = 0;
    for (String line : Files.readAllLines(answers)) {
      calls += line.contains("\"complete\":true") ? 1 : 0;
    }
    List<String> told = err.toString().lines().filter(l -> !l.startsWith("deltalex: ")).toList();
    assertTrue(told.get(1).startsWith("hermes: 1,000 lines, "), told.toString());
    assertTrue(told.get(2).startsWith("qwen3_coder: 999 lines, "), told.toString());
    String total = "total: 1,999 lines, %,d calls, 0 incomplete, 0 repaired; 1 bad";
    assertEquals(total.formatted(calls), told.get(3));
    assertTrue(told.get(4).contains(" chars/s a thread, by its CPU time; heap peak "), told.get(4));
  }

  @Test
  void messagesAreThoseOfPrintMessage() throws IOException {
    run("");
    List<String> lines = Files.readAllLines(answers);
    Path tools = Files.writeString(folder.resolve("tools.json"), RecordedResponses.TOOLS);
    for (int i = 1; i <= 20; i++) {
      out.getBuffer().setLength(0);
      String format = RecordedResponses.format(i).name();
      main(
          RecordedResponses.text(i),
          List.of("--format", format, "--tools", tools.toString(), "--print", "message"));
      Map<?, ?> one = (Map<?, ?>) Json.read(out.toString(), Json.Numbers.BY_TEXT);
      Map<?, ?> bulk = (Map<?, ?>) Json.read(lines.get(i - 1), Json.Numbers.BY_TEXT);
      bulk.remove("id");
      assertEquals(one, bulk);
      assertEquals(List.copyOf(one.keySet()), List.copyOf(bulk.keySet()));
    }
  }

  @Test
  void strictLeavesTheOutputAsItWas() throws IOException {
    Files.writeString(answers, "before");
    assertEquals(Main.USAGE, run("", "--strict"));
    assertEquals("before", Files.readString(answers));
    assertFalse(Files.exists(folder.resolve("answers.jsonl.part")));
    List<String> told = err.toString().lines().filter(l -> !l.contains(" done")).toList();
    assertEquals(2, told.size(), told.toString());
    assertTrue(told.get(0).startsWith("line 1000 (id 1000): "), told.toString());
    assertTrue(told.get(1).startsWith("deltalex: --strict: the run stopped"), told.toString());
  }

  @Test
  void compareNamesTheLinesThatDifferAndHow() throws IOException {
    String call = "<tool_call>\\n{\\\"name\\\": \\\"f\\\", \\\"arguments\\\": {}}\\n</tool_call>";
    String tail = ",\"tools\":[{\"name\":\"f\"}],\"format\":\"hermes\"}\n";
    String input =
        "{\"id\":\"same\",\"text\":\"Hi.\""
            + tail
            + "{\"id\":\"call\",\"text\":\""
            + call
            + "\""
            + tail;
    assertEquals(Main.DIFFERS, main(input, bulk("-", "-", "--compare", "functionary_v31")));
    List<String> told = err.toString().lines().toList();
    assertTrue(told.get(0).startsWith("line 2 (id \"call\") differs: content"), told.get(0));
    assertTrue(told.get(0).contains("calls: hermes \"[f]\", functionary_v31 \"[]\""), told.get(0));
    assertTrue(told.get(2).endsWith("; 0 bad, 1 differ"), told.toString());
    List<String> lines = out.toString().lines().toList();
    assertFalse(lines.get(0).contains("\"differs\""), lines.get(0));
    assertTrue(lines.get(1).contains("\"differs\":\"content"), lines.get(1));
    assertEquals(2, lines.size());
  }

  @Test
  void tokensAreReadWithTheVocabularysFile() throws IOException {
    Path tokenizer =
        Files.writeString(
            folder.resolve("tokenizer.json"),
            """
            {"model": {"type": "BPE", "vocab": {"Hi": 0, ".": 1}, "merges": []},
             "added_tokens": [{"id": 2, "content": "<think>", "special": false},
                              {"id": 3, "content": "</think>", "special": false}],
             "decoder": {"type": "ByteLevel"}}
            """);
    String ranks = "SGk= 0\nLg== 1\n";
    Path model = Files.writeString(folder.resolve("tokenizer.model"), ranks);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"added_tokens_decoder\":{\"2\":{\"content\":\"<think>\"},"
            + "\"3\":{\"content\":\"</think>\"}}}");
    for (Path file : List.of(tokenizer, model)) {
      out.getBuffer().setLength(0);
      List<String> options =
          bulk("-", "-", "--vocabulary", file.toString(), "--format", "think_only");
      assertEquals(Main.OK, main("{\"tokens\":[2,0,3,0,1]}", options), err.toString());
      assertTrue(
          out.toString().contains("\"content\":\"Hi.\",\"reasoning\":\"Hi\""), out.toString());
    }
  }

  @Test
  void reportsAreBounded() {
    assertEquals(Main.DIFFERS, main("x\n".repeat(1_234), bulk("-", "-")));
    long told = err.toString().lines().filter(line -> line.startsWith("line ")).count();
    assertEquals(100, told);
    assertTrue(err.toString().contains("... and 1,134 more lines"), err.toString());
    assertEquals(1_234, out.toString().lines().count());
  }

  @Test
  void wrongOptionsAreRefused() {
    assertRefused("--out is required with --jsonl", "--jsonl", "-");
    assertRefused("--out requires --jsonl IN", "--out", "x");
    assertRefused("--strict requires --jsonl IN", "--strict");
    assertRefused("--threads: 0 is not from 1 to", "--jsonl", "-", "--out", "-", "--threads", "0");
    assertRefused("--cut cannot be combined with --jsonl", "--jsonl", "-", "--out", "-", "--cut=1");
    assertRefused("--jsonl: no such file: none", "--jsonl", "none", "--out", "-");
    assertRefused(
        "--finish: cancelled cannot", "--jsonl", "-", "--out", "-", "--finish", "cancelled");
    assertRefused(
        "--compare: unknown format 'hermse'; did you mean 'hermes'?",
        "--jsonl",
        "-",
        "--out",
        "-",
        "--compare",
        "hermse");
    assertRefused(
        "--vocabulary: no such file: none.json",
        "--jsonl",
        "-",
        "--out",
        "-",
        "--vocabulary",
        "none.json");
    String nowhere = folder.resolve("none").resolve("x").toString();
    assertRefused("--out: " + nowhere, "--jsonl", "-", "--out", nowhere);
  }

  private void assertRefused(String message, String... options) {
    err.getBuffer().setLength(0);
    assertEquals(Main.USAGE, main("", List.of(options)), err.toString());
    assertTrue(err.toString().startsWith("deltalex: " + message), err.toString());
  }

  private static List<String> bulk(String in, String out, String... options) {
    List<String> all = new ArrayList<>(List.of("--jsonl", in, "--out", out));
    all.addAll(List.of(options));
    return all;
  }

  private int run(String input, String... options) {
    return main(input, bulk(recorded.toString(), answers.toString(), options));
  }

  private int main(String input, List<String> options) {
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    String[] all = Stream.concat(Stream.of("replay"), options.stream()).toArray(String[]::new);
    return Main.commandLine(in, new PrintWriter(out), new PrintWriter(err)).execute(all);
  }
}
