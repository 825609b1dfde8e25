package dev.deltalex.format;

import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;

/**
 * A wire format that can be extended. Immutable: each method returns a new format, and throws an
 * {@link IllegalArgumentException} that names the part if the declaration is invalid.
 */
public interface FormatBuilder extends WireFormat {
  /**
   * Names the models that write the format, as people call them: {@code "Qwen3-Coder"}. Replaces
   * those named before.
   */
  FormatBuilder models(String... names);

  /**
   * States how the names begin under which the models are published, without the owner: {@code
   * "Qwen3-Coder"}. Case and punctuation have no effect, and each number counts as a whole: {@code
   * "Qwen3"} is not the beginning of "Qwen3.5". {@link Formats#forModel} goes by them, the longest
   * beginning first; those that several formats state make it answer with all of these. It searches
   * the formats of this library only, and {@link #toJson} leaves them out. Replaces those stated
   * before.
   */
  FormatBuilder hubNames(String... beginnings);

  /**
   * States texts of which at least one is in every chat template of the models, if the markers of
   * the format do not distinguish these templates from those of other models. {@link
   * Formats#forChatTemplate} goes by the markers and by them, under the same restrictions. Replaces
   * those stated before.
   */
  FormatBuilder templateMarks(String... texts);

  /**
   * States, in a sentence each, what these models may write that is not read as they mean it.
   * Replaces those stated before.
   */
  FormatBuilder knownLimits(String... sentences);

  /** Adds reasoning between two literals; one newline directly inside each of them is structure. */
  FormatBuilder reasoning(Literal open, Literal close);

  /** Adds a block of reasoning or content. */
  FormatBuilder block(Block block);

  /** Adds text between two literals that is discarded, with a diagnostic at the opener. */
  FormatBuilder discarded(Literal open, Literal close);

  /** Changes the default: a call ends the reasoning in which it opens. */
  FormatBuilder callsEndReasoning();

  /** Changes the default: calls inside reasoning are text. */
  FormatBuilder callsInReasoningAreText();

  /**
   * Sets how text comes in messages, and the forms of calls: one without pairs and header is a
   * message, too.
   */
  FormatBuilder messages(Messages messages, CallForm... forms);

  /**
   * Sets a literal that the generation prompt may end with: at the start of the response, openers
   * of blocks and headers of declared tools that begin with it may lack it.
   */
  FormatBuilder prompted(Literal literal);

  /** Sets the forms of calls; replaces those set before. */
  FormatBuilder calls(CallForm... forms);
}
