package dev.deltalex.parse;

import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A text as deltas of every kind in turn: chars, bytes, ids of tokens, markers as their own token
 * or spelled. The same deltas for the same text and seed.
 */
final class MixedDeltas {
  private static final String[] MARKERS = {
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "</function>",
    "</parameter>",
    "<function=",
    "<parameter="
  };
  private static final int LONGEST_TOKEN = 5;

  private final SplittableRandom random;
  private final String text;
  private final List<Consumer<StreamParser>> deltas = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Vocabulary.Builder words = Vocabulary.builder();

  private MixedDeltas(String text, long seed) {
    this.text = text;
    random = new SplittableRandom(seed);
    for (String marker : MARKERS) {
      words.addSpecial(ids.size(), marker);
      ids.put(marker, ids.size());
    }
  }

  /** Cuts {@code text}. */
  static MixedDeltas of(String text, long seed) {
    MixedDeltas mixed = new MixedDeltas(text, seed);
    mixed.cut();
    return mixed;
  }

  /** The deltas, in order. */
  List<Consumer<StreamParser>> deltas() {
    return deltas;
  }

  /** The vocabulary of their tokens: markers are special. */
  Vocabulary vocabulary() {
    return words.build();
  }

  private void cut() {
    boolean onlyChars = random.nextInt(4) == 0;
    for (int at = 0, end; at < text.length(); at = end) {
      int length = random.nextInt(8) == 0 ? random.nextInt(60) : 1 + random.nextInt(9);
      end = Math.min(text.length(), at + length);
      switch (onlyChars ? 0 : random.nextInt(6)) {
        case 0 -> deltas.add(chars(text.substring(at, end)));
        case 1 -> bytes(text.substring(at, end));
        default -> end = tokens(at, end);
      }
    }
  }

  private static Consumer<StreamParser> chars(String piece) {
    char[] chars = piece.toCharArray();
    return p -> p.feed(chars, 0, chars.length);
  }

  /** As bytes that may be cut inside a code point. */
  private void bytes(String piece) {
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    int cut = random.nextInt(bytes.length + 1);
    deltas.add(p -> p.feedUtf8(bytes, 0, cut));
    deltas.add(p -> p.feedUtf8(bytes, cut, bytes.length));
  }

  /** As tokens, the last of which may reach further than {@code to}; returns their end. */
  private int tokens(int from, int to) {
    int[] burst = new int[to - from];
    int count = 0;
    int at = from;
    while (at < to) {
      String piece = marker(at);
      if (piece.isEmpty() || random.nextInt(3) == 0) {
        piece = text.substring(at, Math.min(text.length(), at + 1 + random.nextInt(LONGEST_TOKEN)));
      }
      burst[count++] = id(piece);
      at += piece.length();
    }
    int[] tokens = Arrays.copyOf(burst, count);
    deltas.add(p -> p.feedTokens(tokens, 0, tokens.length));
    return at;
  }

  private int id(String piece) {
    Integer known = ids.get(piece);
    if (known != null) {
      return known;
    }
    int id = ids.size();
    ids.put(piece, id);
    words.add(id, piece);
    return id;
  }

  private String marker(int at) {
    for (String marker : MARKERS) {
      if (text.startsWith(marker, at)) {
        return marker;
      }
    }
    return "";
  }
}
