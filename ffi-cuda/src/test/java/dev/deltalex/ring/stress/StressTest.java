package dev.deltalex.ring.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.platform.unix.LibCAPI;
import dev.deltalex.ring.RingReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import joptsimple.OptionParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/** Runs jcstress in a separate process; its report is in {@code target/jcstress}. */
class StressTest {
  private static final int TESTS = 7;
  private static final long LIMIT_MINUTES = 30;

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The class path: this module's classes and tests, jcstress, and its dependencies. */
  private static String classPath() {
    Path classes = location(RingReader.class);
    return Stream.of(
            classes,
            classes.resolveSibling("test-classes"),
            location(Main.class),
            location(OptionParser.class),
            location(Native.class),
            location(LibCAPI.class))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void stress(String... options) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(location(RingReader.class).resolveSibling("jcstress"));
    Path log = directory.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.add(Main.class.getName());
    command.addAll(List.of("-t", "dev.deltalex.ring.stress", "-r", directory.toString()));
    command.addAll(Arrays.asList(options));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    boolean done = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);

    assertTrue(done, () -> "not done after " + LIMIT_MINUTES + " minutes\n" + output);
    assertEquals(0, process.exitValue(), output);
    // "passed" counts configurations: each test has at least one.
    Matcher passed = Pattern.compile("(\\d+) passed, 0 failed").matcher(output);
    int configurations = 0;
    while (passed.find()) {
      configurations = Math.max(configurations, Integer.parseInt(passed.group(1)));
    }
    assertTrue(configurations >= TESTS, output);
  }

  /** A short run with one compiler, which checks that the tests work. */
  @Test
  void glance() throws IOException, InterruptedException {
    stress(
        "-m",
        "sanity",
        "-c",
        "2",
        "-time",
        "100",
        "-iters",
        "2",
        "-sc",
        "false",
        "-jvmArgs",
        "-Xmx256m");
  }

  @Test
  @Tag("long")
  void everyOutcomeIsListed() throws IOException, InterruptedException {
    stress("-m", "quick");
  }
}
