package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiktokenFileTest {
  private static final Map<Integer, String> ADDED =
      Map.of(300, "<tool_call>", 301, "</tool_call>", 302, "\n\n\n");

  private static Vocabulary read(String ranks) throws IOException {
    return VocabularyReader.tiktoken(VocabularyFiles.file(ranks), Map.of());
  }

  @Test
  void lineHasTheBytesOfATokenAndItsRank() throws IOException {
    try (InputStream in = VocabularyFiles.open("ranks.tiktoken")) {
      Vocabulary words = VocabularyReader.tiktoken(in, ADDED);
      for (int id = 0; id < 256; id++) {
        assertEquals(String.valueOf((char) id), VocabularyFiles.bytes(words, id));
      }
      assertEquals(" the", words.text(256));
      assertEquals("öß", words.text(258));
      assertTrue(Vocabulary.isPartial(words.entry(264)));
      assertEquals(Set.of("<tool_call>", "</tool_call>"), words.specialTexts());
      assertEquals("<tool_call>", words.text(300));
      assertEquals("\n\n\n", words.text(302));
    }
  }

  @Test
  void endOfTheLastLineAndBlankLinesMayBeLeftOut(@TempDir Path directory) throws IOException {
    assertEquals("b", read("YQ== 0\r\n\nYg== 7").text(7));
    Path path = Files.writeString(directory.resolve("ranks"), "YQ== 0\n");
    assertEquals("a", VocabularyReader.tiktoken(path, Map.of()).text(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line 1: no token in the file",
        "'YQ==' | line 1: expected a token in base64, a space and its rank",
        "'YQ== 0;YR== x' | line 2: the rank is not an integer",
        "'YQ== 0;;Y! 1' | line 3: the token is not base64",
        "'YQ== 0;Yg== 0' | line 2: id 0 is already the id of another token",
        "'YQ== -1' | line 1: id -1 is not in 0..4194303",
        "'YQ== 4194304' | line 1: id 4194304 is not in 0..4194303",
        "'YQ== 1 2' | line 1: the rank is not an integer",
        "'{\"model\": 1}' | line 1: the rank is not an integer"
      })
  void brokenFileNamesItsLine(String lines, String message) {
    VocabularyException refused =
        assertThrows(VocabularyException.class, () -> read(lines.replace(';', '\n')));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void lineThatIsTooLongIsNotStored() {
    String line = "A".repeat(3 * Vocabulary.MAX_TOKEN_LENGTH);
    VocabularyException refused = assertThrows(VocabularyException.class, () -> read(line));
    assertEquals("line 1: a line of more than 2097150 chars", refused.getMessage());
  }

  @Test
  void addedTokenOutOfRangeIsRefused() {
    VocabularyException refused =
        assertThrows(
            VocabularyException.class,
            () -> VocabularyReader.tiktoken(VocabularyFiles.file("YQ== 0"), Map.of(-1, "<x>")));
    assertEquals("addedTokens: id -1 is not in 0..4194303", refused.getMessage());
  }
}
