package dev.deltalex.cli;

import dev.deltalex.batch.BatchChunk;
import dev.deltalex.batch.BatchCounts;
import dev.deltalex.batch.BatchInput;
import dev.deltalex.batch.BatchParser;
import dev.deltalex.batch.BatchReport;
import dev.deltalex.batch.BatchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reads an input on several threads and writes the answers in order. The calling thread fills
 * chunks and writes them; with {@link #CHUNKS_PER_THREAD} chunks in flight for each thread, it
 * waits for the first of them before it reads on.
 */
final class BulkRun {
  /** One is parsed while the next one waits. */
  static final int CHUNKS_PER_THREAD = 2;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int threads;
  private final Consumer<BatchReport> reports;
  private final ThreadLocal<BatchParser> parsers;
  private final AtomicLong cpuNanos = new AtomicLong();
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong chars = new AtomicLong();
  private final BatchCounts counts = new BatchCounts();

  /**
   * Prepares a run.
   *
   * @param reports receives the reports of all chunks, by line, on the calling thread
   */
  BulkRun(BatchSettings settings, int threads, Consumer<BatchReport> reports) {
    this.threads = threads;
    this.reports = reports;
    parsers = ThreadLocal.withInitial(() -> new BatchParser(settings));
  }

  /** The counts of what was written. */
  BatchCounts counts() {
    return counts;
  }

  /** The CPU time of parsing, of all threads. */
  long cpuNanos() {
    return cpuNanos.get();
  }

  /** For progress, of any thread. */
  String progress() {
    return "%,d lines, %,d chars done".formatted(lines.get(), chars.get());
  }

  /**
   * Runs to the end of the input, or to the bad line that ends the run.
   *
   * @return whether the run came to the end of the input
   */
  boolean run(InputStream in, OutputStream out) throws IOException, InterruptedException {
    BatchInput input = new BatchInput(in);
    Deque<Future<BatchChunk>> inFlight = new ArrayDeque<>();
    Deque<BatchChunk> spare = new ArrayDeque<>();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("deltalex-bulk-", 0).factory());
    try {
      boolean more = true;
      while (more || !inFlight.isEmpty()) {
        if (more && inFlight.size() < threads * CHUNKS_PER_THREAD) {
          BatchChunk chunk = spare.isEmpty() ? new BatchChunk() : spare.pop();
          more = input.fill(chunk);
          if (more) {
            inFlight.add(pool.submit(() -> parse(chunk)));
          }
        } else {
          BatchChunk done = done(inFlight.remove());
          write(done, out);
          if (done.isStopped()) {
            return false;
          }
          spare.push(done);
        }
      }
      return true;
    } finally {
      pool.shutdownNow();
    }
  }

  private BatchChunk parse(BatchChunk chunk) {
    long before = THREADS.getCurrentThreadCpuTime();
    parsers.get().read(chunk);
    cpuNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - before);
    return chunk;
  }

  private static BatchChunk done(Future<BatchChunk> chunk) throws InterruptedException {
    try {
      return chunk.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread of --jsonl failed", e.getCause());
    }
  }

  private void write(BatchChunk chunk, OutputStream out) throws IOException {
    out.write(chunk.output(), 0, chunk.outputLength());
    counts.add(chunk.counts());
    lines.set(counts.total().lines() + counts.bad());
    chars.set(counts.chars());
    chunk.reports().forEach(reports);
  }
}
