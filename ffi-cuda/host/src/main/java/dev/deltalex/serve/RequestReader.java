package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.wire.RequestFields;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the body of a request, token by token and without recursion. This class has what
 * the protocols have in common; members without an effect are skipped. One instance per request.
 */
abstract sealed class RequestReader permits ChatReader, MessagesReader, ResponsesReader {
  private static final long HASH_START = 0xcbf29ce484222325L;
  private static final long HASH_PRIME = 0x100000001b3L;

  private static final int LONGEST_MODEL = 256;
  private static final int LONGEST_TOOL_NAME = 256;

  final ServeOptions options;
  final JsonParser json;
  private final WireProtocol protocol;
  private final StringBuilder prefill = new StringBuilder();
  private long conversation = HASH_START;
  private final RequestTools tools;
  private final List<String> stops = new ArrayList<>();
  private @Nullable String model;
  private String stopField = "stop";

  // Names that differ between the protocols.
  boolean parallel = true;
  boolean stream;
  boolean includeUsage;
  int choices = 1;
  int maxTokens;
  @Nullable Long seed;

  // Without effect, but checked as by other servers.
  String temperature = "1.0";
  String topP = "1.0";

  RequestReader(WireProtocol protocol, byte[] body, ServeOptions options) throws IOException {
    this.protocol = protocol;
    this.options = options;
    this.json = Json.FACTORY.createParser(body);
    this.maxTokens = options.maxTokens();
    // The tools that a provider runs have names in the Messages protocol, as clients' own have.
    RequestTools.WithProviderTools hosted =
        protocol == WireProtocol.MESSAGES
            ? RequestTools.WithProviderTools.READ
            : RequestTools.WithProviderTools.SKIPPED;
    tools = new RequestTools(hosted, options.maxTools());
  }

  /**
   * Reads a body.
   *
   * @throws RequestException if a field is invalid; the error has its path
   */
  static ApiRequest read(WireProtocol protocol, byte[] body, ServeOptions options) {
    try {
      RequestReader reader =
          switch (protocol) {
            case CHAT_COMPLETIONS -> new ChatReader(body, options);
            case MESSAGES -> new MessagesReader(body, options);
            case RESPONSES -> new ResponsesReader(body, options);
          };
      try (JsonParser _ = reader.json) {
        reader.readBody();
        return reader.request();
      }
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private void readBody() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw RequestException.of(400, "the body must be a JSON object", "invalid_json");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      // Some clients send null for absent members.
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        member(field);
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw RequestException.of(400, "unexpected data after the JSON object", "invalid_json");
    }
  }

  /** Reads the current value, or leaves it to be skipped. */
  private void member(String field) throws IOException {
    switch (field) {
      case "model" -> model = string(field, 1, LONGEST_MODEL);
      case "stream" -> stream = bool(field);
      case "tools" -> readTools();
      case "temperature" ->
          temperature = fraction(field, protocol == WireProtocol.MESSAGES ? 1 : 2);
      case "top_p" -> topP = fraction(field, 1);
      default -> read(field);
    }
  }

  /** Reads the value of a member of the protocol, or leaves it to be skipped. */
  abstract void read(String field) throws IOException;

  /** Checks that the protocol's required members are present. */
  abstract void check();

  /** The members that the Responses protocol repeats in its response. */
  RequestFields echo() {
    return RequestFields.NONE;
  }

  private ApiRequest request() {
    if (model == null) {
      throw RequestException.field("model", "is required");
    }
    check();
    ToolSet callable = tools.set();
    StopStrings compiled;
    try {
      compiled = StopStrings.of(stops);
    } catch (IllegalArgumentException e) {
      throw RequestException.field(stopField, String.valueOf(e.getMessage()));
    }
    return new ApiRequest(
        protocol,
        model,
        prefill.toString(),
        conversation,
        callable,
        // As in OpenAI's API, no calls without declared tools.
        callable == ToolSet.NONE ? ToolChoice.NONE : tools.choice(),
        tools.skipped(),
        parallel,
        stream,
        includeUsage,
        choices,
        Math.min(maxTokens, options.maxTokens()),
        compiled,
        seed,
        echo());
  }

  // ---- tools

