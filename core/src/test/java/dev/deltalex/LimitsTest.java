package dev.deltalex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LimitsTest {
  /** A position in a hold is a char: none may be longer. */
  @Test
  void mostHeldCharsFitInAChar() {
    int most = Character.MAX_VALUE;
    assertEquals(most, Limits.builder().maxHeldChars(most).build().maxHeldChars());
    assertThrows(
        IllegalArgumentException.class, () -> Limits.builder().maxHeldChars(most + 1).build());
  }

  @Test
  void greatestBufferIsTwoToThe28() {
    int most = 1 << 28;
    assertEquals(most, Limits.builder().maxBufferedChars(most).build().maxBufferedChars());
    assertThrows(
        IllegalArgumentException.class, () -> Limits.builder().maxBufferedChars(most + 1).build());
  }
}
