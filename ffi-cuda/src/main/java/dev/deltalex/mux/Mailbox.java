package dev.deltalex.mux;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want of a shard: streams to open, streams to cancel. Posting never waits; the
 * shard takes all at once, in order, and allocates nothing.
 */
final class Mailbox {
  /** A wish; the poster's allocation. */
  static final class Mail {
    final @Nullable StreamHandle stream;
    final boolean cancels;
    private @Nullable Mail next;

    Mail(@Nullable StreamHandle stream, boolean cancels) {
      this.stream = stream;
      this.cancels = cancels;
    }

    @Nullable Mail next() {
      return next;
    }
  }

  private static final Mail CLOSED = new Mail(null, false);

  /** The newest; each leads to the one before. */
  private final AtomicReference<@Nullable Mail> newest = new AtomicReference<>();

  /** Any thread: posts, unless the box is closed. */
  boolean post(Mail mail) {
    while (true) {
      Mail before = newest.get();
      if (before == CLOSED) {
        return false;
      }
      mail.next = before;
      if (newest.compareAndSet(before, mail)) {
        return true;
      }
    }
  }

  boolean isEmpty() {
    Mail mail = newest.get();
    return mail == null || mail == CLOSED;
  }

  boolean isClosed() {
    return newest.get() == CLOSED;
  }

  /** The shard: takes everything, oldest first. */
  @Nullable Mail takeAll() {
    return isEmpty() ? null : reversed(newest.getAndSet(null));
  }

  /** The shard: takes everything, and nothing can be posted any more. */
  @Nullable Mail close() {
    return reversed(newest.getAndSet(CLOSED));
  }

  private static @Nullable Mail reversed(@Nullable Mail from) {
    Mail oldest = null;
    Mail at = from == CLOSED ? null : from;
    while (at != null) {
      Mail before = at.next;
      at.next = oldest;
      oldest = at;
      at = before;
    }
    return oldest;
  }
}
