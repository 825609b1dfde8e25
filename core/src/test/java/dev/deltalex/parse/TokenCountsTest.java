package dev.deltalex.parse;

import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.Region;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.Block;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token counts for the region in which it comes, also where a burst brings a whole marker of
 * plain letters, which no token shows by itself.
 */
class TokenCountsTest {
  /** {@code MUSE}, reasoning, {@code REST}, content. */
  private static final WireFormat LETTERS =
      WireFormat.format("letters")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(token("MUSE")),
                  List.of(token("REST")),
                  Block.Trim.NOTHING));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void lettersThatCompleteAMarkerInABurst(int burst) {
    counted(burst, 6, 3, "so", " it", " is", "MU", "S", "E", "a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void markersOfBothKindsInABurst(int burst) {
    counted(burst, 5, 4, "x", "MUSE", "a", "b", "RE", "ST", "y", "z", "w");
  }

  private static void counted(int burst, int content, int reasoning, String... tokens) {
    Vocabulary.Builder words = Vocabulary.builder();
    IntStream.range(0, tokens.length).forEach(id -> words.add(id, tokens[id]));
    Vocabulary vocabulary = words.build();
    EventLog log = new EventLog();
    StreamParser parser = StreamSpec.of(LETTERS).vocabulary(vocabulary).build().open(log);
    int[] ids = IntStream.range(0, tokens.length).toArray();
    for (int from = 0; from < ids.length; from += burst) {
      parser.feedTokens(ids, from, Math.min(ids.length, from + burst));
    }
    parser.finish(EndCause.STOP);

    String text = String.join("", tokens);
    assertEquals(text.replaceAll("MUSE.*REST|MUSE.*", ""), log.content());
    assertEquals(content, parser.tokens(Region.CONTENT), "content");
    assertEquals(reasoning, parser.tokens(Region.REASONING), "reasoning");
  }
}
