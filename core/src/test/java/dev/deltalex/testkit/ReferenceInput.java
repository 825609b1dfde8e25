package dev.deltalex.testkit;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;

/**
 * All that the reference's answer depends on but the format.
 *
 * @param tokens the special tokens of the text; none if it came as chars
 */
record ReferenceInput(
    String text,
    SpecialTokens tokens,
    ToolSet tools,
    ParserOptions options,
    Limits limits,
    FinishReason reason) {

  /** Whether the client went away where the text ends. */
  boolean cancelled() {
    return reason == FinishReason.CANCELLED;
  }

  /** Whether text without markers may be a call. */
  boolean constrained() {
    return options.toolChoice() == ParserOptions.ToolChoice.REQUIRED || named();
  }

  /** Whether bare arguments are a call. */
  boolean named() {
    return options.toolChoice() == ParserOptions.ToolChoice.NAMED;
  }

  /** Whether a marker with a token of its own counts only as that token, in text from tokens. */
  boolean restricted() {
    return options.markersBySpelling() == ParserOptions.MarkersBySpelling.OFF && !constrained();
  }
}
