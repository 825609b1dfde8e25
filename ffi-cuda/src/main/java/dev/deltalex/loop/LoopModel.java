package dev.deltalex.loop;

import dev.deltalex.text.Vocabulary;

/** The model of a {@link GenerationLoop}. Immutable; any thread. */
public interface LoopModel {
  /** The vocabulary. Markers and the tokens at the beginning and end of a document are special. */
  Vocabulary vocabulary();

  /** The beginning-of-sequence token, the first one of every prompt. */
  int bos();

  /** The end-of-sequence token; it is not part of a stream. */
  int eos();

  /**
   * The tokens of a prompt that makes the model generate a wire format.
   *
   * @param format name or alias of a wire format, see {@link dev.deltalex.format.Formats}; for a
   *     format that it was not trained on, the model generates prose and code
   * @param tail the beginning of the assistant's message, such as an opened {@code <think>} block;
   *     only its last tokens are used
   */
  int[] prompt(String format, String tail);

  /** The number of tokens of a text; it may be long, such as all messages of a conversation. */
  int countTokens(String text);

  /** The tools that the model calls, as the {@code tools} JSON of a chat completion request. */
  String tools();
}
