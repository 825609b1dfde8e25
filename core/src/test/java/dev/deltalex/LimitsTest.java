package dev.deltalex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LimitsTest {
  /** A position in a hold is a char: none may be longer. */
  @Test
  void mostHeldCharsFitInAChar() {
    int most = Character.MAX_VALUE;
    assertEquals(most, Limits.DEFAULT.withHeldChars(most).heldChars());
    assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withHeldChars(most + 1));
  }

  @Test
  void greatestBufferIsTwoToThe28() {
    int most = 1 << 28;
    assertEquals(most, Limits.DEFAULT.withBuffered(most).buffered());
    assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withBuffered(most + 1));
  }
}
