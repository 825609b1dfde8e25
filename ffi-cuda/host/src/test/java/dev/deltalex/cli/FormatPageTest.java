package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of formats in the repository is the one that the declarations make. */
class FormatPageTest {
  private static final Path CORE = Path.of("../../core");
  private static final Path PAGE = CORE.resolve("FORMATS.md");
  private static final Path RENEWED = Path.of("target/FORMATS.md");

  private static String page() {
    List<FormatSummary> formats = Formats.all().stream().map(FormatSummary::of).toList();
    return FormatPage.of(formats);
  }

  @Test
  void thePageIsCurrent() throws IOException {
    String page = page();
    Files.createDirectories(RENEWED.getParent());
    Files.writeString(RENEWED, page);
    String found = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    // Not assertEquals, whose message would be both pages.
    assertTrue(
        page.equals(found),
        "core/FORMATS.md is not what the declarations make; renew it in the repository's root:\n"
            + "cp ffi-cuda/host/target/FORMATS.md core/FORMATS.md");
  }

  @Test
  void itsLinksLeadSomewhere() {
    List<String> links =
        page().lines().filter(line -> line.startsWith("- Transcripts: [")).toList();
    assertEquals(Formats.all().size(), links.size());
    for (String link : links) {
      String path = link.substring(link.indexOf('(') + 1, link.indexOf(')'));
      assertTrue(Files.isRegularFile(CORE.resolve(path)), link);
    }
  }

  @Test
  void itsTableCannotBeBroken() {
    for (String line : page().lines().filter(line -> line.startsWith("| ")).toList()) {
      assertEquals(5, line.chars().filter(c -> c == '|').count(), line);
    }
  }

  @Test
  void itHasEveryName() {
    String page = page();
    for (String name : Formats.names()) {
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }
}
