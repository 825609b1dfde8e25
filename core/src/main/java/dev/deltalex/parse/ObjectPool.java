package dev.deltalex.parse;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pool of objects that a stream has only while it needs them, so that other streams use no memory
 * for them. At most {@link StreamPool#KEPT} are kept for reuse.
 */
abstract class ObjectPool<T> {
  private static final int FIRST = 8;

  /**
   * When none is left, the pool makes several at once, as {@code CharArrayPool} does, for the same
   * reason.
   */
  private static final int HEADROOM_SHIFT = 3;

  private @Nullable Object[] free = new @Nullable Object[FIRST];
  private int count;

  /** Number of objects, kept and in use. */
  private int made;

  /** Makes a new object. */
  abstract T make();

  /** Returns an object that the caller owns until {@link #release}. */
  final T acquire() {
    if (count == 0) {
      return makeMore();
    }
    @SuppressWarnings("unchecked") // Only objects of type T are stored.
    T spare = (T) Objects.requireNonNull(free[--count]);
    free[count] = null;
    return spare;
  }

  private T makeMore() {
    int more = Math.min(made >> HEADROOM_SHIFT, StreamPool.KEPT);
    made += 1 + more;
    if (made > free.length) {
      // Allocated now, so that a release never allocates.
      free = Arrays.copyOf(free, Math.max(made, 2 * free.length));
    }
    while (count < more) {
      free[count++] = make();
    }
    return make();
  }

  /** Drops the kept objects. */
  final void trim() {
    made -= count;
    count = 0;
    free = new @Nullable Object[Math.max(FIRST, made)];
  }

  /** Takes back an object, whose state the caller has cleared. */
  final void release(T spare) {
    if (count == StreamPool.KEPT) {
      made--;
      return;
    }
    free[count++] = spare;
  }
}
