package dev.deltalex.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.FormatKit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A format that is declared outside of the project, in a module of its own, which sees only the
 * exported packages: at most {@value #LINES} lines, checked by one call.
 */
class StrangersFormatTest {
  private static final int LINES = 20;
  private static final int CASES = 1_500;

  @TempDir Path directory;

  private Path classes = Path.of("");

  private static String source(String name) throws IOException {
    try (InputStream in = StrangersFormatTest.class.getResourceAsStream("/stranger/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void compileTheModule() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("src/acme")).getParent();
    Path module =
        Files.writeString(sources.resolve("module-info.java"), source("module-info.java"));
    Path acme = Files.writeString(sources.resolve("acme/Acme.java"), source("acme/Acme.java"));
    classes = directory.resolve("classes");
    JdkTool.run(
        directory,
        "javac",
        "-Xlint:exports",
        "-d",
        classes.toString(),
        "-p",
        JdkTool.LIBRARY,
        module.toString(),
        acme.toString());
  }

  @Test
  void holdsEveryLaw() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      WireFormat acme = (WireFormat) loader.loadClass("acme.Acme").getField("FORMAT").get(null);
      Path transcript = Files.writeString(directory.resolve("acme.md"), source("acme.md"));
      FormatKit.check(acme).transcript(transcript).cases(CASES);
      FormatKit.reads(acme, "<reason>hm</reason>Hi <|call|>f|{\"a\":1}<|end|>")
          .reasoning("hm")
          .content("Hi ")
          .call("f", "{\"a\":1}");
    }
  }

  @Test
  void isShort() throws IOException {
    assertTrue(source("acme/Acme.java").lines().count() <= LINES);
  }

  @Test
  void isTheOneOfTheReadme() throws IOException {
    String readme = Files.readString(MainClasses.directory().resolve("../../../README.md"));
    String acme = source("acme/Acme.java");
    assertTrue(readme.contains(acme.substring(acme.indexOf("import static"))));
    assertEquals(1, readme.split("FormatKit.check", -1).length - 1);
  }
}