  private void readTools() throws IOException {
    array("tools");
    tools.clear();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      tools.add(raw());
    }
  }

  /** The unchanged JSON of the tools. */
  final String toolsText() {
    return tools.text();
  }

  final void toolChoice(String word) {
    tools.choose(word);
  }

  final void namedTool(@Nullable String name, String field) {
    if (name == null) {
      throw RequestException.field(field, "is required");
    }
    tools.chooseNamed(name);
  }

  /**
   * Allows only some tools, of those that {@link #allowedTools} has read.
   *
   * @param path of the members {@code mode} and {@code tools}
   */
  final void allow(String path, @Nullable String mode, @Nullable List<ToolEntry> allowed) {
    tools.allow(path, mode, allowed);
  }

  /** Reads the tools of {@code allowed_tools}. */
  final List<ToolEntry> allowedTools(String path) throws IOException {
    array(path);
    List<ToolEntry> allowed = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (allowed.size() == options.maxTools()) {
        throw RequestException.field(
            path, "more than " + options.maxTools() + " tools; send fewer");
      }
      allowed.add(ToolEntry.of(raw()));
    }
    return allowed;
  }

  final String toolName(String path) throws IOException {
    return string(path, 1, LONGEST_TOOL_NAME);
  }

  // ---- the conversation

  /** Begins the conversation, and restarts it if the member is repeated. */
  final void startConversation() {
    conversation = HASH_START;
    startMessage();
  }

  /** Begins a message: only the last one can have a prefill. */
  final void startMessage() {
    prefill.setLength(0);
    conversation = (conversation ^ '\n') * HASH_PRIME;
  }

  /** Marks the last message as not the model's, so that it is no prefill. */
  final void beginsNoAnswer() {
    prefill.setLength(0);
  }

  /** Appends text to a message. */
  final void say(String text) {
    long hash = conversation;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * HASH_PRIME;
    }
    conversation = hash;
    prefill.append(text);
  }

  /**
   * Reads content: a string, or a list of parts, of which those with a {@code text} are used.
   *
   * @param refused types of parts that are rejected
   */
  final void content(String path, List<String> refused) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      say(json.getText());
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw RequestException.field(path, "must be a string or a list of parts");
    }
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String part = path + "[" + i + "]";
      object(part);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("type")) {
          String type = string(part + ".type", 1, 64);
          if (refused.contains(type)) {
            throw RequestException.field(
                part + ".type", "'" + type + "' is not supported; send text");
          }
        } else if (field.equals("text")) {
          say(string(part + ".text", 0, Integer.MAX_VALUE));
        } else {
          json.skipChildren();
        }
      }
    }
  }

  // ---- values

  /** Reads a string or a list of strings. */
  final void stops(String field) throws IOException {
    stopField = field;
    stops.clear();
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      stops.add(json.getText());
      return;
    }
    array(field);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String path = field + "[" + stops.size() + "]";
      if (stops.size() == StopStrings.MAX_STRINGS) {
        throw RequestException.field(field, "more than " + StopStrings.MAX_STRINGS + " strings");
      }
      stops.add(string(path, 1, StopStrings.MAX_LENGTH));
    }
  }

  final String string(String path, int least, int most) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw RequestException.field(path, "must be a string");
    }
    String text = json.getText();
    if (text.length() < least || text.length() > most) {
      throw RequestException.field(
          path, "has " + text.length() + " chars; it must have " + least + " to " + most);
    }
    return text;
  }

  final boolean bool(String path) {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw RequestException.field(path, "must be true or false");
    };
  }

  final long integer(String path, long low, long high) throws IOException {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!fits || json.getLongValue() < low || json.getLongValue() > high) {
      throw RequestException.field(
          path,
          high == Long.MAX_VALUE
              ? "must be an integer"
              : "must be an integer from " + low + " to " + high);
    }
    return json.getLongValue();
  }

  /** Reads a non-negative number and returns its text. */
  private String fraction(String path, int high) throws IOException {
    double value = json.currentToken().isNumeric() ? json.getDoubleValue() : -1;
    if (value < 0 || value > high) {
      throw RequestException.field(path, "must be a number from 0 to " + high);
    }
    return json.getText();
  }

  /** Reads a token limit, which is reduced to the server's maximum. */
  final void tokenLimit(String field) throws IOException {
    maxTokens = (int) integer(field, 1, Integer.MAX_VALUE);
  }

  final void object(String path) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw RequestException.field(path, "must be an object");
    }
  }

  final void array(String path) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw RequestException.field(path, "must be a list");
    }
  }

  /** The current value as strict JSON. */
  final String raw() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = Json.FACTORY.createGenerator(text)) {
      copy.copyCurrentStructure(json);
    }
    return text.toString();
  }
}
