package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members of scripts, and the division into bursts. */
class ScriptTest {
  /** The bursts of an entry, tokens joined by |. */
  private static List<String> bursts(String line) {
    Script script = Script.parse(line);
    Script.Entry entry = script.entries().getFirst();
    List<String> bursts = new ArrayList<>();
    int at = 0;
    for (int end : entry.bursts()) {
      List<String> tokens = new ArrayList<>();
      for (; at < end; at++) {
        tokens.add(script.vocabulary().text(entry.tokens()[at]));
      }
      bursts.add(String.join("|", tokens));
    }
    assertEquals(entry.tokens().length, at);
    return bursts;
  }

  @Test
  void cuts() {
    assertEquals(List.of("Hi there"), bursts("{\"text\":\"Hi there\",\"cuts\":\"whole\"}"));
    assertEquals(
        List.of("Hi ", "the", "re"), bursts("{\"text\":\"Hi there\",\"cuts\":\"chars:3\"}"));
    assertEquals(List.of("Hi", " there", "!"), bursts("{\"text\":\"Hi there!\",\"cuts\":[2,8]}"));
    assertEquals(
        List.of("Hi| there", "<|b", ">"),
        bursts("{\"text\":\"Hi there<b>\",\"cuts\":\"burst:2\"}"));
    assertEquals(List.of("a", "🙂", "b"), bursts("{\"text\":\"a🙂b\",\"cuts\":\"chars:1\"}"));
    assertEquals(List.of("a🙂", "b"), bursts("{\"text\":\"a🙂b\",\"cuts\":[2]}"));
    assertEquals(List.of("ab"), bursts("{\"text\":\"ab\",\"cuts\":[0,2]}"));
    assertEquals(List.of(), bursts("{\"text\":\"\"}"));
  }

  @Test
  void namesAndDefaults(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("s.jsonl");
    Files.writeString(file, "{\"text\":\"a\"}\r\n\n{\"id\":\"x\",\"text\":\"b\",\"step_ms\":7}\n");
    Script script = Script.read(file);
    assertEquals(List.of("0", "x"), script.ids());
    assertEquals(1, script.find("x"));
    assertEquals(-1, script.find("1"));
    assertEquals(7, script.entries().get(1).stepMillis());
    assertEquals(Script.Finish.STOP, script.entries().get(0).finish());
    Files.write(file, new byte[] {'{', (byte) 0xff});
    assertThrows(IllegalArgumentException.class, () -> Script.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the script is empty",
        "[]|line 1 of the script: expected an object",
        "{}|line 1 of the script: text is required",
        "{\"text\":1}|line 1 of the script: text must be a string",
        "{\"text\":\"a\"} x|line 1 of the script: not valid JSON",
        "{\"text\":\"a\",\"foo\":1}|unknown member 'foo'",
        "{\"text\":\"a\",\"finish\":\"soon\"}|finish is 'soon'",
        "{\"text\":\"a\",\"format\":\"soon\"}|unknown format 'soon'",
        "{\"text\":\"a\",\"start\":\"soon\"}|start is 'soon'",
        "{\"text\":\"a\",\"step_ms\":60001}|step_ms must be an integer from 0 to 60000",
        "{\"text\":\"a\",\"cuts\":\"chars:0\"}|the number in 'chars:0'",
        "{\"text\":\"a\",\"cuts\":\"burst:65\"}|must be 1 to 64",
        "{\"text\":\"a\",\"cuts\":\"burst:x\"}|must be 1 to 64",
        "{\"text\":\"a\",\"cuts\":\"soon\"}|cuts is 'soon'",
        "{\"text\":\"a\",\"cuts\":[5]}|cut 5 lies behind its text",
        "{\"text\":\"a\",\"cuts\":[1,1]}|cuts[1] must be an integer from 2",
        "{\"id\":\"\",\"text\":\"a\"}|id has 0 chars",
      })
  void mistakesAreNamed(String text, String says) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Script.parse(text));
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @Test
  void idsAreUnique() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Script.parse("{\"text\":\"a\"}\n{\"id\":\"0\",\"text\":\"a\"}"));
    assertTrue(e.getMessage().contains("the id 0"), e.getMessage());
  }
}
