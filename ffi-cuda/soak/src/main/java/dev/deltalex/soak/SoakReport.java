package dev.deltalex.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.deltalex.host.HumanNumbers;
import dev.deltalex.soak.Target.ServerCounts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;

/** The results of a run. */
public final class SoakReport {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  /** Allowed heap growth, for histograms and pools; leaked streams take more. */
  private static final long HEAP_SLACK = 16L << 20;

  private final SoakPlan plan;
  private final String server;
  private final Totals totals;
  private final int neverEnded;
  private final @Nullable ServerCounts counts;
  private final double freedSeconds;
  private final long heapBefore;
  private final long heapAfter;
  private final String complaints;

  /**
   * The results of a run.
   *
   * @param counts the server's counts after the run; null if they could not be read
   */
  SoakReport(
      SoakPlan plan,
      String server,
      Totals totals,
      int neverEnded,
      @Nullable ServerCounts counts,
      double freedSeconds,
      long heapBefore,
      long heapAfter,
      String complaints) {
    this.plan = plan;
    this.server = server;
    this.totals = totals;
    this.neverEnded = neverEnded;
    this.counts = counts;
    this.freedSeconds = freedSeconds;
    this.heapBefore = heapBefore;
    this.heapAfter = heapAfter;
    this.complaints = complaints;
  }

  /** Why the run failed; empty if it passed. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (totals.whole.get() == 0) {
      faults.add("no stream was read to its end");
    }
    if (!totals.isRight()) {
      faults.add("streams were not what was recorded, or failed");
    }
    if (neverEnded > 0) {
      faults.add(neverEnded + " streams never ended");
    }
    if (counts == null) {
      faults.add("the server's counters could not be read");
    } else {
      addFaults(counts, faults);
    }
    if (heapAfter - heapBefore > HEAP_SLACK) {
      faults.add("the heap grew by " + HumanNumbers.mebibytes(heapAfter - heapBefore));
    }
    if (!complaints.isEmpty()) {
      faults.add("the server logged errors");
    }
    return faults;
  }

  private static void addFaults(ServerCounts counts, List<String> faults) {
    if (counts.leaked() > 0) {
      faults.add(counts.leaked() + " slots, streams or responses leaked");
    }
    if (counts.unaccounted() != 0) {
      faults.add(
          "of " + counts.unaccounted() + " requests were not counted at their end by the server");
    }
  }

  /** The report as lines of text. */
  public List<String> lines() {
    List<String> out = new ArrayList<>();
    add(
        out,
        "soak",
        "%,d streams at a time for %d s, %d %% of the clients leave, %d %% read slowly; server %s",
        plan.streams(),
        plan.seconds(),
        plan.leaverPercent(),
        plan.slowPercent(),
        server);
    clients(out);
    if (counts == null) {
      add(out, "server", "not known");
    } else {
      server(counts, out);
    }
    add(
        out,
        "complaints",
        "%s",
        heapBefore < 0 ? "not known" : complaints.isEmpty() ? "none" : complaints);
    if (heapBefore >= 0) {
      add(
          out,
          "heap",
          "%s before, %s after, both after a garbage collection: growth %s",
          HumanNumbers.mebibytes(heapBefore),
          HumanNumbers.mebibytes(heapAfter),
          HumanNumbers.mebibytes(heapAfter - heapBefore));
    } else {
      add(out, "heap", "not known: it is another process's");
    }
    add(out, "latency", "of clients that read as fast as they can, on the same cores");
    add(out, "", "first text, late by             %s", percentiles(totals.first));
    add(out, "", "further text, late by          %s", percentiles(totals.late));
    List<String> faults = faults();
    add(out, "result", "%s", faults.isEmpty() ? "passed" : "FAILED: " + String.join("; ", faults));
    return out;
  }

  /** How the streams ended, as counted by the clients. */
  private void clients(List<String> out) {
    add(
        out,
        "streams",
        "%,d begun: %,d read to the end, %,d left by their client, %,d stalled and dropped",
        totals.begun.get(),
        totals.whole.get(),
        totals.abandoned.get(),
        totals.stalledAndDropped.get());
    add(
        out,
        "",
        "%,d read slowly; %,d on a connection used before; chat, Messages and Responses alike",
        totals.slow.get(),
        totals.reused.get());
    add(
        out,
        "words",
        "%,d in %,d events: %,d lost, %,d duplicated, %,d reordered, %,d damaged",
        totals.words.get(),
        totals.events.get(),
        totals.lost.get(),
        totals.duplicated.get(),
        totals.reordered.get(),
        totals.damaged.get());
    add(out, "failed", "%,d; never ended %,d", totals.failed.get(), neverEnded);
    for (Map.Entry<String, AtomicLong> failure : totals.failures().entrySet()) {
      add(out, "", "%,d x %s", failure.getValue().get(), failure.getKey());
    }
  }

  /** How the requests ended, as counted by the server. */
  private void server(ServerCounts counts, List<String> out) {
    add(
        out,
        "server",
        "%,d requests came in, %,d never did: their clients left first, or did not get through",
        counts.requests(),
        totals.begun.get() - counts.requests());
    add(
        out,
        "",
        "of those in: %,d written to the end, %,d left by their client before, %,d dropped unread,"
            + " %,d gone before they were read",
        counts.completed(),
        counts.disconnects(),
        counts.slowReaders(),
        counts.early());
    add(
        out,
        "",
        "of those written to the end: %,d read to the end, by %,d the rest was not waited for",
        totals.whole.get(),
        counts.completed() - totals.whole.get());
    add(
        out,
        "",
        "%,d parks, %,d cancels, %,d errors",
        counts.parks(),
        counts.cancels(),
        counts.errors());
    add(
        out,
        "leaked",
        "%d (%d live, %d waiting, %d draining, %d retired, %d open), %.2f s after the last client",
        counts.leaked(),
        counts.live(),
        counts.waiting(),
        counts.draining(),
        counts.retired(),
        counts.open(),
        freedSeconds);
  }

  /**
   * The time from a request to its first text, minus the pause that the script makes before it, as
   * an .hgrm file in milliseconds.
   */
  public String firstTextHgrm() {
    return hgrm(totals.first);
  }

  /** The time between two texts, minus the pause that the script makes between them, likewise. */
  public String furtherTextHgrm() {
    return hgrm(totals.late);
  }

  private static String hgrm(AbstractHistogram nanos) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    nanos.outputPercentileDistribution(new PrintStream(out, true, UTF_8), 1e6);
    return out.toString(UTF_8);
  }

  private static String percentiles(AbstractHistogram histogram) {
    StringBuilder out = new StringBuilder();
    for (double percentile : PERCENTILES) {
      out.append(out.isEmpty() ? "" : ", ")
          .append(HumanNumbers.plain(percentile))
          .append(" %: ")
          .append(HumanNumbers.nanos((double) histogram.getValueAtPercentile(percentile)));
    }
    return out.toString();
  }

  private static void add(List<String> out, String name, String pattern, Object... values) {
    out.add(HumanNumbers.line(name, pattern, values));
  }
}
