package dev.deltalex.cli;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.GenerationLoops;
import dev.deltalex.loop.LoopOptions;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code deltalex}. */
@Command(
    name = "deltalex",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Turns the raw output of a language model into reasoning, content and calls.",
    synopsisSubcommandLabel = "COMMAND",
    footer = "%nHelp on one command: deltalex COMMAND --help")
public final class Main implements Runnable {
  /** Success: no case differs, and no stream was lost. */
  public static final int OK = 0;

  /** At least one case differs, or a stream was lost. */
  public static final int DIFFERS = 1;

  /** The command line or an input file is invalid, or the output cannot be written. */
  public static final int USAGE = 2;

  /** A bug in this program. */
  public static final int DEFECT = 3;

  /** Limit for the driver's answer. */
  private static final Duration PROBE = Duration.ofSeconds(20);

  private Main() {}

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    PrintWriter out = standardOutput();
    PrintWriter err = standardError();
    System.exit(run(commandLine(System.in, out, err), args));
  }

  /** Runs a command line; returns the status. */
  public static int run(CommandLine line, String... args) {
    int status;
    try {
      status = line.execute(args);
    } catch (Throwable thrown) {
      // Picocli propagates errors such as OutOfMemoryError.
      status = failure(thrown, line);
    }
    // Also flushes. A PrintWriter does not throw if it cannot write.
    if (line.getOut().checkError() && (status == OK || status == DIFFERS)) {
      line.getErr().println("deltalex: the output could not be written");
      line.getErr().flush();
      return USAGE;
    }
    return status;
  }

  /** Creates the command line on the given streams. */
  static CommandLine commandLine(InputStream in, PrintWriter out, PrintWriter err) {
    return commandLine(in, out, err, GenerationLoops::open);
  }

  /** Creates the command line with other generation loops. */
  static CommandLine commandLine(
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      Function<LoopOptions, GenerationLoop> loops) {
    CommandLine replay = new CommandLine(new ReplayCommand(new Inputs(in), out, err));
    ReplayHelp.addTo(replay);
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(replay)
            .addSubcommand(new FormatsCommand(new Inputs(in), out))
            .addSubcommand(new GenerateCommand(loops, out, err))
            .addSubcommand(new ServeCommand(out, err))
            .addSubcommand(
                new DoctorCommand(
                    () -> DriverLibrary.probe(PROBE),
                    GenerationLoops::kernelText,
                    GenerationLoops::check,
                    out));
    return configure(line, out, err);
  }

  /** Gives a command line its streams, its width and its reports of errors. */
  public static CommandLine configure(CommandLine line, PrintWriter out, PrintWriter err) {
    return line.setOut(out)
        .setErr(err)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Main::usageError)
        .setExecutionExceptionHandler((e, command, _) -> failure(e, command));
  }

  /** Standard output, buffered. UTF-8 for every locale, since the lines are JSON. */
  public static PrintWriter standardOutput() {
    return writer(FileDescriptor.out, false);
  }

  /** Standard error, flushed after every line; UTF-8. */
  public static PrintWriter standardError() {
    return writer(FileDescriptor.err, true);
  }

  @Override
  public void run() {
    throw new CliException("a command is required\nTry 'deltalex --help'.");
  }

  /** Describes a bug in one line: the exception and its location. */
  static String defect(Throwable thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
  }

  // Null without a terminal: JDK 25 uses the console of java.base again.
  @SuppressWarnings("SystemConsoleNull")
  static boolean isAtTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static PrintWriter writer(FileDescriptor descriptor, boolean flushLines) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8),
        flushLines);
  }

  private static int usageError(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("deltalex: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return USAGE;
  }

  private static int failure(Throwable e, CommandLine command) {
    command.getOut().flush();
    PrintWriter err = command.getErr();
    boolean users = e instanceof CliException;
    err.println(
        "deltalex: " + (users ? e.getMessage() : "this is a bug in Deltalex: " + defect(e)));
    err.flush();
    return users ? USAGE : DEFECT;
  }
}
