package dev.deltalex.cli;

import dev.deltalex.host.HumanNumbers;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.mux.MultiplexerGroup;
import dev.deltalex.mux.MuxCounter;
import dev.deltalex.mux.StreamEnd;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.parse.StreamPool;
import java.util.ArrayList;
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
  private long heldSum;
  private long heldSamples;
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

  /** Number of opened streams. */
  long opened() {
    return opened;
  }

  void countOpened() {
    opened++;
  }

  /** Samples held chars and parked streams. */
  void sample(MultiplexerGroup group) {
    long held = group.total(MuxCounter.HELD_CHARS);
    heldSum += held;
    heldSamples += group.total(MuxCounter.LIVE);
    heldMost = Math.max(heldMost, held);
    parkedMost = Math.max(parkedMost, group.total(MuxCounter.PARKED));
  }

  /** Takes what the shards' probes measured, when all streams should have ended. */
  void ended(long unended, List<ShardProbe> probes) {
    neverEnded = unended;
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

  /** The report as lines of text. */
  List<String> lines() {
    List<String> out = new ArrayList<>();
    out.add("This is the reference n-gram loop, not a large language model: its throughput says");
    out.add("what ring, multiplexer and parser cost, and nothing about any model's speed.");
    out.add("");
    add(out, "loop", "%s", description);
    add(out, "scanner", "%s", StreamPool.scannerDescription());
    add(out, "format", "%s", plan.format().name());
    addStreams(out);
    addTokens(out);
    addBursts(out);
    addLatency(out);
    addMemory(out);
    return out;
  }

  private void addStreams(List<String> out) {
    List<String> ends = new ArrayList<>();
    for (StreamEnd cause : StreamEnd.values()) {
      if (causes[cause.ordinal()] > 0) {
        ends.add(EnumNames.of(cause) + " " + HumanNumbers.grouped(causes[cause.ordinal()]));
      }
    }
    String all = String.join(", ", ends);
    add(out, "streams", "%d at a time, %,d opened; ended: %s", plan.streams(), opened, all);
    String lost =
        lost()
            + (neverEnded > 0 ? ", never ended " + neverEnded : "")
            + (cutShort > 0 ? ", tokens missing in " + cutShort : "")
            + (loss == null ? "" : "; " + loss);
    add(out, "lost", "%s", lost);
  }

  private void addTokens(List<String> out) {
    double seconds = nanos / 1e9;
    long tokens = total(MuxCounter.TOKENS);
    long steps = Math.max(1, total(MuxCounter.BURSTS));
    add(
        out,
        "tokens",
        "%,d in %.1f s: %s tokens/s in %s bursts/s",
        tokens,
        seconds,
        HumanNumbers.of(tokens / seconds),
        HumanNumbers.of(steps / seconds));
    long drafted = total(MuxCounter.DRAFTED);
    add(
        out,
        "acceptance",
        "%.2f tokens a step; %.1f %% of the drafted tokens (see --draft and --k)",
        (double) tokens / steps,
        drafted == 0 ? 0 : 100.0 * (tokens - steps) / drafted);
    add(
        out,
        "parsing",
        "%.1f ns a token, sink included (one burst in 64 timed); %,d calls in the ended streams",
        (double) total(MuxCounter.TIMED_NANOS) / Math.max(1, total(MuxCounter.TIMED_TOKENS)),
        total(MuxCounter.CALLS));
    add(
        out,
        "held back",
        "%.2f chars a stream on average, at most %,d in all streams together; parked at most %d",
        (double) heldSum / Math.max(1, heldSamples),
        heldMost,
        parkedMost);
  }

  private void addBursts(List<String> out) {
    long all = Math.max(1, Arrays.stream(bursts).sum());
    long most = Math.max(1, Arrays.stream(bursts).max().orElse(1));
    out.add("bursts      tokens  share");
    for (int i = 1; i < bursts.length; i++) {
      if (bursts[i] > 0) {
        String bar = "#".repeat((int) (BAR * bursts[i] / most));
        add(out, "", "%6d  %5.1f %%  %s", i, 100.0 * bursts[i] / all, bar);
      }
    }
  }

  private void addLatency(List<String> out) {
    if (!sharesClock) {
      add(out, "latency", "publish to sink is not measured: the device's clock is another one");
      return;
    }
    add(out, "latency", "from publish to the sink's return, newest burst of each slot and poll");
    for (double percentile : PERCENTILES) {
      String time = HumanNumbers.nanos(latency.getValueAtPercentile(percentile));
      add(out, "", "%6s %%  %s", HumanNumbers.plain(percentile), time);
    }
  }

  private void addMemory(List<String> out) {
    String ring = HumanNumbers.mebibytes(ringBytes);
    add(out, "memory", "ring %s, Java heap in use %s", ring, HumanNumbers.mebibytes(heapBytes));
    long tokens = Math.max(1, total(MuxCounter.TOKENS) - warmTokens);
    long bytes = allocated - warmAllocated;
    add(
        out,
        "allocation",
        "%s bytes per token by the shards: %,d bytes over %,d tokens, after a warm-up of %.1f s",
        bytes == 0 ? "0" : String.format(Locale.ROOT, "%.6f", (double) bytes / tokens),
        bytes,
        tokens,
        warmNanos / 1e9);
    add(
        out,
        "",
        "(pools that grow to a new peak of streams at once); before that %,d bytes over %,d tokens",
        warmAllocated,
        warmTokens);
  }

  private long total(MuxCounter counter) {
    return totals[counter.ordinal()];
  }

  private static void add(List<String> out, String name, String pattern, Object... values) {
    out.add(HumanNumbers.line(name, pattern, values));
  }
}
