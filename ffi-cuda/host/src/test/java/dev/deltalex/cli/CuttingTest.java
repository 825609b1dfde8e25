package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CuttingTest {
  @ParameterizedTest
  @ValueSource(strings = {"whole", "own", "1", "64", "random:0", "random:-7"})
  void whatIsPrintedCanBeTyped(String text) {
    assertEquals(text, Cutting.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "half", "random", "random:", "random:x", "99999999999"})
  void everythingElseIsRefusedWithTheLegalForms(String text) {
    CliException refusal = assertThrows(CliException.class, () -> Cutting.parse(text));
    assertEquals(
        "--cut: '" + text + "' is not whole, own, a number of chars from 1, or random:SEED",
        refusal.getMessage());
  }

  @Test
  void wholeIsOnePieceEvenOfNothing() {
    assertArrayEquals(new int[] {5}, new Cutting.Whole().ends(5, null));
    assertArrayEquals(new int[] {0}, new Cutting.Whole().ends(0, null));
  }

  @Test
  void ownTakesThePiecesAndIsWholeWithoutAny() {
    assertArrayEquals(new int[] {2, 2, 5}, new Cutting.Own().ends(5, List.of("ab", "", "cde")));
    assertArrayEquals(new int[] {5}, new Cutting.Own().ends(5, null));
  }

  @Test
  void everyLeavesTheRestToTheLastPiece() {
    assertArrayEquals(new int[] {2, 4, 5}, new Cutting.Every(2).ends(5, null));
    assertArrayEquals(new int[] {2, 4}, new Cutting.Every(2).ends(4, null));
    assertArrayEquals(new int[] {3}, new Cutting.Every(Integer.MAX_VALUE).ends(3, null));
    assertArrayEquals(new int[0], new Cutting.Every(1).ends(0, null));
  }

  @Test
  void randomCoversTheTextInPiecesOfAtMost64Chars() {
    for (long seed = 0; seed < 50; seed++) {
      int[] ends = new Cutting.Random(seed).ends(1_000, null);
      assertEquals(1_000, ends[ends.length - 1]);
      int from = 0;
      for (int end : ends) {
        assertTrue(end >= from && end - from <= 64, "seed " + seed + ": " + from + " to " + end);
        from = end;
      }
    }
  }

  @Test
  void randomMakesEmptySingleAndLongPieces() {
    int[] ends = new Cutting.Random(1).ends(10_000, null);
    int[] lengths =
        IntStream.range(0, ends.length).map(i -> ends[i] - (i == 0 ? 0 : ends[i - 1])).toArray();
    assertTrue(Arrays.stream(lengths).anyMatch(length -> length == 0));
    assertTrue(Arrays.stream(lengths).anyMatch(length -> length == 1));
    assertTrue(Arrays.stream(lengths).anyMatch(length -> length > 40));
  }

  @Test
  void aSeedFixesTheCutting() {
    int[] first = new Cutting.Random(3).ends(500, null);
    assertArrayEquals(first, new Cutting.Random(3).ends(500, null));
    assertFalse(Arrays.equals(first, new Cutting.Random(4).ends(500, null)));
  }
}
