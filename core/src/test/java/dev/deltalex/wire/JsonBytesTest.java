package dev.deltalex.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.Scanners;
import dev.deltalex.value.JsonBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is written is what a third party reads. */
class JsonBytesTest {
  private static String written(String text) {
    char[] chars = text.toCharArray();
    byte[] out = new byte[JsonBytes.room(chars.length)];
    int end = JsonBytes.escape(Scanners.current(), chars, 0, chars.length, out, 0);
    return new String(out, 0, end, StandardCharsets.UTF_8);
  }

  private static String read(String inside) throws IOException {
    try (JsonParser in = new JsonFactory().createParser('"' + inside + '"')) {
      in.nextToken();
      return in.getText();
    }
  }

  @Test
  void everyCharIsReadAsItWas() throws IOException {
    for (int c = 0; c <= 0xFFFF; c++) {
      for (String text : new String[] {"" + (char) c, "abc" + (char) c + "defg"}) {
        assertEquals(MeantMessage.encodable(text), read(written(text)));
      }
    }
  }

  @Test
  void asciiIsEscapedAsTheScannerDoes() {
    for (char c = 0; c < 128; c++) {
      char[] expected = new char[6];
      int length = ScalarCharScanner.escapeChar(c, expected, 0);
      assertEquals(new String(expected, 0, length), written("" + c));
    }
    assertEquals("\\u2028\\u2029", written("\u2028\u2029"));
  }

  /** Every pair of chars that differ in length or belong together. */
  @Test
  void bytesOfJsonAreCounted() {
    String chars = "a\u00e9\u20ac\u2028\ud83d\ude00";
    for (char a : chars.toCharArray()) {
      for (char b : chars.toCharArray()) {
        for (char c : chars.toCharArray()) {
          String text = "" + a + b + c;
          String read = new String(JsonBytes.utf8(text), StandardCharsets.UTF_8);
          assertEquals(MeantMessage.encodable(text).replace("\u2028", "\\u2028"), read);
        }
      }
    }
  }

  @Property
  void textOfAnyLengthIsReadAsItWas(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(80);
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(24);
      char c =
          kind == 0
              ? (char) random.nextInt(0x10000)
              : kind == 1
                  ? (char) (0xD800 + random.nextInt(0x800))
                  : kind == 2
                      ? "\"\\\n\u001f".charAt(random.nextInt(4))
                      : (char) random.nextInt(32, 127);
      text.append(c);
    }
    assertEquals(MeantMessage.encodable(text.toString()), read(written(text.toString())));
    char[] chars = text.toString().toCharArray();
    byte[] out = new byte[JsonBytes.room(chars.length)];
    int end = JsonBytes.utf8(chars, 0, chars.length, out, 0);
    String expected =
        MeantMessage.encodable(text.toString())
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029");
    assertEquals(expected, new String(out, 0, end, StandardCharsets.UTF_8));
    byte[] exact = JsonBytes.utf8(text.toString());
    assertArrayEquals(Arrays.copyOf(out, end), exact);
  }

  @Test
  void numbers() {
    byte[] out = new byte[JsonBytes.LONGEST_NUMBER];
    for (long number : new long[] {0, 7, 10, 99, 100, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      int end = JsonBytes.number(number, out, 0);
      assertEquals(Long.toString(number), new String(out, 0, end, StandardCharsets.US_ASCII));
    }
  }
}
