package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A named module that requires core gets the vector scanner with no flag at all. */
class ModularConsumerTest {
  private static final String MODULE =
      """
      module consumer {
        requires dev.deltalex.core;
      }
      """;

  private static final String MAIN =
      """
      package consumer;

      import dev.deltalex.parse.StreamPool;

      public final class Main {
        public static void main(String[] args) {
          StreamPool.warmUp();
          System.out.println(StreamPool.scannerDescription());
        }
      }
      """;

  /** The warm-up gives up when the machine is too busy for it: that is not what is tested. */
  private static final int TRIES = 3;

  @TempDir Path directory;

  @Test
  void getsTheVectorScannerWithoutAFlag() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("src/consumer")).getParent();
    Path moduleInfo = Files.writeString(sources.resolve("module-info.java"), MODULE);
    Path main = Files.writeString(sources.resolve("consumer/Main.java"), MAIN);
    Path classes = directory.resolve("classes");
    String library =
        MainClasses.directory() + File.pathSeparator + MainClasses.placeOf(JsonFactory.class);
    run("javac", "-d", classes.toString(), "-p", library, moduleInfo.toString(), main.toString());

    List<String> said = new ArrayList<>();
    for (int i = 0; i < TRIES && said.stream().noneMatch(s -> s.startsWith("vector")); i++) {
      said.add(run("java", "-p", classes + File.pathSeparator + library, "-m", "consumer/consumer.Main"));
    }
    System.out.println("A modular consumer scans with " + said.getLast().strip());
    assertTrue(said.getLast().startsWith("vector"), said.toString());
    assertFalse(said.getLast().contains("--add-modules"), said.toString());
  }

  /** Runs a tool of the JDK that runs this test; gives back its standard output. */
  private String run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Path errors = directory.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
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
