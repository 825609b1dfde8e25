package dev.deltalex.architecture;

import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.Message;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code compiles, and does and prints what the README says. */
class ReadmeTest {
  private static final int COLUMNS = 100;
  private static final int EXAMPLE_LINES = 20;
  private static final int EMBEDDING_LINES = 22;
  private static final int HANDLER_LINES = 28;

  /** The blocks of the section "In an engine", in order, as the program around them names them. */
  private static final List<String> ENGINE_BLOCKS =
      List.of("embedding", "cancelling", "arguments", "budget", "handler");

  private static final String TEST_SOURCES = "core/src/test/java/dev/deltalex/";
  private static final String EMBEDDING_TEST = TEST_SOURCES + "parse/EmbeddingTest.java";
  private static final String PROGRAM = "core/src/test/resources/readme/InAnEngine.java";

  private static final String HANDLER_PART = "# handler\n";

  /** What the program prints in front of {@link #HANDLER_PART}. */
  private static final String EXPECTED =
      """
      # embedding
      reasoning Hm.
      content I look.
      weather {"city": "Zürich"} true
      weather {"days": 3} true
      diagnostics []
      finished TOOL_CALLS
      reasoning Hm.
      content Sunny.
      diagnostics []
      finished STOP
      # cancelling
      I look.
      1 call, stopped early: true
      arguments {city=Zürich}
      # budget
      injected 4
      reasoning Hm, hm, hm.
      content Sunny.
      diagnostics []
      finished STOP
      within a burst of the budget: true
      not reached: 700 chars of content
      """;

  @TempDir Path directory;

  /** Up from core/target/classes. */
  private static String read(String path) throws IOException {
    Path root = MainClasses.directory().getParent().getParent().getParent();
    return Files.readString(root.resolve(path));
  }

  private static String readme() throws IOException {
    return read("README.md");
  }

  /** The blocks fenced as {@code language}, in order. */
  private static List<String> blocks(String markdown, String language) {
    String fence = "\n```" + language + "\n";
    List<String> blocks = new ArrayList<>();
    for (int at = markdown.indexOf(fence); at >= 0; at = markdown.indexOf(fence, at)) {
      at += fence.length();
      blocks.add(markdown.substring(at, markdown.indexOf("\n```", at - 1) + 1));
    }
    return blocks;
  }

  /** The text between a heading and the next one. */
  private static String section(String markdown, String heading) {
    int start = markdown.indexOf("\n## " + heading + "\n");
    assertTrue(start >= 0, "no section " + heading);
    return markdown.substring(start, markdown.indexOf("\n## ", start + 1) + 1);
  }

  private static String example() throws IOException {
    return blocks(readme(), "java").getFirst();
  }

  private static List<String> engineBlocks() throws IOException {
    List<String> blocks = blocks(section(readme(), "In an engine"), "java");
    assertEquals(ENGINE_BLOCKS.size(), blocks.size());
    return blocks;
  }

  private static String engineBlock(String name) throws IOException {
    return engineBlocks().get(ENGINE_BLOCKS.indexOf(name));
  }

