package dev.deltalex.jmh;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Starts main classes of the benchmarked module in JVMs of their own. */
final class Fork {
  private final String java;
  private final File directory;
  private final List<String> flags;
  private final String classPath;

  Fork(String java, File directory, List<String> flags, String classPath) {
    this.java = java;
    this.directory = directory;
    this.flags = flags;
    this.classPath = classPath;
  }

  /**
   * Runs one main class to its end. Its standard output goes straight to the console, so that
   * progress shows while it happens; standard error is passed on line by line.
   *
   * @return the exit code
   */
  int run(String mainClass, List<String> arguments, UnaryOperator<String> errorLines)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(directory)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread stopper = new Thread(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(stopper);
    try (BufferedReader errors =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), Charset.defaultCharset()))) {
      process.getOutputStream().close();
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        String shown = errorLines.apply(line);
        if (shown != null) {
          System.err.println(shown);
        }
      }
      return process.waitFor();
    } finally {
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
  }

  /** JMH's own forks outlive it unless they are ended as well. */
  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
