package dev.deltalex.text;

import static dev.deltalex.testkit.EventLog.Strength.WITHOUT_IDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.deltalex.testkit.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Published files against the decoder that they are made for, over every id. They are not part of
 * the project: the npm client fetches them, and where it cannot the test is skipped.
 */
class PublishedVocabulariesTest {
  private static final int FIRST_LETTER = 'a';
  private static final int BYTES_PER_ID = 16;

  @BeforeAll
  static void nativeLibraryIsKeptInTarget() throws IOException {
    System.setProperty("DJL_CACHE_DIR", PublishedFile.target().resolve("djl").toString());
    System.setProperty("ai.djl.offline", "true");
  }

  private static Path fetch(String model) {
    try {
      return PublishedFile.fetch(model);
    } catch (IOException unreachable) {
      System.out.println("skipped: the vocabulary of " + model + ", " + unreachable.getMessage());
      return Assumptions.abort("the package of " + model + " cannot be fetched");
    }
  }

  /** The other decoder, without what it adds to or drops from the start of a text. */
  private static HuggingFaceTokenizer other(Path file) throws IOException {
    return HuggingFaceTokenizer.newInstance(file, Map.of("addSpecialTokens", "false"));
  }

  /** Some token that is the letter a. */
  private static int letter(Vocabulary words) {
    int id = 0;
    while (!words.text(id).equals(String.valueOf((char) FIRST_LETTER))) {
      id++;
    }
    return id;
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3, ByteLevel",
    "gptoss, ByteLevel",
    "deepseek_v3, ByteLevel",
    "llama3, ByteLevel",
    "gemma3, 'Replace, ByteFallback, Fuse'",
    "llama2, 'Replace, ByteFallback, Fuse, Strip'"
  })
  void everyTokenIsWhatTheOtherDecoderSays(String model, String decoder) throws IOException {
    Path file = fetch(model);
    long start = System.nanoTime();
    Vocabulary words = VocabularyReader.huggingFace(file);
    long millis = (System.nanoTime() - start) / 1_000_000;
    int letter = letter(words);
    int known = 0;
    int differences = 0;
    String first = "";
    try (HuggingFaceTokenizer other = other(file)) {
      for (int id = 0; id < words.size(); id++) {
        if (!Vocabulary.isKnown(words.entry(id))) {
          continue;
        }
        known++;
        // Strip concerns the start of the text, where the letter is.
        String text = other.decode(new long[] {letter, id}, false).substring(1);
        if (!text.equals(words.text(id))) {
          differences++;
          first = first.isEmpty() ? id + ": " + text + " and " + words.text(id) : first;
        }
      }
    }
    long bytes =
        2L * words.chars().length + words.bytes().length + (long) BYTES_PER_ID * words.size();
    System.out.printf(
        Locale.ROOT,
        "%s | %s | %d ids | %d differences | read in %d ms | %.1f MB%n",
        model,
        decoder,
        known,
        differences,
        millis,
        bytes / 1e6);
    assertEquals(0, differences, first);
    assertTrue(known >= 32_000, "read " + known);
  }

  @ParameterizedTest
  @CsvSource({"qwen3", "deepseek_v3", "gemma3", "llama2"})
  void realIdsInAnyBurstsSayWhatTheTextSays(String model) throws IOException {
    Path file = fetch(model);
    Vocabulary words = VocabularyReader.huggingFace(file);
    long[] ids;
    try (HuggingFaceTokenizer other = other(file)) {
      ids = other.encode(TokensOfFilesTest.TEXT, false, false).getIds();
    }
    int[] tokens = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    StringBuilder text = new StringBuilder();
    Utf8Carry carry = new Utf8Carry();
    char[] chars = new char[64];
    for (int id : tokens) {
      byte[] bytes = VocabularyFiles.bytes(words, id).getBytes(StandardCharsets.ISO_8859_1);
      text.append(chars, 0, carry.decode(bytes, 0, bytes.length, chars, 0));
    }
    // The encoder of a vocabulary with Strip adds the space that Strip drops.
    assertEquals(TokensOfFilesTest.TEXT, text.substring(words.startSpaces()));
    EventLog expected = TokensOfFilesTest.ofChars(words, TokensOfFilesTest.TEXT);
    for (int seed = 0; seed < 300; seed++) {
      EventLog log = TokensOfFilesTest.ofTokens(words, tokens, seed);
      assertTrue(expected.agrees(log, WITHOUT_IDS), () -> expected.print() + log.print());
    }
  }
}
