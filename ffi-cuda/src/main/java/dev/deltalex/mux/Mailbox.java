package dev.deltalex.mux;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The requests of other threads to a shard: to open or to cancel a stream. Posting is lock-free;
 * the shard takes all requests at once, in order, and allocates nothing.
 */
final class Mailbox {
  /** A request, allocated by the thread that posts it. */
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

  /** The newest mail, linked to the older ones. */
  private final AtomicReference<@Nullable Mail> newest = new AtomicReference<>();

  /** Mail that the shard has taken, oldest first. Accessed by the shard only. */
  private @Nullable Mail taken;

  /** Posts, unless the mailbox is closed. Any thread. */
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

  /** Takes all posted mail, for {@link #next}. The shard's thread only. */
  void take() {
    if (!isEmpty()) {
      takeAll(null);
    }
  }

  /** Takes all posted mail and refuses later posts. The shard's thread only. */
  void close() {
    takeAll(CLOSED);
  }

  /** Removes and returns the oldest mail taken; null if there is none. The shard's thread only. */
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
