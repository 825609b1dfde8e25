package dev.deltalex.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharSlabsTest {
  private final CharSlabs slabs = new CharSlabs();

  @ParameterizedTest
  @CsvSource({
    "0, 64",
    "1, 64",
    "64, 64",
    "65, 128",
    "128, 128",
    "129, 256",
    "65536, 65536",
    "65537, 131072"
  })
  void lengthIsTheNextPowerOfTwo(int wanted, int length) {
    char[] slab = slabs.take(wanted);
    assertEquals(length, slab.length);
    slabs.give(slab);
    assertSame(slab, slabs.take(wanted));
  }

  /** No such slab is made here: it takes half a gigabyte. */
  @ParameterizedTest
  @ValueSource(ints = {268_435_457, 268_501_055, 268_566_528})
  void behindTheLastPowerOfTwoIsOneLength(int wanted) {
    assertEquals(CharSlabs.MAX_LENGTH, CharSlabs.longest(wanted));
    CharSlabs.checkLongest(CharSlabs.MAX_LENGTH);
    assertThrows(IllegalArgumentException.class, () -> CharSlabs.checkLongest(wanted - 1));
    assertThrows(IllegalArgumentException.class, () -> CharSlabs.checkLongest(1 << 29));
  }

  /** A hold may have the greatest buffer, what is held besides, and the head of a delta. */
  @Test
  void longestSlabHasRoomForTheGreatestHold() {
    assertTrue(CharSlabs.MAX_LENGTH >= (1 << 28) + 65_535 + 64);
  }

  @Test
  void whatIsTakenIsNotHandedOutTwice() {
    char[] first = slabs.take(100);
    char[] second = slabs.take(100);
    assertNotSame(first, second);
    slabs.give(first);
    slabs.give(second);
    assertSame(second, slabs.take(100));
    assertSame(first, slabs.take(100));
    assertNotSame(first, slabs.take(100));
  }

  @Test
  void growingKeepsTheTextAndGivesTheOldSlabBack() {
    char[] slab = slabs.take(64);
    slab[0] = 'a';
    slab[63] = 'z';
    char[] longer = slabs.grow(slab, 64, 65);
    assertEquals(128, longer.length);
    assertEquals('a', longer[0]);
    assertEquals('z', longer[63]);
    assertSame(slab, slabs.take(1));
  }

  @ParameterizedTest
  @CsvSource({"64, 65536", "65536, 64", "131072, 32", "4194304, 2", "8388608, 0"})
  void whatIsKeptIsBounded(int length, int bound) {
    char[] slab = new char[length];
    for (int i = 0; i < 2 * bound + 3; i++) {
      slabs.give(slab);
    }
    assertEquals((long) bound * length, slabs.keptChars());
    slabs.trim();
    assertEquals(0, slabs.keptChars());
    assertNotSame(slab, slabs.take(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 63, 65, 100, 1_000_000})
  void arrayOfAnotherLengthIsRefused(int length) {
    char[] array = new char[length];
    assertThrows(IllegalArgumentException.class, () -> slabs.give(array));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, CharSlabs.MAX_LENGTH + 1, Integer.MAX_VALUE})
  void lengthOutOfRangeIsRefused(int length) {
    assertThrows(IllegalArgumentException.class, () -> slabs.take(length));
  }

  @Test
  void manyThatRunOutAreFollowedByAnEighthMore() {
    for (int i = 0; i < 80; i++) {
      slabs.take(64);
    }
    while (slabs.keptChars() > 0) {
      slabs.take(64);
    }
    slabs.take(64);
    long ahead = slabs.keptChars() / 64;
    assertTrue(ahead >= 10 && ahead <= 12, ahead + " made ahead of some 90");
  }

  @Test
  void fewThatRunOutAreMadeOneByOne() {
    for (int i = 0; i < 8; i++) {
      slabs.take(1 << 20);
      assertEquals(0, slabs.keptChars());
    }
  }

  @Test
  void whatIsReservedIsThereOnce() {
    slabs.reserve(1_000, 4_096);
    long chars = slabs.keptChars();
    // 1,000 of 64, 250 of 128, 62 of 256, 15 of 512, and 8 each of 1,024, 2,048 and 4,096.
    assertEquals(1_000 * 64 + 250 * 128 + 62 * 256 + 15 * 512 + 8 * 7_168, chars);
    char[] lent = slabs.take(64);
    slabs.reserve(1_000, 4_096);
    assertEquals(chars - 64, slabs.keptChars(), "a slab that is lent exists");
    slabs.give(lent);
    slabs.reserve(0, 0);
    assertEquals(chars, slabs.keptChars());
  }

  @Test
  void whatIsReservedIsBoundedLikeWhatIsKept() {
    slabs.reserve(Integer.MAX_VALUE, 0);
    assertEquals(1 << 22, slabs.keptChars());
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "0, 268435457"})
  void impossibleReserveIsRefused(int streams, int longest) {
    assertThrows(IllegalArgumentException.class, () -> slabs.reserve(streams, longest));
  }
}
