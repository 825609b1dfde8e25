package dev.deltalex.testkit;

import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.format.Formats;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;

/**
 * The requests of life scripts, by number: a number means the same request for good, as fuzz inputs
 * hold numbers.
 */
final class LifeSettings {
  /** How many numbers there are. */
  static final int COUNT = 1024;

  /** A request. */
  record Setting(int number, WireFormat format, ToolSet tools, Policies policies, Limits limits) {

    /** Whether a snapshot of {@code other} fits: same format, tools, policies and limits. */
    boolean fits(Setting other) {
      return format == other.format
          && tools == other.tools
          && policies.equals(other.policies)
          && limits.equals(other.limits);
    }

    @Override
    public String toString() {
      return format.name() + ", " + tools.size() + " tools, " + policies + ", " + limits;
    }
  }

  private static final String[] FORMATS = {
    "qwen3_coder", "hermes", "qwen3_coder", "hermes", "qwen3_coder", "hermes", "think_only"
  };

  private static final ToolSet MANY =
      ToolSetReader.read(
          """
          [{"type": "function", "function": {"name": "f", "parameters": {"type": "object",
            "properties": {"a": {"type": "string"}, "n": {"type": "integer"},
              "o": {"type": "object"}, "u": {"type": ["number", "string", "null"]}}}}},
           {"type": "function", "function": {"name": "g", "parameters": {"type": "object",
            "properties": {"l": {"type": "array"}, "b": {"type": "boolean"}}}}}]
          """,
          Limits.DEFAULT);

  private static final ToolSet ONE =
      ToolSetReader.read(
          "[{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]", Limits.DEFAULT);

  private static final Limits[] LIMITS = {
    new Limits(2, 8, 64, 64, 2, 4096, 64),
    new Limits(1, 256, 100, 80, 1024, 4096, 64),
    Limits.DEFAULT.withHeldChars(64),
    Limits.DEFAULT.withCalls(1)
  };

  private static final Setting[] SETTINGS = settings();

  private LifeSettings() {}

  /** The request of that number. */
  static Setting of(int number) {
    return SETTINGS[Math.floorMod(number, COUNT)];
  }

  private static Setting[] settings() {
    Setting[] all = new Setting[COUNT];
    for (int i = 0; i < COUNT; i++) {
      all[i] = setting(i);
    }
    return all;
  }

  private static Setting setting(int number) {
    Pick pick = new Pick(number);
    WireFormat format = Formats.byName(FORMATS[number % FORMATS.length]);
    ToolSet tools = pick.of(MANY, MANY, MANY, MANY, ONE, ToolSet.NONE);
    Policies policies = pick.chance(25) ? Policies.DEFAULT : policies(pick, tools);
    Limits limits = pick.chance(70) ? Limits.DEFAULT : pick.of(LIMITS);
    return new Setting(number, format, tools, policies, limits);
  }

  private static Policies policies(Pick pick, ToolSet tools) {
    Policies forced =
        tools.size() > 0 && pick.chance(8)
            ? Policies.DEFAULT.withNamedTool("f")
            : Policies.DEFAULT.withToolChoice(
                pick.chance(85)
                    ? Policies.ToolChoice.AUTO
                    : pick.of(Policies.ToolChoice.NONE, Policies.ToolChoice.REQUIRED));
    return forced
        .withInitialState(pick.chance(75) ? Policies.InitialState.CONTENT : thinking())
        .withUnknownTool(some(pick, Policies.UnknownTool.values()))
        .withCallsInReasoning(some(pick, Policies.CallsInReasoning.values()))
        .withRecoverAtStop(some(pick, Policies.RecoverAtStop.values()))
        .withTruncation(some(pick, Policies.Truncation.values()))
        .withCallIds(some(pick, Policies.CallIds.values()))
        .withStructuredValues(some(pick, Policies.StructuredValues.values()))
        .withPythonLiterals(pick.chance(80))
        .withMarkersBySpelling(pick.chance(50))
        .withFencedCode(some(pick, Policies.FencedCode.values()))
        .withEntities(pick.chance(20))
        .withDuplicateParameter(some(pick, Policies.DuplicateParameter.values()));
  }

  private static Policies.InitialState thinking() {
    return Policies.InitialState.REASONING;
  }

  private static <T> T some(Pick pick, T[] values) {
    return pick.chance(70) ? values[0] : pick.of(values);
  }
}
