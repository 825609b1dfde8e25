package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole command line in this process, on captured streams. */
class ReplayCommandTest {
  private static final String CALL =
      "Sure.\n<tool_call>\n<function=get_weather>\n<parameter=city>\nOslo\n</parameter>\n"
          + "<parameter=days>\n3\n</parameter>\n</function>\n</tool_call>";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  @Test
  void aTextBecomesEvents() {
    assertEquals(Main.OK, run(CALL, "--format", "qwen3_coder", "--tools", resource("tools.json")));
    List<String> lines = lines(out);
    assertEquals("content   \"Sure.\\n\"", lines.getFirst());
    assertTrue(lines.get(1).startsWith("call 0 open get_weather id=call_"), lines.toString());
    assertTrue(lines.get(1).endsWith(" tool=0"), lines.toString());
    assertEquals(
        List.of("call 0 closed complete", "finished TOOL_CALLS"),
        lines.subList(lines.size() - 2, lines.size()));
    assertEquals("", err.toString());
  }

  @Test
  void aTextBecomesTheSameMessageHoweverItIsCut() {
    String wanted =
        "{\"content\":\"Sure.\\n\",\"reasoning\":\"\",\"calls\":[{\"name\":\"get_weather\","
            + "\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\",\\\"days\\\":3}\",\"complete\":true}],"
            + "\"finish\":\"tool_calls\",\"diagnostics\":[]}";
    for (String cut : List.of("whole", "1", "7", "random:5")) {
      out.getBuffer().setLength(0);
      int status =
          run(
              CALL,
              "--format",
              "qwen3_xml",
              "--tools",
              resource("tools.json"),
              "--cut",
              cut,
              "--print",
              "message",
              "-");
      assertEquals(Main.OK, status);
      assertEquals(List.of(wanted), lines(out), cut);
    }
  }

  @Test
  void cutsShowInTheEvents() {
    assertEquals(Main.OK, run("abc", "--format", "think_only", "--cut", "2"));
    assertEquals(List.of("content   \"ab\"", "content   \"c\"", "finished STOP"), lines(out));
  }

  @Test
  void startPolicyAndFinishReachTheParser() {
    assertEquals(
        Main.OK, run("hm", "--format", "think_only", "--start", "reasoning", "--finish", "length"));
    assertEquals(List.of("reasoning \"hm\"", "finished LENGTH"), lines(out));
    out.getBuffer().setLength(0);
    assertEquals(
        Main.OK,
        run(
            CALL,
            "--format",
            "qwen3_coder",
            "--tools",
            resource("tools.json"),
            "--option",
            "toolChoice=none",
            "--option",
            "truncation=close",
            "--print",
            "message"));
    assertTrue(out.toString().contains("\"calls\":[]"), out.toString());
  }

  @Test
  void casesThatAgreeEndWithZeroAndASummary() {
    assertEquals(Main.OK, run("", "--cases", resource("agree.jsonl")));
    assertEquals(5, lines(out).size());
    assertEquals(
        "{\"id\":\"plain\",\"content\":\"Just an answer.\",\"reasoning\":\"\",\"calls\":[],"
            + "\"finish\":\"stop\",\"diagnostics\":[]}",
        lines(out).getFirst());
    assertTrue(lines(out).get(3).contains("\"finish\":\"length\""), out.toString());
    assertEquals(
        List.of(
            "think_only: 2 cases, 2 agree, 0 differ; contested 1 (0 differ), judged 0 (0 differ)",
            "qwen3_coder: 2 cases, 2 agree, 0 differ; contested 0 (0 differ), judged 0 (0 differ)",
            "qwen3_xml: 1 cases, 1 agree, 0 differ; contested 0 (0 differ), judged 0 (0 differ);"
                + " without expectation 1",
            "total: 5 cases, 0 differ"),
        lines(err));
  }

