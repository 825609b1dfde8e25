package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TekkenFileTest {
  private static final int CONTROL_TOKENS = 16;
  private static final String CONFIG =
      "{'config':{'default_vocab_size':24,'default_num_special_tokens':22}";

  private static Vocabulary read(String json) throws IOException {
    return VocabularyReader.tekken(VocabularyFiles.file(json.replace('\'', '"')));
  }

  @Test
  void idsOfOrdinaryTokensFollowThoseOfControlTokens() throws IOException {
    try (InputStream in = VocabularyFiles.open("tekken.json")) {
      Vocabulary words = VocabularyReader.tekken(in);
      for (int value = 0; value < 256; value++) {
        assertEquals(
            String.valueOf((char) value), VocabularyFiles.bytes(words, CONTROL_TOKENS + value));
      }
      assertEquals(" the", words.text(CONTROL_TOKENS + 256));
      assertEquals("[TOOL_CALLS]", words.text(5));
      assertEquals("<SPECIAL_15>", words.text(15));
      for (int id = 0; id < CONTROL_TOKENS; id++) {
        assertTrue(Vocabulary.isSpecial(words.entry(id)));
      }
      assertFalse(Vocabulary.isSpecial(words.entry(CONTROL_TOKENS)));
    }
  }

  @Test
  void tokensThatTheModelDoesNotHaveAreLeftOut() throws IOException {
    String json = VocabularyFiles.text("tekken.json");
    assertTrue(json.contains("\"rank\": 276"), "277 ranks");
    Vocabulary words = VocabularyReader.tekken(VocabularyFiles.file(json));
    assertEquals(277 - 3 + CONTROL_TOKENS, words.size());
  }

  @Test
  void oldFileHasTheFirstControlTokens(@TempDir Path directory) throws IOException {
    String vocab = "'vocab':[{'rank':0,'token_bytes':'YQ=='},{'token_bytes':'Yg==','rank':1}]}";
    Vocabulary words = read(CONFIG + ",'special_tokens':null," + vocab);
    assertEquals("[TOOL_CALLS]", words.text(9));
    assertEquals("[TOOL_CONTENT]", words.text(19));
    assertEquals("<SPECIAL_20>", words.text(20));
    assertEquals("a", words.text(22));
    assertEquals("b", words.text(23));
    String json = (CONFIG + "," + vocab).replace('\'', '"');
    Path path = Files.writeString(directory.resolve("tekken.json"), json);
    assertEquals(words.specialTexts(), VocabularyReader.tekken(path).specialTexts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | $.config: default_vocab_size and default_num_special_tokens are required",
        "{'config':{'default_vocab_size':-1}} | $.config.default_vocab_size: -1 is not in"
            + " 0..4194304",
        "{'config':{'default_vocab_size':1,'default_num_special_tokens':2}} |"
            + " $.config.default_num_special_tokens: 2 is more than default_vocab_size, which is 1",
        "{'vocab':[{'rank':0,'token_bytes':'Y!'}]} | $.vocab[0].token_bytes: the token is not"
            + " base64",
        "{'vocab':[{'rank':0}]} | $.vocab[0]: a token requires rank and token_bytes",
        "{'vocab':[{'rank':0,'token_bytes':''},{'rank':0}]} | $.vocab[1].rank: id 0 is already the"
            + " id of another token",
        "{'special_tokens':[{'rank':0,'token_bytes':''}]} | $.special_tokens[0]: a token requires"
            + " rank and token_str",
        "{'special_tokens':{}} | $.special_tokens: expected an array, found an object",
        "{'special_tokens':[{'rank':9,'token_str':'<a>'}],'config':{'default_vocab_size':9,"
            + "'default_num_special_tokens':9}} | $.special_tokens: rank 9 is not less than"
            + " config.default_num_special_tokens, which is 9"
      })
  void brokenFileNamesItsJsonPath(String json, String message) {
    VocabularyException refused = assertThrows(VocabularyException.class, () -> read(json));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void placeholdersWithoutEndAreRefused() {
    String json = "{'config':{'default_vocab_size':4194304,'default_num_special_tokens':4194304}}";
    String message = assertThrows(VocabularyException.class, () -> read(json)).getMessage();
    assertTrue(message.endsWith("more than 67108864 chars in all tokens"), message);
  }
}
