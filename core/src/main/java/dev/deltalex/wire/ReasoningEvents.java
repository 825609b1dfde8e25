package dev.deltalex.wire;

/** The events of the Responses protocol with the reasoning; which are shown differs by client. */
public enum ReasoningEvents {
  /** {@code response.reasoning_text.*}, and the item's {@code content}. */
  TEXT,
  /** {@code response.reasoning_summary_*}, and the item's {@code summary}. */
  SUMMARY,
  /** Both, with the same text in each delta. */
  BOTH;

  boolean hasText() {
    return this != SUMMARY;
  }

  boolean hasSummary() {
    return this != TEXT;
  }
}
