package dev.deltalex.cli;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.batch.BatchSettings;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deltalex replay}: parses a text, or runs a file of cases. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    resourceBundle = "dev.deltalex.cli.replay",
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  /** The output for a text. */
  enum Print {
    EVENTS,
    MESSAGE
  }

  private static final String CASES = "--cases, since each case has its own";
  private static final String BULK = "--jsonl, of which each line is one delta and one message";

  private final Inputs inputs;
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(index = "0", arity = "0..1", paramLabel = "TEXT")
  private @Nullable Path text;

  @Option(names = "--format", paramLabel = "NAME|FILE.json")
  private @Nullable String format;

  @Option(names = "--tools", paramLabel = "FILE")
  private @Nullable Path tools;

  @Option(names = "--start", paramLabel = "content|reasoning")
  private @Nullable String start;

  @Option(names = "--print", paramLabel = "events|message")
  private @Nullable String print;

  @Option(names = "--cases", paramLabel = "FILE", arity = "1..*")
  private List<Path> cases = new ArrayList<>();

  @Option(names = "--cut", paramLabel = "whole|own|N|random:SEED")
  private @Nullable String cut;

  @Option(names = "--finish", paramLabel = "REASON")
  private @Nullable String finish;

  @Option(names = "--option", paramLabel = "KEY=VALUE")
  private List<String> options = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "KEY=N")
  private List<String> limits = new ArrayList<>();

  @Mixin private final BulkReplay bulk = new BulkReplay();

  ReplayCommand(Inputs inputs, PrintWriter out, PrintWriter err) {
    this.inputs = inputs;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    Cutting cutting = cut == null ? null : Cutting.parse(cut);
    FinishReason reason = finish == null ? null : reason(finish);
    Limits bounds = Settings.apply(Limits.DEFAULT, limits, "--limit");
    // Checked first, so that a wrong option is not reported once per case.
    Settings.apply(ParserOptions.DEFAULT, options, "--option");
    if (bulk.isAsked()) {
      exclude("--cases", cases.isEmpty() ? null : cases, BULK);
      exclude("--cut", cut, BULK);
      exclude("--print", print, BULK);
      exclude("the argument TEXT", text, BULK);
      return bulk.run(inputs, batch(reason, bounds), out, err);
    }
    bulk.checkAbsent();
    if (cases.isEmpty()) {
      replayText(
          cutting == null ? new Cutting.Whole() : cutting,
          reason == null ? FinishReason.STOP : reason,
          bounds);
      return Main.OK;
    }
    exclude("--format", format, CASES);
    exclude("--tools", tools, CASES);
    exclude("--start", start, CASES);
    exclude("--print", print, CASES);
    exclude("the argument TEXT", text, CASES);
    return replayCases(new CaseRunner(options, bounds, cutting, reason));
  }

  private void replayText(Cutting cutting, FinishReason reason, Limits bounds) {
    if (format == null) {
      throw new CliException("--format is required; known formats: " + KnownFormats.list());
    }
    if (cutting instanceof Cutting.Own) {
      throw new CliException("--cut: own requires --cases, since a text has no chunks");
    }
    Print wanted = print == null ? Print.EVENTS : EnumNames.parse(Print.class, print, "--print");
    WireFormat wire = KnownFormats.find(format, "--format", inputs);
    InitialState state =
        start == null ? null : EnumNames.parse(InitialState.class, start, "--start");
    ParserOptions chosen = Replayer.options(wire, options, state);
    ToolSet declared =
        tools == null
            ? ToolSet.NONE
            : Replayer.tools(inputs.read(tools, "--tools"), bounds, "--tools " + tools);
    Replayer replayer = Replayer.of(wire, declared, chosen, bounds);
    Path file = text == null ? Path.of("-") : text;
    AtomicLong done = new AtomicLong();
    if (Inputs.isStandardInput(file) && Main.isAtTerminal()) {
      err.println("deltalex: reading the text from standard input; end it with Ctrl-D");
      err.flush();
    }
    String read = inputs.read(file, "TEXT");
    String of = " of " + read.length() + " chars parsed";
    try (Progress _ = new Progress(err, Progress.INTERVAL_MILLIS, () -> done.get() + of)) {
      int[] ends = cutting.ends(read.length(), null);
      if (wanted == Print.EVENTS) {
        replayer.run(read, ends, reason, new EventPrinter(out), done::set);
      } else {
        ReplayedMessage message = new ReplayedMessage();
        replayer.run(read, ends, reason, message, done::set);
        out.println(message.json(null));
      }
    }
    out.flush();
  }

  /** What the command line says for lines that do not say it. */
  private BatchSettings.Builder batch(@Nullable FinishReason reason, Limits bounds) {
    BatchSettings.Builder batch = BatchSettings.builder().limits(bounds);
    batch.options(wire -> Replayer.options(wire, options, null));
    if (format != null) {
      batch.format(KnownFormats.find(format, "--format", inputs));
    }
    if (tools != null) {
      String json = inputs.read(tools, "--tools");
      Replayer.tools(json, bounds, "--tools " + tools); // reports an error once
      batch.tools(json);
    }
    if (start != null) {
      batch.start(EnumNames.parse(InitialState.class, start, "--start"));
    }
    if (reason == FinishReason.CANCELLED) {
      throw new CliException("--finish: cancelled cannot be combined with --jsonl");
    }
    return reason == null ? batch : batch.finish(EndCause.valueOf(reason.name()));
  }

  private int replayCases(CaseRunner runner) {
    CaseReport report = new CaseReport();
    AtomicLong done = new AtomicLong();
    try (Progress _ =
        new Progress(err, Progress.INTERVAL_MILLIS, () -> done.get() + " cases done")) {
      for (Path file : cases) {
        int number = 0;
        for (String line : (Iterable<String>) inputs.read(file, "--cases").lines()::iterator) {
          number++;
          if (!line.isBlank()) {
            ConformanceCase asked = CaseReader.read(line, file + " line " + number);
            CaseRunner.Outcome outcome = runner.run(asked);
            out.println(outcome.line());
            report.add(asked, outcome.differences());
            done.incrementAndGet();
          }
        }
      }
    }
    out.flush();
    report.print(err);
    err.flush();
    if (report.cases() == 0) {
      throw new CliException(
          "--cases: no case in " + cases + "; expected one JSON object per line");
    }
    return report.differ() == 0 ? Main.OK : Main.DIFFERS;
  }

  private static FinishReason reason(String typed) {
    // TOOL_CALLS is excluded: it is a result, not an input of the parser.
    List<FinishReason> legal =
        List.copyOf(EnumSet.complementOf(EnumSet.of(FinishReason.TOOL_CALLS)));
    return EnumNames.parse(legal, typed, "--finish");
  }

  private static void exclude(String option, @Nullable Object value, String with) {
    if (value != null) {
      throw new CliException(option + " cannot be combined with " + with);
    }
  }
}
