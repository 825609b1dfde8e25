package dev.deltalex.serve;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of all bodies that are being read or parsed, and of what responses keep of them: each is
 * bounded, but as many as there are connections would fill any heap. Any thread.
 */
final class BodyBudget {
  private final AtomicLong left;

  BodyBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** Takes room for so many bytes; false if there is none. */
  boolean take(int bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** What a client hears where there is no room. */
  static RequestException full() {
    return RequestException.of(
        429, "There are too many requests; try again later.", "too_many_requests");
  }

  /** Gives back what was taken. */
  void give(int bytes) {
    left.addAndGet(bytes);
  }
}
