package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.testkit.JsonEscaper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void textLiesWhereTheEntrySays() {
    Vocabulary vocabulary =
        Vocabulary.builder().add(2, "world").add(0, "hello ").addSpecial(5, "<|end|>").build();
    assertEquals(6, vocabulary.size());
    long hello = vocabulary.entry(0);
    assertEquals(
        "hello ",
        new String(vocabulary.chars(), Vocabulary.offset(hello), Vocabulary.length(hello)));
    assertEquals("world", vocabulary.text(2));
    assertTrue(Vocabulary.isPlain(hello));
    assertFalse(Vocabulary.isSpecial(hello));
    long end = vocabulary.entry(5);
    assertTrue(Vocabulary.isSpecial(end));
    assertFalse(Vocabulary.isPlain(end));
    assertEquals("<|end|>", vocabulary.text(5));
  }

  @Test
  void idsWithoutTokenAreUnknown() {
    Vocabulary vocabulary = Vocabulary.builder().add(3, "x").add(1, "").build();
    for (int id : new int[] {-1, Integer.MIN_VALUE, 0, 2, 4, Integer.MAX_VALUE}) {
      assertEquals(Vocabulary.UNKNOWN, vocabulary.entry(id));
      assertEquals(0, Vocabulary.length(vocabulary.entry(id)));
      assertFalse(Vocabulary.isKnown(vocabulary.entry(id)));
      assertEquals("", vocabulary.text(id));
    }
    assertTrue(Vocabulary.isKnown(vocabulary.entry(1)));
    assertFalse(Vocabulary.isPlain(vocabulary.entry(1)));
  }

  @Test
  void bytesThatAreWholeCodePointsBecomeChars() {
    byte[] utf8 = "\u00e9\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    Vocabulary vocabulary = Vocabulary.builder().add(0, utf8).build();
    assertFalse(Vocabulary.isPartial(vocabulary.entry(0)));
    assertTrue(Vocabulary.isPlain(vocabulary.entry(0)));
    assertEquals(3, Vocabulary.length(vocabulary.entry(0)));
    assertEquals("\u00e9\ud83d\ude00", vocabulary.text(0));
  }

  @Test
  void bytesThatAreNotStayBytes() {
    byte[][] parts = {
      bytes(0xE4, 0xB8), bytes(' ', 0xE4), bytes(0xAD), bytes(0xFF), bytes(0xED, 0xA0, 0x80)
    };
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int id = 0; id < parts.length; id++) {
      builder.add(id, parts[id]);
    }
    Vocabulary vocabulary = builder.build();
    for (int id = 0; id < parts.length; id++) {
      long entry = vocabulary.entry(id);
      assertTrue(Vocabulary.isPartial(entry));
      assertFalse(Vocabulary.isPlain(entry));
      int offset = Vocabulary.offset(entry);
      assertArrayEquals(
          parts[id],
          Arrays.copyOfRange(vocabulary.bytes(), offset, offset + Vocabulary.length(entry)));
    }
    assertEquals(" \ufffd", vocabulary.text(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<", "a<", "x]", "{", "}", "[", ">", "`", "\"", "\\", "\n", "\u0000", "\ud83d", "\ude00x"
      })
  void tokenWithStopOrEscapeOrHalfCodePointIsNotPlain(String text) {
    Vocabulary vocabulary = Vocabulary.builder().add(0, text).build();
    assertFalse(Vocabulary.isPlain(vocabulary.entry(0)));
    assertEquals(text, vocabulary.text(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" the", "don't", "x = f(a, b);", "\u4e2d\u6587", "\ud83d\ude00", "\u2028"})
  void ordinaryTokenIsPlain(String text) {
    Vocabulary vocabulary = Vocabulary.builder().add(0, text).build();
    assertTrue(Vocabulary.isPlain(vocabulary.entry(0)));
  }

  private static String json(Vocabulary vocabulary, int id) {
    long span = vocabulary.jsonSpans()[id];
    return new String(vocabulary.chars(), Vocabulary.offset(span), Vocabulary.length(span));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "the", "a<b", "\"x\"", ";\n", "\\d\t", "\u0001\u007f\u2028", "\ud83d\ude00"})
  void tokenIsKnownAsJsonToo(String text) {
    Vocabulary vocabulary =
        Vocabulary.builder().add(1, "before\n").add(2, text).add(3, "\"after").build();
    assertEquals(JsonEscaper.escape(text), json(vocabulary, 2));
    assertEquals("before\\n", json(vocabulary, 1));
    assertEquals("\\\"after", json(vocabulary, 3));
    assertEquals(text, vocabulary.text(2));
  }

  @Test
  void tokensPassUnseenUnlessTheyHoldWhatIsLookedFor() {
    Vocabulary vocabulary =
        Vocabulary.builder()
            .add(0, "x > y]")
            .add(1, "if (a < b)")
            .add(2, "[")
            .add(3, "f {")
            .add(4, "`c`")
            .add(5, "\ud83d")
            .add(6, "\ude00")
            .addSpecial(7, "y")
            .add(8, bytes(0xE4))
            .build();
    char[] stops = {'<', '[', '{', '`'};
    for (char stop : stops) {
      long flag = Vocabulary.flagOf(stop);
      for (int id = 0; id < 5; id++) {
        boolean holds = vocabulary.text(id).indexOf(stop) >= 0;
        assertEquals(!holds, Vocabulary.passes(vocabulary.entry(id), flag), stop + " " + id);
      }
      assertTrue(Vocabulary.passes(Vocabulary.UNKNOWN, flag));
      for (int id = 5; id < 9; id++) {
        assertFalse(Vocabulary.passes(vocabulary.entry(id), flag), "" + id);
        assertFalse(Vocabulary.passes(vocabulary.entry(id) | vocabulary.entry(0), flag), "" + id);
      }
    }
    // No token is known to be without a letter.
    assertFalse(Vocabulary.passes(vocabulary.entry(0), Vocabulary.flagOf('f')));
    assertTrue(Vocabulary.passes(vocabulary.entry(1), 0));
  }

  @Test
  void newlineAtTheEndIsKnown() {
    Vocabulary vocabulary =
        Vocabulary.builder().add(0, "a\n").add(1, "\r").add(2, "\na").add(3, "").build();
    assertTrue(Vocabulary.endsWithNewline(vocabulary.entry(0)));
    assertTrue(Vocabulary.endsWithNewline(vocabulary.entry(1)));
    assertFalse(Vocabulary.endsWithNewline(vocabulary.entry(2)));
    assertFalse(Vocabulary.endsWithNewline(vocabulary.entry(3)));
  }

  @Test
  void textOfMoreCharsThanASpanHoldsIsNotJoined() {
    String text = "\u0001".repeat(Vocabulary.MAX_TOKEN_LENGTH);
    Vocabulary vocabulary = Vocabulary.builder().add(0, text).build();
    assertEquals(text, vocabulary.text(0));
    assertFalse(Vocabulary.passes(vocabulary.entry(0), 0));
    Vocabulary.Builder builder = Vocabulary.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.add(0, text + "x"));
  }

  @Test
  void laterTextReplacesEarlier() {
    Vocabulary vocabulary = Vocabulary.builder().add(7, "a").addSpecial(7, "<b>").build();
    assertEquals("<b>", vocabulary.text(7));
    assertTrue(Vocabulary.isSpecial(vocabulary.entry(7)));

    Vocabulary again = Vocabulary.builder().add(7, "\n").add(7, "b").add(8, "x").build();
    assertEquals("b", json(again, 7));
  }

  @Test
  void poolEndsWithRoomForWholeVectors() {
    Vocabulary vocabulary = Vocabulary.builder().add(0, "abc").build();
    assertTrue(vocabulary.chars().length >= 3 + 64);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Vocabulary.MAX_TOKENS, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void idOutOfRangeIsRefused(int id) {
    Vocabulary.Builder builder = Vocabulary.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.add(id, "x"));
    assertThrows(IllegalArgumentException.class, () -> builder.add(id, bytes(0xFF)));
    assertThrows(IllegalArgumentException.class, () -> builder.addSpecial(id, "x"));
  }

  @Test
  void highIdsNeedNoLowOnes() {
    int last = Vocabulary.MAX_TOKENS - 1;
    Vocabulary vocabulary = Vocabulary.builder().add(last, "x").build();
    assertEquals("x", vocabulary.text(last));
    assertEquals(Vocabulary.MAX_TOKENS, vocabulary.size());
  }
}
