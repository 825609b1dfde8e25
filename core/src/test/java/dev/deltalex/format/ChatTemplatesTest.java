package dev.deltalex.format;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CanonicalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The format of a chat template by its markers: right, ambiguous or none, never wrong. */
class ChatTemplatesTest {
  private static final int LEAST = 30;
  private static final String TITLE = "## ";

  /** A template's telling lines, the format that its models write, and the answer. */
  private record Sample(String model, String truth, String answer, String template) {}

  private static List<Sample> samples() throws IOException {
    try (InputStream in = ChatTemplatesTest.class.getResourceAsStream("/choose/templates.txt")) {
      assertNotNull(in);
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Sample> samples = new ArrayList<>();
      for (String block : all.substring(all.indexOf(TITLE)).split("(?m)^" + TITLE)) {
        if (!block.isEmpty()) {
          int end = block.indexOf('\n');
          String[] title = block.substring(0, end).split("; ");
          samples.add(new Sample(title[0], title[1], title[2], block.substring(end + 1)));
        }
      }
      return samples;
    }
  }

  @Test
  void noTemplateLeadsToAnotherFormatThanItsModelWrites() throws IOException {
    List<Sample> samples = samples();
    assertTrue(samples.size() >= LEAST, samples.size() + " templates");
    assertAll(
        samples.stream()
            .map(sample ->
                (Executable)
                    () -> {
                      FormatChoice choice = Formats.forChatTemplate(sample.template());
                      Answers.Answer answer = Answers.of(sample.model(), sample.truth(), choice);
                      assertEquals(
                          sample.answer(),
                          answer.toString().toLowerCase(Locale.ROOT),
                          sample.model() + ": " + choice);
                    }));
  }

  /** As templates have them, without the texts that the declarations state of templates. */
  @Test
  void theMarkersOfAFormatLeadToItOrToOneWithTheSameMarkers() {
    Map<String, String> others = new TreeMap<>();
    for (WireFormat format : Formats.all()) {
      if (!format.syntax().calls().isEmpty()) {
        CanonicalText text = new CanonicalText(format.syntax());
        CallForm form = format.syntax().calls().get(0);
        String call = text.call(form, "f", "f:0", Map.of("city", "Oslo"));
        FormatChoice choice = Formats.forChatTemplate(text.reasoning("hm") + call);
        if (choice.isFound() && choice.format() != format) {
          others.put(format.name(), choice.format().name());
        }
      }
    }
    assertEquals(
        Map.of(
            "cogito", "deepseek_v3",
            "ernie45", "hermes",
            "granite4", "hermes",
            "granite_pythonic", "think_only",
            "xlam", "mistral"),
        others);
  }

  @Test
  void theAnswerSaysWhichMarkersItGoesBy() {
    FormatChoice choice =
        Formats.forChatTemplate("{{ '<longcat_tool_call>' }}{{ '</longcat_tool_call>' }}");
    assertEquals("format longcat: the template has \"<longcat_tool_call>\"", choice.toString());
  }

  @Test
  void longTemplatesAreReadInLinearTime() {
    for (String part : List.of("<tool_call", "{#", "\\", "<", "{{ x }}\n")) {
      String template = part.repeat((1 << 20) / part.length());
      assertTimeout(Duration.ofSeconds(20), () -> Formats.forChatTemplate(template), part);
    }
  }
}
