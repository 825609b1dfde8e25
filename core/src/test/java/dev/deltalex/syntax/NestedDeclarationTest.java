package dev.deltalex.syntax;

import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.element;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Declarations of parameters that are elements: what is refused, and how they are written. */
class NestedDeclarationTest {
  private static List<String> problems(Nested.Element... elements) {
    CallForm form =
        call()
            .in(tag("<c>"), tag("</c>"))
            .header(tag("<f="), name(), tag(">"))
            .nested("item", elements);
    return SyntaxCheck.problems(
        new Syntax(List.of(), List.of(form), null, Syntax.PLAIN.callsInReasoning()));
  }

  private static Nested.Element closedBy(Part... close) {
    return element(parameter(tag("<e"), attributes().key("k")), close);
  }

  @Test
  void aCloserIsALiteralOrRepeatsTheKey() {
    assertEquals(List.of(), problems(closedBy(tag("</e>"))));
    assertEquals(List.of(), problems(closedBy(tag("</"), key(), tag(">"))));
    String refused =
        "call form 1, element: its closer must be a literal, or a literal, key() and a literal";
    assertEquals(List.of(refused), problems(closedBy()));
    assertEquals(List.of(refused), problems(closedBy(key(), tag(">"))));
    assertEquals(List.of(refused), problems(closedBy(tag("</"), name(), tag(">"))));
    assertEquals(List.of(refused), problems(closedBy(tag("</"), key().without("p"), tag(">"))));
    assertEquals(
        List.of("call form 1, element, closer: a literal needs a char that is not whitespace"),
        problems(closedBy(tag(" "))));
  }

  @Test
  void anOpenerBeginsWithALiteralAndHasOneKey() {
    assertEquals(
        List.of("call form 1, element: must contain one key, not 0: use key()"),
        problems(element(parameter(tag("<e>")), tag("</e>"))));
    assertEquals(
        List.of("call form 1, element: must begin with a literal"),
        problems(element(parameter(key(), tag(">")), tag("</e>"))));
  }

  @Test
  void thereIsAnElement() {
    assertEquals(List.of("call form 1: needs an element: add element(…)"), problems());
  }

  @Test
  void elementsAreWrittenAndReadBack() {
    CallForm form =
        call()
            .header(tag("<f="), name(), tag(">"))
            .close(tag("</f>"))
            .nested("item", closedBy(tag("</e>")), closedBy(tag("</"), key(), tag(">")));
    NamedSyntax declared =
        new NamedSyntax(
            "acme",
            List.of(),
            new Syntax(List.of(), List.of(form), null, Syntax.PLAIN.callsInReasoning()));
    assertEquals(declared, SyntaxReader.read(SyntaxWriter.write(declared)));
  }

  @Test
  void aTypeBeforeTheLastPartIsRefused() {
    WireFormat format =
        WireFormat.format("acme")
            .calls(
                call()
                    .header(tag("<f="), name(), tag(">"))
                    .close(tag("</f>"))
                    .nested(
                        "",
                        element(
                            parameter(tag("<e"), attributes().key("k").type("t"), tag("<v>")),
                            tag("</e>"))));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> StreamSpec.of(format).build());
    assertEquals(
        "format acme: attributes of the meanings RAW and TYPE must be the last part before a value",
        refused.getMessage());
  }
}
