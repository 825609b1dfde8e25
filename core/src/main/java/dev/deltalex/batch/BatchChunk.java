package dev.deltalex.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Some lines of the input, and what was made of them. Reused: a chunk is filled by {@link
 * BatchInput}, read by a {@link BatchParser}, consumed, and filled again. One thread at a time.
 */
public final class BatchChunk {
  /** Chunks report no more than this of each kind; counts and output have every line. */
  public static final int MAX_REPORTS = 100;

  /** Bytes of input that a chunk aims at. */
  static final int TARGET = 1 << 18;

  /** Longer arrays are not kept for the next lines. */
  private static final int KEPT = 1 << 20;

  // Set by BatchInput.

  byte[] input = new byte[TARGET];

  /** The lines are {@code input[0, end)}. */
  int end;

  /** Number of the first line. */
  long firstLine;

  /** Whether the chunk stands for one line that was skipped because of its length. */
  boolean isTooLong;

  // Set by BatchParser.

  final LineOutput output = new LineOutput();
  final BatchCounts counts = new BatchCounts();
  private final List<BatchReport> reports = new ArrayList<>();
  private boolean stopped;

  /** Makes an empty chunk, about half a MiB when it is in use. */
  public BatchChunk() {}

  /** The array that begins with {@link #outputLength} bytes: the output's lines, UTF-8. */
  public byte[] output() {
    return output.array();
  }

  /** Number of bytes of the output. */
  public int outputLength() {
    return output.length();
  }

  /** The counts of this chunk. */
  public BatchCounts counts() {
    return counts;
  }

  /** The first {@link #MAX_REPORTS} reports of each kind, by line. */
  public List<BatchReport> reports() {
    return Collections.unmodifiableList(reports);
  }

  /** Whether a bad line ended the run: the last report is about it, the output ends before it. */
  public boolean isStopped() {
    return stopped;
  }

  void clearInput(long line) {
    end = 0;
    firstLine = line;
    isTooLong = false;
    if (input.length > KEPT) {
      input = new byte[TARGET];
    }
  }

  void clearOutput() {
    output.clear(4 * KEPT);
    counts.clear();
    reports.clear();
    stopped = false;
  }

  void report(BatchReport report) {
    if (counts.report(report.kind()) <= MAX_REPORTS) {
      reports.add(report);
    }
  }

  /** As {@link #report}, for the report that ends the run. */
  void stop(BatchReport report) {
    counts.report(report.kind());
    reports.add(report);
    stopped = true;
  }
}
