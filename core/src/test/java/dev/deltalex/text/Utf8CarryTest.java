package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decodes as the JDK's replacing decoder does, however the bytes are cut. */
class Utf8CarryTest {
  private static String jdk(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError(e);
    }
  }

  /** Decodes in pieces of up to {@code longest} bytes, each by a decoder restored from an int. */
  private static String inPieces(byte[] bytes, Random random, int longest) {
    char[] out = new char[3 + bytes.length + 1];
    int end = 3;
    int state = 0;
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + random.nextInt(longest + 1));
      Utf8Carry carry = new Utf8Carry();
      carry.restore(state);
      int next = carry.decode(bytes, from, to, out, end);
      assertTrue(next - end <= to - from + 1, "more chars than bytes and one");
      end = next;
      state = carry.state();
      assertEquals(carry.isPending(), state != 0);
      from = to;
    }
    Utf8Carry carry = new Utf8Carry();
    carry.restore(state);
    end = carry.flush(out, end);
    assertFalse(carry.isPending());
    return new String(out, 3, end - 3);
  }

  @Provide
  Arbitrary<byte[]> awkward() {
    // Every lead and continuation byte at an edge of its range.
    byte[] edges =
        HexFormat.of().parseHex("417f80818f909fa0bfc0c1c2dfe0e1ecedeeeff0f1f3f4f5f7f8feffe4b8ad");
    return Arbitraries.of(boxed(edges)).array(byte[].class).ofMaxSize(24);
  }

  private static Byte[] boxed(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      boxed[i] = bytes[i];
    }
    return boxed;
  }

  @Property
  void malformedBytesAreReplacedAsTheJdkDoes(@ForAll("awkward") byte[] bytes, @ForAll long seed) {
    assertEquals(jdk(bytes), inPieces(bytes, new Random(seed), 3));
    assertEquals(jdk(bytes), inPieces(bytes, new Random(seed), bytes.length));
  }

  @Property
  void anyBytesAreDecodedAsTheJdkDoes(@ForAll byte[] bytes, @ForAll long seed) {
    assertEquals(jdk(bytes), inPieces(bytes, new Random(seed), 5));
  }

  @Property
  void textComesBack(@ForAll String text, @ForAll long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(jdk(bytes), inPieces(bytes, new Random(seed), 4));
  }

  @Test
  void longAsciiRunsAreDecodedWhole() {
    String text = "int main() { return 0; }\n".repeat(50) + "\u00e9\u4e2d\ud83d\ude00 end";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(text, inPieces(bytes, new Random(1), bytes.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eda080",
        "eda0",
        "eda041",
        "c0af",
        "e08080",
        "f08fbfbf",
        "f4908080",
        "f5",
        "e4b8"
      })
  void hardCases(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(jdk(bytes), inPieces(bytes, new Random(2), 1));
    assertEquals(jdk(bytes), inPieces(bytes, new Random(3), bytes.length));
  }

  @Test
  void resetForgetsWhatIsPending() {
    Utf8Carry carry = new Utf8Carry();
    char[] out = new char[4];
    assertEquals(0, carry.decode(new byte[] {(byte) 0xE4}, 0, 1, out, 0));
    assertTrue(carry.isPending());
    carry.reset();
    assertFalse(carry.isPending());
    assertEquals(1, carry.decode(new byte[] {'a'}, 0, 1, out, 0));
    assertEquals('a', out[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0x01000001, 0x01004400, 0x02000110, 0x03000005, 0x04000000, -1})
  void stateThatCannotBeIsRefused(int state) {
    Utf8Carry carry = new Utf8Carry();
    assertThrows(IllegalArgumentException.class, () -> carry.restore(state));
    assertFalse(carry.isPending());
  }
}
