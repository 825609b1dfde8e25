package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A named module that requires core gets the vector scanner with no flag at all; on the class path
 * it takes the flag, and without it the description says which.
 */
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
          System.out.print(StreamPool.scannerDescription());
        }
      }
      """;

  private static final String FLAG = "--add-modules";
  private static final String MODULE_OF_THE_FLAG = "jdk.incubator.vector";

  /** The warm-up gives up when the machine is too busy for it: that is not what is tested. */
  private static final int TRIES = 3;

  @TempDir Path directory;
  private String classes = "";

  @BeforeEach
  void compileTheConsumer() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("src/consumer")).getParent();
    Path moduleInfo = Files.writeString(sources.resolve("module-info.java"), MODULE);
    Path main = Files.writeString(sources.resolve("consumer/Main.java"), MAIN);
    classes = directory.resolve("classes").toString();
    JdkTool.run(
        directory,
        "javac",
        "-d",
        classes,
        "-p",
        JdkTool.LIBRARY,
        moduleInfo.toString(),
        main.toString());
  }

  @Test
  void getsTheVectorScannerWithoutAFlag() throws Exception {
    assertVector("-p", path(), "-m", "consumer/consumer.Main");
  }

  @Test
  void getsTheVectorScannerOnTheClassPathWithTheFlag() throws Exception {
    assertVector(FLAG, MODULE_OF_THE_FLAG, "-cp", path(), "consumer.Main");
  }

  @Test
  void scansCharByCharOnTheClassPathWithoutTheFlagAndSaysSo() throws Exception {
    String said = JdkTool.run(directory, "java", "-cp", path(), "consumer.Main");
    assertTrue(said.startsWith("scalar"), said);
    assertTrue(said.contains(FLAG + " " + MODULE_OF_THE_FLAG), said);
    assertEquals(1, said.lines().count(), said);
  }

  private String path() {
    return classes + File.pathSeparator + JdkTool.LIBRARY;
  }

  private void assertVector(String... java) throws Exception {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < TRIES && said.stream().noneMatch(s -> s.startsWith("vector")); i++) {
      said.add(JdkTool.run(directory, "java", java));
    }
    assertTrue(said.getLast().startsWith("vector"), said.toString());
    assertFalse(said.getLast().contains(FLAG), said.toString());
  }
}
