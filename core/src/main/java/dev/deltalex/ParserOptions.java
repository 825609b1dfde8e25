package dev.deltalex;

/**
 * Options of a parser. Immutable; the first constant of each enum is its default. Created by {@link
 * #builder} or {@link #toBuilder}:
 *
 * <pre>{@code
 * ParserOptions.builder().toolChoice(ToolChoice.REQUIRED).truncation(Truncation.CLOSE).build()
 * }</pre>
 *
 * @param initialState the region in which the response starts, for engines that do not pass the
 *     generation prompt
 * @param toolChoice whether calls are read, and in which form
 * @param namedTool the name of the tool for {@link ToolChoice#NAMED}; empty for the other choices
 * @param unknownTool how a call of a tool that the request does not declare is handled
 * @param callsInReasoning how a call inside reasoning is handled
 * @param recoverAtStop which calls that are open at the end count as complete
 * @param truncation whether the arguments of a cut call are completed to strict JSON
 * @param callIds how call ids are generated
 * @param structuredValues whether object and array values of tagged formats are buffered up to
 *     their end
 * @param pythonLiterals whether Python literals are accepted as values
 * @param markersBySpelling whether a marker that is a special token also counts if ordinary tokens
 *     spell it
 * @param fencedCode whether markers inside a Markdown code fence are text
 * @param entities whether XML entities in values are decoded
 * @param duplicateParameter how a repeated parameter is handled
 */
