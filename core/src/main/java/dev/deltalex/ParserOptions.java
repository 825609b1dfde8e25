package dev.deltalex;

/**
 * How a parser decides where a choice is left to the engine. Immutable; the first constant of each
 * enum is its default. Made by {@link #builder} or from another one by {@link #toBuilder}:
 *
 * <pre>{@code
 * ParserOptions.builder().toolChoice(ToolChoice.REQUIRED).truncation(Truncation.CLOSE).build()
 * }</pre>
 *
 * @param initialState where the response starts, for engines that do not prime the parser with the
 *     generation prompt
 * @param toolChoice whether calls are read, and in which shape
 * @param namedTool the tool that {@link ToolChoice#NAMED} names; empty for the other choices
 * @param unknownTool what to do with a call to a tool that the request does not declare
 * @param callsInReasoning what a call inside reasoning means
 * @param recoverAtStop which calls that the end cut short count as complete
 * @param truncation whether the arguments of a cut call are closed
 * @param callIds how call ids are made
 * @param structuredValues whether object and array values of tagged formats wait for their end
 * @param pythonLiterals whether a value that is not JSON may be a Python literal
 * @param markersBySpelling whether a marker that has a token of its own also counts where ordinary
 *     tokens spell it
 * @param fencedCode whether markers inside a Markdown code fence are text
 * @param entities whether XML entities in values are decoded
 * @param duplicateParameter what a repeated parameter means
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

  /** Checks that a tool is named if, and only if, the tool choice names one. */
  public ParserOptions {
    if ((toolChoice == ToolChoice.NAMED) == namedTool.isEmpty()) {
      throw new IllegalArgumentException(
          "ParserOptions.toolChoice is "
              + toolChoice
              + " and namedTool is '"
              + namedTool
              + "': NAMED needs the name of a tool (Builder.namedTool), the others have none");
    }
  }

  /** Where the response starts. */
  public enum InitialState {
    /** In the answer. */
    CONTENT,
    /** In reasoning: the template opened it in the prompt. */
    REASONING
  }

  /** The request's tool_choice. */
  public enum ToolChoice {
    /** Calls are read in the format's own wire form. */
    AUTO,
    /** No calls: markers are text. */
    NONE,
    /** As AUTO, and a bare JSON array of calls is read too. */
    REQUIRED,
    /** As REQUIRED, and bare arguments of one tool are read too: {@link Builder#namedTool}. */
    NAMED
  }

  /** A call to an undeclared tool. */
  public enum UnknownTool {
    /** Is passed on, with tool ordinal -1. */
    FORWARD,
    /** Is left in the content, as written. */
    AS_CONTENT,
    /** Is dropped; indexes stay dense. */
    DROP
  }

  /** A call with a confirmed header inside reasoning. */
  public enum CallsInReasoning {
    /** Is a call; afterwards reasoning goes on. */
    CALL_THEN_RESUME,
    /** Is a call and ends the reasoning. */
    ENDS_REASONING,
    /** Is reasoning text. */
    LITERAL
  }

  /** Calls cut short by {@code finish(STOP)}. */
  public enum RecoverAtStop {
    /** Are complete if only closers are missing. */
    CLOSERS,
    /** Are always complete. */
    ALL
  }

  /** The arguments of a call cut by a limit. */
  public enum Truncation {
    /** Stop where the model stopped. */
    HONEST,
    /** Are closed to strict JSON. */
    CLOSE
  }

  /** How ids of calls are made. */
  public enum CallIds {
    /** {@code call_} and 24 alphanumerics from the stream's own generator. */
    UNIQUE,
    /** The model's own where the format has one, else as UNIQUE. */
    NATIVE,
    /** Nine alphanumerics, as Mistral's clients expect. */
    ALNUM9
  }

  /** Object and array values of tagged formats. */
  public enum StructuredValues {
    /** Wait for their end and are passed on verbatim if valid. */
    VERIFY,
    /** Are normalised on the fly. */
    STREAM
  }

  /** A value that is no JSON but a Python literal. */
  public enum PythonLiterals {
    /** Is transcoded where the schema asks for an object or array. */
    ON,
    /** Is a string. */
    OFF
  }

  /** Markers that have a token of their own, spelled by ordinary tokens. */
  public enum MarkersBySpelling {
    /** Count. */
    ON,
    /** Are text. Concerns only text that came as tokens, and not forced calls. */
    OFF
  }

  /** Markers inside a Markdown code fence. */
  public enum FencedCode {
    /** Count. */
    OFF,
    /** Are text. */
    GUARD
  }

  /** XML entities in values. */
  public enum Entities {
    /** Are text. */
    OFF,
    /** Are decoded. */
    DECODE
  }

  /** A parameter given twice. */
  public enum DuplicateParameter {
    /** The first is kept, the later discarded with a diagnostic. */
    KEEP_FIRST,
    /** Both are emitted. */
    EMIT_BOTH
  }

  /** A builder in which every option is at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder in which every option is as here. */
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

    /** Where the response starts. */
    public Builder initialState(InitialState value) {
      initialState = value;
      return this;
    }

    /** Whether calls are read: AUTO, NONE or REQUIRED; for NAMED see {@link #namedTool}. */
    public Builder toolChoice(ToolChoice value) {
      toolChoice = value;
      namedTool = "";
      return this;
    }

    /**
     * Sets the tool choice to NAMED.
     *
     * @param name of a tool that the request declares; a parser is not opened without it
     */
    public Builder namedTool(String name) {
      toolChoice = ToolChoice.NAMED;
      namedTool = name;
      return this;
    }

    /** What to do with a call to an undeclared tool. */
    public Builder unknownTool(UnknownTool value) {
      unknownTool = value;
      return this;
    }

    /** What a call inside reasoning means. */
    public Builder callsInReasoning(CallsInReasoning value) {
      callsInReasoning = value;
      return this;
    }

    /** Which calls that the end cut short count as complete. */
    public Builder recoverAtStop(RecoverAtStop value) {
      recoverAtStop = value;
      return this;
    }

    /** Whether the arguments of a cut call are closed. */
    public Builder truncation(Truncation value) {
      truncation = value;
      return this;
    }

    /** How call ids are made. */
    public Builder callIds(CallIds value) {
      callIds = value;
      return this;
    }

    /** Whether object and array values wait for their end. */
    public Builder structuredValues(StructuredValues value) {
      structuredValues = value;
      return this;
    }

    /** Whether a value may be a Python literal. */
    public Builder pythonLiterals(PythonLiterals value) {
      pythonLiterals = value;
      return this;
    }

    /** Whether spelled markers count. */
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

    /** What a repeated parameter means. */
    public Builder duplicateParameter(DuplicateParameter value) {
      duplicateParameter = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if the tool choice is NAMED and no tool is named
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
