package dev.deltalex.ring;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process on the other side of a shared ring. Close kills it with SIGKILL. */
final class RingProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private RingProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  static RingProcess start(List<String> command) throws IOException {
    return new RingProcess(command);
  }

  /** Starts a JVM with the classes of this module and its tests. */
  static RingProcess startJava(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** The classes and test classes, including test classes that are patched into the module. */
  static String classPath() {
    try {
      Path classes =
          Path.of(RingReader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes + File.pathSeparator + classes.resolveSibling("test-classes");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the process's output up to a line. */
  void await(String expected) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.equals(expected)) {
        return;
      }
    }
    throw new AssertionError("the process ended without \"" + expected + "\": " + lines);
  }

  /** The lines read so far. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Reads the rest of the output and returns the exit status. */
  int join() throws IOException, InterruptedException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return process.waitFor();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    output.close();
  }
}
