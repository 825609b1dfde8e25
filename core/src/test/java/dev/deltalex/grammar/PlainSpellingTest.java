package dev.deltalex.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The spelling of the templates, as far as a call in it is read at once, is found in the tables.
 */
class PlainSpellingTest {
  private static List<String> spellings(WireFormat format) {
    Grammar g = DeclaredFormat.grammarOf(format);
    List<String> found = new ArrayList<>();
    for (int look = 0; look < g.lookCount(); look++) {
      PlainHeader header = g.plainHeader(look);
      if (header != null) {
        found.add(new String(header.literal()) + "NAME" + header.nameEnd());
      }
    }
    for (int state = 0; state < g.stateCount(); state++) {
      PlainParameter p = g.plainParameter(state);
      if (p != null) {
        String newline = p.newline() ? "\n" : "";
        found.add(
            new String(p.opener())
                + "KEY"
                + p.nameEnd()
                + newline
                + "VALUE"
                + newline
                + new String(p.closer())
                + " or "
                + new String(p.callCloser().literal()));
      }
    }
    return found;
  }

  @Test
  void tagsWithANameAreFound() {
    assertEquals(
        List.of("<function=NAME>", "<parameter=KEY>\nVALUE\n</parameter> or </function>"),
        spellings(Formats.byName("qwen3_coder")));
    assertEquals(
        List.of("<function=NAME>", "<parameter=KEY>VALUE</parameter> or </function>"),
        spellings(Formats.byName("mimo")));
    assertEquals(
        List.of("<function=NAME>", "<parameter=KEY>VALUE</parameter> or </function>"),
        spellings(Formats.byName("seed_oss")));
  }

  /** Headers with attributes, keys in elements of their own, and JSON are read by the tables. */
  @Test
  void otherSpellingsAreNone() {
    for (String name : List.of("glm45", "minimax_m2", "deepseek_v31", "harmony", "mistral")) {
      assertEquals(List.of(), spellings(Formats.byName(name)), name);
    }
  }
}
