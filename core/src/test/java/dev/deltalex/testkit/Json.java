package dev.deltalex.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as a third party reads it. */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /**
   * Whether this is one strict JSON value and nothing else. The reader used here refuses lone
   * surrogates that keys spell by escapes; of strings and raw ones it is asked here.
   */
  static boolean strict(String text) {
    return read(text) != null && text.equals(WholeText.ofJson(text));
  }

  /**
   * The same value without insignificant whitespace and with every string spelled one way; numbers
   * keep their spelling. The text itself, marked, if it is not JSON.
   */
  static String canonical(String text) {
    String read = read(text);
    return read == null ? "not JSON: " + text : read;
  }

  /** The members of an object with canonical values, in order; one for text that is no object. */
  static Map<String, String> canonicalMembers(String text) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of("", canonical(text));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.merge(name, value(parser), (first, more) -> first + " and again " + more);
      }
      return parser.nextToken() == null ? members : Map.of("", canonical(text));
    } catch (IOException notJson) {
      return Map.of("", canonical(text));
    }
  }

  /** The value at the parser's token, of which the last token is then current. */
  private static String value(JsonParser parser) throws IOException {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      append(parser, token, out);
    } while (depth > 0 && parser.nextToken() != null);
    return out.substring(0, out.length() - 1);
  }

  private static void append(JsonParser parser, JsonToken token, StringBuilder out)
      throws IOException {
    if (token == JsonToken.FIELD_NAME) {
      out.append(ReferenceValue.string(parser.currentName())).append(':');
    } else {
      String value = parser.getText();
      out.append(token == JsonToken.VALUE_STRING ? ReferenceValue.string(value) : value);
      out.append(token.isStructStart() ? "" : ",");
    }
  }

  private static @Nullable String read(String text) {
    StringBuilder out = new StringBuilder();
    try (JsonParser parser = FACTORY.createParser(text)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        append(parser, token, out);
        if (depth == 0) {
          return parser.nextToken() == null ? out.toString() : null;
        }
      }
      return null;
    } catch (IOException notJson) {
      return null;
    }
  }
}
