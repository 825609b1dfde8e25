package dev.deltalex.syntax;

import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.CallsInReasoning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a declaration may say of fences and of blocks that are discarded. */
class FencesTest {
  private static final CallForm CALL =
      call().in(token("<|call|>"), token("<|end|>")).header(name()).arguments();

  private static List<String> problems(List<Block> blocks, CallForm... forms) {
    return SyntaxCheck.problems(
        new Syntax(blocks, List.of(forms), CallsInReasoning.CALL_THEN_RESUME));
  }

  private static void refused(String part, CallForm form) {
    List<String> problems = problems(List.of(), form);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(part), problems.toString());
  }

  private static CallForm with(Pair fence) {
    return new CallForm(
        CALL.around(),
        CALL.header(),
        new Arguments(List.of(fence), false),
        null,
        CALL.between(),
        CALL.proof());
  }

  @Test
  void severalFencesAreAllowed() {
    CallForm fenced = CALL.fenced(token("```json"), token("```")).fenced(tag("<j>"), tag("</j>"));
    assertEquals(List.of(), problems(List.of(), fenced));
    assertEquals(2, ((Arguments) fenced.body()).fences().size());
  }

  @Test
  void aLiteralOfAFenceHasNoWhitespaceAtItsEnds() {
    refused("whitespace", CALL.fenced(token("```json\n"), token("```")));
    refused("whitespace", CALL.fenced(token("```json"), token("\n```")));
  }

  @Test
  void aFenceCountsAnywhereInALine() {
    refused("token or a tag", CALL.fenced(words("```json"), token("```")));
  }

  @Test
  void aFenceDoesNotBeginAsJson() {
    refused("must not begin", CALL.fenced(token("{{"), token("}}")));
  }

  @Test
  void aFenceHasACloserAndNoOptions() {
    refused("needs a closer", with(new Pair(token("```json"), null, false, false)));
    refused("no options", with(new Pair(token("```json"), token("```"), true, false)));
    refused("no options", with(new Pair(token("```json"), token("```"), false, true)));
  }

  @Test
  void twoFencesHaveTwoOpeners() {
    refused(
        "two fences", CALL.fenced(token("```"), token("```")).fenced(token("```"), token("~~~")));
  }

  @Test
  void taggedParametersHaveNoFence() {
    CallForm tagged =
        call()
            .header(tag("<f="), name(), tag(">"))
            .close(tag("</f>"))
            .tagged(Say.parameter(tag("<p="), Say.key(), tag(">")).close(tag("</p>")));
    assertThrows(
        IllegalArgumentException.class, () -> tagged.fenced(token("```json"), token("```")));
  }

  @Test
  void aBlockThatIsDiscardedHasAnOpenerAndACloser() {
    List<Literal> open = List.of(token("<|out|>"));
    List<Literal> close = List.of(token("<|/out|>"));
    Block.Trim none = Block.Trim.NOTHING;
    assertEquals(List.of(), problems(List.of(new Block(null, open, close, none))));
    assertEquals(1, problems(List.of(new Block(null, open, List.of(), none))).size());
    assertEquals(1, problems(List.of(new Block(null, List.of(), close, none))).size());
    assertEquals(1, problems(List.of(new Block(null, open, close, Block.Trim.NEWLINE))).size());
    assertEquals(1, problems(List.of(new Block(null, open, close, none, tag("x")))).size());
  }
}
