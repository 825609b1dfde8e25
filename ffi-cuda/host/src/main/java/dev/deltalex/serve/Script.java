package dev.deltalex.serve;

import dev.deltalex.loop.LoopModel;
import dev.deltalex.text.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recorded outputs of a model, with recorded token and burst boundaries. Immutable. The format is
 * JSON lines; see {@link ScriptReader}.
 */
public final class Script implements LoopModel {
  /** Maximum of bytes of a script. */
  public static final int MAX_BYTES = 64 << 20;

  /** Maximum of tokens in a burst. */
  static final int MAX_BURST = 64;

  /** How a recorded output ends. */
  enum Finish {
    /** The model ended its turn. */
    STOP,
    /** The token limit was reached. */
    LENGTH,
    /** The engine failed. */
    ERROR,
    /** No END: after its text the stream is idle until it is cancelled. */
    NEVER
  }

  /**
   * One recorded output.
   *
   * @param id its name, unique
   * @param tokens the texts of its tokens
   * @param bursts for each burst the index after its last token
   * @param stepMillis pause before each burst
   * @param format its wire format, or null for the server's
   * @param inReasoning whether it begins in reasoning, or null for the format's default
   */
  record Entry(
      String id,
      int[] tokens,
      int[] bursts,
      int stepMillis,
      Finish finish,
      @Nullable String format,
      @Nullable Boolean inReasoning) {}

  private final List<Entry> entries;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Vocabulary vocabulary;

  /** The first tokens, one per entry, select an entry; then the tokens of the texts follow. */
  Script(List<Entry> entries, Vocabulary vocabulary) {
    this.entries = List.copyOf(entries);
    this.vocabulary = vocabulary;
    for (int i = 0; i < entries.size(); i++) {
      numbers.put(entries.get(i).id(), i);
    }
  }

  /**
   * Reads a script.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is not a script; the message names line and field
   */
  public static Script read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the script is larger than " + (MAX_BYTES >> 20) + " MiB; split it");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the script is not UTF-8", e);
    }
  }

  /**
   * Reads a script from its text.
   *
   * @throws IllegalArgumentException if it is not a script; the message names line and field
   */
  public static Script parse(String jsonLines) {
    return new ScriptReader().read(jsonLines);
  }

  /** The ids of the outputs, in order. */
  public List<String> ids() {
    return entries.stream().map(Entry::id).toList();
  }

  List<Entry> entries() {
    return entries;
  }

  /** The index of an output, or -1. */
  int find(String id) {
    return numbers.getOrDefault(id, -1);
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Scripts have no such token; returns the token of the first output. */
  @Override
  public int bos() {
    return 0;
  }

  /** Scripts have no such token. */
  @Override
  public int eos() {
    return -1;
  }

  /**
   * The prompt that selects an output.
   *
   * @param tail the output's id
   */
  @Override
  public int[] prompt(String format, String tail) {
    int entry = find(tail);
    if (entry < 0) {
      throw new IllegalArgumentException("no such output in the script: " + tail);
    }
    return new int[] {entry};
  }

  /** Counts word-like tokens, as those that {@code "cuts": "burst:N"} divides a text into. */
  @Override
  public int countTokens(String text) {
    int tokens = 0;
    for (int at = 0; at < text.length(); at = ScriptReader.wordEnd(text, at)) {
      tokens++;
    }
    return tokens;
  }

  @Override
  public String tools() {
    return "[]";
  }
}
