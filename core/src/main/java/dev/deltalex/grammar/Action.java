package dev.deltalex.grammar;

/** What a marker does once it counts. The interpreter switches over these; none calls back. */
public enum Action {
  /** Nothing but the step to the next state. */
  NONE,
  /** Reasoning opens, unless the marker is quoted in prose. */
  OPEN_REASONING,
  /** Reasoning closes. */
  CLOSE_REASONING,
  /** A reasoning closer in content. */
  ORPHAN_REASONING_CLOSER,
  /** A call opens whose header stood alone. */
  OPEN_CALL,
  /** A call opens whose header stood behind a wrapper's opener. */
  OPEN_WRAPPED_CALL,
  /** A call opens in the wrapper that is still open. */
  OPEN_NEXT_IN_WRAPPER,
  /** The open call lacks its closer: it closes, and the next one opens. */
  NEXT_CALL,
  /** As NEXT_CALL, in a wrapper of its own. */
  NEXT_WRAPPED_CALL,
  /** The call closes. */
  CLOSE_CALL,
  /** The wrapper closes over a call that lacks its closer. */
  CLOSE_CALL_AND_WRAPPER,
  /** The wrapper closes behind its calls. */
  CLOSE_WRAPPER,
  /** A closer directly behind a call that closes nothing. */
  ORPHAN_CALL_CLOSER,
  /** A closer inside a call that closes nothing. */
  STRAY_CLOSER,
  /** A parameter opens. */
  OPEN_PARAMETER,
  /** The value ends. */
  CLOSE_VALUE,
  /** The value ends though its closer is missing. */
  CLOSE_VALUE_UNCLOSED,
  /** A quoted call begins: its text is text. */
  OPEN_QUOTE,
  /** The quoted call is over. */
  CLOSE_QUOTE,
  /** A JSON object that may describe a call begins behind a marker. */
  OPEN_JSON,
  /** A JSON object that may describe a call begins without a marker. */
  OPEN_BARE_JSON,
  /** The first JSON object of an array that stands without a marker begins. */
  OPEN_JSON_ARRAY,
  /** The bare arguments of the only tool begin. */
  OPEN_BARE_ARGUMENTS,
  /** The next JSON object in the wrapper or array begins. */
  OPEN_NEXT_JSON,
  /** The array of calls is over. */
  CLOSE_ARRAY,
  /** A bracket behind a call that closes nothing. */
  EXTRA_BRACE
}
