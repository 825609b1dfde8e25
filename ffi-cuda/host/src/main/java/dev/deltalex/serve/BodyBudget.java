package dev.deltalex.serve;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of all request bodies that are read, parsed, or kept by responses. The limit per
 * body alone would not bound the heap, since it applies to each connection. Thread-safe.
 */
final class BodyBudget {
  private final AtomicLong remaining;

  BodyBudget(long bytes) {
    remaining = new AtomicLong(bytes);
  }

  /** Acquires bytes; returns false if fewer remain. */
  boolean take(int bytes) {
    if (remaining.addAndGet(-bytes) >= 0) {
      return true;
    }
    remaining.addAndGet(bytes);
    return false;
  }

  /** The error for a request that does not fit. */
  static RequestException full() {
    return RequestException.of(429, "Too many requests; try again later.", "too_many_requests");
  }

  /** Releases acquired bytes. */
  void give(int bytes) {
    remaining.addAndGet(bytes);
  }
}
