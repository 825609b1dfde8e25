package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file is read or refused with its place; nothing else is thrown. */
class DamagedFilesTest {
  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = VocabularyFiles.open(name)) {
      return in.readAllBytes();
    }
  }

  private static Vocabulary read(String name, byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    return switch (name) {
      case "tekken.json" -> VocabularyReader.tekken(in);
      case "ranks.tiktoken" -> VocabularyReader.tiktoken(in, Map.of());
      default -> VocabularyReader.huggingFace(in);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte_level.json", "sequence.json", "metaspace.json", "tekken.json"})
  void fileThatWasCutIsRefused(String name) throws IOException {
    byte[] bytes = bytes(name);
    int end = bytes.length - "}\n".length();
    for (int cut = 0; cut <= end; cut += 7) {
      byte[] start = Arrays.copyOf(bytes, cut);
      VocabularyException refused =
          assertThrows(VocabularyException.class, () -> read(name, start));
      assertTrue(refused.place().startsWith("$"), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "byte_level.json",
        "sequence.json",
        "metaspace.json",
        "tekken.json",
        "ranks.tiktoken"
      })
  void fileWithOtherBytesIsReadOrRefused(String name) throws IOException {
    byte[] bytes = bytes(name);
    SplittableRandom random = new SplittableRandom(14);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = bytes.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        int from = random.nextInt(bytes.length);
        boolean copied = random.nextBoolean();
        damaged[random.nextInt(bytes.length)] = copied ? bytes[from] : (byte) random.nextInt(256);
      }
      try {
        read(name, damaged);
      } catch (VocabularyException refused) {
        assertTrue(refused.getMessage().startsWith(refused.place()), refused.getMessage());
      }
    }
  }
}
