package dev.deltalex.fuzz;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.LawCase;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A test case of the laws, encoded as readable bytes: a header of {@value #HEADER} digits, then the
 * text.
 *
 * <pre>
 * 0  format            index in FORMATS
 * 1  tools             index in TOOLS
 * 2  finish reason     0 STOP  1 STOP_STRING  2 LENGTH  3 CANCELLED  4 ERROR
 * 3  initial state     ordinal of the option, as the next three
 * 4  unknown tool
 * 5  calls in reasoning
 * 6  tool choice
 * 7  other options    bits: 1 complete at STOP, 2 close what is cut, 4 no Python literals,
 *                            8 keep repeated parameters, 16 short ids
 * 8  more options     bits: 1 structured values stream, 2 code fences, 4 entities
 * 9  limits            index in LIMITS
 * 10 cuts              0 whole, to 9: that many chars a delta, others: bursts with this seed
 * 11 anything, a newline in what people write
 * </pre>
 *
 * <p>The text is UTF-8, extended by lone surrogates in three bytes; an invalid byte is decoded to
 * the char with its value. So every Java string can be encoded.
 */
record FuzzInput(LawCase law, Cuts cuts) {
  static final int HEADER = 12;

  /** Append only: files of the corpus refer to a format by its index. */
  static final List<String> FORMATS =
      List.of(
          "qwen3_coder",
          "hermes",
          "think_only",
          "mimo",
          "apriel",
          "cohere_command",
          "deepseek_r1",
          "deepseek_v31",
          "deepseek_v32",
          "deepseek_v4",
          "deepseek_v41",
          "ernie45",
          "functiongemma",
          "functionary_v31",
          "gemma4",
          "gigachat3",
          "gigachat35",
          "glm45",
          "granite",
          "granite_20b_fc",
          "granite4",
          "harmony",
          "hunyuan_a13b",
          "iquest_coder_v2",
          "iquest_q1",
          "internlm",
          "jamba",
          "kimi_k2",
          "llama3_json",
          "longcat",
          "minimax_m1",
          "minimax_m2",
          "minimax_m2_append_think",
          "nemotron_toolcall",
          "openpangu_v2",
          "phi4_mini_json",
          "plamo3",
          "sarashina",
          "seed_oss",
          "solar",
          "solar_open2",
          "step_audio_2",
          "muse_glimmer",
          "apertus",
          "cogito",
          "cohere_xml",
          "command_r_plus",
          "deepseek_v3",
          "functionary_v32",
          "granite_pythonic",
          "inkling",
          "lfm2",
          "llama4_pythonic",
          "minimax_m3",
          "mistral",
          "olmo3",
          "pythonic",
          "rwkv",
          "dots",
          "hy_v3",
          "minicpm5",
          "step3",
          "xlam",
          "cwm",
          "kimi_k3",
          "k2_horizon");

  private static final String WEATHER =
      """
      {"type": "function", "function": {"name": "get_weather", "parameters": {
        "type": "object", "properties": {
          "city": {"type": "string"}, "days": {"type": "integer"},
          "units": {"type": ["string", "null"]}}}}}\
      """;

  private static final String EVERY_TYPE =
      """
      {"type": "function", "function": {"name": "f", "parameters": {
        "type": "object", "properties": {
          "a": {"type": "array"}, "b": {"type": "boolean"}, "i": {"type": "integer"},
          "k": {"type": "string"}, "n": {"type": "number"}, "o": {"type": "object"},
          "u": {"anyOf": [{"type": "integer"}, {"type": "array"}, {"type": "null"}]},
          "x y": {}}}}}\
      """;

  private static final String BARE =
      """
      {"type": "function", "function": {"name": "search"}}\
      """;

  /** Append only. */
  private static final List<String> TOOLS =
      List.of("[]", "[" + WEATHER + "]", "[" + EVERY_TYPE + "," + BARE + "]");

  private static final List<ToolSet> TOOL_SETS =
      TOOLS.stream().map(json -> ToolSetReader.read(json, Limits.DEFAULT)).toList();

  /** Append only. */
  private static final List<Limits> LIMITS =
      List.of(
          Limits.DEFAULT,
          Limits.builder().maxDepth(2).build(),
          Limits.builder().maxHeldChars(64).build(),
          Limits.builder().maxBufferedChars(64).build(),
          Limits.builder().maxCalls(1).build(),
          Limits.builder()
              .maxDepth(1)
              .maxNameChars(4)
              .maxHeldChars(64)
              .maxBufferedChars(64)
              .maxCalls(2)
              .build());

  private static final FinishReason[] REASONS = {
    FinishReason.STOP,
    FinishReason.STOP_STRING,
    FinishReason.LENGTH,
    FinishReason.CANCELLED,
    FinishReason.ERROR
  };

  /** Decodes the bytes; null if an index of a format, tools or limits is invalid. */
  static @Nullable FuzzInput read(byte[] bytes) {
    if (bytes.length < HEADER) {
      return null;
    }
    int format = bytes[0] - '0';
    int tools = bytes[1] - '0';
    int limits = bytes[9] - '0';
    // Rejected instead of reduced modulo the size, so that files keep their meaning when a list
    // grows.
    if (isOutside(format, FORMATS) || isOutside(tools, TOOLS) || isOutside(limits, LIMITS)) {
      return null;
    }
    LawCase law =
        new LawCase(
            Formats.byName(FORMATS.get(format)),
            Wtf8.read(bytes, HEADER),
            TOOLS.get(tools),
            TOOL_SETS.get(tools),
            options(bytes, TOOL_SETS.get(tools)),
            LIMITS.get(limits),
            choice(REASONS, bytes[2]),
            Arrays.hashCode(bytes),
            null);
    return new FuzzInput(law, cuts(bytes[10] - '0'));
  }

  private static boolean isOutside(int place, List<?> list) {
    return place < 0 || place >= list.size();
  }

  private static <T> T choice(T[] choices, byte digit) {
    return choices[Math.floorMod(digit - '0', choices.length)];
  }

  private static ParserOptions options(byte[] header, ToolSet tools) {
    int bits = header[7] - '0';
    int more = header[8] - '0';
    ParserOptions.ToolChoice choice = choice(ParserOptions.ToolChoice.values(), header[6]);
    boolean named = choice == ParserOptions.ToolChoice.NAMED;
    // NAMED requires a tool.
    ParserOptions chosen =
        named && tools.size() > 0
            ? ParserOptions.builder().namedTool(tools.name(0)).build()
            : ParserOptions.builder()
                .toolChoice(named ? ParserOptions.ToolChoice.REQUIRED : choice)
                .build();
    return chosen.toBuilder()
        .initialState(choice(ParserOptions.InitialState.values(), header[3]))
        .unknownTool(choice(ParserOptions.UnknownTool.values(), header[4]))
        .callsInReasoning(choice(ParserOptions.CallsInReasoning.values(), header[5]))
        .recoverAtStop(bit(ParserOptions.RecoverAtStop.values(), bits, 1))
        .truncation(bit(ParserOptions.Truncation.values(), bits, 2))
        .pythonLiterals(
            (bits & 4) == 0 ? ParserOptions.PythonLiterals.ON : ParserOptions.PythonLiterals.OFF)
        .duplicateParameter(bit(ParserOptions.DuplicateParameter.values(), bits, 8))
        .callIds((bits & 16) == 0 ? ParserOptions.CallIds.UNIQUE : ParserOptions.CallIds.ALNUM9)
        .structuredValues(bit(ParserOptions.StructuredValues.values(), more, 1))
        .fencedCode(bit(ParserOptions.FencedCode.values(), more, 2))
        .entities((more & 4) != 0 ? ParserOptions.Entities.DECODE : ParserOptions.Entities.OFF)
        .build();
  }

  private static <T> T bit(T[] choices, int bits, int mask) {
    return choices[(bits & mask) == 0 ? 0 : 1];
  }

  private static Cuts cuts(int number) {
    if (number == 0) {
      return Cuts.whole();
    }
    return number > 0 && number < 10 ? Cuts.fixed(number) : Cuts.bursts(number);
  }
}
