package dev.deltalex.grammar;

/** The states that actions lead to by themselves; a grammar names those that it has. */
public enum Role {
  /** Where a response that starts in content starts. */
  START_CONTENT,
  /** Where a response that starts in reasoning starts. */
  START_REASONING,
  /** Behind the first opener of reasoning. */
  FIRST_REASONING,
  /** Plain reasoning. */
  IN_REASONING,
  /** Behind a reasoning closer, while the response has no content. */
  AFTER_REASONING,
  /** Behind a reasoning closer, once the response has content. */
  BETWEEN_CONTENT,
  /** Behind a call in content. */
  BEHIND_CALL,
  /** Behind a call in content whose wrapper is open. */
  IN_WRAPPER,
  /** Behind a call in reasoning. */
  REASONING_BEHIND_CALL,
  /** Behind a call in reasoning whose wrapper is open. */
  REASONING_IN_WRAPPER,
  /** Between the parameters of a call. */
  IN_CALL,
  /** In stray text inside a call. */
  IN_STRAY,
  /** At the first char of a value. */
  AT_VALUE,
  /** In a quoted call. */
  IN_QUOTE,
  /** In JSON that describes a call, or may do so. */
  IN_JSON,
  /** Behind a call of an array of them, in content. */
  IN_ARRAY,
  /** Behind a call of an array of them, in reasoning. */
  REASONING_IN_ARRAY
}
