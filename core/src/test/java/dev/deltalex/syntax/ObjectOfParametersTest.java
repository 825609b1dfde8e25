package dev.deltalex.syntax;

import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ParserOptions.CallsInReasoning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Tagged#orObject}: a JSON object in place of tagged parameters. */
class ObjectOfParametersTest {
  @Test
  void isBehindLiteral() {
    assertEquals(List.of(), problems(tag("<f="), name(), tag(">")));
  }

  @Test
  void isRefusedBehindNameThatNoLiteralEnds() {
    assertEquals(
        List.of(
            "call form 1: may hold an object only behind a header that a literal or attributes"
                + " end: remove .orJson()"),
        problems(tag("<f>"), name()));
  }

  private static List<String> problems(Part... header) {
    Tagged parameters = parameter(tag("<p>"), key(), tag("=")).close(tag("</p>")).orJson();
    CallForm form = call().header(header).close(tag("</f>")).tagged(parameters);
    return SyntaxCheck.problems(
        new Syntax(List.of(), List.of(form), CallsInReasoning.CALL_THEN_RESUME));
  }
}
