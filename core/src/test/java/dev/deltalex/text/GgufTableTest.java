package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GgufTableTest {
  private static String refusal(String[] tokens, int[] types) {
    return assertThrows(VocabularyException.class, () -> Vocabulary.gguf(tokens, types))
        .getMessage();
  }

  @Test
  void controlAndUserDefinedTokensAreControlTokens() {
    String[] tokens = {"ĠÃ¼", "<|im_end|>", "<tool_call>", "<｜tool▁sep｜>", "    ", "[PAD5]", "Ã"};
    Vocabulary words = Vocabulary.gguf(tokens, new int[] {1, 3, 4, 3, 4, 5, 1});
    assertEquals(" ü", words.text(0));
    assertEquals(Set.of("<|im_end|>", "<tool_call>", "<｜tool▁sep｜>"), words.specialTexts());
    assertEquals("    ", words.text(4));
    assertFalse(Vocabulary.isSpecial(words.entry(4)));
    assertEquals("[PAD5]", words.text(5));
    assertTrue(Vocabulary.isPartial(words.entry(6)));
  }

  @Test
  void tableWithBytesIsSpelledAsInSentencePiece() {
    String[] tokens = {"<unk>", "<s>", "<0x0A>", "<0xE4>", "▁Hello", "Ġ", "<0x0B>"};
    Vocabulary words = Vocabulary.gguf(tokens, new int[] {2, 3, 6, 6, 1, 1, 1});
    assertEquals("\n", words.text(2));
    assertEquals("\u00e4", VocabularyFiles.bytes(words, 3));
    assertTrue(Vocabulary.isPartial(words.entry(3)));
    assertEquals(" Hello", words.text(4));
    assertEquals("Ġ", words.text(5));
    assertEquals("\u000b", words.text(6));
    assertEquals(Set.of("<unk>", "<s>"), words.specialTexts());
  }

  @Test
  void tableWithoutTypesHasNoControlTokens() {
    Vocabulary words = Vocabulary.gguf(new String[] {"Ġa", "Ċ"}, null);
    assertEquals(" a", words.text(0));
    assertEquals("\n", words.text(1));
    assertEquals(Set.of(), words.specialTexts());
    assertEquals(" a", Vocabulary.gguf(new String[] {"▁a", "b"}, null).text(0));
    assertEquals(0, Vocabulary.gguf(new String[0], new int[0]).size());
  }

  @Test
  void brokenTableNamesItsElement() {
    assertEquals(
        "types: 2 types for 1 tokens; both have one a token",
        refusal(new String[] {"a"}, new int[] {1, 1}));
    assertEquals(
        "tokens[1]: a token of type 6 is a byte and spelled <0x00> to <0xFF>",
        refusal(new String[] {"a", "<0xG0>"}, new int[] {1, 6}));
    String longest = "a".repeat(Vocabulary.MAX_TOKEN_LENGTH + 1);
    assertEquals(
        "tokens[0]: a token of 1048576 chars; the maximum is 1048575",
        refusal(new String[] {longest}, new int[] {4}));
  }
}
