package dev.deltalex.loop;

import dev.deltalex.text.Vocabulary;

/** The model of a {@link GenerationLoop}. Immutable; any thread. */
public interface LoopModel {
  /** The texts of the model's tokens. Markers and the tokens that frame a document are special. */
  Vocabulary vocabulary();

  /** The token that every prompt begins with. */
  int bos();

  /** The token that ends a document; it is not part of a stream. */
  int eos();

  /**
   * The tokens of a prompt after which the model writes in a wire format.
   *
   * @param format name or alias of a wire format, see {@link dev.deltalex.format.Formats}; for one
   *     that the model has not learned it writes prose and code
   * @param tail the beginning of the assistant's message, such as an opened {@code <think>} block;
   *     only its last tokens are used
   */
  int[] prompt(String format, String tail);

  /** The tools that the model calls, as the {@code tools} of a chat completion request. */
  String tools();
}
