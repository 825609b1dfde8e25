package dev.deltalex.cli;

import dev.deltalex.host.HumanNumbers;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.mux.MultiplexerGroup;
import dev.deltalex.mux.MuxCounter;
import dev.deltalex.mux.StreamEnd;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.parse.StreamPool;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The results of a run, and their printed form. */
final class GenerationReport {
  private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 99.99, 100};
  private static final int BAR = 40;

  private final String description;
  private final long ringBytes;
  private final boolean sharesClock;
  private final Generation.Plan plan;
  private final long[] causes = new long[StreamEnd.values().length];
  private final long[] totals = new long[MuxCounter.values().length];
  private long[] bursts = new long[0];
  private Histogram latency = new Histogram(3);
  private long opened;
  private long neverEnded;
  private long cutShort;
  private @Nullable String loss;
  private long nanos;
  private long allocated;
  private long warmNanos;
  private long warmTokens;
  private long warmAllocated;
  private double heldPerStream;
  private long heldMost;
  private long parkedMost;
  private long heapBytes;

  GenerationReport(GenerationLoop loop, Generation.Plan plan) {
    this.description = loop.description();
    this.ringBytes = loop.ring().byteSize();
    this.sharesClock = loop.sharesClock();
    this.plan = plan;
  }

  /** Counts the end of a stream; false if it is not over. */
  boolean add(StreamHandle stream) {
    StreamEnd cause = stream.cause();
    if (cause == null) {
      return false;
    }
    causes[cause.ordinal()]++;
    if (cause == StreamEnd.LENGTH && stream.tokens() != plan.length()) {
      // Fewer or more tokens were read than the producer wrote.
      cutShort++;
    }
    return true;
  }

  /** Marks the end of the warm-up: allocation counts from here. */
  void warm(long sinceNanos, long tokens, long bytes) {
    warmNanos = sinceNanos;
    warmTokens = tokens;
    warmAllocated = bytes;
  }

  /** Takes the totals at the end of the measured time, while streams still run. */
  void measured(MultiplexerGroup group, long afterNanos, long bytes) {
    loss = group.loss();
    nanos = afterNanos;
    allocated = bytes;
    for (MuxCounter counter : MuxCounter.values()) {
      totals[counter.ordinal()] = group.total(counter);
    }
    Runtime runtime = Runtime.getRuntime();
    heapBytes = runtime.totalMemory() - runtime.freeMemory();
  }

  /** Called when all streams have ended. */
  void ended(long streams, long unended) {
    opened = streams;
    neverEnded = unended;
  }

  /** Takes the samples of held chars and of the number of streams. */
  void held(long chars, long streams, long mostChars, long mostParked) {
    heldPerStream = (double) chars / Math.max(1, streams);
    heldMost = mostChars;
    parkedMost = mostParked;
  }

  /** Adds the measurements of the shards' probes. */
  void probed(List<ShardProbe> probes) {
    for (ShardProbe probe : probes) {
      long[] more = probe.bursts();
      bursts = Arrays.copyOf(bursts, Math.max(bursts.length, more.length));
      for (int i = 0; i < more.length; i++) {
        bursts[i] += more[i];
      }
      latency.add(probe.latency());
    }
  }

  /** Streams that ended neither by themselves nor because the run ended. */
  long lost() {
    long wrong = neverEnded + cutShort;
    for (StreamEnd cause : StreamEnd.values()) {
      wrong += isExpected(cause) ? 0 : causes[cause.ordinal()];
    }
    return wrong;
  }

  /** Whether no stream was lost. */
  boolean isWhole() {
    return lost() == 0 && loss == null;
  }

  private static boolean isExpected(StreamEnd cause) {
    return switch (cause) {
      case MODEL, LENGTH, STOP_STRING, CANCELLED, CLOSED -> true;
      case SLOW_SINK,
          PRODUCER_CANCELLED,
          PRODUCER_ERROR,
          PRODUCER_LOST,
          RING_CORRUPT,
          SINK_FAILED ->
          false;
    };
  }

  void print(PrintWriter out) {
    out.println(
        "This is the reference n-gram loop, not a large language model: its throughput says");
    out.println("what ring, multiplexer and parser cost, and nothing about any model's speed.");
    out.println();
    line(out, "loop", description);
    line(out, "scanner", StreamPool.scannerDescription());
    line(out, "format", plan.format().name());
    printStreams(out);
    printTokens(out);
    printBursts(out);
    printLatency(out);
    printMemory(out);
  }

  private void printStreams(PrintWriter out) {
    StringBuilder ends = new StringBuilder();
    for (StreamEnd cause : StreamEnd.values()) {
      if (causes[cause.ordinal()] > 0) {
        ends.append(ends.isEmpty() ? "" : ", ")
            .append(EnumNames.of(cause))
            .append(' ')
            .append(HumanNumbers.grouped(causes[cause.ordinal()]));
      }
    }
    line(
        out,
        "streams",
        plan.streams() + " at a time, " + HumanNumbers.grouped(opened) + " opened; ended: " + ends);
    line(
        out,
        "lost",
        lost()
            + (neverEnded > 0 ? ", never ended " + neverEnded : "")
            + (cutShort > 0 ? ", tokens missing in " + cutShort : "")
            + (loss == null ? "" : "; " + loss));
  }

  private void printTokens(PrintWriter out) {
    double seconds = nanos / 1e9;
    long tokens = total(MuxCounter.TOKENS);
    long steps = Math.max(1, total(MuxCounter.BURSTS));
    line(
        out,
        "tokens",
        format(
            "%s in %.1f s: %s tokens/s in %s bursts/s",
            HumanNumbers.grouped(tokens),
            seconds,
            HumanNumbers.of(tokens / seconds),
            HumanNumbers.of(steps / seconds)));
    long drafted = total(MuxCounter.DRAFTED);
    line(
        out,
        "acceptance",
        format(
            "%.2f tokens a step; %.1f %% of the drafted tokens (see --draft and --k)",
            (double) tokens / steps, drafted == 0 ? 0 : 100.0 * (tokens - steps) / drafted));
    long timed = Math.max(1, total(MuxCounter.TIMED_TOKENS));
    line(
        out,
        "parsing",
        format(
            "%.1f ns a token, sink included (one burst in 64 timed); %s calls in the ended streams",
            (double) total(MuxCounter.TIMED_NANOS) / timed,
            HumanNumbers.grouped(total(MuxCounter.CALLS))));
    line(
        out,
        "held back",
        format(
            "%.2f chars a stream on average, at most %s in all streams together; parked at most %d",
            heldPerStream, HumanNumbers.grouped(heldMost), parkedMost));
  }

  private void printBursts(PrintWriter out) {
    long all = Math.max(1, Arrays.stream(bursts).sum());
    long most = Math.max(1, Arrays.stream(bursts).max().orElse(1));
    out.println("bursts      tokens  share");
    for (int i = 1; i < bursts.length; i++) {
      if (bursts[i] > 0) {
        out.println(
            format(
                "            %6d  %5.1f %%  %s",
                i, 100.0 * bursts[i] / all, "#".repeat((int) (BAR * bursts[i] / most))));
      }
    }
  }

  private void printLatency(PrintWriter out) {
    if (!sharesClock) {
      line(out, "latency", "publish to sink is not measured: the device's clock is another one");
      return;
    }
    out.println(
        "latency     from publish to the sink's return, newest burst of each slot and poll");
    for (double percentile : PERCENTILES) {
      out.println(
          format(
              "            %6s %%  %s",
              HumanNumbers.plain(percentile),
              HumanNumbers.nanos(latency.getValueAtPercentile(percentile))));
    }
  }

  private void printMemory(PrintWriter out) {
    line(
        out,
        "memory",
        format(
            "ring %s, Java heap in use %s",
            HumanNumbers.mebibytes(ringBytes), HumanNumbers.mebibytes(heapBytes)));
    long tokens = Math.max(1, total(MuxCounter.TOKENS) - warmTokens);
    long bytes = allocated - warmAllocated;
    line(
        out,
        "allocation",
        format(
            "%s bytes per token by the shards: %s bytes over %s tokens, after a warm-up of %.1f s",
            bytes == 0 ? "0" : format("%.6f", (double) bytes / tokens),
            HumanNumbers.grouped(bytes),
            HumanNumbers.grouped(tokens),
            warmNanos / 1e9));
    line(
        out,
        "",
        format(
            "(pools that grow to a new peak of streams at once); before that %s bytes over %s"
                + " tokens",
            HumanNumbers.grouped(warmAllocated), HumanNumbers.grouped(warmTokens)));
  }

  private long total(MuxCounter counter) {
    return totals[counter.ordinal()];
  }

  private static void line(PrintWriter out, String name, String text) {
    out.println(format("%-11s %s", name, text));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