  /** Runs a source file by the README's command. The JDK compiles the file in memory. */
  private String run(Path file) throws Exception {
    String command =
        readme()
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("java -p "))
            .findFirst()
            .orElseThrow();
    String[] arguments =
        Arrays.stream(command.substring("java ".length()).split(" "))
            .map(word -> word.equals("$L:$J") ? JdkTool.LIBRARY : word)
            .map(word -> word.equals("Example.java") ? file.toString() : word)
            .toArray(String[]::new);
    assertTrue(List.of(arguments).containsAll(List.of(JdkTool.LIBRARY, file.toString())), command);
    return JdkTool.run(directory, "java", arguments).replace(System.lineSeparator(), "\n");
  }

  // ---- the example

  @Test
  void exampleRunsAndPrintsWhatIsPromised() throws Exception {
    String promised = blocks(section(readme(), "Embedding it"), "text").getFirst();
    assertEquals(promised, run(Files.writeString(directory.resolve("Example.java"), example())));
  }

  @Test
  void commandNamesTheJacksonInUse() throws IOException {
    String jar = MainClasses.placeOf(JsonFactory.class).getFileName().toString();
    assertTrue(readme().contains("/" + jar + "\n"), jar);
  }

  @Test
  void codeIsShort() throws IOException {
    assertLines(EXAMPLE_LINES, example());
    assertLines(EMBEDDING_LINES, engineBlock("embedding"));
    assertLines(HANDLER_LINES, engineBlock("handler"));
    for (String block : blocks(readme(), "java")) {
      block.lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
    }
  }

  private static void assertLines(int most, String block) {
    long lines = block.lines().count();
    assertTrue(lines <= most, "lines: " + lines + " of " + most + "\n" + block);
  }

  // ---- the section "In an engine"

  /** Without comments and whitespace: the formatter breaks lines elsewhere than the README. */
  private static String compact(String java) {
    return java.lines()
        .map(line -> line.replaceFirst(" // .*", ""))
        .collect(Collectors.joining())
        .replaceAll("\\s", "");
  }

  @Test
  void embeddingIsTheOneThatIsTested() throws IOException {
    String test = compact(read(EMBEDDING_TEST));
    String block = compact(engineBlock("embedding"));
    assertTrue(test.contains("SmallEngineengine){" + block + "}"), block);
  }

  @Test
  void blocksForAnEngineDoWhatIsPromised() throws Exception {
    Path file = Files.writeString(directory.resolve("InAnEngine.java"), program());
    String said = run(file);
    int handler = said.indexOf(HANDLER_PART);
    assertTrue(handler >= 0, said);
    assertEquals(EXPECTED, said.substring(0, handler));
    assertHandler(said.substring(handler + HANDLER_PART.length()).lines().toList());
  }

  /** The program with the blocks in it, and their imports in front. */
  private static String program() throws IOException {
    String program = read(PROGRAM);
    StringBuilder imports = new StringBuilder();
    for (String name : ENGINE_BLOCKS) {
      StringBuilder code = new StringBuilder();
      for (String line : engineBlock(name).lines().toList()) {
        (line.startsWith("import ") ? imports : code).append(line).append('\n');
      }
      String place = "// README " + name + "\n";
      assertTrue(program.contains(place), place);
      program = program.replace(place, code);
    }
    return imports + program;
  }

  private static void assertHandler(List<String> said) throws IOException {
    List<String> expected =
        List.of(
            "request {\"stream\":true}",
            "status 200",
            "type text/event-stream",
            "first event before the second burst: true",
            "request {\"stream\":true}",
            "engine stopped when the client left: true");
    assertEquals(expected, said.stream().filter(line -> !line.startsWith("| ")).toList());

    List<String> lines =
        said.stream().filter(line -> line.startsWith("| ")).map(line -> line.substring(2)).toList();
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      assertTrue(lines.get(i).startsWith("data: "), lines.get(i));
      assertEquals("", lines.get(i + 1), "line behind an event");
      chunks.add(lines.get(i).substring("data: ".length()));
    }
    assertEquals("[DONE]", chunks.removeLast());
    assertTrue(chunks.size() > ENGINE_BLOCKS.size(), chunks.toString());
    for (String chunk : chunks) {
      assertEquals("chat.completion.chunk", values(chunk, "object"), chunk);
      assertTrue(values(chunk, "id").startsWith("chatcmpl-7"), chunk); // calls have ids, too
    }
    String all = String.join("\n", chunks);
    assertEquals("Hm.", values(all, "reasoning_content").strip());
    assertEquals("I look.", values(all, "content").strip());
    assertEquals("weatherweather", values(all, "name"));
    assertEquals("{\"city\": \"Zürich\"}{\"days\": 3}", values(all, "arguments"));
    assertEquals("tool_calls", values(all, "finish_reason"));
    assertEquals("tool_calls", values(chunks.getLast(), "finish_reason"));
  }

  /** The strings that members of this name have, joined, in a sequence of JSON texts. */
  private static String values(String json, String name) throws IOException {
    StringBuilder values = new StringBuilder();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        if (token == JsonToken.VALUE_STRING && name.equals(parser.currentName())) {
          values.append(parser.getText());
        }
      }
    }
    return values.toString();
  }

  @Test
  void theDeclarationInJsonIsRead() throws IOException {
    String json = blocks(section(readme(), "Adding a format"), "json").getFirst();
    WireFormat acme =
        WireFormat.format("acme", "acme-2")
            .reasoning(tag("<reason>"), tag("</reason>"))
            .calls(
                call()
                    .in(token("<|call|>"), token("<|end|>"))
                    .header(name(), token("|"))
                    .arguments());
    WireFormat read = WireFormat.read(json);
    assertEquals(acme.name(), read.name());
    assertEquals(acme.aliases(), read.aliases());
    assertEquals(acme.syntax(), read.syntax());
    Message message =
        StreamSpec.of(read)
            .tools(ToolSet.ANY)
            .build()
            .read("<reason>hm</reason>Hi <|call|>f|{\"a\":1}<|end|>");
    assertEquals("hm", message.reasoning());
    assertEquals("Hi ", message.content());
    assertEquals("{\"a\":1}", message.calls().getFirst().arguments());
  }

  @Test
  void everyFormatIsNamedAndItsPageIsThere() throws IOException {
    String formats = section(readme(), "Formats");
    List<String> missing =
        Formats.all().stream()
            .map(WireFormat::name)
            .filter(name -> !formats.contains("`" + name + "`"))
            .toList();
    assertEquals(List.of(), missing);
    assertTrue(formats.contains("(core/FORMATS.md)"), formats);
    String page = read("core/FORMATS.md");
    for (String name : Formats.names()) {
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }
}