  @Test
  void casesThatDifferEndWithOneAndSayHow() {
    assertEquals(Main.DIFFERS, run("", "--cases", resource("differ.jsonl")));
    assertEquals(5, lines(out).size());
    assertTrue(
        lines(out)
            .get(3)
            .startsWith("{\"id\":\"no-such-format\",\"error\":\"format: unknown format"),
        out.toString());
    assertTrue(
        lines(out).get(4).startsWith("{\"id\":\"broken-tools\",\"error\":\"tools: $"),
        out.toString());
    List<String> said = lines(err);
    assertEquals(
        List.of(
            "think_only: 2 cases, 1 agree, 1 differ; contested 1 (1 differ), judged 0 (0 differ)",
            "  differs: wrong-content (contested)",
            "    content: expected \"b\", got \"a\""),
        said.subList(0, 3));
    assertTrue(said.contains("  differs: wrong-call"), said.toString());
    assertTrue(
        said.stream().anyMatch(line -> line.contains("did you mean 'qwen3_coder'?")),
        said.toString());
    assertEquals("total: 5 cases, 4 differ", said.getLast());
  }

  @Test
  void casesComeFromStandardInputAndInOneCutting() {
    String asked = "{\"id\":\"i\",\"format\":\"think_only\",\"text\":\"a<think>b</think>c\"}\n\n";
    for (String cut : List.of("whole", "own", "1", "random:9")) {
      out.getBuffer().setLength(0);
      assertEquals(Main.OK, run(asked, "--cases", "-", "--cut", cut));
      assertEquals(
          List.of(
              "{\"id\":\"i\",\"content\":\"ac\",\"reasoning\":\"b\",\"calls\":[],"
                  + "\"finish\":\"stop\",\"diagnostics\":[]}"),
          lines(out));
    }
  }

  @Test
  void aBrokenCaseFileNamesTheLine() {
    String asked = "{\"id\":\"i\",\"format\":\"think_only\",\"text\":\"a\"}\n{\"id\":\n";
    assertRefused("deltalex: - line 2: not valid JSON: ", asked, "--cases", "-");
    assertRefused("deltalex: --cases: no case in [-]", "\n", "--cases", "-");
  }

  @Test
  void anUnknownFormatListsTheKnownOnes() {
    assertRefused(
        "deltalex: --format: unknown format 'qwen3_codr'; did you mean 'qwen3_coder'?",
        "",
        "--format",
        "qwen3_codr");
    for (String name : Formats.names()) {
      assertTrue(err.toString().contains(name), err.toString());
    }
    assertRefused("deltalex: --format is required; known formats: ", "");
  }

  @Test
  void aFileDeclaresTheFormat() {
    String text = "Hm.</reason>Sure.<|call|>get_weather|{\"city\": \"Oslo\"}<|end|>";
    int status =
        run(
            text,
            "--format",
            resource("acme.json"),
            "--tools",
            resource("tools.json"),
            "--start",
            "reasoning",
            "--print",
            "message");
    assertEquals(Main.OK, status, err.toString());
    assertEquals(
        List.of(
            "{\"content\":\"Sure.\",\"reasoning\":\"Hm.\",\"calls\":[{\"name\":\"get_weather\","
                + "\"arguments\":\"{\\\"city\\\": \\\"Oslo\\\"}\",\"complete\":true}],"
                + "\"finish\":\"tool_calls\",\"diagnostics\":[]}"),
        lines(out));
  }

  @Test
  void aFileNeedsNoSuffixAndANameWins() throws IOException {
    Path plain = Files.writeString(folder.resolve("acme"), "{\"name\": \"acme\"}");
    assertEquals(Main.OK, run("<think>", "--format", plain.toString()), err.toString());
    assertEquals(List.of("content   \"<think>\"", "finished STOP"), lines(out));
    // Named as a format: no file of that name is looked for.
    assertEquals(Main.OK, run("", "--format", "hermes"));
  }

  @Test
  void aBrokenDeclarationNamesTheFileAndTheJsonPath() throws IOException {
    Path file = folder.resolve("acme.json");
    String declared = "deltalex: --format " + file + ": ";
    assertRefused("deltalex: --format: no such file: " + file, "", "--format", file.toString());
    Files.writeString(file, "{\"name\": \"acme\", \"calls\": [{\"bdy\": {}}]}");
    assertRefused(
        declared + "$.calls[0]: unknown field \"bdy\"; known are around, header, body, ",
        "",
        "--format",
        file.toString());
    Files.writeString(file, "{\"name\": \"acme\", \"calls\": [{\"body\": {\"objects\": {}}}]}");
    assertRefused(declared + "$.calls[0]: needs an opener: add ", "", "--format", file.toString());
  }

  @Test
  void brokenToolsNameTheFileAndTheJsonPath() {
    assertRefused("deltalex: --tools -: $", "{\"a\":1}", "--format", "think_only", "--tools", "-");
  }

