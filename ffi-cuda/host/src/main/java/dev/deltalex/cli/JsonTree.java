package dev.deltalex.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
 * numbers. Parsed without recursion; {@code equals} recurses to a depth of {@link #DEPTH} at most.
 */
final class JsonTree {
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

  private record NumberText(String text) {}

  private JsonTree() {}

  /**
   * Parses a JSON value, which only whitespace may follow.
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
    Deque<Open> open = new ArrayDeque<>();
    while (true) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new JsonParseException(parser, "a value is missing");
      }
      Object value;
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          open.push(new Open(token == JsonToken.START_OBJECT));
          continue;
        }
        case FIELD_NAME -> {
          open.element().name = parser.currentName();
          continue;
        }
        case END_OBJECT, END_ARRAY -> value = open.pop().value();
        default -> value = scalar(parser, token, numbers);
      }
      if (open.isEmpty()) {
        return value;
      }
      open.element().add(value);
    }
  }

  private static Object scalar(JsonParser parser, JsonToken token, Numbers numbers)
      throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      default -> number(parser.getText(), numbers);
    };
  }

  private static Object number(String text, Numbers numbers) {
    if (numbers == Numbers.BY_TEXT) {
      return new NumberText(text);
    }
    boolean integer = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    double rounded = Double.parseDouble(text);
    if (!integer && Double.isInfinite(rounded)) {
      // Outside a double's range, compare the text.
      return new NumberText(text);
    }
    return (integer ? new BigDecimal(text) : new BigDecimal(rounded)).stripTrailingZeros();
  }

  /** An open container. The last of equal keys counts, as in most readers. */
  private static final class Open {
    private final boolean object;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final List<Object> elements = new ArrayList<>();
    private String name = "";

    Open(boolean object) {
      this.object = object;
    }

    void add(Object value) {
      if (object) {
        members.put(name, value);
      } else {
        elements.add(value);
      }
    }

    Object value() {
      return object ? members : elements;
    }
  }
}
