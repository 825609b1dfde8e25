package dev.deltalex.syntax;

import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.messages;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Declarations of text in messages. */
class MessagesTest {
  private static final Messages CALLS =
      messages(token("<m>"), token("<s>"), words("who"))
          .field("to", words("to="))
          .when("to", List.of("self"), Region.REASONING, Diagnostic.BUILT_IN_TOOL)
          .call("to", "f.")
          .closers(token("<e>"));

  private static List<String> problems(@Nullable Messages messages, Block... blocks) {
    return problems(messages, List.of(call().arguments()), blocks);
  }

  private static List<String> problems(
      @Nullable Messages messages, List<CallForm> forms, Block... blocks) {
    return SyntaxCheck.problems(
        new Syntax(List.of(blocks), forms, messages, CallsInReasoning.CALL_THEN_RESUME));
  }

  @Test
  void everyFieldIsReadAsItWasWritten() {
    Syntax syntax =
        new Syntax(
            List.of(), List.of(call().arguments()), CALLS, CallsInReasoning.CALL_THEN_RESUME);
    NamedSyntax named = new NamedSyntax("x", List.of(), syntax);
    assertEquals(named, SyntaxReader.read(SyntaxWriter.write(named)));
    Syntax harmony = Formats.byName("harmony").syntax();
    assertEquals(harmony, SyntaxReader.read(Formats.byName("harmony").toJson()).syntax());
  }

  @Test
  void aValidDeclarationHasNoProblems() {
    assertEquals(List.of(), problems(CALLS));
  }

  @Test
  void callsNeedARuleAndAForm() {
    String problem = "messages: a rule of calls needs one form of calls without pairs and header";
    assertEquals(List.of(problem), problems(CALLS, List.of()));
    Messages none = messages(token("<m>"), token("<s>")).closers(token("<e>"));
    assertEquals(List.of(problem), problems(none));
    assertEquals(List.of(), problems(none, List.of()));
  }

  @Test
  void aCallWithoutHeaderNeedsMessages() {
    assertEquals(2, problems(null).size(), "an opener and a name");
  }

  @Test
  void aCallThatIsAMessageHasNoCloserOfItsOwn() {
    List<String> problems = problems(CALLS, List.of(call().close(token("</c>")).arguments()));
    assertTrue(problems.get(0).contains("remove .close"), problems.toString());
  }

  @Test
  void whatMeansNothingIsRefused() {
    CallForm listed =
        new CallForm(
            List.of(),
            List.of(),
            call().arguments().body(),
            null,
            CallForm.Between.COMMA_IN_BRACKETS,
            CallForm.Proof.MARKED);
    assertTrue(problems(CALLS, List.of(listed)).get(0).contains("separator"));
    assertTrue(
        problems(CALLS, List.of(call().arguments().bare(Say.DECLARED))).get(0).contains("proof"));
    Syntax ends =
        new Syntax(List.of(), List.of(call().arguments()), CALLS, CallsInReasoning.LITERAL);
    assertTrue(SyntaxCheck.problems(ends).get(0).contains("callsInReasoning"));
    Messages reports =
        new Messages(
            CALLS.start(),
            CALLS.fields(),
            CALLS.end(),
            List.of(new Messages.Rule("to", List.of(), "", Region.CALL, Diagnostic.STRAY_TEXT)),
            CALLS.closers());
    assertTrue(problems(reports).get(0).contains("reports nothing"));
  }

  @Test
  void whatIsMissingOrTooMuchIsNamed() {
    Block block = new Block(Region.REASONING, List.of(token("<t>")), List.of(), Block.Trim.NOTHING);
    assertTrue(problems(CALLS, block).get(0).contains("blocks"));
    assertTrue(problems(CALLS.closers(new Literal[0])).get(0).contains("closers"));
    assertTrue(problems(CALLS.when("no", List.of(), Region.CONTENT)).get(0).contains("no"));
    assertTrue(problems(CALLS.when("to", List.of(), Region.FINISHED)).get(0).contains("FINISHED"));
    assertTrue(problems(CALLS.field("x", token(" "))).get(0).contains("field x"));
    assertTrue(problems(CALLS.field("x", Say.tag("<x>"))).get(0).contains("token or words"));
  }

  @Test
  void aDocumentWithWrongMessagesIsRefusedByPath() {
    String json =
        """
        {"name": "x", "messages": {"start": [{"token": "<s>"}], "end": {"token": "<m>"},
         "closers": []}}
        """;
    SyntaxException e = assertThrows(SyntaxException.class, () -> SyntaxReader.read(json));
    assertEquals("$.messages: messages: need a start and closers", e.getMessage());
  }
}
