package dev.deltalex.testkit;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
  public record Setting(
      WireFormat format, ToolTexts.Tools tools, ParserOptions options, Limits limits) {}

  /** The formats that have a generator of their own: families of models known for their damage. */
  private static final Set<String> FAMILIES = Set.of("qwen3_coder", "mimo", "hermes", "think_only");

  private static final Map<WireFormat, Integer> LEAST_HELD = new ConcurrentHashMap<>();

  private Cases() {}

  /** Whether calls of this format are written as JSON. */
  static boolean json(WireFormat format) {
    return format.syntax().calls().stream().anyMatch(form -> !form.isTagged());
  }

  /** Whether calls of this format may be objects without markers. */
  private static boolean bare(WireFormat format) {
    return format.syntax().calls().stream()
        .anyMatch(f -> f.body() instanceof CallObject && f.proof() == CallForm.Proof.DECLARED);
  }

  /** Whether calls of this format have tagged parameters. */
  private static boolean tagged(WireFormat format) {
    return format.syntax().calls().stream().anyMatch(CallForm::isTagged);
  }

  /** Whether a call of this format may carry an id that the model chose. */
  static boolean hasIds(WireFormat format) {
    return format.syntax().calls().stream()
        .anyMatch(form ->
            form.header().stream().anyMatch(Cases::isId)
                || form.body() instanceof CallObject object && !object.shape().id().isEmpty());
  }

  private static boolean isId(Part part) {
    return part instanceof Field field && field.role() == Field.Role.ID
        || part instanceof Attributes attributes
            && attributes.by().containsValue(Attributes.Meaning.ID)
        || part instanceof Maybe maybe && maybe.parts().stream().anyMatch(Cases::isId);
  }

  /** A case of its own setting. */
  public static LawCase next(WireFormat format, Source source, long seed) {
    Pick pick = new Pick(seed);
    return next(setting(format, source, pick.seed()), source, pick.seed());
  }

  /** A case of a format by name, of its own setting. */
  public static LawCase next(String format, Source source, long seed) {
    return next(Formats.byName(format), source, seed);
  }

  /** A setting: every option has each of its values often enough to be met in a short run. */
  public static Setting setting(WireFormat format, Source source, long seed) {
    Pick pick = new Pick(seed);
    // Tools change nothing where the format reads no calls.
    int withTools = format.syntax().calls().isEmpty() ? 70 : 98;
    ToolTexts.Tools tools = pick.chance(withTools) ? ToolTexts.next(pick) : ToolTexts.Tools.NONE;
    boolean plain = pick.chance(source == Source.GENERATED ? 42 : 35);
    ParserOptions options = plain ? ParserOptions.DEFAULT : options(pick, tools);
    if (pick.chance(30) && reasons(format)) {
      options = options.toBuilder().initialState(ParserOptions.InitialState.REASONING).build();
    }
    Limits limits = plain || pick.chance(40) ? Limits.DEFAULT : limits(pick, format);
    return new Setting(format, tools, options, limits);
  }

  /** Whether responses in the format may begin in reasoning. */
  static boolean reasons(WireFormat format) {
    return format.syntax().blocks().stream().anyMatch(block -> block.kind() == Region.REASONING);
  }

  private static ParserOptions options(Pick pick, ToolTexts.Tools tools) {
    return draw(pick, choice(pick, tools), 80);
  }

  /**
   * Options that change nothing about where the response starts and which calls are forced.
   *
   * @param spelled in how many cases of 100 spelled markers count
   */
  static ParserOptions draw(Pick pick, ParserOptions from, int spelled) {
    return from.toBuilder()
        .unknownTool(some(pick, ParserOptions.UnknownTool.values()))
        .callsInReasoning(some(pick, ParserOptions.CallsInReasoning.values()))
        .recoverAtStop(some(pick, ParserOptions.RecoverAtStop.values()))
        .truncation(some(pick, ParserOptions.Truncation.values()))
        .callIds(some(pick, ParserOptions.CallIds.values()))
        .structuredValues(some(pick, ParserOptions.StructuredValues.values()))
        .pythonLiterals(one(pick, 80, ParserOptions.PythonLiterals.values()))
        .markersBySpelling(one(pick, spelled, ParserOptions.MarkersBySpelling.values()))
        .fencedCode(some(pick, ParserOptions.FencedCode.values()))
        .entities(one(pick, 80, ParserOptions.Entities.values()))
        .duplicateParameter(some(pick, ParserOptions.DuplicateParameter.values()))
        .build();
  }

  /** The default in so many cases of 100. */
  private static <T> T one(Pick pick, int percent, T[] values) {
    return values[pick.chance(percent) ? 0 : 1];
  }

  /** The default in 70 cases of 100; each other value has a share of the rest. */
  private static <T> T some(Pick pick, T[] values) {
    return pick.chance(70) ? values[0] : values[pick.from(1, values.length - 1)];
  }

  private static ParserOptions choice(Pick pick, ToolTexts.Tools tools) {
    int kind = pick.below(100);
    if (kind >= 34) {
      return ParserOptions.DEFAULT;
    }
    if (kind < 10) {
      return ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.NONE).build();
    }
    return kind < 21 || tools.tools().isEmpty()
        ? ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build()
        : ParserOptions.builder()
            .namedTool(tools.tools().get(pick.below(tools.tools().size())).name())
            .build();
  }

  /** The least {@code maxHeldChars} that the headers of a format fit, in steps. */
  private static int leastHeld(WireFormat format) {
    int chars = 64;
    while (!fits(format, chars)) {
      chars += 16;
    }
    return chars;
  }

  private static boolean fits(WireFormat format, int chars) {
    try {
      StreamSpec.of(format).limits(Limits.builder().maxHeldChars(chars).build()).build();
      return true;
    } catch (IllegalArgumentException tooFew) {
      return false;
    }
  }

  /** The lowest {@code maxHeldChars} that the format takes. */
  static int leastHeldChars(WireFormat format) {
    return LEAST_HELD.computeIfAbsent(format, Cases::leastHeld);
  }

  private static Limits limits(Pick pick, WireFormat format) {
    int least = leastHeldChars(format);
    return Limits.builder()
        .maxDepth(pick.chance(50) ? 256 : pick.from(1, 4))
        .maxNameChars(pick.chance(70) ? 256 : pick.from(8, 40))
        .maxHeldChars(pick.from(least, least + 36))
        .maxBufferedChars(pick.chance(50) ? 1 << 20 : pick.chance(40) ? 64 : pick.from(65, 500))
        .maxCalls(pick.chance(60) ? 1024 : pick.from(1, 3))
        .build();
  }

  /** Whether a well-formed response that came as chars means the same as under the defaults. */
  private static boolean changesNothing(ParserOptions options) {
    return options.toBuilder()
        .initialState(ParserOptions.DEFAULT.initialState())
        .recoverAtStop(ParserOptions.DEFAULT.recoverAtStop())
        .truncation(ParserOptions.DEFAULT.truncation())
        .callIds(ParserOptions.DEFAULT.callIds())
        .markersBySpelling(ParserOptions.DEFAULT.markersBySpelling())
        .build()
        .equals(ParserOptions.DEFAULT);
  }

  /** A case under a setting. */
  public static LawCase next(Setting setting, Source source, long seed) {
    Pick pick = new Pick(seed);
    Text text =
        ofFamily(setting.format()) && pick.chance(90) ? family(pick, setting, source) : null;
    text = text == null ? declared(pick, setting, source) : text;
    return next(pick, setting, source, text, seed);
  }

  /** A text, and what it was made from if that is what it means. */
  private record Text(String chars, @Nullable Expected expected) {}

  /** Whether texts are also made by a generator that knows the format's models by heart. */
  static boolean ofFamily(WireFormat format) {
    return FAMILIES.contains(format.name());
  }

  /** From the declaration alone. */
  private static Text declared(Pick pick, Setting setting, Source source) {
    Syntax syntax = setting.format().syntax();
    String[] dictionary = new SyntaxPieces(syntax).dictionary();
    if (source == Source.RANDOM) {
      StringBuilder text = new StringBuilder();
      for (int pieces = pick.from(1, 40); pieces > 0; pieces--) {
        text.append(pick.of(dictionary));
      }
      return new Text(text.toString(), null);
    }
    SyntaxTexts.Made made = SyntaxTexts.next(syntax, pick, setting.tools(), setting.options());
    return source == Source.MUTATED
        ? new Text(Mutations.mutated(pick, made.text(), dictionary), null)
        : new Text(made.text(), made.known() ? made.expected() : null);
  }

  /** Whether a newline on each side of a value is none of it. */
  static boolean isFramed(WireFormat format) {
    return format.syntax().calls().stream()
        .anyMatch(form ->
            form.body() instanceof Tagged tagged && tagged.framing() == Tagged.Framing.ONE_NEWLINE);
  }

  private static Text family(Pick pick, Setting setting, Source source) {
    boolean json = json(setting.format());
    if (json && tagged(setting.format())) {
      // Mostly in the form that is the format's own.
      boolean first = setting.format().syntax().calls().get(0).body() instanceof CallObject;
      json = pick.chance(first ? 75 : 25);
    }
    String[] dictionary = json ? HermesTexts.PIECES : RandomTexts.PIECES;
    if (source == Source.RANDOM) {
      String text =
          json && pick.chance(85)
              ? HermesTexts.random(pick, setting.tools(), bare(setting.format()))
              : RandomTexts.next(pick, setting.tools());
      return new Text(text, null);
    }
    ResponseTexts response =
        json
            ? new HermesTexts(pick, setting.tools(), setting.options(), bare(setting.format()))
            : new CallTexts(pick, setting.tools(), setting.options(), isFramed(setting.format()));
    ResponseTexts.Made made = response.make();
    return source == Source.MUTATED
        ? new Text(Mutations.mutated(pick, made.text(), dictionary), null)
        : new Text(made.text(), made.known() ? made.expected() : null);
  }

  private static LawCase next(Pick pick, Setting setting, Source source, Text text, long seed) {
    boolean meant =
        source == Source.GENERATED
            && !setting.format().syntax().calls().isEmpty()
            && setting.tools().set().size() > 0
            && changesNothing(setting.options())
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
        text.chars(),
        setting.tools().json(),
        setting.tools().set(),
        setting.options(),
        setting.limits(),
        reason,
        seed,
        meant ? text.expected() : null);
  }
}
