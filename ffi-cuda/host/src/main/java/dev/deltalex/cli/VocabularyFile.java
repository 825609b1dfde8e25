package dev.deltalex.cli;

import dev.deltalex.text.Vocabulary;
import dev.deltalex.text.VocabularyException;
import dev.deltalex.text.VocabularyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the vocabulary that {@code --vocabulary} names; the name says which kind of file it is. */
final class VocabularyFile {
  private VocabularyFile() {}

  /** Reads a tekken.json, another JSON file as a tokenizer.json, or a file of tiktoken. */
  static Vocabulary read(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    try {
      if (name.contains("tekken")) {
        return VocabularyReader.tekken(file);
      }
      return name.endsWith(".json")
          ? VocabularyReader.huggingFace(file)
          : VocabularyReader.tiktoken(file, addedTokens(file));
    } catch (VocabularyException e) {
      throw new CliException("--vocabulary " + file + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new CliException("--vocabulary: no such file: " + e.getMessage());
    } catch (IOException e) {
      throw new CliException("--vocabulary: " + file + " could not be read: " + e);
    }
  }

  /** Those of the tokenizer_config.json beside the file, if there is one. */
  private static Map<Integer, String> addedTokens(Path file) throws IOException {
    Path config = file.resolveSibling("tokenizer_config.json");
    Map<Integer, String> added = new HashMap<>();
    if (Files.exists(config)
        && Json.read(Files.readString(config, StandardCharsets.UTF_8), Json.Numbers.BY_TEXT)
            instanceof Map<?, ?> members
        && members.get("added_tokens_decoder") instanceof Map<?, ?> tokens) {
      tokens.forEach((id, token) -> {
        if (token instanceof Map<?, ?> described
            && described.get("content") instanceof String text) {
          added.put(Integer.parseInt(id.toString()), text);
        }
      });
    }
    return added;
  }
}
