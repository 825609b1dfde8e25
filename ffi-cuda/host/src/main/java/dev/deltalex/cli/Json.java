package dev.deltalex.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.deltalex.host.JsonStrings;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as values with {@code equals}: unordered maps, lists, strings, booleans, {@link Null} and
 * numbers. Read without recursion; {@code equals} recurses to a depth of {@link #DEPTH} at most.
 */
final class Json {
  /**
   * More than the maximum depth of arguments (256), but safe for the recursion of {@code equals}.
   */
  private static final int DEPTH = 500;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** JSON null, which in a map differs from an absent value. */
  enum Null {
    NULL
  }

  /** How number tokens are compared. */
  enum Numbers {
    /**
     * By value, as most readers do: integers exactly, all others as doubles. {@code 1} and {@code
     * 10e-1} are the same, {@code 0.1} and {@code 0.1000000000000000055} too.
     */
    BY_VALUE,
    /** By their text. */
    BY_TEXT
  }

  /** JSON text: a number that was read, or a value that is written as it is. */
  record Text(String json) {
    @Override
    public String toString() {
      return json;
    }
  }

  private Json() {}

  // ---- writing

  /** An object of alternating names and values, in this order. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return members;
  }

  /** A value in one line: a map, a list, a text, a boolean or a {@link Text}. */
  static String write(Object value) {
    return switch (value) {
      case Map<?, ?> members ->
          members.entrySet().stream()
              .map(m -> JsonStrings.quote(m.getKey().toString()) + ":" + write(m.getValue()))
              .collect(joining(",", "{", "}"));
      case List<?> elements -> elements.stream().map(Json::write).collect(joining(",", "[", "]"));
      case CharSequence text -> JsonStrings.quote(text);
      default -> value.toString();
    };
  }

  // ---- reading

  /**
   * Reads a JSON value, which only whitespace may follow. The last of equal keys counts, as in most
   * readers.
   *
   * @throws JsonProcessingException if the text is not strict JSON
   */
  static Object read(String json, Numbers numbers) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Object tree = read(parser, numbers);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "unexpected text after the value");
      }
      return tree;
    }
  }

  private static Object read(JsonParser parser, Numbers numbers) throws IOException {
    Deque<Object> open = new ArrayDeque<>();
    while (true) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new JsonParseException(parser, "a value is missing");
      }
      if (token == JsonToken.FIELD_NAME) {
        continue;
      }
      Object value = token.isStructEnd() ? open.pop() : value(parser, token, numbers);
      if (!token.isStructEnd() && !open.isEmpty()) {
        add(open.element(), parser.currentName(), value);
      }
      if (token.isStructStart()) {
        open.push(value);
      } else if (open.isEmpty()) {
        return value;
      }
    }
  }

  @SuppressWarnings("unchecked") // containers are created by value() only
  private static void add(Object container, String name, Object value) {
    if (container instanceof Map<?, ?> members) {
      ((Map<String, Object>) members).put(name, value);
    } else {
      ((List<Object>) container).add(value);
    }
  }

  private static Object value(JsonParser parser, JsonToken token, Numbers numbers)
      throws IOException {
    return switch (token) {
      case START_OBJECT -> new LinkedHashMap<String, Object>();
      case START_ARRAY -> new ArrayList<>();
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      default -> number(parser.getText(), numbers);
    };
  }

  private static Object number(String text, Numbers numbers) {
    if (numbers == Numbers.BY_TEXT) {
      return new Text(text);
    }
    boolean integer = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    double rounded = Double.parseDouble(text);
    if (!integer && Double.isInfinite(rounded)) {
      // Outside a double's range, compare the text.
      return new Text(text);
    }
    return (integer ? new BigDecimal(text) : new BigDecimal(rounded)).stripTrailingZeros();
  }
}
