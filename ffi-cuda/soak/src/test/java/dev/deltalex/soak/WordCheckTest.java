package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.soak.Transcript.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordCheckTest {
  private static final Transcript TEN =
      Transcript.of("ten", List.of(Kind.REASONING, Kind.ARGUMENTS), 5, "", 8, 0);

  private final WordCheck check = new WordCheck(TEN);

  private void assertFound(
      boolean whole, long lost, long duplicated, long reordered, long damaged) {
    assertEquals(
        "lost %d duplicated %d reordered %d damaged %d"
            .formatted(lost, duplicated, reordered, damaged),
        "lost %d duplicated %d reordered %d damaged %d"
            .formatted(check.lost(whole), check.duplicated(), check.reordered(), check.damaged()));
  }

  private static String words(int from, int to) {
    return String.join(" ", TEN.words().subList(from, to));
  }

  @Test
  void wholeStreamInAnyPieces() {
    String reasoning = words(0, 5);
    String arguments = "{\"text\":\"" + words(5, 10) + "\"}";
    reasoning.chars().forEach(c -> check.text(Kind.REASONING, Character.toString(c)));
    check.call("note");
    arguments.chars().forEach(c -> check.text(Kind.ARGUMENTS, Character.toString(c)));
    check.end();
    assertEquals(10, check.came());
    assertFound(true, 0, 0, 0, 0);
  }

  @Test
  void lostInTheMiddle() {
    check.text(Kind.REASONING, words(0, 2) + " " + words(3, 5) + " ");
    assertFound(false, 1, 0, 0, 0);
  }

  @Test
  void lostAtTheEnd() {
    check.text(Kind.REASONING, words(0, 5));
    check.end();
    assertFound(true, 5, 0, 0, 0);
    assertFound(false, 0, 0, 0, 0);
  }

  @Test
  void duplicated() {
    check.text(Kind.REASONING, words(0, 3) + " " + words(1, 3) + " ");
    assertFound(false, 0, 2, 0, 0);
  }

  @Test
  void reordered() {
    check.text(Kind.REASONING, words(0, 1) + " " + words(2, 3) + " " + words(1, 2) + " ");
    assertFound(false, 0, 0, 1, 0);
  }

  @Test
  void damagedWords() {
    check.text(Kind.REASONING, "0a 1tid 99z x ");
    assertFound(false, 0, 0, 0, 3);
    check.text(Kind.CONTENT, TEN.words().get(1) + " ");
    assertFound(false, 0, 0, 0, 4);
  }

  @Test
  void damagedArguments() {
    check.text(Kind.REASONING, words(0, 5));
    check.call("note");
    check.text(Kind.ARGUMENTS, "{\"text\":\"" + words(5, 10) + "\"");
    check.end();
    assertFound(true, 0, 0, 0, 1);
  }

  @Test
  void anotherTool() {
    check.call("other");
    assertFound(false, 0, 0, 0, 1);
  }

  @Test
  void textWithoutEndIsBounded() {
    check.text(Kind.REASONING, "7".repeat(100_000));
    check.end();
    assertEquals(0, check.came());
    assertEquals(100_000 / 129 + 1, check.damaged());
  }
}
