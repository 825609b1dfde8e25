package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.DeclaredFormat;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Guard;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.text.Vocabulary;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the responses to a request have in common: wire format, vocabulary, tools, options and
 * limits. Made once per request, checked once, and opened for each response:
 *
 * <pre>{@code
 * StreamSpec spec = StreamSpec.of(format)
 *     .vocabulary(vocabulary)
 *     .tools(tools)
 *     .options(o -> o.toolChoice(ToolChoice.REQUIRED))
 *     .build();
 * try (StreamParser stream = spec.open(sink)) { ... }
 * }</pre>
 *
 * <p>Immutable and shared by any number of streams and threads. Parsers keep no reference to it
 * once they are closed.
 */
public final class StreamSpec {
  final WireFormat format;
  private final Grammar grammar;
  final @Nullable Vocabulary vocabulary;
  final ToolSet tools;
  final ParserOptions options;
  final Limits limits;

  /** Conditions that hold in content and in reasoning, bits of {@link Guard}. */
  final byte contentGuards;

  final byte reasoningGuards;

  /**
   * The markers that count in text of tokens only as special tokens; null if spelled markers count
   * as well.
   */
  final @Nullable MarkerTokens markerTokens;

  private StreamSpec(Builder b) {
    format = b.format;
    grammar = DeclaredFormat.grammarOf(format);
    vocabulary = b.vocabulary;
    tools = b.tools;
    options = b.tools == ToolSet.ANY ? forwarding(b.options) : b.options;
    limits = b.limits;
    checkNamed(options, tools);
    checkFormat(format, grammar, options, limits);
    ParserOptions.ToolChoice choice = options.toolChoice();
    boolean callsOn = tools.readsCalls() && choice != ParserOptions.ToolChoice.NONE;
    contentGuards = (byte) (callsOn ? Guard.CALLS | constrained(choice) : Guard.NONE);
    boolean literal = options.callsInReasoning() == ParserOptions.CallsInReasoning.LITERAL;
    reasoningGuards = (byte) (literal || !callsOn ? Guard.NONE : Guard.CALLS);
    // Guided decoding, which a forced call implies, spells markers with any tokens.
    boolean restricts =
        options.markersBySpelling() == ParserOptions.MarkersBySpelling.OFF
            && constrained(choice) == Guard.NONE;
    markerTokens = vocabulary != null && restricts ? new MarkerTokens(grammar, vocabulary) : null;
  }

  /** With {@link ToolSet#ANY} no tool is unknown. */
  private static ParserOptions forwarding(ParserOptions options) {
    return options.toBuilder().unknownTool(ParserOptions.UnknownTool.FORWARD).build();
  }

  private static int constrained(ParserOptions.ToolChoice choice) {
    return switch (choice) {
      case AUTO, NONE -> Guard.NONE;
      case REQUIRED -> Guard.CONSTRAINED;
      case NAMED -> Guard.CONSTRAINED | Guard.NAMED;
    };
  }

  private static void checkNamed(ParserOptions options, ToolSet tools) {
    String name = options.namedTool();
    if (!name.isEmpty() && tools.indexOf(name) < 0) {
      String declared =
          tools == ToolSet.ANY
              ? "', and ToolSet.ANY declares no tool"
              : "', which is none of the " + tools.size() + " tools of the request";
      throw new IllegalArgumentException(
          "ParserOptions.namedTool is '"
              + name
              + declared
              + ": declare it, or choose another toolChoice");
    }
  }

  private static void checkFormat(
      WireFormat format, Grammar grammar, ParserOptions options, Limits limits) {
    if (limits.maxHeldChars() <= grammar.fixedHeader()) {
      throw new IllegalArgumentException(
          "Limits.maxHeldChars is "
              + limits.maxHeldChars()
              + "; format "
              + format.name()
              + " has headers of "
              + grammar.fixedHeader()
              + " fixed chars and needs "
              + (grammar.fixedHeader() + 1));
    }
    if (options.initialState() == ParserOptions.InitialState.REASONING
        && grammar.startReasoning() < 0) {
      throw new IllegalArgumentException(
          "ParserOptions.initialState is REASONING; format "
              + format.name()
              + " has no reasoning: use CONTENT");
    }
  }

