package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tools and declarations are read by whatever jackson-core from 2.15 on an application has; an
 * older one is named.
 */
class JacksonVersionsTest {
  private static final String MAIN =
      """
      import dev.deltalex.format.Formats;
      import dev.deltalex.format.WireFormat;
      import dev.deltalex.schema.ToolSetReader;

      void main() {
        String name = "n".repeat(100_000);
        String tools = "[{\\"name\\": \\"f\\", \\"x\\": {\\"" + name + "\\": [[1]]}}]";
        try {
          String declaration = Formats.byName("hermes").toJson();
          IO.print(ToolSetReader.read(tools).name(0) + WireFormat.read(declaration));
        } catch (IllegalStateException tooOld) {
          IO.print(tooOld.getMessage());
        }
      }
      """;

  @TempDir Path directory;

  private String said(String version) throws Exception {
    Path main = Files.writeString(directory.resolve("Main.java"), MAIN);
    Path jar =
        MainClasses.directory().getParent().resolve("jackson/jackson-core-" + version + ".jar");
    assertTrue(Files.exists(jar), jar.toString());
    String path = MainClasses.directory() + File.pathSeparator + jar;
    return JdkTool.run(directory, "java", "-cp", path, main.toString());
  }

  @Test
  void theOldestThatServes() throws Exception {
    assertEquals("fhermes", said("2.15.2"));
  }

  @Test
  void oneThatIsTooOldIsNamed() throws Exception {
    assertEquals("jackson-core 2.14.3 is too old: Deltalex requires 2.15 or later", said("2.14.3"));
  }
}
