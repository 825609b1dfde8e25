package dev.deltalex.cli;

import dev.deltalex.batch.BatchChunk;
import dev.deltalex.batch.BatchCounts;
import dev.deltalex.batch.BatchReport;
import dev.deltalex.batch.BatchSettings;
import dev.deltalex.format.WireFormat;
import dev.deltalex.host.HumanNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of {@code deltalex replay} that reads a file of recorded responses: {@code --jsonl}. */
final class BulkReplay {
  private static final int MAX_THREADS = 1024;

  @Option(names = "--jsonl", paramLabel = "IN")
  private @Nullable Path in;

  @Option(names = "--out", paramLabel = "OUT")
  private @Nullable Path out;

  @Option(names = "--threads", paramLabel = "N")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--vocabulary", paramLabel = "FILE")
  private @Nullable Path vocabulary;

  @Option(names = "--compare", paramLabel = "FORMAT2")
  private @Nullable String compared;

  @Option(names = "--strict")
  private boolean strict;

  private long bad;
  private long differing;

  /** Whether the command line asks for this. */
  boolean isAsked() {
    return in != null;
  }

  /** Refuses options that only {@code --jsonl} has. */
  void checkAbsent() {
    refuse("--out", out != null);
    refuse("--vocabulary", vocabulary != null);
    refuse("--compare", compared != null);
    refuse("--strict", strict);
  }

  private static void refuse(String option, boolean given) {
    if (given) {
      throw new CliException(option + " requires --jsonl IN");
    }
  }

  /**
   * Runs.
   *
   * @param settings what holds for lines that do not say it
   */
  int run(Inputs inputs, BatchSettings.Builder settings, PrintWriter stdout, PrintWriter err) {
    if (out == null) {
      throw new CliException("--out is required with --jsonl; - is standard output");
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw new CliException("--threads: " + threads + " is not from 1 to " + MAX_THREADS);
    }
    if (compared != null) {
      WireFormat other = KnownFormats.find(compared, "--compare", inputs);
      settings.compare(
          other, (own, one, two) -> Comparison.ofFormats(own.name(), one, other.name(), two));
    }
    if (vocabulary != null) {
      settings.vocabulary(VocabularyFile.read(vocabulary));
    }
    BulkRun run = new BulkRun(settings.strict(strict).build(), threads, r -> report(r, err));
    long start = System.nanoTime();
    try (InputStream from = inputs.open(Objects.requireNonNull(in), "--jsonl");
        BulkOutput to = BulkOutput.open(out, stdout);
        Progress _ = new Progress(err, Progress.INTERVAL_MILLIS, run::progress)) {
      if (run.run(from, to)) {
        to.complete();
      }
    } catch (IOException e) {
      throw new CliException("--jsonl: reading or writing failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("--jsonl: interrupted; OUT was not written");
    }
    BatchCounts counts = run.counts();
    if (strict && counts.bad() > 0) {
      throw new CliException("--strict: the run stopped at this line; OUT was not written");
    }
    summarize(run, System.nanoTime() - start, err);
    return counts.bad() + counts.differing() == 0 ? Main.OK : Main.DIFFERS;
  }

  private void report(BatchReport report, PrintWriter err) {
    long number = report.kind() == BatchReport.Kind.BAD ? ++bad : ++differing;
    if (number <= BatchChunk.MAX_REPORTS) {
      String id = report.id().equals("null") ? "" : " (id " + report.id() + ")";
      String differs = report.kind() == BatchReport.Kind.DIFFERS ? " differs" : "";
      err.println("line " + report.line() + id + differs + ": " + report.text());
    }
  }

  private void summarize(BulkRun run, long nanos, PrintWriter err) {
    BatchCounts counts = run.counts();
    long untold =
        Math.max(0, counts.bad() - BatchChunk.MAX_REPORTS)
            + Math.max(0, counts.differing() - BatchChunk.MAX_REPORTS);
    if (untold > 0) {
      err.println("... and " + HumanNumbers.grouped(untold) + " more lines, as " + out + " says");
    }
    counts.formats().forEach((format, row) -> err.println(format + ": " + row(row)));
    err.println(
        "total: %s; %s bad%s"
            .formatted(
                row(counts.total()),
                HumanNumbers.grouped(counts.bad()),
                compared == null
                    ? ""
                    : ", " + HumanNumbers.grouped(counts.differing()) + " differ"));
    err.println(
        "%s chars in %s: %s chars/s; %s chars/s a thread, by its CPU time; heap peak %s"
            .formatted(
                HumanNumbers.of(counts.chars()),
                HumanNumbers.nanos(nanos),
                HumanNumbers.of(counts.chars() * 1e9 / nanos),
                HumanNumbers.of(counts.chars() * 1e9 / Math.max(1, run.cpuNanos())),
                HumanNumbers.mebibytes(heapPeak())));
    err.flush();
  }

  private static String row(BatchCounts.Row row) {
    return "%s lines, %s calls, %s incomplete, %s repaired"
        .formatted(
            HumanNumbers.grouped(row.lines()),
            HumanNumbers.grouped(row.calls()),
            HumanNumbers.grouped(row.incomplete()),
            HumanNumbers.grouped(row.repaired()));
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
