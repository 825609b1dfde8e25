package dev.deltalex.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of a model by the files of its directory. */
class ModelDirectoriesTest {
  private static final String LONGCAT = "{{ '<longcat_tool_call>' + call | tojson }}";
  private static final String DEEPSEEK = "{{ '<｜DSML｜tool_calls><｜DSML｜invoke name=\\\"' }}";

  /** In MiniMax M2's format, with and without reasoning. */
  private static final String AMBIGUOUS =
      "{{ '<minimax:tool_call><invoke name=' }}{{ '<parameter name=' }}";

  @TempDir Path folder;

  private Path model(String name, String... filesAndTexts) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(name));
    for (int i = 0; i < filesAndTexts.length; i += 2) {
      Files.writeString(directory.resolve(filesAndTexts[i]), filesAndTexts[i + 1]);
    }
    return directory;
  }

  private static String refusal(Path directory) {
    return assertThrows(IllegalArgumentException.class, () -> Formats.forModelDirectory(directory))
        .getMessage();
  }

  @Test
  void aTemplateFileDecides() throws IOException {
    Path directory =
        model(
            "m", "chat_template.jinja", LONGCAT, "tokenizer_config.json", "{\"chat_template\":1}");
    assertEquals(
        "format longcat: chat_template.jinja: the template has \"<longcat_tool_call>\"",
        Formats.forModelDirectory(directory).toString());
  }

  @Test
  void theTemplateOfTheTokenizerDecides() throws IOException {
    String config =
        """
        {"added_tokens_decoder": {"0": {"content": "<s>", "special": true}}, "x": [[1, {"y": 2}]],
         "chat_template": "%s", "model_max_length": 1e30}
        """;
    Path directory = model("m", "tokenizer_config.json", config.formatted(LONGCAT));
    assertEquals("longcat", Formats.forModelDirectory(directory).format().name());
  }

  @Test
  void ofSeveralTemplatesTheOneForToolsCounts() throws IOException {
    String list =
        """
        {"chat_template": [{"name": "default", "template": "%s"},
          {"template": "%s", "name": "tool_use"}, {"name": "rag", "template": "x"}]}
        """;
    Path directory = model("m", "tokenizer_config.json", list.formatted("", LONGCAT));
    assertEquals("longcat", Formats.forModelDirectory(directory).format().name());
    directory =
        model("n", "chat_template.json", list.replace("tool_use", "other").formatted(LONGCAT, ""));
    assertEquals("longcat", Formats.forModelDirectory(directory).format().name());
  }

  @Test
  void namesDecideBetweenTheFormatsThatATemplateLeaves() throws IOException {
    Path directory = model("m", "chat_template.jinja", AMBIGUOUS);
    assertTrue(Formats.forModelDirectory(directory).isAmbiguous());
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"minimax_m2\"}");
    assertEquals("minimax_m2", Formats.forModelDirectory(directory).format().name());
    directory = model("MiniMax-M2", "chat_template.jinja", AMBIGUOUS);
    assertEquals("minimax_m2", Formats.forModelDirectory(directory).format().name());
  }

  @Test
  void aModelMadeFromAnotherIsNotTakenForIt() throws IOException {
    Path directory =
        model(
            "my-model",
            "config.json",
            "{\"_name_or_path\": \"Qwen/Qwen3-8B\", \"model_type\": \"qwen3\"}");
    FormatChoice choice = Formats.forModelDirectory(directory);
    assertEquals(List.of(), choice.candidates());
    assertEquals("hermes", choice.nearest().get(0));
  }

  @Test
  void aTemplateThatContradictsTheNameIsNotCertain() throws IOException {
    FormatChoice choice =
        Formats.forModelDirectory(model("Qwen3-8B", "chat_template.jinja", LONGCAT));
    assertEquals(
        List.of("longcat", "hermes"), choice.candidates().stream().map(WireFormat::name).toList());
  }

  @Test
  void withoutATemplateTheDirectorysNameDecides() throws IOException {
    Path directory = model("gpt-oss-20b", "config.json", "{\"model_type\": null}");
    assertEquals("harmony", Formats.forModelDirectory(directory).format().name());
  }

  @Test
  void aHubsCacheHasTheNameFurtherUp() throws IOException {
    Path directory =
        model("models--Qwen--Qwen3-8B/snapshots/0123abcd", "config.json", "{\"a\": [{}]}");
    assertEquals("hermes", Formats.forModelDirectory(directory).format().name());
  }

  @Test
  void aDirectoryWithoutSuchFilesHasNoAnswer() throws IOException {
    assertEquals(
        "no format found: the directory has no chat_template, tokenizer_config.json or config.json",
        Formats.forModelDirectory(model("Qwen3-8B")).toString());
  }

  @Test
  void aPathThatIsNoDirectoryIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(NotDirectoryException.class, () -> Formats.forModelDirectory(file));
    Path missing = folder.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> Formats.forModelDirectory(missing));
  }

  @Test
  void damagedFilesAreRefusedByFileAndField() throws IOException {
    assertEquals(
        "tokenizer_config.json: $.chat_template: a string or a list of templates is required",
        refusal(model("a", "tokenizer_config.json", "{\"chat_template\": 1}")));
    assertEquals(
        "tokenizer_config.json: $.chat_template[1].template: a string is required",
        refusal(
            model(
                "b",
                "tokenizer_config.json",
                "{\"chat_template\": [{\"name\": \"x\"}, {\"template\": {}}]}")));
    assertEquals("config.json: $: an object is required", refusal(model("c", "config.json", "[]")));
    assertEquals("config.json: $: an object is required", refusal(model("d", "config.json", "")));
    assertEquals(
        "config.json: $.model_type: a string is required",
        refusal(model("e", "config.json", "{\"model_type\": []}")));
    String cut = refusal(model("f", "tokenizer_config.json", "{\"a\": {\"b\": [1, "));
    assertTrue(cut.startsWith("tokenizer_config.json: $.a.b[1]: not valid JSON"), cut);
    String bytes = refusal(invalidUtf8("g", "config.json"));
    assertEquals("config.json: not valid UTF-8", bytes);
    assertEquals(
        "chat_template.jinja: not valid UTF-8", refusal(invalidUtf8("h", "chat_template.jinja")));
  }

  private Path invalidUtf8(String name, String file) throws IOException {
    Path directory = model(name);
    Files.write(directory.resolve(file), new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    return directory;
  }

  @Test
  void whatIsTooLargeOrTooDeepIsRefused() throws IOException {
    Path large = model("a", "config.json", "{}");
    try (RandomAccessFile sparse =
        new RandomAccessFile(large.resolve("config.json").toFile(), "rw")) {
      sparse.setLength((64L << 20) + 1);
    }
    assertEquals(
        "config.json: larger than 67108864 bytes, the limit of such a file", refusal(large));
    String deep = refusal(model("b", "config.json", "{\"a\": " + "[".repeat(100_000)));
    assertTrue(deep.startsWith("config.json: $.a["), deep);
    String text = "x".repeat((1 << 20) + 1);
    String string =
        refusal(model("c", "tokenizer_config.json", "{\"chat_template\": \"" + text + "\"}"));
    assertTrue(string.startsWith("tokenizer_config.json: $.chat_template: "), string);
    assertEquals(
        "chat_template.jinja: larger than 1048576 bytes, the limit of such a file",
        refusal(model("d", "chat_template.jinja", text)));
    String many = "{\"chat_template\": [" + "{},".repeat(64) + "{}]}";
    assertEquals(
        "tokenizer_config.json: $.chat_template[64]: at most 64 objects with name and template are"
            + " allowed",
        refusal(model("e", "tokenizer_config.json", many)));
  }

  @Test
  void theMarkersOfDeepSeekSurviveJson() throws IOException {
    String parameter = "{{ '<｜DSML｜parameter name=' }}";
    Path directory =
        model("m", "chat_template.json", "{\"chat_template\": \"" + DEEPSEEK + parameter + "\"}");
    assertEquals("deepseek_v4", Formats.forModelDirectory(directory).format().name());
  }
}
