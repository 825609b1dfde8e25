package dev.deltalex.soak;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.AtomicHistogram;

/** The counts of all clients. Thread-safe. */
final class Totals {
  /** Maximum number of distinct failure messages; further ones are only counted. */
  private static final int MOST_FAILURES = 32;

  /** Longer latencies are recorded as this one: a minute, in nanoseconds. */
  private static final long LONGEST = 60_000_000_000L;

  private static final long SHORTEST = 1_000;
  private static final int DIGITS = 3;

  final AtomicLong begun = new AtomicLong();
  final AtomicLong whole = new AtomicLong();
  final AtomicLong abandoned = new AtomicLong();
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

  /** Time from the request to the first text, minus the pause that the script makes before it. */
  final AtomicHistogram first = new AtomicHistogram(SHORTEST, LONGEST, DIGITS);

  /** Time between two texts, minus the pause that the script makes between them. */
  final AtomicHistogram late = new AtomicHistogram(SHORTEST, LONGEST, DIGITS);

  private final ConcurrentMap<String, AtomicLong> failures = new ConcurrentHashMap<>();

  /** Adds the word counts of a stream. */
  void add(WordCheck check, boolean isWhole) {
    words.addAndGet(check.came());
    lost.addAndGet(check.lost(isWhole));
    duplicated.addAndGet(check.duplicated());
    reordered.addAndGet(check.reordered());
    damaged.addAndGet(check.damaged());
  }

  /** Counts a failed stream. */
  void fail(String reason) {
    failed.incrementAndGet();
    if (failures.containsKey(reason) || failures.size() < MOST_FAILURES) {
      failures.computeIfAbsent(reason, key -> new AtomicLong()).incrementAndGet();
    }
  }

  /** Failure messages with their number. */
  ConcurrentMap<String, AtomicLong> failures() {
    return failures;
  }

  static void record(AtomicHistogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  /** Whether no stream failed, and all words arrived once and in order. */
  boolean isRight() {
    return failed.get() == 0
        && lost.get() == 0
        && duplicated.get() == 0
        && reordered.get() == 0
        && damaged.get() == 0;
  }
}
