package dev.deltalex.wire;

/** The member of a chat completion with the reasoning; its name differs between clients. */
public enum ReasoningField {
  /** {@code reasoning_content}, which most servers and clients use. */
  REASONING_CONTENT,
  /** {@code reasoning}. */
  REASONING,
  /** Both, with the same text in each delta. */
  BOTH
}
