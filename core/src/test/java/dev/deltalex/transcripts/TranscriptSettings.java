package dev.deltalex.transcripts;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import java.util.Arrays;
import java.util.List;

/** What a section changes: lines {@code name: value} of its settings block. */
final class TranscriptSettings {
  /** Every name that a line may begin with. */
  static final List<String> NAMES =
      List.of(
          "finish",
          "maxDepth",
          "maxNameChars",
          "maxHeldChars",
          "maxBufferedChars",
          "maxCalls",
          "maxTools",
          "maxSchemaDepth",
          "initialState",
          "toolChoice",
          "namedTool",
          "unknownTool",
          "callsInReasoning",
          "recoverAtStop",
          "truncation",
          "callIds",
          "structuredValues",
          "pythonLiterals",
          "markersBySpelling",
          "fencedCode",
          "entities",
          "duplicateParameter");

  private ParserOptions options = ParserOptions.DEFAULT;
  private Limits limits = Limits.DEFAULT;
  private FinishReason finish = FinishReason.STOP;

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException if a line names nothing that there is, or has a value that
   *     does not fit; the message holds the line
   */
  void read(String block) {
    block.lines().forEach(this::line);
  }

  private void line(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("setting '" + line + "' is no 'name: value'");
    }
    String name = line.substring(0, colon).strip();
    String value = line.substring(colon + 1).strip();
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "setting '" + line + "': there is no '" + name + "', but " + String.join(", ", NAMES));
    }
    try {
      set(name, value);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("setting '" + line + "': " + wrong.getMessage(), wrong);
    }
  }

  private void set(String name, String value) {
    if (name.equals("finish")) {
      finish = one(FinishReason.values(), value);
    } else if (!limit(name, value)) {
      options = option(options.toBuilder(), name, value).build();
    }
  }

  private boolean limit(String name, String value) {
    Limits.Builder to = limits.toBuilder();
    switch (name) {
      case "maxDepth" -> to.maxDepth(number(value));
      case "maxNameChars" -> to.maxNameChars(number(value));
      case "maxHeldChars" -> to.maxHeldChars(number(value));
      case "maxBufferedChars" -> to.maxBufferedChars(number(value));
      case "maxCalls" -> to.maxCalls(number(value));
      case "maxTools" -> to.maxTools(number(value));
      case "maxSchemaDepth" -> to.maxSchemaDepth(number(value));
      default -> {
        return false;
      }
    }
    limits = to.build();
    return true;
  }

  private static ParserOptions.Builder option(ParserOptions.Builder to, String name, String value) {
    return switch (name) {
      case "initialState" -> to.initialState(one(ParserOptions.InitialState.values(), value));
      case "toolChoice" -> to.toolChoice(one(ParserOptions.ToolChoice.values(), value));
      case "namedTool" -> to.namedTool(value);
      case "unknownTool" -> to.unknownTool(one(ParserOptions.UnknownTool.values(), value));
      case "callsInReasoning" ->
          to.callsInReasoning(one(ParserOptions.CallsInReasoning.values(), value));
      case "recoverAtStop" -> to.recoverAtStop(one(ParserOptions.RecoverAtStop.values(), value));
      case "truncation" -> to.truncation(one(ParserOptions.Truncation.values(), value));
      case "callIds" -> to.callIds(one(ParserOptions.CallIds.values(), value));
      case "structuredValues" ->
          to.structuredValues(one(ParserOptions.StructuredValues.values(), value));
      case "pythonLiterals" -> to.pythonLiterals(one(ParserOptions.PythonLiterals.values(), value));
      case "markersBySpelling" ->
          to.markersBySpelling(one(ParserOptions.MarkersBySpelling.values(), value));
      case "fencedCode" -> to.fencedCode(one(ParserOptions.FencedCode.values(), value));
      case "entities" -> to.entities(one(ParserOptions.Entities.values(), value));
      case "duplicateParameter" ->
          to.duplicateParameter(one(ParserOptions.DuplicateParameter.values(), value));
      default -> throw new IllegalArgumentException("nothing is done for it");
    };
  }

  private static <E extends Enum<E>> E one(E[] values, String name) {
    for (E value : values) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException("the values are " + Arrays.toString(values));
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("'" + value + "' is no number", wrong);
    }
  }

  ParserOptions options() {
    return options;
  }

  Limits limits() {
    return limits;
  }

  FinishReason finish() {
    return finish;
  }
}
