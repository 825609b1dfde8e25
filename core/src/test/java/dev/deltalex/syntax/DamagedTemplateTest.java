package dev.deltalex.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Templates;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A damaged template is a declaration, or it is refused with its path; nothing else is thrown. */
class DamagedTemplateTest {
  /** What patterns, JSON and markers are made of. */
  private static final List<String> PIECES =
      List.of(
          "<",
          ">",
          "|",
          "\\\\s*",
          "\\\\n",
          "</",
          "(?:",
          "(",
          ")",
          "?",
          "true",
          "{content}",
          "\"",
          "\\n",
          "[",
          "]",
          "*",
          "+",
          "(?P<name>\\\\w+)",
          "(?=",
          "=",
          " ",
          "\uD800",
          "1",
          "null");

  @Property
  void isRefusedOrRead(@ForAll long seed) {
    Random random = new Random(seed);
    String name = Templates.NAMES.get(random.nextInt(Templates.NAMES.size()));
    StringBuilder json = new StringBuilder(Templates.text(name));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(json.length());
      int end = Math.min(json.length(), at + random.nextInt(4));
      json.replace(
          at, end, random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size())));
    }
    WireFormat read;
    try {
      read = WireFormat.readTemplate(name, json);
    } catch (SyntaxException refused) {
      assertTrue(refused.path().startsWith("$"), refused.path());
      assertTrue(refused.getMessage().startsWith(refused.path() + ": "), refused.getMessage());
      return;
    }
    assertEquals(read.syntax(), WireFormat.read(read.toJson()).syntax());
  }
}
