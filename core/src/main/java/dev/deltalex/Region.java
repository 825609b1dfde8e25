package dev.deltalex;

/** Where a stream stands between two deltas: engines switch grammar masks and budgets on it. */
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
