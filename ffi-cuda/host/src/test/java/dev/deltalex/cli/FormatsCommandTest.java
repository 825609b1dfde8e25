package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cli.Json.Numbers;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Templates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code deltalex formats} in this process, on captured streams. */
class FormatsCommandTest {
  private static final List<String> KEYS =
      List.of("name", "aliases", "models", "reasoning", "calls", "streams", "waits", "limits");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  private int run(String... arguments) {
    String[] all = Stream.concat(Stream.of("formats"), Stream.of(arguments)).toArray(String[]::new);
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
    return Main.commandLine(in, new PrintWriter(out), new PrintWriter(err)).execute(all);
  }

  private List<String> lines(String... arguments) {
    out.getBuffer().setLength(0);
    assertEquals(Main.OK, run(arguments), err.toString());
    assertEquals("", err.toString());
    return out.toString().lines().toList();
  }

  /** What is printed, as JSON. */
  private Object tree(String... arguments) throws IOException {
    return Json.read(String.join("\n", lines(arguments)), Numbers.BY_TEXT);
  }

  private String refusal(String... arguments) {
    assertEquals(Main.USAGE, run(arguments), out.toString());
    assertEquals("", out.toString());
    return err.toString().strip();
  }

  // ---- the list

  @Test
  void aLineAFormatWhereItIsNotReadAtATerminal() {
    List<String> lines = lines();
    assertEquals(Formats.all().size() + 1, lines.size());
    assertEquals(
        "NAME\tALIASES\tMODELS\tREASONING\tCALL\tSTREAMS\tWAITS\tLIMITS", lines.getFirst());
    assertEquals(
        "mimo\tmimov2_flash\tMiMo V2 and later\t<think> … </think>\t<tool_call>\\n"
            + "<function=NAME>\\n<parameter=KEY>VALUE</parameter>\\n</function>\\n</tool_call>\tstrings"
            + "\tnumbers, objects, arrays\t",
        lines.stream().filter(line -> line.startsWith("mimo\t")).findFirst().orElseThrow());
    assertEquals(
        "think_only\t\tany model that calls no tools\t<think> … </think>\t\t\t\t"
            + "Calls are not read.",
        lines.stream().filter(line -> line.startsWith("think_only\t")).findFirst().orElseThrow());
    assertEquals(lines, lines("--width", "0"));
  }

  @Test
  void theTableHasEveryFormatAndFitsItsWidth() {
    for (int width : new int[] {80, 100, 133}) {
      List<String> lines = lines("--width", Integer.toString(width));
      assertTrue(lines.getFirst().startsWith("FORMAT "), lines.getFirst());
      List<String> table = lines.subList(0, lines.indexOf(""));
      for (String line : table) {
        assertTrue(line.length() <= width, line);
        assertEquals(line.stripTrailing(), line);
      }
      for (WireFormat format : Formats.all()) {
        String start = format.name();
        assertTrue(
            table.stream().anyMatch(line -> line.equals(start) || line.startsWith(start + " ")),
            start + " at " + width);
      }
    }
  }

  @Test
  void aWidthOfNothingIsRefused() {
    assertEquals("deltalex: --width: 79 is neither 0 nor at least 80", refusal("--width", "79"));
  }

  @Test
  void jsonHasTheDocumentedKeys() throws IOException {
    List<?> all = (List<?>) tree("--json");
    assertEquals(Formats.all().size(), all.size());
    for (Object each : all) {
      assertEquals(KEYS, List.copyOf(((Map<?, ?>) each).keySet()));
    }
    Map<?, ?> cohere =
        (Map<?, ?>)
            all.stream()
                .filter(each -> "cohere_command".equals(((Map<?, ?>) each).get("name")))
                .findFirst()
                .orElseThrow();
    assertEquals(List.of("Command A", "Command A Plus"), cohere.get("models"));
    assertEquals(
        List.of(
            Map.of("open", List.of("<|START_THINKING|>"), "close", List.of("<|END_THINKING|>"))),
        cohere.get("reasoning"));
    assertEquals(List.of("string", "object", "array"), cohere.get("streams"));
    assertEquals(List.of("number"), cohere.get("waits"));
    assertEquals(List.of("A call without <|START_ACTION|> is text."), cohere.get("limits"));
  }

  @Test
  void theHelpNamesEveryKey() {
    List<String> lines = lines("--help");
    List<String> documented = new ArrayList<>();
    for (String line : lines) {
      documented.addAll(List.of(line.strip().split("[ ,]+")));
    }
    assertTrue(documented.containsAll(KEYS), documented.toString());
    assertTrue(
        documented.containsAll(
            List.of(
                "declaration",
                "anchors",
                "example",
                "tools",
                "text",
                "{beginsInReasoning",
                "events}")));
  }

