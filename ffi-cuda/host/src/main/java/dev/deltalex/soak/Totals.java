package dev.deltalex.soak;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.AtomicHistogram;

/** What all clients counted together. */
final class Totals {
  /** Kinds of failures that are told apart; further ones are only counted. */
  private static final int MOST_FAILURES = 32;

  /** A minute, in nanoseconds: the longest latency that is told from longer ones. */
  private static final long LONGEST = 60_000_000_000L;

  private static final long SHORTEST = 1_000;
  private static final int DIGITS = 3;

  final AtomicLong begun = new AtomicLong();
  final AtomicLong whole = new AtomicLong();
  final AtomicLong left = new AtomicLong();
  final AtomicLong stalledAndDropped = new AtomicLong();
  final AtomicLong slow = new AtomicLong();
  final AtomicLong reused = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong events = new AtomicLong();
  final AtomicLong words = new AtomicLong();
  final AtomicLong lost = new AtomicLong();
  final AtomicLong duplicated = new AtomicLong();
  final AtomicLong reordered = new AtomicLong();
  final AtomicLong damaged = new AtomicLong();

  /** From the request to the first text, less the pause that precedes it. */
  final AtomicHistogram first = new AtomicHistogram(SHORTEST, LONGEST, DIGITS);

  /** How much later than its pace the next text came. */
  final AtomicHistogram late = new AtomicHistogram(SHORTEST, LONGEST, DIGITS);

  private final ConcurrentMap<String, AtomicLong> failures = new ConcurrentHashMap<>();

  /** Adds what a stream's words were. */
  void add(WordCheck check, boolean isWhole) {
    words.addAndGet(check.came());
    lost.addAndGet(check.lost(isWhole));
    duplicated.addAndGet(check.duplicated());
    reordered.addAndGet(check.reordered());
    damaged.addAndGet(check.damaged());
  }

  /** A stream that did not end as it should. */
  void fail(String reason) {
    failed.incrementAndGet();
    if (failures.containsKey(reason) || failures.size() < MOST_FAILURES) {
      failures.computeIfAbsent(reason, key -> new AtomicLong()).incrementAndGet();
    }
  }

  /** Reasons of failures, with how often there was each. */
  ConcurrentMap<String, AtomicLong> failures() {
    return failures;
  }

  static void record(AtomicHistogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  /** Whether every stream came as it was written, and ended. */
  boolean isRight() {
    return failed.get() == 0
        && lost.get() == 0
        && duplicated.get() == 0
        && reordered.get() == 0
        && damaged.get() == 0;
  }
}
