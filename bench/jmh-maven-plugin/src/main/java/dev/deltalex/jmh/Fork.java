package dev.deltalex.jmh;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
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
   * Runs one main class to its end. Its output goes through {@code lines} to the console, or, where
   * that is null, straight there; standard error is passed on line by line.
   *
   * @param log gets every line of the output; null for none
   * @return the exit code
   */
  int run(
      String mainClass,
      List<String> arguments,
      UnaryOperator<String> lines,
      File log,
      UnaryOperator<String> errorLines)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
    if (lines == null) {
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    }
    Process process = builder.start();
    Thread stopper = new Thread(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(stopper);
    Thread errors =
        new Thread(() -> passOn(process.getErrorStream(), errorLines, null, System.err), "errors");
    try {
      process.getOutputStream().close();
      errors.start();
      if (lines != null) {
        passOn(process.getInputStream(), lines, log, System.out);
      }
      errors.join();
      return process.waitFor();
    } finally {
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
  }

  private static void passOn(
      InputStream from, UnaryOperator<String> lines, File log, PrintStream console) {
    Charset charset = Charset.defaultCharset();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(from, charset));
        Writer all =
            log == null ? Writer.nullWriter() : Files.newBufferedWriter(log.toPath(), charset)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        all.write(line);
        all.write('\n');
        all.flush();
        String shown = lines.apply(line);
        if (shown != null) {
          console.println(shown);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JMH's own forks outlive it unless they are ended as well. */
  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
