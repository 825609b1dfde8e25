package dev.deltalex.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as a third party reads it: objects are maps, arrays lists, numbers longs or doubles. What is
 * not one strict value, or has a member twice, is an AssertionError.
 */
public final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What is in it was written by the model, who may repeat itself. */
  private static final String INPUT = "input";

  private JsonTree() {}

  /** The object that these bytes are. */
  public static Map<String, @Nullable Object> object(byte[] json) {
    return object(json, true);
  }

  /** The object that a model wrote: of members that it has twice, the last. */
  static Map<String, @Nullable Object> written(byte[] json) {
    return object(json, false);
  }

  private static Map<String, @Nullable Object> object(byte[] json, boolean ours) {
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      Map<String, @Nullable Object> read = asObject(value(in, ours));
      if (in.nextToken() != null) {
        throw new AssertionError("more follows the object");
      }
      return read;
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + new String(json, StandardCharsets.UTF_8), e);
    }
  }

  private static @Nullable Object value(JsonParser in, boolean ours) throws IOException {
    JsonToken token = in.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          in.nextToken();
          if (ours && members.containsKey(name)) {
            throw new AssertionError("twice in an object: " + name);
          }
          members.put(name, value(in, ours && !name.equals(INPUT)));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(in, ours));
        }
        yield elements;
      }
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> in.getText().length() < 18 ? in.getLongValue() : in.getText();
      case VALUE_NUMBER_FLOAT -> in.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError("unexpected " + token);
    };
  }

  @SuppressWarnings("unchecked") // Only maps of this kind are made here.
  static Map<String, @Nullable Object> asObject(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new AssertionError("not an object: " + value);
  }

  static Map<String, @Nullable Object> object(Map<String, @Nullable Object> in, String member) {
    return asObject(in.get(member));
  }

  static List<?> array(Map<String, @Nullable Object> in, String member) {
    if (in.get(member) instanceof List<?> list) {
      return list;
    }
    throw new AssertionError("no array " + member + " in " + in);
  }

  static String string(Map<String, @Nullable Object> in, String member) {
    if (in.get(member) instanceof String text) {
      return text;
    }
    throw new AssertionError("no string " + member + " in " + in);
  }

  static long number(Map<String, @Nullable Object> in, String member) {
    if (in.get(member) instanceof Long number) {
      return number;
    }
    throw new AssertionError("no number " + member + " in " + in);
  }
}
