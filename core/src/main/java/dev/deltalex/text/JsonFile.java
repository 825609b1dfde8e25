package dev.deltalex.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.json.JsonPath;
import dev.deltalex.json.JsonSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A JSON file that is read value by value; problems are reported with the JSON path. */
final class JsonFile {
  /** What a reader does with a file whose outermost value is an object. */
  interface Content {
    /** Reads the members up to the end of the object. */
    Vocabulary read(JsonFile file) throws IOException;
  }

  private final JsonParser json;

  private JsonFile(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a file of UTF-8. The stream is not closed.
   *
   * @throws VocabularyException if it is not JSON, or {@code content} finds a problem
   * @throws IOException if the stream fails
   */
  static Vocabulary read(InputStream in, Content content) throws IOException {
    // Malformed bytes must not become U+FFFD in a token's text without notice.
    Reader chars = new InputStreamReader(new BoundedInput(in), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser json = JsonSource.parser(chars)) {
      JsonFile file = new JsonFile(json);
      try {
        return file.whole(content);
      } catch (JsonProcessingException malformed) {
        throw file.problem("not valid JSON (" + malformed.getOriginalMessage() + ")");
      } catch (CharacterCodingException malformed) {
        throw file.problem("not valid UTF-8; the file is damaged or in another encoding");
      }
    }
  }

  private Vocabulary whole(Content content) throws IOException {
    json.nextToken();
    requireObject();
    Vocabulary vocabulary = content.read(this);
    if (json.nextToken() != null) {
      throw problem("unexpected text after the end of the object");
    }
    return vocabulary;
  }

  /** Moves to the value of the object's next member and returns its key, or null at the end. */
  @Nullable String nextKey() throws IOException {
    if (json.nextToken() == JsonToken.END_OBJECT) {
      return null;
    }
    String key = json.currentName();
    json.nextToken();
    return key;
  }

  /** Moves to the array's next element; false at its end. */
  boolean nextElement() throws IOException {
    return json.nextToken() != JsonToken.END_ARRAY;
  }

  /** Skips the value at the position. */
  void skip() throws IOException {
    json.skipChildren();
  }

  boolean isNull() {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isArray() {
    return json.currentToken() == JsonToken.START_ARRAY;
  }

  void requireObject() {
    require(JsonToken.START_OBJECT, "an object");
  }

  void requireArray() {
    require(JsonToken.START_ARRAY, "an array");
  }

  /** The string at the position. */
  String text() throws IOException {
    require(JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  /** The integer at the position. */
  long number() throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, "an integer");
    return json.getLongValue();
  }

  private void require(JsonToken token, String expected) {
    if (json.currentToken() != token) {
      throw problem("expected " + expected + ", found " + found(json.currentToken()));
    }
  }

  private static String found(@Nullable JsonToken token) {
    if (token == null) {
      return "the end of the file";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "the end of an object or array";
    };
  }

  /** The JSON path of the position. */
  String path() {
    JsonToken token = json.currentToken();
    // At the start of an object or array the innermost context is that of its content.
    return token != null && token.isStructStart()
        ? JsonPath.of(json.getParsingContext().getParent())
        : JsonPath.of(json.getParsingContext());
  }

  /** A problem with the value at the position. */
  VocabularyException problem(String problem) {
    return new VocabularyException(path(), problem);
  }

  /** Throws unless {@code problem} is empty. */
  void check(String problem) {
    if (!problem.isEmpty()) {
      throw problem(problem);
    }
  }
}
