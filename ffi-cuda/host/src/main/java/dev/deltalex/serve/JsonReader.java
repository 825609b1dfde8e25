package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON from outside token by token, without recursion, and names the path of a value that is
 * wrong. A member whose value is null is treated as absent, since some clients send null for every
 * absent member. Each method reads the value at the current position; what is not read is skipped.
 * Errors are {@link JsonException}s.
 */
final class JsonReader {
  /** Maximum nesting, above that of all schemas. */
  private static final int DEPTH = 128;

  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1_024;

  /** Strings are limited by the size of the body. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // No tables of names or buffers that are shared between requests.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final JsonParser json;

  private JsonReader(JsonParser json) {
    this.json = json;
  }

  /** Reads a member of an object. */
  @FunctionalInterface
  interface Members {
    /** Reads the value of the member, or leaves it to be skipped. */
    void read(String name) throws IOException;
  }

  /** Reads an element of a list. */
  @FunctionalInterface
  interface Elements {
    /** Reads the element, or leaves it to be skipped; {@code index} counts from 0. */
    void read(int index) throws IOException;
  }

  /** Reads a whole text. */
  @FunctionalInterface
  interface Whole<T> {
    T read(JsonReader json) throws IOException;
  }

  /** Reads bytes that must be one JSON value in UTF-8; a byte order mark is skipped. */
  static <T> T read(byte[] utf8, Whole<T> whole) {
    int start = 0;
    while (start < BYTE_ORDER_MARK.length
        && start < utf8.length
        && utf8[start] == BYTE_ORDER_MARK[start]) {
      start++;
    }
    start = start == BYTE_ORDER_MARK.length ? start : 0;
    ByteArrayInputStream bytes = new ByteArrayInputStream(utf8, start, utf8.length - start);
    // A new decoder reports malformed bytes; a reader made from the charset would replace them.
    InputStreamReader chars = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
    try (JsonParser json = FACTORY.createParser(chars)) {
      return new JsonReader(json).readWhole(whole);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Reads a text that must be one JSON value. */
  static <T> T read(String text, Whole<T> whole) {
    try (JsonParser json = FACTORY.createParser(text)) {
      return new JsonReader(json).readWhole(whole);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private <T> T readWhole(Whole<T> whole) throws IOException {
    json.nextToken();
    T value = whole.read(this);
    json.skipChildren();
    if (json.nextToken() != null) {
      throw new JsonException(null, "unexpected data after the JSON object");
    }
    return value;
  }

  /** The text is in memory, so any IOException is about its content. */
  private static JsonException malformed(IOException e) {
    if (e instanceof CharacterCodingException) {
      return new JsonException(null, "not valid UTF-8");
    }
    String what = "not valid JSON: ";
    if (e instanceof StreamConstraintsException) {
      what +=
          "nested deeper than "
              + DEPTH
              + ", a number of more than "
              + LONGEST_NUMBER
              + " chars, or a name of more than "
              + LONGEST_NAME;
    } else if (e instanceof JsonEOFException) {
      what += "it ends too early";
    } else {
      what += "syntax error";
    }
    if (e instanceof JsonProcessingException json && json.getLocation() != null) {
      what +=
          " at line "
              + json.getLocation().getLineNr()
              + ", column "
              + json.getLocation().getColumnNr();
    }
    return new JsonException(null, what);
  }

  // ---- structure

  /** Reads the object that is the whole text. */
  void object(Members members) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new JsonException(null, "expected an object");
    }
    readMembers(members);
  }

  void object(String path, Members members) throws IOException {
    requireObject(path);
    readMembers(members);
  }

  void requireObject(String path) {
    require(JsonToken.START_OBJECT, path, "must be an object");
  }

  private void readMembers(Members members) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        members.read(name);
        json.skipChildren();
      }
    }
  }

  void list(String path, Elements elements) throws IOException {
    require(JsonToken.START_ARRAY, path, "must be a list");
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      elements.read(i);
      json.skipChildren();
    }
  }

  private void require(JsonToken token, String path, String problem) {
    if (json.currentToken() != token) {
      throw new JsonException(path, problem);
    }
  }

  boolean isString() {
    return json.currentToken() == JsonToken.VALUE_STRING;
  }

  boolean isObject() {
    return json.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isList() {
    return json.currentToken() == JsonToken.START_ARRAY;
  }

  // ---- values

  /** A string of any length. */
  String string(String path) throws IOException {
    return string(path, 0, Integer.MAX_VALUE);
  }

  /** A string of {@code least} to {@code most} chars. */
  String string(String path, int least, int most) throws IOException {
    require(JsonToken.VALUE_STRING, path, "must be a string");
    String text = json.getText();
    if (text.length() < least || text.length() > most) {
      throw new JsonException(
          path, "has " + text.length() + " chars; it must have " + least + " to " + most);
    }
    return text;
  }

  boolean bool(String path) {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new JsonException(path, "must be true or false");
    };
  }

  long integer(String path, long low, long high) throws IOException {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!fits || json.getLongValue() < low || json.getLongValue() > high) {
      throw new JsonException(
          path,
          high == Long.MAX_VALUE
              ? "must be an integer"
              : "must be an integer from " + low + " to " + high);
    }
    return json.getLongValue();
  }

  /** The text of a number from 0 to {@code high}. */
  String fraction(String path, int high) throws IOException {
    double value = json.currentToken().isNumeric() ? json.getDoubleValue() : -1;
    if (value < 0 || value > high) {
      throw new JsonException(path, "must be a number from 0 to " + high);
    }
    return json.getText();
  }

  /** The value as strict JSON without whitespace; numbers as they are written. */
  String raw() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = FACTORY.createGenerator(text)) {
      JsonToken token = json.currentToken();
      for (int depth = depth(token, 0); depth > 0; depth = depth(token, depth)) {
        copy(copy, token);
        token = json.nextToken();
      }
      copy(copy, token);
    }
    return text.toString();
  }

  private static int depth(JsonToken token, int before) {
    return before + (token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0);
  }

  private void copy(JsonGenerator to, JsonToken token) throws IOException {
    if (token.isNumeric()) {
      // A double has fewer digits, and no value for 1e400.
      to.writeNumber(json.getText());
    } else {
      to.copyCurrentEvent(json);
    }
  }
}
