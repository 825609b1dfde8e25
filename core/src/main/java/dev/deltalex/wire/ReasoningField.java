package dev.deltalex.wire;

/** The member of a chat completion that carries reasoning: clients do not agree on its name. */
public enum ReasoningField {
  /** {@code reasoning_content}, as most servers and clients have it. */
  REASONING_CONTENT,
  /** {@code reasoning}. */
  REASONING,
  /** Both, with the same text in each delta. */
  BOTH
}
