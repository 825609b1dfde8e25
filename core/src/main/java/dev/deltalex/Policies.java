package dev.deltalex;

/**
 * How a parser decides where the contract leaves a choice. Immutable; the first constant of each
 * enum is the default. {@link #withInitialState} and its siblings return changed copies.
 *
 * @param initialState where the response starts: the engine knows it from the generation prompt's
 *     tail
 * @param toolChoice whether calls are read, and in which shape
 * @param namedTool the tool that {@link ToolChoice#NAMED} names; empty for the other choices
 * @param unknownTool what to do with a call to a tool that the request does not declare
 * @param callsInReasoning what a call inside reasoning means
 * @param recoverAtStop which calls that the end cut short count as complete
 * @param truncation whether the arguments of a cut call are closed
 * @param callIds how call ids are made
 * @param structuredValues whether object and array values of tagged formats wait for their end
 * @param pythonLiterals whether a value that is not JSON may be a Python literal
 * @param markersBySpelling whether a marker that is a special token also counts when spelled out
 * @param fencedCode whether markers inside a Markdown code fence are text
 * @param entities whether XML entities in values are decoded
 * @param duplicateParameter what a repeated parameter means
 */
public record Policies(
    InitialState initialState,
    ToolChoice toolChoice,
    String namedTool,
    UnknownTool unknownTool,
    CallsInReasoning callsInReasoning,
    RecoverAtStop recoverAtStop,
    Truncation truncation,
    CallIds callIds,
    StructuredValues structuredValues,
    boolean pythonLiterals,
    boolean markersBySpelling,
    FencedCode fencedCode,
    boolean entities,
    DuplicateParameter duplicateParameter) {

  /** Checks that a tool is named if, and only if, the tool choice names one. */
  public Policies {
    if ((toolChoice == ToolChoice.NAMED) == namedTool.isEmpty()) {
      throw new IllegalArgumentException(
          "Policies.toolChoice is "
              + toolChoice
              + " and Policies.namedTool is '"
              + namedTool
              + "': NAMED needs the name of a tool (withNamedTool), the other choices have none");
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
    /**
     * As REQUIRED, and bare arguments of one tool are read too; {@link #withNamedTool} names it.
     */
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

  /** Markers inside a Markdown code fence. */
  public enum FencedCode {
    /** Count. */
    OFF,
    /** Are text. */
    GUARD
  }

  /** A parameter given twice. */
  public enum DuplicateParameter {
    /** The first is kept, the later discarded with a diagnostic. */
    KEEP_FIRST,
    /** Both are emitted. */
    EMIT_BOTH
  }

  /** Every policy at its first value; Python literals and markers by spelling on, entities off. */
  public static final Policies DEFAULT =
      new Policies(
          InitialState.CONTENT,
          ToolChoice.AUTO,
          "",
          UnknownTool.FORWARD,
          CallsInReasoning.CALL_THEN_RESUME,
          RecoverAtStop.CLOSERS,
          Truncation.HONEST,
          CallIds.UNIQUE,
          StructuredValues.VERIFY,
          true,
          true,
          FencedCode.OFF,
          false,
          DuplicateParameter.KEEP_FIRST);

  /** A copy with another {@link #initialState()}. */
  public Policies withInitialState(InitialState value) {
    return new Policies(
        value,
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

  /**
   * A copy with another {@link #toolChoice()}: AUTO, NONE or REQUIRED.
   *
   * @throws IllegalArgumentException for NAMED, which needs a name: {@link #withNamedTool}
   */
  public Policies withToolChoice(ToolChoice value) {
    return withTool(value, "");
  }

  /**
   * A copy with the tool choice NAMED.
   *
   * @param tool name of a tool that the request declares; a parser is not opened without it
   */
  public Policies withNamedTool(String tool) {
    return withTool(ToolChoice.NAMED, tool);
  }

  private Policies withTool(ToolChoice choice, String tool) {
    return new Policies(
        initialState,
        choice,
        tool,
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

  /** A copy with another {@link #unknownTool()}. */
  public Policies withUnknownTool(UnknownTool value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        value,
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

  /** A copy with another {@link #callsInReasoning()}. */
  public Policies withCallsInReasoning(CallsInReasoning value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        unknownTool,
        value,
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

  /** A copy with another {@link #recoverAtStop()}. */
  public Policies withRecoverAtStop(RecoverAtStop value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        unknownTool,
        callsInReasoning,
        value,
        truncation,
        callIds,
        structuredValues,
        pythonLiterals,
        markersBySpelling,
        fencedCode,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #truncation()}. */
  public Policies withTruncation(Truncation value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        unknownTool,
        callsInReasoning,
        recoverAtStop,
        value,
        callIds,
        structuredValues,
        pythonLiterals,
        markersBySpelling,
        fencedCode,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #callIds()}. */
  public Policies withCallIds(CallIds value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        unknownTool,
        callsInReasoning,
        recoverAtStop,
        truncation,
        value,
        structuredValues,
        pythonLiterals,
        markersBySpelling,
        fencedCode,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #structuredValues()}. */
  public Policies withStructuredValues(StructuredValues value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        unknownTool,
        callsInReasoning,
        recoverAtStop,
        truncation,
        callIds,
        value,
        pythonLiterals,
        markersBySpelling,
        fencedCode,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #pythonLiterals()}. */
  public Policies withPythonLiterals(boolean value) {
    return new Policies(
        initialState,
        toolChoice,
        namedTool,
        unknownTool,
        callsInReasoning,
        recoverAtStop,
        truncation,
        callIds,
        structuredValues,
        value,
        markersBySpelling,
        fencedCode,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #markersBySpelling()}. */
  public Policies withMarkersBySpelling(boolean value) {
    return new Policies(
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
        value,
        fencedCode,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #fencedCode()}. */
  public Policies withFencedCode(FencedCode value) {
    return new Policies(
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
        value,
        entities,
        duplicateParameter);
  }

  /** A copy with another {@link #entities()}. */
  public Policies withEntities(boolean value) {
    return new Policies(
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
        value,
        duplicateParameter);
  }

  /** A copy with another {@link #duplicateParameter()}. */
  public Policies withDuplicateParameter(DuplicateParameter value) {
    return new Policies(
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
        value);
  }
}
