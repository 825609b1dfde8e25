package dev.deltalex.cli;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases: each text as one delta, then cut in other ways, with equal results required.
 *
 * @param optionSettings {@code key=value} pairs that override each format's default options
 * @param onlyCutting the only cutting to run, or null for all
 * @param givenReason the finish reason of every stream, or null for that of the case
 */
record CaseRunner(
    List<String> optionSettings,
    Limits limits,
    @Nullable Cutting onlyCutting,
    @Nullable FinishReason givenReason) {
  /** Random cuttings per case; {@code --cut random:SEED} repeats one of them. */
  private static final int RANDOM_CUTTINGS = 4;

  /**
   * The result of a case.
   *
   * @param line the parsed message as a line of JSON
   * @param differences why the case fails; empty if it passes
   */
  record Outcome(String line, List<String> differences) {}

  Outcome run(ConformanceCase asked) {
    Replayer replayer;
    try {
      replayer = replayer(asked);
    } catch (CliException e) {
      // The first line only, without the list of valid values.
      return failed(asked, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    List<Cutting> cuttings = cuttings(asked);
    ReplayedMessage first;
    try {
      first = play(replayer, asked, cuttings.getFirst());
    } catch (RuntimeException e) {
      // An exception of the parser fails this case only.
      return failed(asked, failure(cuttings.getFirst(), e));
    }
    List<String> differences = new ArrayList<>(Comparison.withExpected(asked, first));
    for (Cutting cutting : cuttings.subList(1, cuttings.size())) {
      try {
        String difference = Comparison.ofCuttings(first, play(replayer, asked, cutting));
        if (difference != null) {
          differences.add("cut " + cutting + ": the result depends on the cutting: " + difference);
        }
      } catch (RuntimeException e) {
        differences.add(failure(cutting, e));
      }
    }
    return new Outcome(first.json(asked.id()), differences);
  }

  private ReplayedMessage play(Replayer replayer, ConformanceCase asked, Cutting cutting) {
    ReplayedMessage answer = new ReplayedMessage();
    int[] ends = cutting.ends(asked.text().length(), asked.chunks());
    replayer.run(asked.text(), ends, reason(asked), answer, fed -> {});
    return answer;
  }

  private static String failure(Cutting cutting, RuntimeException thrown) {
    return "cut " + cutting + ": the parser failed: " + Main.defect(thrown);
  }

  private List<Cutting> cuttings(ConformanceCase asked) {
    if (onlyCutting != null) {
      return List.of(onlyCutting);
    }
    List<Cutting> cuttings = new ArrayList<>();
    cuttings.add(new Cutting.Whole());
    if (asked.chunks() != null) {
      cuttings.add(new Cutting.Own());
    }
    cuttings.add(new Cutting.Every(1));
    for (int seed = 1; seed <= RANDOM_CUTTINGS; seed++) {
      cuttings.add(new Cutting.Random(seed));
    }
    return cuttings;
  }

  private Replayer replayer(ConformanceCase asked) {
    WireFormat format = KnownFormats.find(asked.format(), "format");
    ParserOptions options = Replayer.options(format, optionSettings, asked.start());
    String tools = asked.toolsJson();
    ToolSet read = tools == null ? ToolSet.NONE : Replayer.tools(tools, limits, "tools");
    return Replayer.of(format, read, options, limits);
  }

  private FinishReason reason(ConformanceCase asked) {
    if (givenReason != null) {
      return givenReason;
    }
    // The parser derives every other expected reason from STOP.
    return "length".equals(asked.finish()) ? FinishReason.LENGTH : FinishReason.STOP;
  }

  private static Outcome failed(ConformanceCase asked, String why) {
    return new Outcome(Json.write(Json.object("id", asked.id(), "error", why)), List.of(why));
  }
}
