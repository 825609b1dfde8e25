package dev.deltalex.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the vocabulary files of models. Once per model: reading takes some 100 ms and a few times
 * the file's size in memory.
 *
 * <p>Control tokens ({@link Vocabulary#isSpecial}) are the <em>added</em> tokens of a model, not
 * only those that its file calls special: Qwen3's {@code <tool_call>} and {@code <think>} have
 * {@code "special": false}. Added tokens of white space alone are ordinary text.
 *
 * <p>What a decoder does at the start of a text ({@code Strip}, and the prefix that {@code
 * Metaspace} drops) changes no token but belongs to the response: see {@link
 * Vocabulary#startSpaces}. One that begins with the token {@code ▁Hello} has the content {@code
 * "Hello"}, and one that has it later {@code " Hello"}.
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

  /**
   * Reads a file of <a href="https://github.com/openai/tiktoken">tiktoken</a>, such as a
   * tokenizer.model or o200k_base.tiktoken: a token a line, its bytes in base64, a space and its
   * rank, which is its id. Added tokens are not in such a file.
   *
   * @param addedTokens texts by id, such as {@code added_tokens_decoder} of the model's
   *     tokenizer_config.json has them
   * @throws VocabularyException if the file or a token cannot be used; names the line
   * @throws IOException if the stream fails
   */
  public static Vocabulary tiktoken(InputStream ranks, Map<Integer, String> addedTokens)
      throws IOException {
    return TiktokenFile.read(ranks, addedTokens);
  }

  /**
   * As {@link #tiktoken(InputStream, Map)}, from a file.
   *
   * @throws VocabularyException if the file or a token cannot be used; names the line
   * @throws IOException if it cannot be read
   */
  public static Vocabulary tiktoken(Path ranks, Map<Integer, String> addedTokens)
      throws IOException {
    try (InputStream in = Files.newInputStream(ranks)) {
      return tiktoken(in, addedTokens);
    }
  }

  /**
   * Reads the tekken.json of <a
   * href="https://github.com/mistralai/mistral-common">mistral-common</a>: {@code vocab}, {@code
   * special_tokens} and, of {@code config}, {@code default_vocab_size} and {@code
   * default_num_special_tokens}. Control tokens without a text are {@code <SPECIAL_n>}; files
   * without {@code special_tokens} have those of mistral-common's first versions.
   *
   * @throws VocabularyException if the file is not a tekken.json or is beyond a bound
   * @throws IOException if the stream fails
   */
  public static Vocabulary tekken(InputStream tekkenJson) throws IOException {
    return TekkenFile.read(tekkenJson);
  }

  /**
   * As {@link #tekken(InputStream)}, from a file.
   *
   * @throws VocabularyException if the file cannot be used
   * @throws IOException if it cannot be read
   */
  public static Vocabulary tekken(Path tekkenJson) throws IOException {
    try (InputStream in = Files.newInputStream(tekkenJson)) {
      return tekken(in);
    }
  }
}
