package dev.deltalex.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the vocabulary files of models. Once per model: reading takes some 100 ms and a few times
 * the file's size in memory.
 *
 * <p>Control tokens ({@link Vocabulary#isSpecial}) are the <em>added</em> tokens of a model, not
 * only those that its file calls special: Qwen3's {@code <tool_call>} and {@code <think>} have
 * {@code "special": false}. Added tokens of white space alone are ordinary text.
 *
 * <p>What a decoder does at the start of a text ({@code Strip}, and the prefix that {@code
 * Metaspace} drops) changes no token: a response that begins with the token {@code ▁Hello} has the
 * content {@code " Hello"}, as it has behind its prompt.
 *
 * <p>All files are checked: at most 256 MiB, {@link Vocabulary#MAX_TOKENS} ids, {@link
 * Vocabulary#MAX_TOKEN_LENGTH} chars in a token, and no id twice. Streams are read to their end and
 * not closed. Thread-safe and stateless.
 */
public final class VocabularyReader {
  private VocabularyReader() {}

  /**
   * Reads the tokenizer.json of Hugging Face's <a
   * href="https://github.com/huggingface/tokenizers">tokenizers</a>: {@code model.vocab}, {@code
   * added_tokens} and {@code decoder}. The decoder may be {@code ByteLevel}, {@code Metaspace}, or
   * a {@code Sequence} of {@code Replace} of a string, {@code ByteFallback}, {@code Metaspace},
   * {@code ByteLevel}, {@code Fuse}, and behind that {@code Strip}.
   *
   * @throws VocabularyException if the file is not a tokenizer.json, is beyond a bound, or has
   *     another decoder
   * @throws IOException if the stream fails
   */
  public static Vocabulary huggingFace(InputStream tokenizerJson) throws IOException {
    return HuggingFaceFile.read(tokenizerJson);
  }

  /**
   * As {@link #huggingFace(InputStream)}, from a file.
   *
   * @throws VocabularyException if the file cannot be used
   * @throws IOException if it cannot be read
   */
  public static Vocabulary huggingFace(Path tokenizerJson) throws IOException {
    try (InputStream in = Files.newInputStream(tokenizerJson)) {
      return huggingFace(in);
    }
  }
}
