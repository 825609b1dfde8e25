package dev.deltalex.syntax;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.CallForm.Between.NOTHING;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes of objects that describe calls. */
class ObjectShapeTest {
  @Test
  void aKeyThatIsTheNameIsReadAsItWasWritten() {
    WireFormat declared = Formats.byName("apertus");
    assertTrue(declared.toJson().contains("{\"keyIsName\": true}"), declared.toJson());
    assertEquals(declared.syntax(), WireFormat.read(declared.toJson()).syntax());
  }

  @Test
  void aKeyThatIsTheNameNeedsTokensAroundIt() {
    String problem = "objects whose key is the name are supported between tokens only";
    assertRefused(call().in(tag("<c>"), tag("</c>")).objects(NOTHING, keys().nameAsKey()), problem);
    CallForm bare = call().in(token("[c]")).objects(NOTHING, keys().nameAsKey()).bare(DECLARED);
    assertRefused(bare, problem);
  }

  @Test
  void keysHaveOneMeaning() {
    ObjectShape both =
        new ObjectShape(List.of("name"), List.of("args"), List.of(), List.of(), true);
    assertRefused(
        call().in(token("[c]")).objects(NOTHING, both),
        "the key is the name: there must be no keys with other meanings");
    ObjectShape none = new ObjectShape(List.of(), List.of("args"), List.of(), List.of());
    assertRefused(
        call().in(token("[c]")).objects(NOTHING, none),
        "its objects need keys of the name and of the arguments");
  }

  private static void assertRefused(CallForm form, String problem) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> format("x").calls(form)).getMessage();
    assertTrue(message.contains(problem), message);
  }
}
