package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** L8 "scalar scanner: from the start": a parser's second stream of a kind allocates 0 bytes. */
class InterpretedAllocationTest {
  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void secondStreamOfAKindAllocatesNothing() throws IOException, InterruptedException {
    String classes = location(StreamParser.class);
    String classPath =
        Stream.of(
                classes,
                Path.of(classes).resolveSibling("test-classes").toString(),
                location(JsonFactory.class))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xint",
            "-cp",
            classPath,
            AllocationProbe.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A JVM says on its standard error that it found one of these.
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();

    int streams = 4 * AllocationTexts.KINDS.length + 300 + 1;
    assertEquals("checked " + streams + "\nexit 0", output.strip() + "\nexit " + exit);
  }
}
