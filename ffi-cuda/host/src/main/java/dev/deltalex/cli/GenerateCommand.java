package dev.deltalex.cli;

import dev.deltalex.Limits;
import dev.deltalex.format.WireFormat;
import dev.deltalex.host.HumanNumbers;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.LoopOptions;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deltalex generate}: runs many streams of the reference loop through ring and parser. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    resourceBundle = "dev.deltalex.cli.generate",
    sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
  private static final double DEFAULT_SECONDS = 10;

  private final Function<LoopOptions, GenerationLoop> loops;
  private final PrintWriter out;
  private final PrintWriter err;

  @Option(names = "--loop", paramLabel = "auto|cuda|host")
  private String loop = "auto";

  @Option(names = "--graph")
  private boolean graph;

  @Option(names = "--format", paramLabel = "NAME")
  private String format = "qwen3_coder";

  @Option(names = "--streams", paramLabel = "N")
  private int streams = 64;

  @Option(names = "--draft", paramLabel = "D")
  private int draft = 3;

  @Option(names = "--k", paramLabel = "K")
  private int k = 5;

  @Option(names = "--seconds", paramLabel = "S")
  private @Nullable Double seconds;

  @Option(names = "--tokens", paramLabel = "N")
  private @Nullable Long tokens;

  @Option(names = "--length", paramLabel = "N")
  private int length = 1_024;

  @Option(names = "--stop", paramLabel = "TEXT")
  private List<String> stops = new ArrayList<>();

  @Option(names = "--threads", paramLabel = "N")
  private int threads = 1;

  @Option(names = "--shards", paramLabel = "N")
  private int shards = 1;

  @Option(names = "--step-ms", paramLabel = "MS")
  private int stepMillis;

  @Option(names = "--seed", paramLabel = "N")
  private long seed = 1;

  /**
   * Creates the command.
   *
   * @param loops opens generation loops; throws IllegalStateException with the reason if there is
   *     none of the requested kind
   */
  GenerateCommand(Function<LoopOptions, GenerationLoop> loops, PrintWriter out, PrintWriter err) {
    this.loops = loops;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    LoopOptions.Kind kind = EnumNames.parse(LoopOptions.Kind.class, loop, "--loop");
    WireFormat wire = KnownFormats.find(format, "--format");
    check("--streams", streams, 1, RingLayout.MAX_SLOTS);
    check("--draft", draft, 1, 5);
    check("--k", k, 0, RingLayout.MAX_DRAFTED);
    check("--length", length, 1, 1_000_000_000);
    check("--threads", threads, 1, streams);
    check("--shards", shards, 1, streams);
    check("--step-ms", stepMillis, 0, 60_000);
    check("--seconds", seconds == null ? 1 : seconds, 0.1, 1_000_000);
    check("--tokens", tokens == null ? 1 : tokens, 1, Long.MAX_VALUE);
    StopStrings stopStrings = stopStrings();
    LoopOptions options =
        LoopOptions.DEFAULT
            .withKind(kind)
            .withGraph(graph)
            .withRingFor(streams, k)
            .withDraftOrder(draft)
            .withThreads(threads)
            .withStepMillis(stepMillis);
    err.println("deltalex: training the reference n-gram model and warming up the scanner");
    err.flush();
    try (GenerationLoop opened = open(options)) {
      StreamPool.warmUp();
      ToolSet tools = ToolSetReader.read(opened.model().tools(), Limits.DEFAULT);
      Generation.Plan plan =
          new Generation.Plan(
              wire,
              tools,
              stopStrings,
              streams,
              k,
              length,
              shards,
              seed,
              seconds != null ? seconds : tokens == null ? DEFAULT_SECONDS : null,
              tokens);
      GenerationReport report = new Generation(opened, plan, err).run();
      report.lines().forEach(out::println);
      out.flush();
      return report.isWhole() ? Main.OK : Main.DIFFERS;
    }
  }

  private GenerationLoop open(LoopOptions options) {
    try {
      return loops.apply(options);
    } catch (IllegalStateException e) {
      throw new CliException("--loop " + loop + ": " + e.getMessage());
    } catch (OutOfMemoryError e) {
      throw new CliException(
          "--streams %s with --k %s: not enough memory (%s); use fewer"
              .formatted(streams, k, e.getMessage()));
    }
  }

  private StopStrings stopStrings() {
    try {
      return StopStrings.of(stops);
    } catch (IllegalArgumentException e) {
      throw new CliException("--stop: " + e.getMessage());
    }
  }

  private static void check(String option, double value, double low, double high) {
    // Negated, so that NaN is rejected.
    if (!(value >= low && value <= high)) {
      throw new CliException(
          "%s: %s is out of range; it must be from %s to %s"
              .formatted(
                  option,
                  HumanNumbers.plain(value),
                  HumanNumbers.plain(low),
                  HumanNumbers.plain(high)));
    }
  }
}
