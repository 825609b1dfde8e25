package dev.deltalex.testkit;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.List;

/**
 * The requests of life scripts, by number: a number means the same request for good, as fuzz inputs
 * hold numbers.
 */
final class LifeSettings {
  /** Requests that differ in more than the vocabulary. */
  private static final int REQUESTS = 1024;

  /** How many numbers there are. */
  static final int COUNT = REQUESTS * LifeTexts.VOCABULARY_COUNT;

  /** A request. */
  record Setting(int number, StreamSpec spec) {
    /** Number of the vocabulary in {@link LifeTexts}. */
    int vocabulary() {
      return number / REQUESTS;
    }

    /** Whether spelled markers are text. */
    boolean isStrict() {
      return spec.options().markersBySpelling() == ParserOptions.MarkersBySpelling.OFF;
    }

    /** Whether all but the vocabulary is the same. */
    boolean matches(Setting other) {
      return spec.format() == other.spec.format()
          && spec.tools() == other.spec.tools()
          && spec.options().equals(other.spec.options())
          && spec.limits().equals(other.spec.limits());
    }

    @Override
    public String toString() {
      return spec.format().name()
          + ", "
          + spec.tools().size()
          + " tools, vocabulary "
          + vocabulary()
          + ", "
          + spec.options()
          + ", "
          + spec.limits();
    }
  }

  /** Those of every second request; the others go through all formats. */
  private static final String[] FORMATS = {
    "qwen3_coder", "hermes", "qwen3_coder", "hermes", "qwen3_coder", "hermes", "think_only"
  };

  static final ToolSet MANY =
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
    Limits.builder()
        .maxDepth(2)
        .maxNameChars(8)
        .maxHeldChars(64)
        .maxBufferedChars(64)
        .maxCalls(2)
        .build(),
    Limits.builder().maxDepth(1).maxHeldChars(100).maxBufferedChars(80).build(),
    Limits.builder().maxHeldChars(64).build(),
    Limits.builder().maxCalls(1).build()
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
    int request = number % REQUESTS;
    Pick pick = new Pick(request);
    List<WireFormat> all = Formats.all();
    int turn = request / 2;
    WireFormat format =
        request % 2 == 0
            ? Formats.byName(FORMATS[turn % FORMATS.length])
            : all.get(turn % all.size());
    ToolSet tools = pick.of(MANY, MANY, MANY, MANY, ONE, ToolSet.NONE);
    ParserOptions options = pick.chance(25) ? ParserOptions.DEFAULT : options(pick, tools);
    if (!Cases.reasons(format)) {
      options = options.toBuilder().initialState(ParserOptions.InitialState.CONTENT).build();
    }
    Limits limits = pick.chance(70) ? Limits.DEFAULT : pick.of(LIMITS);
    int held = Math.max(limits.maxHeldChars(), Cases.leastHeldChars(format));
    limits = limits.toBuilder().maxHeldChars(held).build();
    return new Setting(
        number,
        StreamSpec.of(format)
            .vocabulary(LifeTexts.vocabulary(number / REQUESTS))
            .tools(tools)
            .options(options)
            .limits(limits)
            .build());
  }

  private static ParserOptions options(Pick pick, ToolSet tools) {
    ParserOptions.Builder forced = ParserOptions.builder();
    if (tools.size() > 0 && pick.chance(8)) {
      forced.namedTool("f");
    } else if (!pick.chance(85)) {
      forced.toolChoice(pick.of(ParserOptions.ToolChoice.NONE, ParserOptions.ToolChoice.REQUIRED));
    }
    ParserOptions.InitialState start =
        pick.chance(75) ? ParserOptions.InitialState.CONTENT : ParserOptions.InitialState.REASONING;
    return Cases.draw(pick, forced.initialState(start).build(), 50);
  }
}