  @Test
  void missingFilesAreNamed() {
    Path missing = folder.resolve("nothing.txt");
    String there = "no such file: " + missing;
    assertRefused("deltalex: TEXT: " + there, "", "--format", "think_only", missing.toString());
    assertRefused("deltalex: --cases: " + there, "", "--cases", missing.toString());
    assertRefused(
        "deltalex: --tools: " + there, "", "--format", "think_only", "--tools", missing.toString());
    assertRefused(
        "deltalex: TEXT: " + folder + " is a directory; name a file in it",
        "",
        "--format",
        "think_only",
        folder.toString());
  }

  @Test
  void optionsOfATextDoNotGoWithCases() {
    for (String option : List.of("--format", "--tools", "--start", "--print")) {
      assertRefused(
          "deltalex: " + option + " cannot be combined with --cases",
          "",
          "--cases",
          resource("agree.jsonl"),
          option,
          "think_only");
    }
    assertRefused(
        "deltalex: the argument TEXT cannot be combined with --cases",
        "",
        "some.txt",
        "--cases",
        resource("agree.jsonl"));
    assertRefused(
        "deltalex: --cut: own requires --cases", "", "--format", "think_only", "--cut", "own");
  }

  @Test
  void badValuesAreRefusedBeforeAnythingIsRead() {
    assertRefused("deltalex: --cut: 'x' is not", "", "--cases", "none", "--cut", "x");
    assertRefused("deltalex: --option: unknown key 'x'", "", "--cases", "none", "--option", "x=1");
    assertRefused("deltalex: --limit: unknown key 'x'", "", "--cases", "none", "--limit", "x=1");
    assertRefused(
        "deltalex: --finish: 'tool_calls' is not one of stop, ",
        "",
        "--cases",
        "none",
        "--finish",
        "tool_calls");
    assertRefused(
        "deltalex: --start: 'middle' is not one of content, reasoning",
        "",
        "--format",
        "think_only",
        "--start",
        "middle");
    assertRefused(
        "deltalex: --print: 'all' is not one of events, message",
        "",
        "--format",
        "think_only",
        "--print",
        "all");
  }

  @Test
  void unknownOptionsAndCommandsSuggest() {
    assertRefused("deltalex: Unknown option", "", "--form", "x");
    assertTrue(err.toString().contains("--format"), err.toString());
    err.getBuffer().setLength(0);
    assertEquals(Main.USAGE, main("", "repaly"));
    assertTrue(err.toString().contains("replay"), err.toString());
    err.getBuffer().setLength(0);
    assertEquals(Main.USAGE, main(""));
    assertTrue(err.toString().startsWith("deltalex: a command is required"), err.toString());
  }

  @Test
  void helpTeachesAndFitsTheWidth() {
    assertEquals(Main.OK, run("", "--help"));
    String help = out.toString();
    for (String part :
        List.of(
            "--cases",
            "--format=NAME|FILE.json",
            "truncation=honest|close (honest)",
            "maxDepth=N (256)",
            "Exit status",
            "qwen3_coder (",
            "finished TOOL_CALLS",
            "Examples:")) {
      assertTrue(help.contains(part), part);
    }
    assertFalse(help.contains("%"), help);
    lines(out).forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @Test
  void versionNamesTheProgramAndJava() {
    assertEquals(Main.OK, main("", "--version"));
    assertTrue(lines(out).getFirst().startsWith("deltalex "), out.toString());
    assertTrue(out.toString().contains("Java " + Runtime.version().feature()), out.toString());
  }

  private void assertRefused(String message, String input, String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertEquals(Main.USAGE, run(input, options), err.toString());
    assertTrue(err.toString().startsWith(message), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  private int run(String input, String... options) {
    return main(
        input, Stream.concat(Stream.of("replay"), Stream.of(options)).toArray(String[]::new));
  }

  private int main(String input, String... arguments) {
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Main.commandLine(in, new PrintWriter(out), new PrintWriter(err)).execute(arguments);
  }

  private static List<String> lines(StringWriter written) {
    return written.toString().lines().toList();
  }

  private static String resource(String name) {
    try {
      URL there = Objects.requireNonNull(ReplayCommandTest.class.getResource(name), name);
      return Path.of(there.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