  Grammar grammar() {
    return grammar;
  }

  /** A builder for a format, with the format's default options, no tools and no vocabulary. */
  public static Builder of(WireFormat format) {
    return new Builder(Objects.requireNonNull(format, "format"));
  }

  /** A builder with the values of this spec. */
  public Builder toBuilder() {
    Builder b = new Builder(format);
    b.vocabulary = vocabulary;
    b.tools = tools;
    b.options = options;
    b.limits = limits;
    return b;
  }

  /** The wire format. */
  public WireFormat format() {
    return format;
  }

  /** The vocabulary of token ids, or null if the streams are fed text only. */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public @Nullable Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The request's tools. */
  public ToolSet tools() {
    return tools;
  }

  /** The options. */
  public ParserOptions options() {
    return options;
  }

  /** The limits. */
  public Limits limits() {
    return limits;
  }

  /**
   * Opens a parser for one response with a new pool, about 40 KB. For many streams on one thread
   * see {@link StreamPool#open}.
   *
   * @param sink receives the events, on the thread that feeds the parser
   */
  public StreamParser open(DeltaSink sink) {
    return new StreamPool().open(this, sink);
  }

  /**
   * As {@link #open(DeltaSink)}, for a response that continues a prompt.
   *
   * @param generationPrompt see {@link StreamParser#prime}
   */
  public StreamParser open(DeltaSink sink, CharSequence generationPrompt) {
    return new StreamPool().open(this, sink, generationPrompt);
  }

  /** Reads a complete response that the model ended: reasoning, content and calls. For batches. */
  public Message read(CharSequence text) {
    Objects.requireNonNull(text, "text");
    MessageCollector collector = new MessageCollector();
    try (StreamParser stream = open(collector)) {
      stream.feed(text);
      stream.finish(EndCause.STOP);
    }
    return collector.message();
  }

  /** Format and tools, options and limits, for logs. */
  @Override
  public String toString() {
    return "StreamSpec[" + format.name() + ", " + tools + ", " + options + ", " + limits + ']';
  }

  /** Collects the parts of a spec; each method sets one part and returns the builder. */
  public static final class Builder {
    private final WireFormat format;
    private @Nullable Vocabulary vocabulary;
    private ToolSet tools = ToolSet.NONE;
    private ParserOptions options;
    private Limits limits = Limits.DEFAULT;

    private Builder(WireFormat format) {
      this.format = format;
      options = format.defaultOptions();
    }

    /** The vocabulary of {@link StreamParser#feedTokens}; not needed for streams of text. */
    public Builder vocabulary(Vocabulary tokens) {
      vocabulary = Objects.requireNonNull(tokens, "vocabulary");
      return this;
    }

    /** The request's tools. Without this call, {@link ToolSet#NONE}: markers of calls are text. */
    public Builder tools(ToolSet set) {
      tools = Objects.requireNonNull(set, "tools");
      return this;
    }

    /** Sets all options; replaces the format's defaults. */
    public Builder options(ParserOptions all) {
      options = Objects.requireNonNull(all, "options");
      return this;
    }

    /**
     * Changes options; the others stay as they are.
     *
     * @param change sets options of the builder that it receives, and returns the builder
     */
    public Builder options(UnaryOperator<ParserOptions.Builder> change) {
      options = Objects.requireNonNull(change.apply(options.toBuilder()), "options").build();
      return this;
    }

    /** Sets all limits. */
    public Builder limits(Limits all) {
      limits = Objects.requireNonNull(all, "limits");
      return this;
    }

    /** Changes limits; the others stay as they are. See {@link #options(UnaryOperator)}. */
    public Builder limits(UnaryOperator<Limits.Builder> change) {
      limits = Objects.requireNonNull(change.apply(limits.toBuilder()), "limits").build();
      return this;
    }

    /**
     * The spec.
     *
     * @throws IllegalArgumentException if the parts are inconsistent: a named tool that is not
     *     declared, limits too small for the format's headers, an initial state that the format
     *     does not have
     */
    public StreamSpec build() {
      return new StreamSpec(this);
    }
  }
}
