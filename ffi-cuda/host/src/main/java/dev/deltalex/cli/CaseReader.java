package dev.deltalex.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.cli.ConformanceCase.Expected;
import dev.deltalex.cli.ConformanceCase.ExpectedCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a line of a case file. Unknown keys are ignored. */
final class CaseReader {
  private final String line;
  private final String where;
  private final JsonParser json;
  private @Nullable String id;
  private @Nullable String format;
  private @Nullable String text;
  private @Nullable String toolsJson;
  private @Nullable InitialState start;
  private @Nullable List<String> chunks;
  private @Nullable Expected expected;
  private @Nullable String finish;
  private List<String> rawArguments = List.of();
  private boolean contested;
  private boolean judged;

  private CaseReader(String line, String where) throws IOException {
    this.line = line;
    this.where = where;
    json = Json.FACTORY.createParser(line);
  }

  /**
   * Reads the case.
   *
   * @param where file and line, for errors
   */
  static ConformanceCase read(String line, String where) {
    try {
      return new CaseReader(line, where).read();
    } catch (JsonProcessingException e) {
      int column = e.getLocation().getColumnNr();
      throw new CliException(
          "%s: not valid JSON: %s (column %d)".formatted(where, e.getOriginalMessage(), column));
    } catch (IOException e) {
      throw new IllegalStateException("reading from a string failed", e);
    }
  }

  private ConformanceCase read() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new CliException(where + ": a case must be a JSON object on one line");
    }
    String key;
    while ((key = json.nextFieldName()) != null) {
      json.nextToken();
      field(key);
    }
    if (json.nextToken() != null) {
      throw new CliException(
          where + ": unexpected text after the case; put each case on a separate line");
    }
    if (chunks != null && !String.join("", chunks).equals(text)) {
      throw new CliException(where + ": the concatenation of 'chunks' differs from 'text'");
    }
    return new ConformanceCase(
        required("id", id),
        required("format", format),
        required("text", text),
        toolsJson,
        start,
        chunks,
        expected,
        finish,
        rawArguments,
        contested,
        judged);
  }

  private void field(String key) throws IOException {
    switch (key) {
      case "id" -> id = string(key);
      case "format" -> format = string(key);
      case "text" -> text = string(key);
      case "tools" -> toolsJson = json.currentToken() == JsonToken.VALUE_NULL ? null : raw();
      case "start" -> start = EnumNames.parse(InitialState.class, string(key), where + ": start");
      case "chunks" -> chunks = strings(key);
      case "expect" -> expected = expected();
      case "finish" -> finish = string(key);
      case "raw_arguments" ->
          rawArguments =
              json.currentToken() == JsonToken.VALUE_STRING ? List.of(string(key)) : strings(key);
      case "contested" -> contested = json.currentToken() == JsonToken.VALUE_TRUE;
      case "judged" -> judged = json.currentToken() == JsonToken.VALUE_TRUE;
      default -> json.skipChildren();
    }
  }

  private Expected expected() throws IOException {
    String content = "";
    String reasoning = "";
    List<ExpectedCall> calls = new ArrayList<>();
    open("expect", JsonToken.START_OBJECT, "an object");
    String key;
    while ((key = json.nextFieldName()) != null) {
      JsonToken value = json.nextToken();
      switch (key) {
        case "content" -> content = value == JsonToken.VALUE_NULL ? "" : string("expect.content");
        case "reasoning" ->
            reasoning = value == JsonToken.VALUE_NULL ? "" : string("expect.reasoning");
        case "calls" -> {
          open("expect.calls", JsonToken.START_ARRAY, "an array");
          while (json.nextToken() != JsonToken.END_ARRAY) {
            calls.add(call());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Expected(content, reasoning, calls);
  }

  private ExpectedCall call() throws IOException {
    String name = null;
    String arguments = null;
    open("expect.calls[]", JsonToken.START_OBJECT, "an object");
    String key;
    while ((key = json.nextFieldName()) != null) {
      json.nextToken();
      switch (key) {
        case "name" -> name = string("expect.calls[].name");
        case "arguments" -> arguments = raw();
        default -> json.skipChildren();
      }
    }
    return new ExpectedCall(
        required("expect.calls[].name", name), required("expect.calls[].arguments", arguments));
  }

  private List<String> strings(String key) throws IOException {
    List<String> strings = new ArrayList<>();
    open(key, JsonToken.START_ARRAY, "an array of strings");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      strings.add(string(key));
    }
    return strings;
  }

  private String string(String key) throws IOException {
    open(key, JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  /** The source text of the current value, which preserves the text of numbers. */
  private String raw() throws IOException {
    int from = (int) json.currentTokenLocation().getCharOffset();
    if (json.currentToken().isStructStart()) {
      json.skipChildren();
    } else {
      json.finishToken();
    }
    return line.substring(from, (int) json.currentLocation().getCharOffset());
  }

  private void open(String key, JsonToken token, String what) {
    if (json.currentToken() != token) {
      throw new CliException(where + ": '" + key + "' must be " + what);
    }
  }

  private String required(String key, @Nullable String value) {
    if (value == null) {
      throw new CliException(where + ": '" + key + "' is required");
    }
    return value;
  }
}
