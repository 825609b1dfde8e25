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

  /** A setting; plain more often than not, so that most texts mean what they say. */
  public static Setting setting(String format, Source source, long seed) {
    Pick pick = new Pick(seed);
    // Tools change nothing where the format reads no calls.
    int withTools = format.equals("think_only") ? 50 : 95;
    ToolTexts.Tools tools = pick.chance(withTools) ? ToolTexts.next(pick) : ToolTexts.Tools.NONE;
    boolean plain = pick.chance(source == Source.GENERATED ? 60 : 30);
    Policies policies = plain ? Policies.DEFAULT : policies(pick, tools);
    if (pick.chance(30)) {
      policies = policies.withInitialState(Policies.InitialState.REASONING);
    }
    Limits limits = plain || pick.chance(40) ? Limits.DEFAULT : limits(pick);
    return new Setting(format, tools, policies, limits);
  }

  private static Policies policies(Pick pick, ToolTexts.Tools tools) {
    Policies policies =
        Policies.DEFAULT
            .withToolChoice(pick.chance(95) ? Policies.ToolChoice.AUTO : Policies.ToolChoice.NONE)
            .withUnknownTool(pick.of(Policies.UnknownTool.values()))
            .withCallsInReasoning(pick.of(Policies.CallsInReasoning.values()))
            .withRecoverAtStop(pick.of(Policies.RecoverAtStop.values()))
            .withTruncation(pick.of(Policies.Truncation.values()))
            .withPythonLiterals(pick.chance(80))
            .withDuplicateParameter(pick.of(Policies.DuplicateParameter.values()));
    return pick.chance(30) ? policies : rarer(pick, policies, tools);
  }

  private static Policies rarer(Pick pick, Policies policies, ToolTexts.Tools tools) {
    Policies rare =
        policies
            .withStructuredValues(one(pick, Policies.StructuredValues.values()))
            .withFencedCode(one(pick, Policies.FencedCode.values()))
            .withEntities(pick.chance(30))
            .withMarkersBySpelling(pick.chance(60))
            .withCallIds(pick.of(Policies.CallIds.values()));
    if (pick.chance(70)) {
      return rare;
    }
    return tools.tools().isEmpty() || pick.chance(50)
        ? rare.withToolChoice(Policies.ToolChoice.REQUIRED)
        : rare.withNamedTool(tools.tools().get(pick.below(tools.tools().size())).name());
  }

  /** The second of two choices in three cases of ten. */
  private static <T> T one(Pick pick, T[] choices) {
    return choices[pick.chance(30) ? 1 : 0];
  }

  private static Limits limits(Pick pick) {
    return new Limits(
        pick.chance(50) ? 256 : pick.from(1, 4),
        pick.chance(50) ? 256 : pick.from(8, 40),
        pick.from(64, 100),
        pick.chance(50) ? 1 << 20 : 64,
        pick.chance(60) ? 1024 : pick.from(1, 3),
        4096,
        64);
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
          json && pick.chance(70)
              ? HermesTexts.random(pick)
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
    text = PolicyTexts.suited(pick, text, setting);
    boolean meant =
        made != null
            && made.known()
            && source == Source.GENERATED
            && !setting.format().equals("think_only")
            && setting.tools().set().size() > 0
            && setting
                .policies()
                .withInitialState(Policies.InitialState.CONTENT)
                .equals(Policies.DEFAULT)
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
