package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script starts the right JDK: fake JDKs in a temporary home directory print their name. */
final class LauncherTest {
  private static final Path SHELL = Path.of("/bin/sh");

  @TempDir private Path folder;

  @BeforeEach
  void script() throws IOException {
    assumeTrue(Files.isExecutable(SHELL), "no shell");
    Files.copy(Path.of("src/main/launcher/deltalex"), folder.resolve("deltalex"));
    Files.createFile(folder.resolve("deltalex.jar"));
    // A PATH with the tools of the script and without java.
    Path tools = Files.createDirectory(folder.resolve("bin"));
    for (String tool : new String[] {"sed", "readlink", "dirname"}) {
      Path real = Path.of("/usr/bin", tool);
      Path found = Files.exists(real) ? real : Path.of("/bin", tool);
      assumeTrue(Files.exists(found), "no " + tool);
      program(tools.resolve(tool), "exec " + found + " \"$@\"");
    }
  }

  private Path jdk(String place, String version) throws IOException {
    Path jdk = Files.createDirectories(folder.resolve(place));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    program(
        Files.createDirectories(jdk.resolve("bin")).resolve("java"), "echo \"" + version + " $*\"");
    return jdk;
  }

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!" + SHELL + "\n" + line + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private String start(String javaHome) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(SHELL.toString(), folder.resolve("deltalex").toString(), "doctor", "x y")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin").toString());
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put("JAVA_HOME", javaHome);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return said;
  }

  @ParameterizedTest
  @CsvSource({
    "home/.jdks/openjdk-26, 26.0.1",
    "home/.sdkman/candidates/java/26-tem, 26",
    "home/.sdkman/candidates/java/25.0.1-tem, 25.0.1",
    "home/jvm/temurin-100, 100.0.2",
    "home/jdk-27, 27"
  })
  void laterJdksAreFound(String place, String version) throws Exception {
    jdk("home/.jdks/corretto-21", "21.0.9");
    jdk(place, version);
    assertEquals(
        version
            + " --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -jar "
            + folder.toRealPath().resolve("deltalex.jar")
            + " doctor x y",
        start("").strip());
  }

  @Test
  void namedJdkComesFirst() throws Exception {
    jdk("home/.jdks/openjdk-26", "26");
    Path named = jdk("elsewhere", "25.0.3");
    assertTrue(start(named.toString()).startsWith("25.0.3 "));
  }

  @Test
  void namedJdkThatIsTooOldIsPassedOver() throws Exception {
    jdk("home/.jdks/openjdk-26", "26");
    Path named = jdk("elsewhere", "21.0.9");
    assertTrue(start(named.toString()).startsWith("26 "));
  }
}
