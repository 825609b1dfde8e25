package dev.deltalex.syntax;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import org.junit.jupiter.api.Test;

/** Declarations with a literal that the generation prompt may end with. */
class PromptedTest {
  @Test
  void isReadAsItWasWritten() {
    WireFormat declared = Formats.byName("functionary_v32");
    assertTrue(declared.toJson().contains("\"prompted\": {\"token\": \">>>\"}"), declared.toJson());
    assertEquals(declared.syntax(), WireFormat.read(declared.toJson()).syntax());
  }

  @Test
  void anOpenerOrHeaderMustBeginWithIt() {
    CallForm form = call().header(token(">>>"), name()).arguments();
    format("x").calls(form).prompted(token(">>>"));
    assertRefused(() -> format("x").calls(form).prompted(token(">>")));
    CallForm inPair = call().in(token(">>>"), token("<<<")).header(name()).arguments();
    assertRefused(() -> format("x").calls(inPair).prompted(token(">>>")));
    assertRefused(() -> format("x").reasoning(tag("<a>"), tag("</a>")).prompted(tag("<a>")));
  }

  private static void assertRefused(Runnable declaration) {
    String message = assertThrows(IllegalArgumentException.class, declaration::run).getMessage();
    assertTrue(
        message.contains("prompted: neither an opener of a block nor a header begins with"),
        message);
  }

  @Test
  void errorsNameThePlace() {
    String json =
        """
        {"name": "x", "prompted": {"token": ">>"}, "calls": [
          {"header": [{"token": ">>>"}, {"name": {}}], "body": {"arguments": {}}}]}
        """;
    String message =
        assertThrows(SyntaxException.class, () -> SyntaxReader.read(json)).getMessage();
    assertTrue(message.startsWith("$.prompted"), message);
  }
}
