package dev.deltalex.syntax;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.json.JsonPath;
import dev.deltalex.json.JsonSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of a declaration with its path. Reading one refuses what no declaration has, and
 * each accessor what is not of its kind.
 */
final class SyntaxNode {
  /** Chars of a document; the longest declaration that ships has 2,000. */
  static final int MAX_CHARS = 1 << 16;

  /** Nesting of a document; a declaration needs 11. */
  static final int MAX_DEPTH = 16;

  /** Elements of a list, and fields of an object. */
  static final int MAX_ITEMS = 64;

  /** Chars of a string or key. */
  static final int MAX_TEXT = 256;

  /** Chars of a string or path in a message. */
  private static final int MAX_SHOWN = 80;

  private final String path;
  private final JsonToken kind;
  private final String text;
  private final Map<String, SyntaxNode> fields = new LinkedHashMap<>();
  private final List<SyntaxNode> items = new ArrayList<>();

  private SyntaxNode(String path, JsonToken kind, String text) {
    this.path = path;
    this.kind = kind;
    this.text = text;
  }

  /**
   * Reads a document.
   *
   * @throws SyntaxException if it is not JSON, or beyond a limit
   */
  static SyntaxNode read(CharSequence json) {
    if (json.length() > MAX_CHARS) {
      throw new SyntaxException(
          "$", "a declaration has at most " + MAX_CHARS + " chars, this one " + json.length());
    }
    return document(json, parser -> value(parser, "$", 1));
  }

  /**
   * Reads some fields of a document of any size; the others are there as well, without what is in
   * them.
   *
   * @throws SyntaxException if it is not JSON, or one of the fields is beyond a limit
   */
  static SyntaxNode readFields(CharSequence json, Predicate<String> wanted) {
    return document(json, parser -> fields(parser, wanted));
  }

  /** Reads from a parser at the first token of a document. */
  private interface Root {
    SyntaxNode from(JsonParser json) throws IOException;
  }

  private static SyntaxNode document(CharSequence json, Root root) {
    try (JsonParser parser = JsonSource.parser(json.toString())) {
      return document(parser, root);
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory failed", impossible);
    }
  }

  private static SyntaxNode fields(JsonParser json, Predicate<String> wanted) throws IOException {
    SyntaxNode root = new SyntaxNode("$", json.currentToken(), "");
    root.expect(JsonToken.START_OBJECT, "an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      JsonToken first = json.nextToken();
      String path = "$" + JsonPath.step(key);
      if (wanted.test(key)) {
        if (root.fields.put(key, value(json, path, 1)) != null) {
          throw new SyntaxException("$", "field " + quoted(key) + " is there twice; remove one");
        }
      } else {
        json.skipChildren();
        root.fields.put(key, new SyntaxNode(path, first, ""));
      }
    }
    return root;
  }

  private static SyntaxNode document(JsonParser json, Root reader) throws IOException {
    try {
      if (json.nextToken() == null) {
        throw new SyntaxException("$", "expected an object, found nothing");
      }
      SyntaxNode root = reader.from(json);
      if (json.nextToken() != null) {
        throw new SyntaxException("$", "more text after the declaration; a document holds one");
      }
      return root;
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new SyntaxException(
          shown(JsonPath.of(json.getParsingContext())),
          "not valid JSON" + where + ": " + malformed.getOriginalMessage());
    }
  }

