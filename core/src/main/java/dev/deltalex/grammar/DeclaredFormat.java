package dev.deltalex.grammar;

import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.format.FormatBuilder;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.NamedSyntax;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.SyntaxCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link WireFormat}: a declaration with its tables, which are computed
 * at their first use. Immutable otherwise; thread-safe.
 */
public final class DeclaredFormat implements FormatBuilder {
  private final String name;
  private final List<String> aliases;
  private final ModelTraits traits;
  private final List<String> knownLimits;
  private final Syntax syntax;

  /** Racing threads may compute it more than once, with equal results. */
  private volatile @Nullable Grammar grammar;

  /**
   * A declaration with its name.
   *
   * @throws IllegalArgumentException naming what is wrong with the declaration
   */
  public DeclaredFormat(String name, List<String> aliases, Syntax syntax) {
    this(name, aliases, ModelTraits.NONE, List.of(), syntax);
  }

  /**
   * A declaration that was read.
   *
   * @throws IllegalArgumentException naming what is wrong with the declaration
   */
  public DeclaredFormat(NamedSyntax named) {
    this(
        named.name(),
        named.aliases(),
        ModelTraits.ofModels(named.models()),
        named.knownLimits(),
        named.syntax());
  }

  private DeclaredFormat(
      String name,
      List<String> aliases,
      ModelTraits traits,
      List<String> knownLimits,
      Syntax syntax) {
    this.name = Objects.requireNonNull(name, "name");
    this.aliases = List.copyOf(Objects.requireNonNull(aliases, "aliases"));
    this.traits = traits;
    this.knownLimits = List.copyOf(knownLimits);
    this.syntax = Objects.requireNonNull(syntax, "syntax");
    List<String> problems = SyntaxCheck.problems(syntax);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a format needs a name");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "format " + name + " is invalid: " + String.join("; ", problems));
    }
  }

  /** A format with given tables, for tests of tables that no declaration produces. */
  static DeclaredFormat ofTables(String name, Grammar tables) {
    DeclaredFormat format = new DeclaredFormat(name, List.of(), Syntax.PLAIN);
    format.grammar = tables;
    return format;
  }

  /**
   * The tables of a format.
   *
   * @throws IllegalArgumentException if the format was not made by this library, or if its
   *     declaration is invalid
   */
  public static Grammar grammarOf(WireFormat format) {
    if (format instanceof DeclaredFormat declared) {
      return declared.grammar();
    }
    throw new IllegalArgumentException(
        "format "
            + format.name()
            + " is a custom implementation of WireFormat; declare it with WireFormat.format");
  }

  /** What a format's declaration says of its models; of a format from elsewhere, their names. */
  public static ModelTraits traitsOf(WireFormat format) {
    return format instanceof DeclaredFormat declared
        ? declared.traits
        : ModelTraits.ofModels(format.models());
  }

  /**
   * This format, with its tables computed.
   *
   * @throws IllegalArgumentException if no tables can be made of its declaration
   */
  public DeclaredFormat laidOut() {
    grammar();
    return this;
  }

  private Grammar grammar() {
    Grammar tables = grammar;
    if (tables == null) {
      try {
        tables = Layout.of(syntax);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("format " + name + ": " + e.getMessage(), e);
      }
      grammar = tables;
    }
    return tables;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> aliases() {
    return aliases;
  }

  @Override
  public List<String> models() {
    return traits.models();
  }

  @Override
  public List<String> knownLimits() {
    return knownLimits;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public ParserOptions defaultOptions() {
    CallsInReasoning calls = syntax.callsInReasoning();
    return calls == ParserOptions.DEFAULT.callsInReasoning()
        ? ParserOptions.DEFAULT
        : ParserOptions.builder().callsInReasoning(calls).build();
  }

  @Override
  public FormatBuilder models(String... names) {
    return with(traits.withModels(List.of(names)));
  }

  @Override
  public FormatBuilder hubNames(String... beginnings) {
    return with(traits.withHubNames(List.of(beginnings)));
  }

  @Override
  public FormatBuilder templateMarks(String... texts) {
    return with(traits.withTemplateMarks(List.of(texts)));
  }

  private FormatBuilder with(ModelTraits changed) {
    return new DeclaredFormat(name, aliases, changed, knownLimits, syntax);
  }

  @Override
  public FormatBuilder knownLimits(String... sentences) {
    return new DeclaredFormat(name, aliases, traits, List.of(sentences), syntax);
  }

  @Override
  public FormatBuilder reasoning(Literal open, Literal close) {
    return block(new Block(Region.REASONING, List.of(open), List.of(close), Block.Trim.NEWLINE));
  }

  @Override
  public FormatBuilder discarded(Literal open, Literal close) {
    return block(new Block(null, List.of(open), List.of(close), Block.Trim.NOTHING));
  }

  @Override
  public FormatBuilder block(Block block) {
    List<Block> blocks = new ArrayList<>(syntax.blocks());
    blocks.add(block);
    return with(blocks, syntax.calls(), syntax.messages(), syntax.callsInReasoning());
  }

  @Override
  public FormatBuilder callsEndReasoning() {
    return callsInReasoning(CallsInReasoning.ENDS_REASONING);
  }

  @Override
  public FormatBuilder callsInReasoningAreText() {
    return callsInReasoning(CallsInReasoning.LITERAL);
  }

  private FormatBuilder callsInReasoning(CallsInReasoning meaning) {
    return with(syntax.blocks(), syntax.calls(), syntax.messages(), meaning);
  }

  @Override
  public FormatBuilder calls(CallForm... forms) {
    return with(syntax.blocks(), List.of(forms), syntax.messages(), syntax.callsInReasoning());
  }

  @Override
  public FormatBuilder messages(Messages messages, CallForm... forms) {
    return with(syntax.blocks(), List.of(forms), messages, syntax.callsInReasoning());
  }

  @Override
  public FormatBuilder prompted(Literal literal) {
    return with(
        new Syntax(
            syntax.blocks(),
            syntax.calls(),
            syntax.messages(),
            syntax.callsInReasoning(),
            literal));
  }

  private FormatBuilder with(
      List<Block> blocks,
      List<CallForm> calls,
      @Nullable Messages messages,
      CallsInReasoning meaning) {
    return with(new Syntax(blocks, calls, messages, meaning, syntax.prompted()));
  }

  private FormatBuilder with(Syntax changed) {
    return new DeclaredFormat(name, aliases, traits, knownLimits, changed);
  }

  /** The format's name. */
  @Override
  public String toString() {
    return name;
  }
}
