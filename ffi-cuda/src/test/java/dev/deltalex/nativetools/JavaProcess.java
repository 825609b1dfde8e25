package dev.deltalex.nativetools;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a separate JVM. */
public final class JavaProcess {
  private static final long LIMIT_SECONDS = 60;

  private JavaProcess() {}

  /**
   * Runs it and waits for its end; fails with its output unless it exits with 0.
   *
   * @param environment variables added to this process's environment
   * @return the lines that it printed
   */
  public static List<String> run(
      Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            System.getProperty("java.class.path", ""),
            System.getProperty("jdk.module.path", ""),
            NativeTools.MODULE.resolve("target/classes").toString(),
            NativeTools.MODULE.resolve("target/test-classes").toString()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // If one of these is set, a JVM prints a line to its standard error.
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    // To a file, since reading a pipe has no limit.
    Path log = Files.createTempFile("java-process", ".log");
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String output = Files.readString(log);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            (ended ? "exit " + process.exitValue() : "not done after " + LIMIT_SECONDS + " s")
                + ": "
                + main.getName()
                + "\n"
                + output);
      }
      return lines(output);
    } finally {
      Files.delete(log);
    }
  }

  private static List<String> lines(String output) {
    return output
        .lines()
        .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
        .toList();
  }
}
