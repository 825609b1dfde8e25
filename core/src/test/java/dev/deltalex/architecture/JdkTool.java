package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a tool of a JDK, as somebody who uses core does. */
final class JdkTool {
  /** Core and what it needs, for a module path or a class path. */
  static final String LIBRARY =
      MainClasses.directory() + File.pathSeparator + MainClasses.placeOf(JsonFactory.class);

  private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

  private JdkTool() {}

  /** As {@link #runOf}, of the JDK that runs this test. */
  static String run(Path directory, String tool, String... arguments)
      throws IOException, InterruptedException {
    return runOf(THIS_JDK, directory, tool, arguments);
  }

  /**
   * Gives back its standard output; fails if it does.
   *
   * @param directory where its error output may be kept
   */
  static String runOf(Path jdk, Path directory, String tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin").resolve(tool).toString());
    command.addAll(List.of(arguments));
    Path errors = directory.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> tool + ": " + said + read(errors));
      return said;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
