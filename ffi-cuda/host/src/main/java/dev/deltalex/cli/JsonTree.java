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
 * JSON as values that compare with {@code equals}: maps without order, lists, strings, booleans,
 * {@link Null} and numbers. Read without recursion; {@code equals} recurses {@link #DEPTH} deep at
 * most.
 */
final class JsonTree {
  /** Deeper than a parser's arguments can be (256), shallow enough for {@code equals}. */
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

  /** JSON's null, which a map has to tell from an absent value. */
  enum Null {
    NULL
  }

  /** When two number tokens are the same. */
  enum Numbers {
    /**
     * By the value that most readers give them: integers exactly, all others as doubles. {@code 1}
     * and {@code 10e-1} are the same, {@code 0.1} and {@code 0.1000000000000000055} too.
     */
    BY_VALUE,
    /** By their text, char for char. */
    BY_TEXT
  }

  private record NumberText(String text) {}

  private JsonTree() {}

  /**
   * Reads one JSON value; nothing but whitespace may follow it.
   *
   * @throws JsonProcessingException if the text is not strict JSON
   */
  static Object read(String json, Numbers numbers) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Object tree = read(parser, numbers);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the value");
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
      // Beyond a double's range only the text is left to compare.
      return new NumberText(text);
    }
    return (integer ? new BigDecimal(text) : new BigDecimal(rounded)).stripTrailingZeros();
  }

  /** A container that is not closed yet. As in most readers the last of equal keys wins. */
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
