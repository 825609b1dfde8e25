package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.Policies.Truncation;
import dev.deltalex.Policies.UnknownTool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SettingsTest {
  @Test
  void noSettingLeavesTheBaseAsItIs() {
    assertEquals(Policies.DEFAULT, Settings.apply(Policies.DEFAULT, List.of(), "--policy"));
  }

  @Test
  void enumsAndBooleansAreReadWithoutCaseAndSeparators() {
    Policies read = policies("truncation=CLOSE", "unknown-tool=as-content", "pythonLiterals=False");
    Policies wanted =
        Policies.DEFAULT
            .withTruncation(Truncation.CLOSE)
            .withUnknownTool(UnknownTool.AS_CONTENT)
            .withPythonLiterals(false);
    assertEquals(wanted, read);
  }

  @Test
  void aNameIsText() {
    assertEquals("weather", policies("toolChoice=named", "namedTool=weather").namedTool());
  }

  @Test
  void theLastSettingOfAKeyWins() {
    assertEquals(Policies.DEFAULT, policies("truncation=close", "truncation=honest"));
  }

  @Test
  void limitsAreNumbers() {
    assertEquals(Limits.DEFAULT.withDepth(7), limits("depth=7"));
    assertEquals(
        "--limit depth: 'deep' is not a whole number", refusal(() -> limits("depth=deep")));
  }

  @Test
  void aLimitOutOfRangeSaysItsRange() {
    assertEquals(
        "--limit: Limits.depth is 999; it must be from 1 to 256",
        refusal(() -> limits("depth=999")));
  }

  @Test
  void anUnknownKeyListsEveryLegalOneAndTheNearest() {
    String message = refusal(() -> policies("truncate=close"));
    assertTrue(
        message.startsWith("--policy: there is no 'truncate'; did you mean 'truncation'?"),
        message);
    for (var component : Policies.class.getRecordComponents()) {
      assertTrue(message.contains("  " + component.getName() + "="), message);
    }
    assertTrue(message.contains("unknownTool=forward|as_content|drop"), message);
    assertTrue(message.contains("entities=true|false"), message);
  }

  @Test
  void anUnknownValueListsTheLegalOnes() {
    assertEquals(
        "--policy unknownTool: 'dorp' is not one of forward, as_content, drop;"
            + " did you mean 'drop'?",
        refusal(() -> policies("unknownTool=dorp")));
    assertEquals(
        "--policy entities: 'yes' is not one of true, false",
        refusal(() -> policies("entities=yes")));
  }

  @Test
  void aSettingWithoutValueIsRefused() {
    assertEquals(
        "--policy: 'truncation' is not of the form key=value",
        refusal(() -> policies("truncation")));
  }

  @Test
  void helpNamesEveryKeyWithValuesAndDefault() {
    List<String> lines = Settings.describe(Policies.DEFAULT);
    assertEquals(Policies.class.getRecordComponents().length, lines.size());
    assertTrue(lines.contains("truncation=honest|close (honest)"), lines.toString());
    assertTrue(Settings.describe(Limits.DEFAULT).contains("depth=N (256)"));
  }

  private static Policies policies(String... settings) {
    return Settings.apply(Policies.DEFAULT, List.of(settings), "--policy");
  }

  private static Limits limits(String... settings) {
    return Settings.apply(Limits.DEFAULT, List.of(settings), "--limit");
  }

  private static String refusal(Executable typed) {
    return String.valueOf(assertThrows(CliException.class, typed).getMessage());
  }
}
