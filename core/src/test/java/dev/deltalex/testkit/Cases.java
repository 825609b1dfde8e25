package dev.deltalex.testkit;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import java.util.List;

/** Random cases for the laws: settings of a request, then texts under them. */
public final class Cases {
  /** Where a text comes from. */
  public enum Source {
    /** A well-formed response. */
    GENERATED,
    /** A damaged response. */
    MUTATED,
    /** Pieces put together without plan. */
    RANDOM
  }

  /** All of a request that a parser is created with. */
  public record Setting(String format, ToolTexts.Tools tools, Policies policies, Limits limits) {}

  private static final List<String> JSON_FORMATS = List.of("hermes", "qwen25", "qwen");

  private Cases() {}

  /** Whether the calls of this format are JSON objects. */
  static boolean json(String format) {
    return JSON_FORMATS.contains(format);
  }

  /** A case of its own setting. */
  public static LawCase next(String format, Source source, long seed) {
    Pick pick = new Pick(seed);
    return next(setting(format, source, pick.seed()), source, pick.seed());
  }

  /** A setting: every policy has each of its values often enough to be met in a short run. */
  public static Setting setting(String format, Source source, long seed) {
    Pick pick = new Pick(seed);
    // Tools change nothing where the format reads no calls.
    int withTools = format.equals("think_only") ? 70 : 98;
    ToolTexts.Tools tools = pick.chance(withTools) ? ToolTexts.next(pick) : ToolTexts.Tools.NONE;
    boolean plain = pick.chance(source == Source.GENERATED ? 42 : 35);
    Policies policies = plain ? Policies.DEFAULT : policies(pick, tools);
    if (pick.chance(30)) {
      policies = policies.withInitialState(Policies.InitialState.REASONING);
    }
    Limits limits = plain || pick.chance(40) ? Limits.DEFAULT : limits(pick);
    return new Setting(format, tools, policies, limits);
  }

  private static Policies policies(Pick pick, ToolTexts.Tools tools) {
    return choice(pick, tools)
        .withUnknownTool(some(pick, Policies.UnknownTool.values()))
        .withCallsInReasoning(some(pick, Policies.CallsInReasoning.values()))
        .withRecoverAtStop(some(pick, Policies.RecoverAtStop.values()))
        .withTruncation(some(pick, Policies.Truncation.values()))
        .withCallIds(some(pick, Policies.CallIds.values()))
        .withStructuredValues(some(pick, Policies.StructuredValues.values()))
        .withPythonLiterals(pick.chance(80))
        .withMarkersBySpelling(pick.chance(80))
        .withFencedCode(some(pick, Policies.FencedCode.values()))
        .withEntities(pick.chance(20))
        .withDuplicateParameter(some(pick, Policies.DuplicateParameter.values()));
  }

  /** The default in 70 cases of 100; each other value has a share of the rest. */
  private static <T> T some(Pick pick, T[] values) {
    return pick.chance(70) ? values[0] : values[pick.from(1, values.length - 1)];
  }

  private static Policies choice(Pick pick, ToolTexts.Tools tools) {
    int kind = pick.below(100);
    if (kind >= 34) {
      return Policies.DEFAULT;
    }
    if (kind < 10) {
      return Policies.DEFAULT.withToolChoice(Policies.ToolChoice.NONE);
    }
    return kind < 21 || tools.tools().isEmpty()
        ? Policies.DEFAULT.withToolChoice(Policies.ToolChoice.REQUIRED)
        : Policies.DEFAULT.withNamedTool(
            tools.tools().get(pick.below(tools.tools().size())).name());
  }

  private static Limits limits(Pick pick) {
    return new Limits(
        pick.chance(50) ? 256 : pick.from(1, 4),
        pick.chance(70) ? 256 : pick.from(8, 40),
        pick.from(64, 100),
        pick.chance(50) ? 1 << 20 : pick.chance(40) ? 64 : pick.from(65, 500),
        pick.chance(60) ? 1024 : pick.from(1, 3),
        4096,
        64);
  }

  /** Whether a well-formed response that came as chars means the same as under the defaults. */
  private static boolean changesNothing(Policies policies) {
    return policies
        .withInitialState(Policies.DEFAULT.initialState())
        .withRecoverAtStop(Policies.DEFAULT.recoverAtStop())
        .withTruncation(Policies.DEFAULT.truncation())
        .withCallIds(Policies.DEFAULT.callIds())
        .withMarkersBySpelling(Policies.DEFAULT.markersBySpelling())
        .equals(Policies.DEFAULT);
  }

  /** A case under a setting. */
  public static LawCase next(Setting setting, Source source, long seed) {
    Pick pick = new Pick(seed);
    boolean json = json(setting.format());
    String[] dictionary = json ? HermesTexts.PIECES : RandomTexts.PIECES;
    ResponseTexts.Made made = null;
    String text;
    if (source == Source.RANDOM) {
      text =
          json && pick.chance(85)
              ? HermesTexts.random(pick, setting.tools())
              : RandomTexts.next(pick, setting.tools());
    } else {
      ResponseTexts response =
          json
              ? new HermesTexts(pick, setting.tools(), setting.policies())
              : new CallTexts(pick, setting.tools(), setting.policies());
      made = response.make();
      text =
          source == Source.MUTATED ? Mutations.mutated(pick, made.text(), dictionary) : made.text();
    }
    boolean meant =
        made != null
            && made.known()
            && source == Source.GENERATED
            && !setting.format().equals("think_only")
            && setting.tools().set().size() > 0
            && changesNothing(setting.policies())
            && setting.limits().equals(Limits.DEFAULT);
    FinishReason reason =
        pick.chance(70)
            ? FinishReason.STOP
            : pick.of(
                FinishReason.LENGTH,
                FinishReason.STOP_STRING,
                FinishReason.ERROR,
                FinishReason.CANCELLED);
    return new LawCase(
        setting.format(),
        text,
        setting.tools().json(),
        setting.tools().set(),
        setting.policies(),
        setting.limits(),
        reason,
        seed,
        meant ? made.expected() : null);
  }
}