public record ParserOptions(
    InitialState initialState,
    ToolChoice toolChoice,
    String namedTool,
    UnknownTool unknownTool,
    CallsInReasoning callsInReasoning,
    RecoverAtStop recoverAtStop,
    Truncation truncation,
    CallIds callIds,
    StructuredValues structuredValues,
    PythonLiterals pythonLiterals,
    MarkersBySpelling markersBySpelling,
    FencedCode fencedCode,
    Entities entities,
    DuplicateParameter duplicateParameter) {

  /** Every option at its default. */
  public static final ParserOptions DEFAULT = builder().build();

  /** Checks that there is a name of a tool if and only if the tool choice is NAMED. */
  public ParserOptions {
    if ((toolChoice == ToolChoice.NAMED) == namedTool.isEmpty()) {
      throw new IllegalArgumentException(
          "ParserOptions.toolChoice is "
              + toolChoice
              + " and namedTool is '"
              + namedTool
              + "': NAMED requires the name of a tool (Builder.namedTool), other choices none");
    }
  }

  /** The region in which the response starts. */
  public enum InitialState {
    /** In the answer. */
    CONTENT,
    /** In reasoning, which the chat template opened in the prompt. */
    REASONING
  }

  /** The request's tool_choice. */
  public enum ToolChoice {
    /** Calls in the wire format are read. */
    AUTO,
    /** No calls: markers are text. */
    NONE,
    /** Like AUTO; in addition, a bare JSON array of calls is read. */
    REQUIRED,
    /**
     * Like REQUIRED; in addition, bare arguments of one tool are read: {@link Builder#namedTool}.
     */
    NAMED
  }

  /** How a call of an undeclared tool is handled. */
  public enum UnknownTool {
    /** It is emitted, with tool ordinal -1. */
    FORWARD,
    /** It is emitted as content, unchanged. */
    AS_CONTENT,
    /** It is dropped and gets no index. */
    DROP
  }

  /** How a call with a complete header inside reasoning is handled. */
  public enum CallsInReasoning {
    /** It is a call, and reasoning continues after it. */
    CALL_THEN_RESUME,
    /** It is a call and ends the reasoning. */
    ENDS_REASONING,
    /** It is text of the reasoning. */
    LITERAL
  }

  /** Which calls that are open at {@code finish(STOP)} are closed and count as complete. */
  public enum RecoverAtStop {
    /** Those in which only closing markers and brackets are missing. */
    CLOSERS,
    /** All: a value that the model did not finish is taken as it is. */
    ALL
  }

  /** How the arguments of a cut call end. */
  public enum Truncation {
    /** They end where the model stopped. */
    HONEST,
    /** They are completed to strict JSON. */
    CLOSE
  }

  /** How call ids are generated. */
  public enum CallIds {
    /** {@code call_} and 24 alphanumeric chars, generated per stream. */
    UNIQUE,
    /** The model's id if the format has one, else like UNIQUE. */
    NATIVE,
    /** Nine alphanumeric chars, as clients of Mistral require. */
    ALNUM9
  }

  /** How object and array values of tagged formats are emitted. */
  public enum StructuredValues {
    /** They are buffered up to their end and emitted unchanged if valid. */
    VERIFY,
    /** They are streamed and repaired on the fly. */
    STREAM
  }

  /** How a value that is a Python literal, and neither JSON nor repaired as such, is handled. */
  public enum PythonLiterals {
    /** It is converted to JSON if the schema admits an object or array. */
    ON,
    /** It is a string. */
    OFF
  }

  /** How a marker that is a special token is handled if ordinary tokens spell it. */
  public enum MarkersBySpelling {
    /** It is a marker. */
    ON,
    /** It is text. Applies to input that is fed as tokens only, and not to forced calls. */
    OFF
  }

  /** How markers inside a Markdown code fence are handled. */
  public enum FencedCode {
    /** They are markers. */
    OFF,
    /** They are text. */
    GUARD
  }

  /** How XML entities in values are handled. */
  public enum Entities {
    /** They are text. */
    OFF,
    /** They are decoded. */
    DECODE
  }

  /** How a repeated parameter is handled. */
  public enum DuplicateParameter {
    /** The first is kept; later ones are discarded with a diagnostic. */
    KEEP_FIRST,
    /** All are emitted. */
    EMIT_BOTH
  }

  /** Creates a builder with the default options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Creates a builder with these options. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.initialState = initialState;
    b.toolChoice = toolChoice;
    b.namedTool = namedTool;
    b.unknownTool = unknownTool;
    b.callsInReasoning = callsInReasoning;
    b.recoverAtStop = recoverAtStop;
    b.truncation = truncation;
    b.callIds = callIds;
    b.structuredValues = structuredValues;
    b.pythonLiterals = pythonLiterals;
    b.markersBySpelling = markersBySpelling;
    b.fencedCode = fencedCode;
    b.entities = entities;
    b.duplicateParameter = duplicateParameter;
    return b;
  }

  /** Collects options; each method sets one and returns the builder. */
  public static final class Builder {
    private InitialState initialState = InitialState.CONTENT;
    private ToolChoice toolChoice = ToolChoice.AUTO;
    private String namedTool = "";
    private UnknownTool unknownTool = UnknownTool.FORWARD;
    private CallsInReasoning callsInReasoning = CallsInReasoning.CALL_THEN_RESUME;
    private RecoverAtStop recoverAtStop = RecoverAtStop.CLOSERS;
    private Truncation truncation = Truncation.HONEST;
    private CallIds callIds = CallIds.UNIQUE;
    private StructuredValues structuredValues = StructuredValues.VERIFY;
    private PythonLiterals pythonLiterals = PythonLiterals.ON;
    private MarkersBySpelling markersBySpelling = MarkersBySpelling.ON;
    private FencedCode fencedCode = FencedCode.OFF;
    private Entities entities = Entities.OFF;
    private DuplicateParameter duplicateParameter = DuplicateParameter.KEEP_FIRST;

    private Builder() {}

    /** The region in which the response starts. */
    public Builder initialState(InitialState value) {
      initialState = value;
      return this;
    }

    /** Whether calls are read: AUTO, NONE or REQUIRED. For NAMED use {@link #namedTool}. */
    public Builder toolChoice(ToolChoice value) {
      toolChoice = value;
      namedTool = "";
      return this;
    }

    /**
     * Sets the tool choice to NAMED.
     *
     * @param name the name of a tool; building a {@code StreamSpec} fails if the request does not
     *     declare it
     */
    public Builder namedTool(String name) {
      toolChoice = ToolChoice.NAMED;
      namedTool = name;
      return this;
    }

    /** How a call of an undeclared tool is handled. */
    public Builder unknownTool(UnknownTool value) {
      unknownTool = value;
      return this;
    }

    /** How a call inside reasoning is handled. */
    public Builder callsInReasoning(CallsInReasoning value) {
      callsInReasoning = value;
      return this;
    }

    /** Which calls that are open at the end count as complete. */
    public Builder recoverAtStop(RecoverAtStop value) {
      recoverAtStop = value;
      return this;
    }

    /** Whether the arguments of a cut call are completed to strict JSON. */
    public Builder truncation(Truncation value) {
      truncation = value;
      return this;
    }

    /** How call ids are generated. */
    public Builder callIds(CallIds value) {
      callIds = value;
      return this;
    }

    /** Whether object and array values are buffered up to their end. */
    public Builder structuredValues(StructuredValues value) {
      structuredValues = value;
      return this;
    }

    /** Whether Python literals are accepted as values. */
    public Builder pythonLiterals(PythonLiterals value) {
      pythonLiterals = value;
      return this;
    }

    /** Whether markers spelled by ordinary tokens count. */
    public Builder markersBySpelling(MarkersBySpelling value) {
      markersBySpelling = value;
      return this;
    }

    /** Whether markers inside a code fence are text. */
    public Builder fencedCode(FencedCode value) {
      fencedCode = value;
      return this;
    }

    /** Whether XML entities in values are decoded. */
    public Builder entities(Entities value) {
      entities = value;
      return this;
    }

    /** How a repeated parameter is handled. */
    public Builder duplicateParameter(DuplicateParameter value) {
      duplicateParameter = value;
      return this;
    }

    /**
     * Builds the options.
     *
     * @throws IllegalArgumentException if the tool choice is NAMED and there is no name
     */
    public ParserOptions build() {
      return new ParserOptions(
          initialState,
          toolChoice,
          namedTool,
          unknownTool,
          callsInReasoning,
          recoverAtStop,
          truncation,
          callIds,
          structuredValues,
          pythonLiterals,
          markersBySpelling,
          fencedCode,
          entities,
          duplicateParameter);
    }
  }
}
