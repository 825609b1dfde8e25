package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles and prints what the README says it prints. */
class ReadmeTest {
  private static final int LINES = 20;
  private static final int COLUMNS = 100;

  @TempDir Path directory;

  private static String readme() throws IOException {
    // Up from core/target/classes.
    Path root = MainClasses.directory().getParent().getParent().getParent();
    return Files.readString(root.resolve("README.md"));
  }

  /** The first block fenced as {@code language} behind {@code from}. */
  private static String block(String markdown, String language, int from) {
    String fence = "\n```" + language + "\n";
    int start = markdown.indexOf(fence, from);
    assertTrue(start >= 0, "no block of " + language);
    start += fence.length();
    return markdown.substring(start, markdown.indexOf("\n```", start - 1) + 1);
  }

  @Test
  void exampleRunsAndPrintsWhatIsPromised() throws Exception {
    String markdown = readme();
    String example = block(markdown, "java", 0);
    String promised = block(markdown, "text", markdown.indexOf(example));
    // The JDK compiles the one file in memory and runs it.
    Path file = Files.writeString(directory.resolve("Example.java"), example);
    String said =
        JdkTool.run(
            directory,
            "java",
            "-p",
            JdkTool.LIBRARY,
            "--add-modules",
            "dev.deltalex.core",
            file.toString());
    assertEquals(promised, said.replace(System.lineSeparator(), "\n"));
  }

  @Test
  void exampleIsShort() throws IOException {
    List<String> lines = block(readme(), "java", 0).lines().toList();
    assertTrue(lines.size() <= LINES, "lines: " + lines.size());
    lines.forEach(line -> assertTrue(line.length() <= COLUMNS, line));
  }

  @Test
  void everyFormatIsNamed() throws IOException {
    String markdown = readme();
    for (String name : Formats.names()) {
      assertTrue(markdown.contains("`" + name + "`"), name);
    }
  }
}