  // ---- one format

  @Test
  void oneFormatIsExplainedByAnyOfItsNames() {
    List<String> lines = lines("kimi");
    assertEquals(
        List.of(
            "format     kimi_k2",
            "aliases    kimi",
            "models     Kimi K2, Kimi K2.5",
            "reasoning  <think> … </think>",
            "streams    strings, objects, arrays",
            "waits      numbers",
            "",
            "A call:",
            "",
            "  <|tool_calls_section_begin|><|tool_call_begin|>functions.NAME:ID"
                + "<|tool_call_argument_begin|>{\"KEY\": \"VALUE\"}<|tool_call_end|>"
                + "<|tool_calls_section_end|>"),
        lines.subList(0, 10));
    assertTrue(lines.contains("    \"name\": \"kimi_k2\","), lines.toString());
    assertEquals(
        List.of(
            "  reasoning \"The weather in Oslo.\"",
            "  content   \"I look it up.\\n\"",
            "  args 0 \"{\\\"city\\\": \\\"Oslo\\\", \\\"days\\\": 3}\"",
            "  call 0 closed complete",
            "  finished TOOL_CALLS"),
        lines.subList(lines.size() - 6, lines.size()).stream()
            .filter(line -> !line.startsWith("  call 0 open get_weather id=call_"))
            .toList());
    assertEquals(lines, lines("kimi_k2"));
  }

  @Test
  void everyFormatsExampleIsReadAsItIsMeant() throws IOException {
    for (WireFormat format : Formats.all()) {
      Map<?, ?> details = (Map<?, ?>) tree("--json", format.name());
      Map<?, ?> example = (Map<?, ?>) details.get("example");
      assertEquals(List.copyOf(KEYS), List.copyOf(details.keySet()).subList(0, KEYS.size()));
      List<?> events = (List<?>) example.get("events");
      boolean calls = !format.syntax().calls().isEmpty();
      boolean reasons = !((List<?>) details.get("reasoning")).isEmpty();
      assertEquals(calls ? "finished TOOL_CALLS" : "finished STOP", events.getLast());
      assertEquals(
          reasons, events.contains("reasoning \"The weather in Oslo.\""), events.toString());
      assertEquals(calls, events.contains("call 0 closed complete"), events.toString());
      assertFalse(events.toString().contains("diagnostic"), events.toString());
    }
  }

  @Test
  void theDeclarationPrintedIsAFileToStartFrom() throws IOException {
    Map<?, ?> details = (Map<?, ?>) tree("--json", "hermes");
    Object declared = Json.read(Formats.byName("hermes").toJson(), Numbers.BY_TEXT);
    assertEquals(declared, details.get("declaration"));
    Path file = folder.resolve("acme.json");
    Files.writeString(file, Formats.byName("glm45").toJson().replace("\"glm45\"", "\"acme\""));
    assertEquals("format     acme", lines(file.toString()).getFirst());
  }

  @Test
  void anUnknownNameIsRefusedWithNearNamesOrTheModelsFormats() {
    assertEquals(
        "deltalex: unknown format 'hermse'; did you mean 'hermes'?\n"
            + "'deltalex formats' lists all formats.",
        refusal("hermse"));
    err.getBuffer().setLength(0);
    assertEquals(
        "deltalex: unknown format 'minimax-m1'; MiniMax M1 writes minimax_m1\n"
            + "'deltalex formats' lists all formats.",
        refusal("minimax-m1"));
    err.getBuffer().setLength(0);
    assertEquals(
        "deltalex: unknown format '~~~~~~~'\n'deltalex formats' lists all formats.",
        refusal("~~~~~~~"));
  }

  // ---- templates

