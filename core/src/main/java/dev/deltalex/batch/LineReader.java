package dev.deltalex.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.json.JsonSource;
import dev.deltalex.value.GrowableChars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a line: {@code id}, {@code format}, {@code text} or {@code tokens}, {@code
 * tools}, {@code start}, {@code finish}. Others are ignored. Reused for every line.
 */
final class LineReader {
  /** Longer arrays are not kept for the next line. */
  private static final int KEPT = 1 << 20;

  /** The id as JSON. */
  private String id = "null";

  private final LineOutput quoted = new LineOutput();
  private @Nullable String format;
  private final GrowableChars text = new GrowableChars();
  private boolean hasText;
  private int[] tokens = new int[256];
  private int tokenCount;
  private boolean hasTokens;
  private @Nullable InitialState start;
  private @Nullable EndCause finish;

  /** The tools as UTF-8 JSON: {@code tools[toolsFrom, toolsTo)}; null if there are none. */
  private byte @Nullable [] tools;

  private int toolsFrom;
  private int toolsTo;

  /** The last line's tools, each byte a char. Lines often have the same ones. */
  private String lastTools = "";

  private byte[] lastToolsBytes = {};

  /** The id as JSON; {@code null} if the line has none, or is bad before it. */
  String id() {
    return id;
  }

  @Nullable String format() {
    return format;
  }

  GrowableChars text() {
    return text;
  }

  boolean hasTokens() {
    return hasTokens;
  }

  int[] tokens() {
    return tokens;
  }

  int tokenCount() {
    return tokenCount;
  }

  @Nullable InitialState start() {
    return start;
  }

  @Nullable EndCause finish() {
    return finish;
  }

  /** The bytes of the tools, each as a char; null if the line has none. */
  @Nullable String tools() {
    if (tools == null) {
      return null;
    }
    if (!Arrays.equals(lastToolsBytes, 0, lastToolsBytes.length, tools, toolsFrom, toolsTo)) {
      lastToolsBytes = Arrays.copyOfRange(tools, toolsFrom, toolsTo);
      lastTools = new String(lastToolsBytes, StandardCharsets.ISO_8859_1);
    }
    return lastTools;
  }

  /** Reads {@code line[from, to)}. */
  void read(byte[] line, int from, int to) throws BadLineException {
    clear();
    try (JsonParser json = JsonSource.lineParser(line, from, to)) {
      members(json, line, from);
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new BadLineException(
          "not valid JSON: " + e.getOriginalMessage() + " (column " + column + ")");
    } catch (IOException e) {
      // Bytes that are not UTF-8.
      throw new BadLineException("not readable as UTF-8: " + e.getMessage());
    }
    if (hasText == hasTokens) {
      throw new BadLineException(
          hasText
              ? "'text' and 'tokens' are both given; give one of them"
              : "'text' is required, or 'tokens' with ids of the vocabulary");
    }
  }

  private void clear() {
    id = "null";
    format = null;
    text.clear(KEPT);
    hasText = false;
    tokenCount = 0;
    hasTokens = false;
    tools = null;
    start = null;
    finish = null;
    if (tokens.length > KEPT) {
      tokens = new int[256];
    }
  }

  private void members(JsonParser json, byte[] line, int from)
      throws IOException, BadLineException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new BadLineException("a line must be a JSON object");
    }
    String key;
    while ((key = json.nextFieldName()) != null) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (key) {
        case "id" -> id = readId(json);
        case "format" -> format = string(json, key);
        case "text" -> readText(json);
        case "tokens" -> readTokens(json);
        case "tools" -> readTools(json, line, from);
        case "start" -> start = constant(InitialState.class, string(json, key), key);
        case "finish" -> finish = readFinish(json);
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new BadLineException("unexpected text after the object; put each object on a line");
    }
  }

  private String readId(JsonParser json) throws IOException, BadLineException {
    JsonToken value = json.currentToken();
    if (value == JsonToken.VALUE_STRING) {
      quoted.clear(KEPT);
      quoted.quote(json.getText());
      return new String(quoted.array(), 0, quoted.length(), StandardCharsets.UTF_8);
    }
    if (value.isNumeric()) {
      return json.getText();
    }
    throw new BadLineException("'id' must be a string or a number");
  }

  private void readText(JsonParser json) throws IOException, BadLineException {
    expect(json, JsonToken.VALUE_STRING, "text", "a string");
    char[] chars = json.getTextCharacters();
    int offset = json.getTextOffset();
    text.clear(KEPT);
    text.append(chars, offset, offset + json.getTextLength());
    hasText = true;
  }

  private void readTokens(JsonParser json) throws IOException, BadLineException {
    expect(json, JsonToken.START_ARRAY, "tokens", "an array of token ids");
    hasTokens = true;
    tokenCount = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, JsonToken.VALUE_NUMBER_INT, "tokens", "an array of token ids");
      if (tokenCount == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * tokenCount);
      }
      tokens[tokenCount++] = json.getIntValue();
    }
  }

  /** The tools are an array, or a string with the JSON of one. */
  private void readTools(JsonParser json, byte[] line, int from)
      throws IOException, BadLineException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      tools = json.getText().getBytes(StandardCharsets.UTF_8);
      toolsFrom = 0;
      toolsTo = tools.length;
      return;
    }
    expect(json, JsonToken.START_ARRAY, "tools", "an array of tools");
    tools = line;
    toolsFrom = from + (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    toolsTo = from + (int) json.currentLocation().getByteOffset();
  }

  /** TOOL_CALLS is what the parser makes of STOP. */
  private static EndCause readFinish(JsonParser json) throws IOException, BadLineException {
    String typed = string(json, "finish");
    return typed.equalsIgnoreCase("tool_calls")
        ? EndCause.STOP
        : constant(EndCause.class, typed, "finish");
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String typed, String key)
      throws BadLineException {
    try {
      return Enum.valueOf(type, typed.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      String legal = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
      throw new BadLineException("'" + key + "' is '" + typed + "'; it must be one of " + legal);
    }
  }

  private static String string(JsonParser json, String key) throws IOException, BadLineException {
    expect(json, JsonToken.VALUE_STRING, key, "a string");
    return json.getText();
  }

  private static void expect(JsonParser json, JsonToken token, String key, String what)
      throws BadLineException {
    if (json.currentToken() != token) {
      throw new BadLineException("'" + key + "' must be " + what);
    }
  }
}
