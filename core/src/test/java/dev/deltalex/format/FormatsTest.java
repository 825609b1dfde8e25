package dev.deltalex.format;

import static dev.deltalex.syntax.Say.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the formats say of themselves to people. */
class FormatsTest {
  @Test
  void everyFormatNamesItsModels() {
    List<String> missing =
        Formats.all().stream().filter(f -> f.models().isEmpty()).map(WireFormat::name).toList();
    assertEquals(List.of(), missing, "formats whose declaration lacks .models(\"Model 1\", …)");
  }

  @Test
  void modelsAndKnownLimitsOutliveTheOtherWords() {
    WireFormat format =
        WireFormat.format("x", "y")
            .models("Acme 1")
            .knownLimits("It is short.")
            .reasoning(tag("<r>"), tag("</r>"))
            .callsEndReasoning()
            .models("Acme 1", "Acme 2");
    assertEquals(List.of("Acme 1", "Acme 2"), format.models());
    assertEquals(List.of("It is short."), format.knownLimits());
    assertEquals(List.of("y"), format.aliases());
    assertEquals(1, format.syntax().blocks().size());
  }
}
