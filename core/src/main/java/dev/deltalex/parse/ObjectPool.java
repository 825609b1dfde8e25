package dev.deltalex.parse;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Objects that a stream has only while it needs them, so that the many that do not need them now do
 * not pay for them. At most {@link StreamPool#KEPT} wait for the next stream that does.
 */
abstract class ObjectPool<T> {
  private static final int FIRST = 8;

  /** As many are made besides the one asked for as {@code CharArrayPool} makes slabs, and why. */
  private static final int HEADROOM_SHIFT = 3;

  private @Nullable Object[] free = new @Nullable Object[FIRST];
  private int count;

  /** Those that exist, here and in use. */
  private int made;

  /** A new one. */
  abstract T make();

  /** One that is the caller's until {@link #release}. */
  final T acquire() {
    if (count == 0) {
      return makeMore();
    }
    @SuppressWarnings("unchecked") // Nothing but T comes in.
    T spare = (T) Objects.requireNonNull(free[--count]);
    free[count] = null;
    return spare;
  }

  private T makeMore() {
    int more = Math.min(made >> HEADROOM_SHIFT, StreamPool.KEPT);
    made += 1 + more;
    if (made > free.length) {
      // Now, so that giving back never allocates.
      free = Arrays.copyOf(free, Math.max(made, 2 * free.length));
    }
    while (count < more) {
      free[count++] = make();
    }
    return make();
  }

  /** Drops those that are kept. */
  final void trim() {
    made -= count;
    count = 0;
    free = new @Nullable Object[Math.max(FIRST, made)];
  }

  /** Takes one back that holds nothing. */
  final void release(T spare) {
    if (count == StreamPool.KEPT) {
      made--;
      return;
    }
    free[count++] = spare;
  }
}