  /** The file of a model with a template of the test kit. */
  private Path model(String directory, String template) throws IOException {
    Path file = folder.resolve(directory).resolve("tokenizer_config.json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, Templates.text(template));
  }

  @Test
  void whatATemplateIsReadAsIsPrinted() throws IOException {
    Path file = model("Acme-2", "json-quoted");
    List<String> lines = lines("--template", file.toString());
    assertEquals(
        List.of(
            "template   $ of " + file,
            "anchor     <|turn>model\\n",
            "anchor     <result|>",
            "format     Acme-2",
            "reasoning  <|room>thought … <room|>",
            "streams    strings, objects, arrays",
            "waits      numbers",
            "limit      A call without <|ask> is text.",
            "",
            "A call:",
            "",
            "  <|ask>call:NAME{KEY:<|'|>VALUE<|'|>}<ask|>"),
        lines.subList(0, 12));
    assertTrue(lines.contains("Declaration, as WireFormat.read takes it:"), lines.toString());
    assertTrue(lines.contains("  reasoning \"The weather in Oslo.\""), lines.toString());
    assertTrue(lines.contains("  call 0 closed complete"), lines.toString());
    assertEquals("  finished TOOL_CALLS", lines.getLast());
  }

  @Test
  void everyTemplatesExampleIsReadAsItIsMeant() throws IOException {
    for (String name : Templates.NAMES) {
      Path file = Files.writeString(folder.resolve(name + ".json"), Templates.text(name));
      Map<?, ?> details = (Map<?, ?>) tree("--json", "--template", file.toString());
      assertEquals(name, details.get("name"));
      assertFalse(((List<?>) details.get("anchors")).isEmpty());
      List<?> events = (List<?>) ((Map<?, ?>) details.get("example")).get("events");
      boolean calls = !((List<?>) details.get("calls")).isEmpty();
      assertEquals(calls ? "finished TOOL_CALLS" : "finished STOP", events.getLast());
      assertEquals(calls, events.contains("call 0 closed complete"), events.toString());
      assertFalse(events.toString().contains("diagnostic"), name + events);
    }
  }

  @Test
  void aTemplateIsReadFromStandardInput() {
    ByteArrayInputStream in =
        new ByteArrayInputStream(Templates.text("bool").getBytes(StandardCharsets.UTF_8));
    int status =
        Main.commandLine(in, new PrintWriter(out), new PrintWriter(err))
            .execute("formats", "--template", "-");
    assertEquals(Main.OK, status, err.toString());
    assertTrue(out.toString().contains("format     response_template\n"), out.toString());
  }

  @Test
  void theTemplateOfAModelIsAFormatLikeOthers() throws IOException {
    Path file = model("acme", "kv-lines");
    assertEquals("format     acme", lines(file.toString()).getFirst());
  }

  @Test
  void aTemplateThatCannotBeReadIsNamedWithItsPath() throws IOException {
    Path file = folder.resolve("tokenizer_config.json");
    Files.writeString(
        file,
        Templates.text("json-object").replace("\"open\": \"<do>\"", "\"open_pattern\": \"<.*>\""));
    assertEquals(
        "deltalex: --template "
            + file
            + ": $.response_template.fields.tool_calls.open_pattern: '.' at char 2 is free text"
            + " outside of a named group; a pattern may have literals, alternations of literals,"
            + " \\s*, and named groups between literals",
        refusal("--template", file.toString()));
    err.getBuffer().setLength(0);
    assertTrue(
        refusal("--template", folder.resolve("none").toString())
            .startsWith("deltalex: --template: no such file: "),
        err.toString());
    err.getBuffer().setLength(0);
    assertEquals(
        "deltalex: --template prints one format: leave NAME and other options out",
        refusal("--template", file.toString(), "hermes"));
  }

  // ---- the format of a model

  @Test
  void theFormatOfAModelIsFoundByNameTemplateAndDirectory() throws IOException {
    assertEquals(
        List.of("qwen3_coder\tthe name begins as Qwen3-Coder"),
        lines("--for", "Qwen/Qwen3-Coder-30B-A3B-Instruct"));
    Path template = folder.resolve("chat_template.jinja");
    Files.writeString(template, "{{ '<longcat_tool_call>' + call }}");
    assertEquals(
        List.of("longcat\tthe template has \"<longcat_tool_call>\""),
        lines("--for", template.toString()));
    assertEquals(
        List.of("longcat\tchat_template.jinja: the template has \"<longcat_tool_call>\""),
        lines("--for", folder.toString()));
  }

  @Test
  void aFormatThatIsNotCertainIsRefused() throws IOException {
    assertEquals(
        "deltalex: --for Llama-3.2-3B-Instruct: the format is not certain: the name begins as"
            + " Llama-3.2, which several formats state; candidates: llama3_json, pythonic",
        refusal("--for", "Llama-3.2-3B-Instruct"));
    err.getBuffer().setLength(0);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": 1}");
    assertEquals(
        "deltalex: --for " + folder + ": config.json: $.model_type: a string is required",
        refusal("--for", folder.toString()));
    err.getBuffer().setLength(0);
    assertEquals(
        "deltalex: --for prints one line: leave NAME and other options out",
        refusal("--for", "x", "--json"));
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertEquals(
        "deltalex: --json cannot be combined with --markdown", refusal("--json", "--markdown"));
    err.getBuffer().setLength(0);
    assertEquals(
        "deltalex: --markdown prints all formats: leave NAME out", refusal("--markdown", "mimo"));
  }
}
