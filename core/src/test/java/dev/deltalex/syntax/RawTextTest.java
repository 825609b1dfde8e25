package dev.deltalex.syntax;

import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.CallsInReasoning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a declaration may say of raw text in place of arguments. */
class RawTextTest {
  private static final CallForm.Frame FRAME = call().in(tag("<t>"), tag("</t>")).header(name());

  private static Syntax of(CallForm form) {
    return new Syntax(List.of(), List.of(form), CallsInReasoning.CALL_THEN_RESUME);
  }

  private static void refused(String part, CallForm form) {
    List<String> problems = SyntaxCheck.problems(of(form));
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(part), problems.toString());
  }

  @Test
  void aNameInAPairOfTagsMayHaveRawTextBehindIt() {
    CallForm form = FRAME.arguments().orRaw("command");
    assertEquals(List.of(), SyntaxCheck.problems(of(form)));
    assertEquals("command", form.raw());
  }

  @Test
  void documentsNameTheParameter() {
    NamedSyntax raw =
        new NamedSyntax(
            "x", List.of(), List.of(), List.of(), of(FRAME.arguments().orRaw("command")));
    String json = SyntaxWriter.write(raw);
    assertTrue(json.replace(" ", "").contains("{\"raw\":\"command\"}"), json);
    assertEquals(raw, SyntaxReader.read(json));
  }

  @Test
  void nothingElseIsAroundRawText() {
    String part = "in one pair with a tag as its closer";
    refused(part, FRAME.close(tag("</c>")).arguments().orRaw("c"));
    refused(part, FRAME.in(tag("<u>"), tag("</u>")).arguments().orRaw("c"));
    refused(part, FRAME.header(name(), token("|")).arguments().orRaw("c"));
    refused(part, call().in(tag("<t>")).header(name()).arguments().orRaw("c"));
    refused(part, call().in(tag("<t>"), token("|")).header(name()).arguments().orRaw("c"));
    refused("no fence or quote", FRAME.arguments().fenced(tag("<j>"), tag("</j>")).orRaw("c"));
    refused("needs a parameter", FRAME.arguments().orRaw(""));
  }

  @Test
  void rawTextNeedsItsPair() {
    refused("needs its pair", FRAME.arguments().orRaw("c").bare(DECLARED));
    CallForm.Frame optional = call().in(tag("<t>"), tag("</t>"), OPTIONAL).header(name());
    refused("needs its pair", optional.arguments().orRaw("c"));
  }

  @Test
  void rawTextIsInPlaceOfJsonOnly() {
    CallForm tagged = FRAME.tagged(parameter(tag("<p="), key(), tag(">")).close(tag("</p>")));
    assertThrows(IllegalArgumentException.class, () -> tagged.orRaw("c"));
    assertEquals(null, tagged.raw());
  }
}
