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

  /** Those that exist, here and in use. */
  private int made;

  /** One that is the caller's until {@link #give}, or null if there is none: then it makes one. */
  @SuppressWarnings("unchecked") // Only give() fills the array, and it takes nothing but T.
  @Nullable T take() {
    if (count == 0) {
      made++;
      if (made > free.length) {
        // Now, so that giving back never allocates.
        free = Arrays.copyOf(free, 2 * free.length);
      }
      return null;
    }
    T spare = (T) free[--count];
    free[count] = null;
    return spare;
  }

  /** Takes one back that holds nothing. */
  void give(T spare) {
    if (count == StreamPool.KEPT) {
      made--;
      return;
    }
    free[count++] = spare;
  }
}
