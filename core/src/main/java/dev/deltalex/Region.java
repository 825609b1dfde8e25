package dev.deltalex;

/**
 * The region of a response at the current position of a stream, for example to switch grammar masks
 * or to apply budgets between two deltas.
 */
public enum Region {
  /** In the answer, or between answer and calls. */
  CONTENT,
  /** In the model's reasoning. */
  REASONING,
  /** Inside a tool call. */
  CALL,
  /** After {@code finish}. */
  FINISHED
}
