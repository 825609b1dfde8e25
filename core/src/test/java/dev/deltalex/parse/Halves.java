package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import java.io.IOException;

/**
 * Halves of surrogate pairs for tests: in their texts {@code H} is a raw high surrogate, {@code L}
 * a raw low one, {@code R} a raw U+FFFD and {@code N} a line feed.
 */
final class Halves {
  static final Limits SHORT_NAMES =
      Limits.builder().maxDepth(2).maxNameChars(8).maxHeldChars(64).build();

  static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"name": "f", "parameters": {"type": "object", "properties": {
            "s": {"type": "string"}, "n": {"type": "integer"}, "o": {"type": "object"},
            "u": {"type": ["number", "string"]}, "z": {"type": ["string", "null"]},
            "w": {"type": ["object", "string"]}, "\ufffd": {"type": "integer"}}}}]
          """,
          Limits.DEFAULT);

  private Halves() {}

  static String raw(String text) {
    return text.replace('H', '\ud83d')
        .replace('L', '\ude00')
        .replace('R', '\ufffd')
        .replace('N', '\n');
  }

  static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  /** The arguments as Jackson reads them with its defaults: keys and strings, all whole. */
  static void assertStrict(String arguments) {
    assertFalse(hasLoneSurrogate(arguments), arguments);
    try (JsonParser parser = new JsonFactory().createParser(arguments)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        assertFalse(hasLoneSurrogate(parser.getText()), arguments);
      }
    } catch (IOException e) {
      throw new AssertionError(arguments, e);
    }
  }

  static TestStream stream(String format, ParserOptions options, Limits limits) {
    return TestStream.of(format, TOOLS, options, limits);
  }

  static void assertArguments(
      String expected, String format, String text, ParserOptions options, Limits limits) {
    for (int size : new int[] {1, 2, 3, 5, 64, 4096}) {
      TestStream stream = stream(format, options, limits).feedBy(size, text);
      EventLog log = stream.stop();
      assertNull(log.violation(), "in deltas of " + size);
      assertEquals(expected, stream.arguments(), "in deltas of " + size);
      assertStrict(stream.arguments());
    }
  }
}
