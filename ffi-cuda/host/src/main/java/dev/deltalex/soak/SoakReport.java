package dev.deltalex.soak;

import dev.deltalex.soak.Target.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;

/** What a run found. */
public final class SoakReport {
  private static final double MEBI = 1_048_576;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  /** Histograms, pools and compiled code may settle by this much: a leak of streams is more. */
  private static final long HEAP_SLACK = 16L << 20;

  private final SoakPlan plan;
  private final String server;
  private final Totals totals;
  private final int neverEnded;
  private final @Nullable Standing standing;
  private final double freedSeconds;
  private final long heapBefore;
  private final long heapAfter;
  private final String complaints;

  /**
   * What a run found.
   *
   * @param standing how the server stands behind the run; null if it no longer says
   */
  SoakReport(
      SoakPlan plan,
      String server,
      Totals totals,
      int neverEnded,
      @Nullable Standing standing,
      double freedSeconds,
      long heapBefore,
      long heapAfter,
      String complaints) {
    this.plan = plan;
    this.server = server;
    this.totals = totals;
    this.neverEnded = neverEnded;
    this.standing = standing;
    this.freedSeconds = freedSeconds;
    this.heapBefore = heapBefore;
    this.heapAfter = heapAfter;
    this.complaints = complaints;
  }

  /** Why the run did not pass; empty if it did. */
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
    if (standing == null) {
      faults.add("the server no longer says how it stands");
    } else {
      addFaults(standing, faults);
    }
    if (heapAfter - heapBefore > HEAP_SLACK) {
      faults.add("the heap grew by " + mebibytes(heapAfter - heapBefore));
    }
    if (!complaints.isEmpty()) {
      faults.add("the server logged errors");
    }
    return faults;
  }

  private static void addFaults(Standing standing, List<String> faults) {
    if (standing.leaked() > 0) {
      faults.add(standing.leaked() + " slots, streams or responses leaked");
    }
    if (standing.unaccounted() != 0) {
      faults.add("of " + standing.unaccounted() + " requests the server does not say what became");
    }
  }

  /** Lines for people. */
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
    if (standing == null) {
      add(out, "server", "not known");
    } else {
      server(standing, out);
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
          "%s before, %s after, both behind a collection: growth %s",
          mebibytes(heapBefore),
          mebibytes(heapAfter),
          mebibytes(heapAfter - heapBefore));
    } else {
      add(out, "heap", "not known: it is another process's");
    }
    add(out, "latency", "of clients that read as fast as they can, on the same cores");
    add(out, "", "first text, behind its pace    %s", percentiles(totals.first));
    add(out, "", "further text, behind its pace  %s", percentiles(totals.late));
    List<String> faults = faults();
    add(out, "result", "%s", faults.isEmpty() ? "passed" : "FAILED: " + String.join("; ", faults));
    return out;
  }

  /** What became of the streams, as the clients saw it. */
  private void clients(List<String> out) {
    add(
        out,
        "streams",
        "%,d begun: %,d read to the end, %,d left by their client, %,d stalled and dropped",
        totals.begun.get(),
        totals.whole.get(),
        totals.left.get(),
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

  /** What became of the clients' requests, as the server counts: the figures add up. */
  private void server(Standing standing, List<String> out) {
    add(
        out,
        "server",
        "%,d requests came in, %,d never did: their clients left first, or did not get through",
        standing.requests(),
        totals.begun.get() - standing.requests());
    add(
        out,
        "",
        "of those in: %,d written to the end, %,d left by their client before, %,d dropped unread,"
            + " %,d gone before they were read",
        standing.completed(),
        standing.disconnects(),
        standing.slowReaders(),
        standing.early());
    add(
        out,
        "",
        "of those written to the end: %,d read to the end, by %,d the rest was not waited for",
        totals.whole.get(),
        standing.completed() - totals.whole.get());
    add(
        out,
        "",
        "%,d parks, %,d cancels, %,d errors",
        standing.parks(),
        standing.cancels(),
        standing.errors());
    add(
        out,
        "leaked",
        "%d (%d live, %d waiting, %d draining, %d retired, %d open), %.2f s behind the last client",
        standing.leaked(),
        standing.live(),
        standing.waiting(),
        standing.draining(),
        standing.retired(),
        standing.open(),
        freedSeconds);
  }

  /** The latencies as a picture. */
  public String svg() {
    return LatencyPicture.svg(
        "deltalex soak: %,d streams, %d s".formatted(plan.streams(), plan.seconds()),
        List.of(
            new LatencyPicture.Panel(
                "the first text: how far behind its pace, from the request on", totals.first),
            new LatencyPicture.Panel(
                "further text: how far behind its pace, from the text before", totals.late)));
  }

  static String percentiles(AbstractHistogram histogram) {
    StringBuilder out = new StringBuilder();
    for (double percentile : PERCENTILES) {
      String name = percentile == Math.rint(percentile) ? "" + (int) percentile : "" + percentile;
      out.append(out.isEmpty() ? "" : ", ")
          .append(name)
          .append(" %: ")
          .append(nanos((double) histogram.getValueAtPercentile(percentile)));
    }
    return out.toString();
  }

  static String nanos(double nanos) {
    return nanos < 1e6
        ? String.format(Locale.ROOT, "%.0f us", nanos / 1e3)
        : nanos < 1e9
            ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
            : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBI);
  }

  private static void add(List<String> out, String name, String pattern, Object... values) {
    out.add(
        String.format(Locale.ROOT, "%-11s ", name) + String.format(Locale.ROOT, pattern, values));
  }
}
