package dev.deltalex.serve;

import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.wire.RequestFields;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the body of a request, token by token and without recursion. {@link #FIELDS} has
 * the members of all protocols; others have no effect and are skipped. One instance per request.
 */
final class RequestReader {
  private static final Set<WireProtocol> ALL = EnumSet.allOf(WireProtocol.class);
  private static final Set<WireProtocol> CHAT = EnumSet.of(WireProtocol.CHAT_COMPLETIONS);
  private static final Set<WireProtocol> MESSAGES = EnumSet.of(WireProtocol.MESSAGES);
  private static final Set<WireProtocol> RESPONSES = EnumSet.of(WireProtocol.RESPONSES);
  private static final Set<WireProtocol> OPENAI =
      EnumSet.of(WireProtocol.CHAT_COMPLETIONS, WireProtocol.RESPONSES);
  private static final Set<WireProtocol> CHAT_AND_MESSAGES =
      EnumSet.of(WireProtocol.CHAT_COMPLETIONS, WireProtocol.MESSAGES);

  /** Maximum of {@code n}; each choice is a stream. */
  private static final int MOST_CHOICES = 16;

  private static final int LONGEST_MODEL = 256;
  private static final int LONGEST_WORD = 64;

  /**
   * Repeated members may have one in so many of the bytes that may be unsent, so that the rest of
   * the response fits. Two events of a stream have them before the first byte is sent.
   */
  private static final int ECHOES = 2;

  private static final int STREAMED_ECHOES = 3;

  private static final String NOT_STORED =
      "is not supported; responses are not stored, send the whole conversation as input";
  private static final String NO_FORMAT =
      "is not supported: the output is not constrained; send text, or leave it out";
  private static final String NO_LOGPROBS = "is not supported: no probabilities are returned";

  /** Reads the value of a member; {@code path} is its name. */
  @FunctionalInterface
  private interface Reading {
    void read(RequestReader reader, String path) throws IOException;
  }

  /** A member of a request, and the protocols that have it. */
  private record Field(Set<WireProtocol> protocols, Reading reading) {}

  private static final Map<String, Field> FIELDS =
      Map.ofEntries(
          field("model", ALL, (r, path) -> r.model = r.json.string(path, 1, LONGEST_MODEL)),
          field("stream", ALL, (r, path) -> r.stream = r.json.bool(path)),
          field("stream_options", OPENAI, RequestReader::readStreamOptions),
          // The conversation.
          field("messages", CHAT_AND_MESSAGES, (r, path) -> r.conversation.readMessages(path)),
          field("input", RESPONSES, (r, path) -> r.conversation.readInput(path)),
          field("system", MESSAGES, (r, path) -> r.conversation.count(r.json.raw())),
          field("instructions", RESPONSES, RequestReader::readInstructions),
          field("previous_response_id", RESPONSES, refused(NOT_STORED)),
          field("conversation", RESPONSES, refused(NOT_STORED)),
          field("prompt", RESPONSES, refused(NOT_STORED)),
          field("metadata", RESPONSES, RequestReader::readMetadata),
          field("background", RESPONSES, refusedIfTrue("is not supported; use stream")),
          // Tools.
          field("tools", ALL, (r, path) -> r.tools.read(r.json)),
          field(
              "tool_choice",
              ALL,
              (r, path) -> r.toolChoice = ToolChoiceReader.read(r.protocol, r.json, r.tools)),
          field("parallel_tool_calls", OPENAI, (r, path) -> r.parallel = r.json.bool(path)),
          field("functions", CHAT, refused("is not supported; use tools and tool_choice")),
          field("function_call", CHAT, refused("is not supported; use tools and tool_choice")),
          // The end of the answer. A limit above the server's maximum is no error.
          field("max_tokens", CHAT_AND_MESSAGES, (r, path) -> r.maxTokens = r.limit(path)),
          field("max_completion_tokens", CHAT, (r, path) -> r.maxCompletion = r.limit(path)),
          field("max_output_tokens", RESPONSES, (r, path) -> r.maxCompletion = r.limit(path)),
          field("stop", CHAT, RequestReader::readStops),
          field("stop_sequences", MESSAGES, RequestReader::readStops),
          // Sampling. The model has none but a seed; numbers are checked as by other servers.
          field("n", CHAT, (r, path) -> r.choices = (int) r.json.integer(path, 1, MOST_CHOICES)),
          field(
              "seed",
              CHAT,
              (r, path) -> r.seed = r.json.integer(path, Long.MIN_VALUE, Long.MAX_VALUE)),
          field(
              "temperature",
              ALL,
              (r, path) ->
                  r.temperature =
                      r.json.fraction(path, r.protocol == WireProtocol.MESSAGES ? 1 : 2)),
          field("top_p", ALL, (r, path) -> r.topP = r.json.fraction(path, 1)),
          // What clients would rely on.
          field("logprobs", CHAT, refusedIfTrue(NO_LOGPROBS)),
          field("top_logprobs", OPENAI, RequestReader::refuseLogprobs),
          field("response_format", CHAT, (r, path) -> r.readFormat(path)),
          field("text", RESPONSES, (r, path) -> r.readFormatIn(path)),
          field("output_format", MESSAGES, (r, path) -> r.readFormat(path)),
          field("output_config", MESSAGES, (r, path) -> r.readFormatIn(path)));

  private final ServeOptions options;
  private final WireProtocol protocol;
  private final JsonReader json;
  private final Conversation conversation;
  private final RequestTools tools;
  private final List<String> stops = new ArrayList<>();
  private String stopField = "stop";
  private @Nullable String model;
  private @Nullable ToolChoiceReader toolChoice;
  private boolean parallel = true;
  private boolean stream;
  private boolean hasStreamOptions;
  private boolean includeUsage;
  private int choices = 1;
  private @Nullable Integer maxTokens;

  /** Takes precedence over {@link #maxTokens}, which it replaced. */
  private @Nullable Integer maxCompletion;

  private @Nullable Long seed;

  // JSON that the Responses protocol repeats.
  private String temperature = "1.0";
  private String topP = "1.0";
  private String instructions = "null";
  private String metadata = "{}";

  private RequestReader(WireProtocol protocol, JsonReader json, ServeOptions options) {
    this.protocol = protocol;
    this.options = options;
    this.json = json;
    this.conversation = new Conversation(protocol, json);
    this.tools = new RequestTools(protocol, options.maxTools());
  }

  private static Map.Entry<String, Field> field(
      String name, Set<WireProtocol> protocols, Reading reading) {
    return Map.entry(name, new Field(protocols, reading));
  }

  private static Reading refused(String problem) {
    return (reader, path) -> {
      throw RequestException.field(path, problem);
    };
  }

  private static Reading refusedIfTrue(String problem) {
    return (reader, path) -> {
      if (reader.json.bool(path)) {
        throw RequestException.field(path, problem);
      }
    };
  }

  /**
   * Reads a body.
   *
   * @param tokens counts the tokens of a text for a model
   * @throws RequestException if a field is invalid; the error has its path
   */
  static ApiRequest read(
      WireProtocol protocol,
      byte[] body,
      ServeOptions options,
      ToIntBiFunction<String, String> tokens) {
    RequestReader reader = read(protocol, body, options);
    String model = reader.checkedModel();
    if (protocol == WireProtocol.MESSAGES && reader.maxTokens == null) {
      throw RequestException.field("max_tokens", "is required");
    }
    reader.checkConversation();
    return reader.request(model, tokens);
  }

  /**
   * Reads a request of {@code /v1/messages/count_tokens}; returns the number of tokens of its
   * prompt.
   *
   * @param tokens counts the tokens of a text for a model
   */
  static int countTokens(
      byte[] body, ServeOptions options, ToIntBiFunction<String, String> tokens) {
    RequestReader reader = read(WireProtocol.MESSAGES, body, options);
    String model = reader.checkedModel();
    reader.checkConversation();
    // For its errors.
    reader.tools.callable();
    return tokens.applyAsInt(model, reader.promptText());
  }

  private static RequestReader read(WireProtocol protocol, byte[] body, ServeOptions options) {
    try {
      return JsonReader.read(
          body,
          json -> {
            RequestReader reader = new RequestReader(protocol, json, options);
            json.object(reader::readMember);
            return reader;
          });
    } catch (JsonException e) {
      throw RequestException.of(e);
    }
  }

  private void readMember(String name) throws IOException {
    Field field = FIELDS.get(name);
    if (field != null && field.protocols().contains(protocol)) {
      field.reading().read(this, name);
    }
  }

  private String checkedModel() {
    String name = model;
    if (name == null) {
      throw RequestException.field("model", "is required");
    }
    return name;
  }

  private void checkConversation() {
    String texts = protocol == WireProtocol.RESPONSES ? "input" : "messages";
    if (conversation.count() < 0) {
      throw RequestException.field(texts, "is required");
    }
    if (conversation.count() == 0) {
      throw RequestException.field(texts, "must not be empty");
    }
  }

  private ApiRequest request(String name, ToIntBiFunction<String, String> tokens) {
    if (hasStreamOptions && !stream) {
      throw RequestException.field("stream_options", "is allowed only if stream is true");
    }
    RequestTools.Callable callable = tools.callable();
    StopStrings compiled;
    try {
      compiled = StopStrings.of(stops);
    } catch (IllegalArgumentException e) {
      throw RequestException.field(stopField, String.valueOf(e.getMessage()));
    }
    Integer limit = maxCompletion != null ? maxCompletion : maxTokens;
    return new ApiRequest(
        protocol,
        name,
        conversation.prefill(),
        conversation.hash(),
        callable.set(),
        callable.forms(),
        // As in OpenAI's API, no calls without declared tools.
        callable.set() == ToolSet.NONE ? ToolChoice.NONE : tools.choice(),
        tools.skipped(),
        parallel && (toolChoice == null || toolChoice.parallel()),
        stream,
        includeUsage,
        choices,
        tokens.applyAsInt(name, promptText()),
        limit == null ? options.maxTokens() : Math.min(limit, options.maxTokens()),
        compiled,
        seed,
        echo());
  }

  /** The texts that a model's prompt is made of: those of the conversation, and the tools. */
  private String promptText() {
    if (!tools.isEmpty()) {
      conversation.count(tools.text());
    }
    return conversation.text();
  }

  /** The members that the Responses protocol repeats in its response. */
  private RequestFields echo() {
    if (protocol != WireProtocol.RESPONSES) {
      return RequestFields.NONE;
    }
    RequestFields fields =
        RequestFields.of(
            "\"instructions\":"
                + instructions
                + ",\"max_output_tokens\":"
                + maxCompletion
                + ",\"metadata\":"
                + metadata
                + ",\"parallel_tool_calls\":"
                + parallel
                + ",\"temperature\":"
                + temperature
                + ",\"tool_choice\":"
                + (toolChoice == null ? "\"auto\"" : toolChoice.text())
                + ",\"tools\":"
                + tools.text()
                + ",\"top_p\":"
                + topP);
    int most = options.streamBytes() / (stream ? STREAMED_ECHOES : ECHOES);
    if (fields.length() > most) {
      throw RequestException.of(
          413,
          "instructions, metadata, tool_choice and tools have more than "
              + most
              + " bytes; the response repeats them",
          "request_too_large");
    }
    return fields;
  }

  // ---- members

  private int limit(String path) throws IOException {
    return (int) json.integer(path, 1, Integer.MAX_VALUE);
  }

  private void readStreamOptions(String path) throws IOException {
    hasStreamOptions = true;
    json.object(
        path,
        field -> {
          if (field.equals("include_usage")) {
            includeUsage = json.bool(path + ".include_usage");
          }
        });
  }

  private void readInstructions(String path) throws IOException {
    String text = json.string(path);
    conversation.count(text);
    instructions = json.raw();
  }

  private void readMetadata(String path) throws IOException {
    json.requireObject(path);
    metadata = json.raw();
  }

  /** Reads a string or a list of strings. */
  private void readStops(String path) throws IOException {
    stopField = path;
    stops.clear();
    if (json.isString()) {
      stops.add(json.string(path));
      return;
    }
    json.list(
        path,
        i -> {
          if (i == StopStrings.MAX_STRINGS) {
            throw RequestException.field(path, "more than " + i + " strings");
          }
          stops.add(json.string(path + "[" + i + "]", 1, StopStrings.MAX_LENGTH));
        });
  }

  /** Reads {@code {"type": "text"}}; other formats would constrain the output. */
  private void readFormat(String path) throws IOException {
    json.object(
        path,
        field -> {
          String type = path + ".type";
          if (field.equals("type") && !json.string(type, 1, LONGEST_WORD).equals("text")) {
            throw RequestException.field(type, NO_FORMAT);
          }
        });
  }

  private void readFormatIn(String path) throws IOException {
    json.object(
        path,
        field -> {
          if (field.equals("format")) {
            readFormat(path + ".format");
          }
        });
  }

  private void refuseLogprobs(String path) throws IOException {
    if (json.integer(path, 0, Integer.MAX_VALUE) > 0) {
      throw RequestException.field(path, NO_LOGPROBS);
    }
  }
}
