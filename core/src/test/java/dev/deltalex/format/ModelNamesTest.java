package dev.deltalex.format;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.grammar.DeclaredFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The format of a model by its name: right, ambiguous or none, never wrong. */
class ModelNamesTest {
  private static final int LEAST = 60;

  /** A model's name, the format that it writes, and the answer. */
  private record Row(String model, String truth, String answer) {
    static Row of(String line) {
      String[] columns = line.split(";");
      return new Row(columns[0].strip(), columns[1].strip(), columns[2].strip());
    }
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in = ModelNamesTest.class.getResourceAsStream("/choose/names.txt")) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  @Test
  void noNameLeadsToAnotherFormatThanItsModelWrites() throws IOException {
    List<Row> rows = rows();
    assertTrue(rows.size() >= LEAST, rows.size() + " names");
    assertAll(
        rows.stream()
            .map(row ->
                (Executable)
                    () -> {
                      FormatChoice choice = Formats.forModel(row.model());
                      Answers.Answer answer = Answers.of(row.model(), row.truth(), choice);
                      assertEquals(
                          row.answer(),
                          answer.toString().toLowerCase(Locale.ROOT),
                          row.model() + ": " + choice);
                    }));
  }

  @Test
  void whatIsNotCertainIsRefusedWithTheNamesToChooseFrom() {
    FormatChoice choice = Formats.forModel("meta-llama/Llama-3.2-3B-Instruct");
    assertTrue(choice.isAmbiguous());
    assertEquals(
        "the format is not certain: the name begins as Llama-3.2, which several formats state;"
            + " candidates: llama3_json, pythonic; choose one with Formats.byName",
        assertThrows(IllegalStateException.class, choice::format).getMessage());
  }

  @Test
  void aModelThatWasTrainedFurtherHasNoAnswerButTheNearestNames() {
    FormatChoice choice = Formats.forModel("acme/Qwen3-8B-Wizard");
    assertFalse(choice.isFound() || choice.isAmbiguous());
    assertEquals(List.of("hermes"), choice.nearest());
    assertEquals(
        "no format found: 'Qwen3-8B-Wizard' begins as Qwen3, but 'wizard' makes it another;"
            + " nearest: hermes; choose one with Formats.byName",
        assertThrows(IllegalStateException.class, choice::format).getMessage());
  }

  @Test
  void aMistypedNameHasTheNearestFormats() {
    assertEquals("kimi_k2", Formats.forModel("moonshotai/Kimmi-K2-Instruct").nearest().get(0));
  }

  @Test
  void namesOfNoUseHaveNoAnswer() {
    for (String name : List.of("", "/", "///", "-", "models--", "\0", "🦙", "x".repeat(1 << 20))) {
      FormatChoice choice = Formats.forModel(name);
      assertEquals(List.of(), choice.candidates(), choice.toString());
    }
    assertThrows(NullPointerException.class, () -> Formats.forModel(null));
  }

  @Test
  void everyStatedBeginningLeadsToItsFormat() {
    for (WireFormat format : Formats.all()) {
      for (String model : DeclaredFormat.traitsOf(format).hubNames()) {
        assertTrue(Formats.forModel(model).candidates().contains(format), model);
      }
    }
  }
}
