package dev.deltalex.transcripts;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a section changes: lines {@code name: value} of its settings block. */
final class TranscriptSettings {
  /** Every name that a line may begin with. */
  static final List<String> NAMES =
      List.of(
          "finish",
          "depth",
          "name",
          "heldChars",
          "buffered",
          "calls",
          "tools",
          "schemaDepth",
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

  private Policies policies = Policies.DEFAULT;
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
      policies = policy(name, value).apply(policies);
    }
  }

  private boolean limit(String name, String value) {
    Limits l = limits;
    switch (name) {
      case "depth" -> limits = l.withDepth(number(value));
      case "name" ->
          limits =
              new Limits(
                  l.depth(),
                  number(value),
                  l.heldChars(),
                  l.buffered(),
                  l.calls(),
                  l.tools(),
                  l.schemaDepth());
      case "heldChars" -> limits = l.withHeldChars(number(value));
      case "buffered" -> limits = l.withBuffered(number(value));
      case "calls" -> limits = l.withCalls(number(value));
      case "tools" -> limits = requestLimits(l, number(value), l.schemaDepth());
      case "schemaDepth" -> limits = requestLimits(l, l.tools(), number(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Limits requestLimits(Limits l, int tools, int schemaDepth) {
    return new Limits(
        l.depth(), l.name(), l.heldChars(), l.buffered(), l.calls(), tools, schemaDepth);
  }

  private static UnaryOperator<Policies> policy(String name, String value) {
    return switch (name) {
      case "initialState" -> p -> p.withInitialState(one(Policies.InitialState.values(), value));
      case "toolChoice" -> p -> p.withToolChoice(one(Policies.ToolChoice.values(), value));
      case "namedTool" -> p -> p.withNamedTool(value);
      case "unknownTool" -> p -> p.withUnknownTool(one(Policies.UnknownTool.values(), value));
      case "callsInReasoning" ->
          p -> p.withCallsInReasoning(one(Policies.CallsInReasoning.values(), value));
      case "recoverAtStop" -> p -> p.withRecoverAtStop(one(Policies.RecoverAtStop.values(), value));
      case "truncation" -> p -> p.withTruncation(one(Policies.Truncation.values(), value));
      case "callIds" -> p -> p.withCallIds(one(Policies.CallIds.values(), value));
      case "structuredValues" ->
          p -> p.withStructuredValues(one(Policies.StructuredValues.values(), value));
      case "pythonLiterals" -> p -> p.withPythonLiterals(flag(value));
      case "markersBySpelling" -> p -> p.withMarkersBySpelling(flag(value));
      case "fencedCode" -> p -> p.withFencedCode(one(Policies.FencedCode.values(), value));
      case "entities" -> p -> p.withEntities(flag(value));
      case "duplicateParameter" ->
          p -> p.withDuplicateParameter(one(Policies.DuplicateParameter.values(), value));
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

  private static boolean flag(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("the values are [true, false]");
    }
    return value.equals("true");
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("'" + value + "' is no number", wrong);
    }
  }

  Policies policies() {
    return policies;
  }

  Limits limits() {
    return limits;
  }

  FinishReason finish() {
    return finish;
  }
}
