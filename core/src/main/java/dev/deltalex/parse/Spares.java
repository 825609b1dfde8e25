package dev.deltalex.parse;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Objects that a stream has only while it needs them, so that the many that do not need them now do
 * not pay for them. At most {@link StreamPool#KEPT} wait for the next stream that does.
 */
final class Spares<T> {
  private static final int FIRST = 8;

  private @Nullable Object[] free = new @Nullable Object[FIRST];
  private int count;

  /** One that is the caller's until {@link #give}, or null if there is none. */
  @SuppressWarnings("unchecked") // Only give() fills the array, and it takes nothing but T.
  @Nullable T take() {
    if (count == 0) {
      return null;
    }
    T spare = (T) free[--count];
    free[count] = null;
    return spare;
  }

  /** Takes one back that holds nothing. */
  void give(T spare) {
    if (count == StreamPool.KEPT) {
      return;
    }
    if (count == free.length) {
      free = Arrays.copyOf(free, 2 * count);
    }
    free[count++] = spare;
  }
}
