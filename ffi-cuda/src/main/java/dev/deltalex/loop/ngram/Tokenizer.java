package dev.deltalex.loop.ngram;

import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A byte-level byte pair encoding: the ids 0 to 255 are bytes, the next ones are merges of two
 * earlier ids, oldest first, and the last ones are special tokens. The text of a special token
 * within the input is encoded as that token. Thread-safe; immutable except for a cache of words.
 */
final class Tokenizer {
  private static final int BYTES = 256;

  /** Maximum of cached words; most texts repeat a few thousand. */
  private static final int CACHED_WORDS = 1 << 16;

  /**
   * Maximum length in chars of a cached word. Longer words rarely repeat, and a request could fill
   * the memory with them; with this limit the cache takes a few MB.
   */
  private static final int CACHED_CHARS = 64;

  /**
   * Maximum length in chars of a piece that is counted. The time to encode a word grows faster than
   * its length, and clients choose what is counted.
   */
  private static final int COUNTED_CHARS = 32;

  private final int[] merges;
  private final Map<Integer, Integer> ranks = new HashMap<>();
  private final List<String> specials;
  private final Map<String, int[]> words = new ConcurrentHashMap<>();

  /**
   * Creates a tokenizer.
   *
   * @param merges pairs of ids, {@code left << 16 | right}; the first one is id 256
   * @param specials texts of the special tokens, each beginning with {@code <}
   */
  Tokenizer(int[] merges, List<String> specials) {
    this.merges = merges;
    this.specials = List.copyOf(specials);
    for (int i = 0; i < merges.length; i++) {
      ranks.put(merges[i], BYTES + i);
    }
  }

  /** The number of tokens. */
  int size() {
    return BYTES + merges.length + specials.size();
  }

  /** The id of a special token. */
  int special(String text) {
    int index = specials.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException("no such special token: " + text);
    }
    return BYTES + merges.length + index;
  }

  /** Encodes a text. */
  int[] encode(String text) {
    Ints out = new Ints(16 + text.length() / 2);
    encode(text, out);
    return out.toArray();
  }

  /** Encodes a text and appends its tokens. */
  void encode(String text, Ints out) {
    int from = 0;
    while (from < text.length()) {
      int marker = text.indexOf('<', from);
      @Nullable String special = null;
      while (marker >= 0 && (special = specialAt(text, marker)) == null) {
        marker = text.indexOf('<', marker + 1);
      }
      int to = marker < 0 ? text.length() : marker;
      while (from < to) {
        int end = WordSplitter.end(text, from, to);
        out.add(word(text.substring(from, end)));
        from = end;
      }
      if (special != null) {
        out.add(special(special));
        from += special.length();
      }
    }
  }

  /**
   * The number of tokens of a text, in time proportional to its length. The texts of special tokens
   * count as other text does; a word of more than 32 chars is counted in pieces.
   */
  int count(String text) {
    int tokens = 0;
    int from = 0;
    while (from < text.length()) {
      int end = WordSplitter.end(text, from, Math.min(text.length(), from + COUNTED_CHARS));
      tokens += word(text.substring(from, end)).length;
      from = end;
    }
    return tokens;
  }

  private @Nullable String specialAt(String text, int at) {
    for (String special : specials) {
      if (text.startsWith(special, at)) {
        return special;
      }
    }
    return null;
  }

  private int[] word(String word) {
    int[] known = words.get(word);
    if (known == null) {
      known = merge(word.getBytes(StandardCharsets.UTF_8));
      if (words.size() < CACHED_WORDS && word.length() <= CACHED_CHARS) {
        words.put(word, known);
      }
    }
    return known;
  }

  /** Number of cached words. */
  int kept() {
    return words.size();
  }

  /** Applies the earliest learned merge repeatedly until none applies. */
  private int[] merge(byte[] bytes) {
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xFF;
    }
    int length = ids.length;
    while (true) {
      int best = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < length; i++) {
        best = Math.min(best, ranks.getOrDefault(ids[i] << 16 | ids[i + 1], Integer.MAX_VALUE));
      }
      if (best == Integer.MAX_VALUE) {
        return Arrays.copyOf(ids, length);
      }
      length = replace(ids, length, merges[best - BYTES], best);
    }
  }

  /** Replaces each {@code pair} by {@code id}, from left to right; returns the new length. */
  static int replace(int[] ids, int length, int pair, int id) {
    int to = 0;
    for (int i = 0; i < length; i++) {
      if (i + 1 < length && (ids[i] << 16 | ids[i + 1]) == pair) {
        ids[to++] = id;
        i++;
      } else {
        ids[to++] = ids[i];
      }
    }
    return to;
  }

  /** The vocabulary of the tokens' texts. */
  Vocabulary vocabulary() {
    List<byte[]> bytes = new ArrayList<>();
    for (int i = 0; i < BYTES; i++) {
      bytes.add(new byte[] {(byte) i});
    }
    for (int merge : merges) {
      byte[] left = Objects.requireNonNull(bytes.get(merge >>> 16));
      byte[] right = Objects.requireNonNull(bytes.get(merge & 0xFFFF));
      byte[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      bytes.add(both);
    }
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int id = 0; id < bytes.size(); id++) {
      builder.add(id, bytes.get(id));
    }
    for (int i = 0; i < specials.size(); i++) {
      builder.addSpecial(bytes.size() + i, specials.get(i));
    }
    return builder.build();
  }
}
