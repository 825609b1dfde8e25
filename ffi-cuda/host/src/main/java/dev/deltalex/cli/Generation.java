package dev.deltalex.cli;

import com.sun.management.ThreadMXBean;
import dev.deltalex.format.WireFormat;
import dev.deltalex.host.HumanNumbers;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.mux.IdleStrategy;
import dev.deltalex.mux.MultiplexerGroup;
import dev.deltalex.mux.MultiplexerThread;
import dev.deltalex.mux.MuxCounter;
import dev.deltalex.mux.MuxOptions;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.mux.StreamRejectedException;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of streams open until the limit of time or tokens is reached, and measures. The
 * calling thread opens and counts streams; the shards parse, and only their allocation counts as
 * allocation per token.
 */
final class Generation {
  /**
   * The parameters of a run.
   *
   * @param seconds duration, or null
   * @param tokens number of tokens, or null; the run ends at whichever limit is reached first
   */
  record Plan(
      WireFormat format,
      ToolSet tools,
      StopStrings stops,
      int streams,
      int draftTokens,
      int length,
      int shards,
      long seed,
      @Nullable Double seconds,
      @Nullable Long tokens) {}

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Interval in which finished streams are replaced; meanwhile queued ones take their slots. */
  private static final long ROUND_NANOS = 2_000_000;

  /** One stream is queued for so many running ones. */
  private static final int SUCCESSORS = 8;

  /** The warm-up ends when the shards have allocated nothing for this time, */
  private static final long QUIET_NANOS = 5_000_000_000L;

  /** or after this share of the run. */
  private static final double WARM_UP_SHARE = 0.3;

  private final GenerationLoop loop;
  private final Plan plan;
  private final PrintWriter err;
  private final List<ShardProbe> probes = new ArrayList<>();
  private final List<StreamHandle> underWay = new ArrayList<>();
  private final GenerationReport report;
  private final int[] prompt;

  /** The spec of all streams. */
  private final StreamSpec spec;

  Generation(GenerationLoop loop, Plan plan, PrintWriter err) {
    this.loop = loop;
    this.plan = plan;
    this.err = err;
    this.prompt = loop.model().prompt(plan.format().name(), "");
    this.spec =
        StreamSpec.of(plan.format())
            .vocabulary(loop.model().vocabulary())
            .tools(plan.tools())
            .build();
    this.report = new GenerationReport(loop, plan);
  }

  /** Runs and returns the report. */
  GenerationReport run() {
    try (MultiplexerGroup group =
        MultiplexerGroup.start(
            loop.ring(),
            loop.model().vocabulary(),
            MuxOptions.DEFAULT,
            plan.shards(),
            IdleStrategy::backoff,
            shard -> probe())) {
      long start = System.nanoTime();
      try (Progress _ =
          new Progress(err, Progress.INTERVAL_MILLIS, new LiveLine(group, start)::next)) {
        watch(group, start);
      }
      report.measured(group, System.nanoTime() - start, allocated(group));
    }
    // The group is closed, so every stream has ended.
    collect();
    report.ended(underWay.size(), probes);
    return report;
  }

  private ShardProbe probe() {
    ShardProbe probe = new ShardProbe(plan.draftTokens() + 1);
    probes.add(probe);
    return probe;
  }

  private void watch(MultiplexerGroup group, long start) {
    boolean warm = false;
    long seen = 0;
    long quietSince = 0;
    while (group.loss() == null) {
      collect();
      open(group);
      report.sample(group);
      long nanos = System.nanoTime() - start;
      long tokens = group.total(MuxCounter.TOKENS);
      if (!warm) {
        long bytes = allocated(group);
        quietSince = bytes == seen ? quietSince : nanos;
        seen = bytes;
        warm = nanos - quietSince >= QUIET_NANOS || part(nanos, tokens) >= WARM_UP_SHARE;
        if (warm) {
          report.warm(nanos, tokens, bytes);
          probes.forEach(ShardProbe::startTiming);
        }
      }
      if (part(nanos, tokens) >= 1) {
        return;
      }
      LockSupport.parkNanos(this, ROUND_NANOS);
    }
  }

  /** The finished share of the run, 0 to 1. */
  private double part(long nanos, long tokens) {
    Double seconds = plan.seconds();
    Long wanted = plan.tokens();
    double byTime = seconds == null ? 0 : nanos / (seconds * 1e9);
    double byTokens = wanted == null ? 0 : (double) tokens / wanted;
    return Math.max(byTime, byTokens);
  }

  /** Opens streams until all slots are in use and some streams are queued. */
  private void open(MultiplexerGroup group) {
    int wanted = plan.streams() + plan.streams() / SUCCESSORS + 1;
    while (underWay.size() < wanted) {
      StreamRequest request =
          new StreamRequest(
              prompt, plan.seed() + report.opened(), plan.length(), plan.draftTokens());
      try {
        underWay.add(group.open(request, spec, plan.stops(), new ReadingSink()));
      } catch (StreamRejectedException e) {
        // The producer is lost: watch() ends, and the report has the reason.
        return;
      }
      report.countOpened();
    }
  }

  private void collect() {
    underWay.removeIf(stream -> stream.isDone() && report.add(stream));
  }

  private static long allocated(MultiplexerGroup group) {
    long bytes = 0;
    for (MultiplexerThread shard : group.shards()) {
      bytes += THREADS.getThreadAllocatedBytes(shard.threadId());
    }
    return bytes;
  }

  /** The progress line that is printed every two seconds. */
  private static final class LiveLine {
    private final MultiplexerGroup group;
    private final long start;
    private long lastNanos;
    private long lastTokens;

    LiveLine(MultiplexerGroup group, long start) {
      this.group = group;
      this.start = start;
      this.lastNanos = start;
    }

    String next() {
      long now = System.nanoTime();
      long tokens = group.total(MuxCounter.TOKENS);
      double rate = (tokens - lastTokens) * 1e9 / Math.max(1, now - lastNanos);
      double perBurst = (double) tokens / Math.max(1, group.total(MuxCounter.BURSTS));
      lastNanos = now;
      lastTokens = tokens;
      return String.format(
          Locale.ROOT,
          "%.0f s, %d streams live, %d ended, %s tokens/s, %.2f a burst, %d chars held, %d parked",
          (now - start) / 1e9,
          group.total(MuxCounter.LIVE),
          group.total(MuxCounter.ENDED),
          HumanNumbers.of(rate),
          perBurst,
          group.total(MuxCounter.HELD_CHARS),
          group.total(MuxCounter.PARKED));
    }
  }
}
