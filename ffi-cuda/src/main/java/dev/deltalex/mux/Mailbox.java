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
  }

  private static final Mail CLOSED = new Mail(null, false);

  /** The newest; each leads to the one before. */
  private final AtomicReference<@Nullable Mail> newest = new AtomicReference<>();

  /** The shard's own: mail that was taken; each leads to the one behind. */
  private @Nullable Mail taken;

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

  /** The shard: takes what is there, for {@link #next}. */
  void take() {
    if (!isEmpty()) {
      takeAll(null);
    }
  }

  /** The shard: takes what is there, and nothing can be posted any more. */
  void close() {
    takeAll(CLOSED);
  }

  /** The shard: the oldest mail of those taken, once; null if there is none. */
  @Nullable Mail next() {
    Mail mail = taken;
    if (mail != null) {
      taken = mail.next;
      mail.next = null;
    }
    return mail;
  }

  private void takeAll(@Nullable Mail instead) {
    Mail at = newest.getAndSet(instead);
    Mail oldest = null;
    while (at != null && at != CLOSED) {
      Mail before = at.next;
      at.next = oldest;
      oldest = at;
      at = before;
    }
    if (taken == null) {
      taken = oldest;
    } else {
      Mail last = taken;
      while (last.next != null) {
        last = last.next;
      }
      last.next = oldest;
    }
  }
}
