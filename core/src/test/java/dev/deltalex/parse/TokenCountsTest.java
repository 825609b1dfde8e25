package dev.deltalex.parse;

import static dev.deltalex.grammar.GrammarBuilder.does;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.GrammarBuilder;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TableFormat;
import dev.deltalex.grammar.TextKind;
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
  private static final WireFormat LETTERS =
      new TableFormat("letters", List.of(), grammar(), ParserOptions.DEFAULT);

  /** {@code MUSE}, reasoning, {@code REST}, content. */
  private static Grammar grammar() {
    GrammarBuilder g = Grammar.builder();
    var opens = does(Action.OPEN_REASONING);
    g.segment("AT_START", TextKind.CONTENT, "IN_CONTENT")
        .role(Role.START_CONTENT)
        .on("MUSE", opens);
    g.text("IN_CONTENT", TextKind.CONTENT, false).on("MUSE", opens);
    g.step("REASONING_START", Op.OPTIONAL, TextKind.REASONING, "IN_REASONING")
        .role(Role.START_REASONING)
        .on("MUSE", opens);
    g.step("FIRST_REASONING", Op.ONE_NEWLINE, TextKind.REASONING, "IN_REASONING")
        .role(Role.FIRST_REASONING);
    g.text("IN_REASONING", TextKind.REASONING, false)
        .role(Role.IN_REASONING)
        .on("REST", does(Action.CLOSE_REASONING));
    g.step("BEHIND_REASONING", Op.SKIP_WHITESPACE, TextKind.CONTENT, "NEXT_CONTENT")
        .role(Role.AFTER_REASONING);
    g.segment("NEXT_CONTENT", TextKind.CONTENT, "IN_CONTENT")
        .role(Role.BETWEEN_CONTENT)
        .on("MUSE", opens);
    return g.build();
  }

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
