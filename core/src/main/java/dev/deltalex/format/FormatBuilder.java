package dev.deltalex.format;

import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;

/**
 * A wire format to which a declaration may add. Immutable: each method returns another format, and
 * refuses a declaration that cannot be read with an {@link IllegalArgumentException} that names the
 * part.
 */
public interface FormatBuilder extends WireFormat {
  /** Reasoning between two literals; one newline inside of each is structure. */
  FormatBuilder reasoning(Literal open, Literal close);

  /** A block of reasoning or content. */
  FormatBuilder block(Block block);

  /** By default a call ends the reasoning in which it opens. */
  FormatBuilder callsEndReasoning();

  /** By default calls inside reasoning are text. */
  FormatBuilder callsInReasoningAreText();

  /** The ways of writing calls, in place of those given so far. */
  FormatBuilder calls(CallForm... forms);
}
