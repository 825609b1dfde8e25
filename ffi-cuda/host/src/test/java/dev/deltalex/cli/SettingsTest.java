package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.Truncation;
import dev.deltalex.ParserOptions.UnknownTool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SettingsTest {
  @Test
  void noSettingLeavesTheBaseAsItIs() {
    assertEquals(
        ParserOptions.DEFAULT, Settings.apply(ParserOptions.DEFAULT, List.of(), "--option"));
  }

  @Test
  void enumsAreReadWithoutCaseAndSeparators() {
    ParserOptions read =
        options("truncation=CLOSE", "unknown-tool=as-content", "pythonLiterals=Off");
    ParserOptions wanted =
        ParserOptions.builder()
            .truncation(Truncation.CLOSE)
            .unknownTool(UnknownTool.AS_CONTENT)
            .pythonLiterals(ParserOptions.PythonLiterals.OFF)
            .build();
    assertEquals(wanted, read);
  }

  @Test
  void aNameIsText() {
    assertEquals("weather", options("toolChoice=named", "namedTool=weather").namedTool());
  }

  @Test
  void theLastSettingOfAKeyWins() {
    assertEquals(ParserOptions.DEFAULT, options("truncation=close", "truncation=honest"));
  }

  @Test
  void limitsAreNumbers() {
    assertEquals(Limits.builder().maxDepth(7).build(), limits("maxDepth=7"));
    assertEquals(
        "--limit maxDepth: 'deep' is not a whole number", refusal(() -> limits("maxDepth=deep")));
  }

  @Test
  void aLimitOutOfRangeSaysItsRange() {
    assertEquals(
        "--limit: Limits.maxDepth is 999; it must be from 1 to 256",
        refusal(() -> limits("maxDepth=999")));
  }

  @Test
  void anUnknownKeyListsEveryLegalOneAndTheNearest() {
    String message = refusal(() -> options("truncate=close"));
    assertTrue(
        message.startsWith("--option: unknown key 'truncate'; did you mean 'truncation'?"),
        message);
    for (var component : ParserOptions.class.getRecordComponents()) {
      assertTrue(message.contains("  " + component.getName() + "="), message);
    }
    assertTrue(message.contains("unknownTool=forward|as_content|drop"), message);
    assertTrue(message.contains("entities=off|decode"), message);
  }

  @Test
  void anUnknownValueListsTheLegalOnes() {
    assertEquals(
        "--option unknownTool: 'dorp' is not one of forward, as_content, drop;"
            + " did you mean 'drop'?",
        refusal(() -> options("unknownTool=dorp")));
    assertEquals(
        "--option entities: 'yes' is not one of off, decode",
        refusal(() -> options("entities=yes")));
  }

  @Test
  void aSettingWithoutValueIsRefused() {
    assertEquals(
        "--option: 'truncation' is not of the form key=value",
        refusal(() -> options("truncation")));
  }

  @Test
  void helpNamesEveryKeyWithValuesAndDefault() {
    List<String> lines = Settings.describe(ParserOptions.DEFAULT);
    assertEquals(ParserOptions.class.getRecordComponents().length, lines.size());
    assertTrue(lines.contains("truncation=honest|close (honest)"), lines.toString());
    assertTrue(Settings.describe(Limits.DEFAULT).contains("maxDepth=N (256)"));
  }

  private static ParserOptions options(String... settings) {
    return Settings.apply(ParserOptions.DEFAULT, List.of(settings), "--option");
  }

  private static Limits limits(String... settings) {
    return Settings.apply(Limits.DEFAULT, List.of(settings), "--limit");
  }

  private static String refusal(Executable typed) {
    return String.valueOf(assertThrows(CliException.class, typed).getMessage());
  }
}