  /** The value at the parser's position; recursion ends at {@link #MAX_DEPTH}. */
  private static SyntaxNode value(JsonParser json, String path, int depth) throws IOException {
    JsonToken token = json.currentToken();
    if (token.isScalarValue()) {
      boolean isString = token == JsonToken.VALUE_STRING;
      boolean isRead = isString || token == JsonToken.VALUE_NUMBER_INT;
      return new SyntaxNode(path, token, isRead ? checked(json.getText(), path) : "");
    }
    if (depth > MAX_DEPTH) {
      throw new SyntaxException(path, "nested deeper than " + MAX_DEPTH);
    }
    SyntaxNode node = new SyntaxNode(path, token, "");
    if (token == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        node.count(node.items.size());
        node.items.add(value(json, path + '[' + node.items.size() + ']', depth + 1));
      }
      return node;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      node.count(node.fields.size());
      String key = checked(json.currentName(), path);
      json.nextToken();
      SyntaxNode field = value(json, path + JsonPath.step(key), depth + 1);
      if (node.fields.put(key, field) != null) {
        throw new SyntaxException(path, "field " + quoted(key) + " is there twice; remove one");
      }
    }
    return node;
  }

  private void count(int before) {
    if (before == MAX_ITEMS) {
      throw new SyntaxException(path, "more than " + MAX_ITEMS + " elements");
    }
  }

  private static String checked(String text, String path) {
    if (text.length() > MAX_TEXT) {
      throw new SyntaxException(
          path, "a string has at most " + MAX_TEXT + " chars, this one " + text.length());
    }
    boolean halves =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (halves) {
      throw new SyntaxException(path, "a string holds half of a surrogate pair");
    }
    return text;
  }

  // ---- what a value must be

  String path() {
    return path;
  }

  boolean isString() {
    return kind == JsonToken.VALUE_STRING;
  }

  boolean isList() {
    return kind == JsonToken.START_ARRAY;
  }

  boolean isNull() {
    return kind == JsonToken.VALUE_NULL;
  }

  /** This object, all of whose fields are among {@code allowed}. */
  SyntaxNode object(String... allowed) {
    List<String> known = List.of(allowed);
    expect(JsonToken.START_OBJECT, "an object with fields " + String.join(", ", known));
    for (String field : fields.keySet()) {
      if (!known.contains(field)) {
        throw new SyntaxException(
            path, "unknown field " + quoted(field) + "; known are " + String.join(", ", known));
      }
    }
    return this;
  }

  /** The name of the one field of this object, which must be among {@code allowed}. */
  String choice(String... allowed) {
    String one = "an object with one of the fields " + String.join(", ", allowed);
    expect(JsonToken.START_OBJECT, one);
    object(allowed);
    if (fields.size() != 1) {
      throw new SyntaxException(
          path,
          "expected "
              + one
              + ", found "
              + (fields.isEmpty() ? "none" : String.join(", ", fields.keySet())));
    }
    return fields.keySet().iterator().next();
  }

  /** The fields of this object, whose names the document chooses. */
  Map<String, SyntaxNode> fields() {
    expect(JsonToken.START_OBJECT, "an object");
    return fields;
  }

  @Nullable SyntaxNode field(String name) {
    return fields.get(name);
  }

  SyntaxNode required(String name) {
    SyntaxNode field = fields.get(name);
    if (field == null) {
      throw new SyntaxException(path, "field " + quoted(name) + " is missing");
    }
    return field;
  }

  List<SyntaxNode> items() {
    expect(JsonToken.START_ARRAY, "a list");
    return items;
  }

  String text() {
    expect(JsonToken.VALUE_STRING, "a string");
    return text;
  }

  int number() {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new SyntaxException(path, "expected a smaller number, found " + shown(text));
    }
  }

  boolean flag() {
    if (kind != JsonToken.VALUE_TRUE && kind != JsonToken.VALUE_FALSE) {
      throw new SyntaxException(path, "expected true or false, found " + found());
    }
    return kind == JsonToken.VALUE_TRUE;
  }

  /** The constant whose name in lower case this string is. */
  @SafeVarargs
  final <E extends Enum<E>> E constant(E... allowed) {
    for (E constant : allowed) {
      if (kind == JsonToken.VALUE_STRING && spelled(constant).equals(text)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(allowed).map(c -> quoted(spelled(c))).collect(Collectors.joining(" or "));
    throw new SyntaxException(path, "expected " + known + ", found " + found());
  }

  /** A constant as documents spell it. */
  static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void expect(JsonToken wanted, String expected) {
    if (kind != wanted) {
      throw new SyntaxException(path, "expected " + expected + ", found " + found());
    }
  }

  private String found() {
    return switch (kind) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "the string " + quoted(text);
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      default -> "a number";
    };
  }

  private static String quoted(String text) {
    return '"' + shown(text) + '"';
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
