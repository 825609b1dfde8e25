package dev.deltalex.soak;

import dev.deltalex.cli.CliException;
import dev.deltalex.cli.Main;
import dev.deltalex.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code deltalex-soak}: loads a server with many clients, some of which disconnect or read slowly.
 */
@Command(
    name = "deltalex-soak",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    resourceBundle = "dev.deltalex.soak.soak",
    sortOptions = false)
public final class SoakCommand implements Callable<Integer> {
  private final PrintWriter out;
  private final PrintWriter err;

  @Option(names = "--streams", paramLabel = "N")
  private int streams = 1_000;

  @Option(names = "--seconds", paramLabel = "S")
  private int seconds = 120;

  @Option(names = "--leave", paramLabel = "PERCENT")
  private int leave = 20;

  @Option(names = "--slow", paramLabel = "PERCENT")
  private int slow = 5;

  @Option(names = "--seed", paramLabel = "N")
  private long seed = 1;

  @Option(names = "--url", paramLabel = "URL")
  private @Nullable String url;

  @Option(names = "--hgrm", paramLabel = "PREFIX")
  private @Nullable String hgrm;

  @Option(names = "--write-script", paramLabel = "FILE")
  private @Nullable Path script;

  private SoakCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    System.exit(Main.run(commandLine(Main.standardOutput(), Main.standardError()), args));
  }

  /** Creates the command line on the given streams. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return Main.configure(new CommandLine(new SoakCommand(out, err)), out, err);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (script != null) {
      write(script, Soak.script(), "--write-script");
      return Main.OK;
    }
    SoakReport report;
    try {
      report = soak();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
    report.lines().forEach(out::println);
    if (hgrm != null) {
      write(hgrm + "-first.hgrm", report.firstTextHgrm());
      write(hgrm + "-further.hgrm", report.furtherTextHgrm());
    }
    out.flush();
    return report.faults().isEmpty() ? Main.OK : Main.DIFFERS;
  }

  private SoakReport soak() throws InterruptedException, IOException {
    Consumer<String> progress =
        line -> {
          err.println("deltalex: " + line);
          err.flush();
        };
    if (url == null) {
      return Soak.ownServer(
          new SoakPlan(streams, seconds, leave, slow, Soak.stallMillis(), seed), progress);
    }
    // No client stalls: the time after which another server drops it is unknown.
    return Soak.otherServer(url, new SoakPlan(streams, seconds, leave, slow, 0, seed), progress);
  }

  private void write(String file, String histogram) {
    write(Path.of(file), histogram, "--hgrm");
    out.println("histogram   " + file);
  }

  private static void write(Path file, String text, String option) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CliException(option + ": cannot write " + file + ": " + e.getMessage());
    }
  }
}
