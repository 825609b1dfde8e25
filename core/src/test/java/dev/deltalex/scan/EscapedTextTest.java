package dev.deltalex.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.deltalex.testkit.JsonEscaper;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EscapedTextTest {
  private static String read(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return parser.getText();
    }
  }

  @Test
  void everyCharComesBack() throws IOException {
    char[] out = new char[6];
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      int end = ScalarCharScanner.escapeChar((char) c, out, 0);
      assertEquals(ScalarCharScanner.mustEscape((char) c), end > 1);
      if (!Character.isSurrogate((char) c)) {
        assertEquals(String.valueOf((char) c), read('"' + new String(out, 0, end) + '"'));
      }
    }
  }

  @Test
  void shortEscapesWhereJsonHasOne() {
    assertEquals(
        "\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u001f /\u007f\u2028",
        JsonEscaper.escape("\b\t\n\f\r\"\\\u0000\u001f /\u007f\u2028"));
  }

  @Property
  void textComesBack(@ForAll String text) throws IOException {
    assertEquals(text, read('"' + JsonEscaper.escape(text) + '"'));
  }
}
