package dev.deltalex.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every scanner answers what the plainest one answers, wherever a run lies in its array. */
class ScannerTest {
  private static final List<CharScanner> SCANNERS =
      List.of(
          ScalarCharScanner.INSTANCE, new VectorCharScanner(false), new VectorCharScanner(true));

  @Test
  void scannersAgreeOnAwkwardTexts() {
    for (CharScanner scanner : SCANNERS) {
      ScannerCheck.all(scanner, 11);
    }
  }

  @Property
  void scannersAgreeOnAnyText(
      @ForAll("texts") String text,
      @ForAll("sets") List<String> literals,
      @ForAll @IntRange(max = 200) int from,
      @ForAll @IntRange(max = 200) int length,
      @ForAll @IntRange(max = 80) int slack) {
    char[] a = text.toCharArray();
    int start = Math.min(from, a.length);
    int end = Math.min(a.length, start + length);
    for (CharScanner scanner : SCANNERS) {
      ScannerCheck.one(scanner, a, start, end, literals, slack);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(ScannerCheck.ALPHABET.toCharArray())
        .withCharRange('a', 'z')
        .ofMaxLength(200);
  }

  @Provide
  Arbitrary<List<String>> sets() {
    return Arbitraries.of(ScannerCheck.LITERALS);
  }

  /** Up to two vectors are checked at once, also at the end of an array; each char counts. */
  @Test
  void oneCharMakesTwoVectorsNotPlain() {
    CharScanner scanner = SCANNERS.get(1);
    StopSet stops = StopSet.of("<tool_call>");
    int lanes = VectorCharScanner.LANES;
    for (int length = 1; length <= 2 * lanes; length++) {
      char[] a = "x".repeat(lanes + length).toCharArray();
      for (int from : new int[] {0, 3, a.length - length}) {
        int to = Math.min(a.length, from + length);
        // With 32 lanes the end of an array is loaded by a mask.
        boolean fits = a.length - from >= lanes || length <= 12 || lanes == 32;
        assertEquals(fits, scanner.isPlain(a, from, to, stops));
        assertEquals(fits, scanner.isPlain(a, from, to, '<'));
        for (int i = 0; i < length && from + i < a.length; i++) {
          for (char c : "\n\"\\<".toCharArray()) {
            a[from + i] = c;
            assertFalse(scanner.isPlain(a, from, to, stops));
            assertFalse(scanner.isPlain(a, from, to, '<'));
          }
          a[from + i] = 'x';
        }
      }
    }
  }

  @Test
  void longRunOfCodeIsEscapedWhole() {
    String line = "  if (a < b && c == \"x\\t\") { return list.get(i); } // \u001b[0m\n";
    char[] a = line.repeat(2_000).toCharArray();
    for (CharScanner scanner : SCANNERS) {
      ScannerCheck.one(scanner, a, 1, a.length, ScannerCheck.LITERALS.get(0), 64);
    }
  }

  @Test
  void escapeRoomIsSixCharsEachAndSomeSlack() {
    assertEquals(6 * 100 + 64, CharScanner.escapeRoom(100));
    assertThrows(ArithmeticException.class, () -> CharScanner.escapeRoom(1 << 30));
  }

  @Test
  void answerHoldsTwoIndices() {
    long answer = CharScanner.answer(Integer.MAX_VALUE, 1_999_999_999);
    assertEquals(Integer.MAX_VALUE, CharScanner.source(answer));
    assertEquals(1_999_999_999, CharScanner.target(answer));
  }
}
