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

class CharArrayPoolTest {
  private final CharArrayPool arrays = new CharArrayPool();

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
    char[] slab = arrays.acquire(wanted);
    assertEquals(length, slab.length);
    arrays.release(slab);
    assertSame(slab, arrays.acquire(wanted));
  }

  /** No such slab is made here: it takes half a gigabyte. */
  @ParameterizedTest
  @ValueSource(ints = {268_435_457, 268_501_055, 268_566_528})
  void behindTheLastPowerOfTwoIsOneLength(int wanted) {
    assertEquals(CharArrayPool.MAX_LENGTH, CharArrayPool.longest(wanted));
    CharArrayPool.checkLongest(CharArrayPool.MAX_LENGTH);
    assertThrows(IllegalArgumentException.class, () -> CharArrayPool.checkLongest(wanted - 1));
    assertThrows(IllegalArgumentException.class, () -> CharArrayPool.checkLongest(1 << 29));
  }

  /** A hold may have the greatest buffer, what is held besides, and the head of a delta. */
  @Test
  void longestSlabHasRoomForTheGreatestHold() {
    assertTrue(CharArrayPool.MAX_LENGTH >= (1 << 28) + 65_535 + 64);
  }

  @Test
  void whatIsTakenIsNotHandedOutTwice() {
    char[] first = arrays.acquire(100);
    char[] second = arrays.acquire(100);
    assertNotSame(first, second);
    arrays.release(first);
    arrays.release(second);
    assertSame(second, arrays.acquire(100));
    assertSame(first, arrays.acquire(100));
    assertNotSame(first, arrays.acquire(100));
  }

  @Test
  void growingKeepsTheTextAndGivesTheOldSlabBack() {
    char[] slab = arrays.acquire(64);
    slab[0] = 'a';
    slab[63] = 'z';
    char[] longer = arrays.grow(slab, 64, 65);
    assertEquals(128, longer.length);
    assertEquals('a', longer[0]);
    assertEquals('z', longer[63]);
    assertSame(slab, arrays.acquire(1));
  }

  @ParameterizedTest
  @CsvSource({"64, 65536", "65536, 64", "131072, 32", "4194304, 2", "8388608, 0"})
  void whatIsKeptIsBounded(int length, int bound) {
    char[] slab = new char[length];
    for (int i = 0; i < 2 * bound + 3; i++) {
      arrays.release(slab);
    }
    assertEquals((long) bound * length, arrays.keptChars());
    arrays.trim();
    assertEquals(0, arrays.keptChars());
    assertNotSame(slab, arrays.acquire(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 63, 65, 100, 1_000_000})
  void arrayOfAnotherLengthIsRefused(int length) {
    char[] array = new char[length];
    assertThrows(IllegalArgumentException.class, () -> arrays.release(array));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, CharArrayPool.MAX_LENGTH + 1, Integer.MAX_VALUE})
  void lengthOutOfRangeIsRefused(int length) {
    assertThrows(IllegalArgumentException.class, () -> arrays.acquire(length));
  }

  @Test
  void manyThatRunOutAreFollowedByAnEighthMore() {
    for (int i = 0; i < 80; i++) {
      arrays.acquire(64);
    }
    while (arrays.keptChars() > 0) {
      arrays.acquire(64);
    }
    arrays.acquire(64);
    long ahead = arrays.keptChars() / 64;
    assertTrue(ahead >= 10 && ahead <= 12, ahead + " made ahead of some 90");
  }

  @Test
  void fewThatRunOutAreMadeOneByOne() {
    for (int i = 0; i < 8; i++) {
      arrays.acquire(1 << 20);
      assertEquals(0, arrays.keptChars());
    }
  }

  @Test
  void whatIsReservedIsThereOnce() {
    arrays.reserve(1_000, 4_096);
    long chars = arrays.keptChars();
    // 1,000 of 64, 250 of 128, 62 of 256, 15 of 512, and 8 each of 1,024, 2,048 and 4,096.
    assertEquals(1_000 * 64 + 250 * 128 + 62 * 256 + 15 * 512 + 8 * 7_168, chars);
    char[] lent = arrays.acquire(64);
    arrays.reserve(1_000, 4_096);
    assertEquals(chars - 64, arrays.keptChars(), "a slab that is lent exists");
    arrays.release(lent);
    arrays.reserve(0, 0);
    assertEquals(chars, arrays.keptChars());
  }

  @Test
  void whatIsReservedIsBoundedLikeWhatIsKept() {
    arrays.reserve(Integer.MAX_VALUE, 0);
    assertEquals(1 << 22, arrays.keptChars());
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "0, 268435457"})
  void impossibleReserveIsRefused(int streams, int longest) {
    assertThrows(IllegalArgumentException.class, () -> arrays.reserve(streams, longest));
  }
}
