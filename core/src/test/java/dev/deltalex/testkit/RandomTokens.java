package dev.deltalex.testkit;

import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A text as the ids of a vocabulary of its own: pieces of a few chars, some of them special tokens,
 * some cut in the middle of a code point. Most vocabularies have the markers that models have as
 * special tokens; each place where one stands in the text is that token, or the same chars in
 * ordinary pieces.
 */
final class RandomTokens {
  private static final String[] MARKERS = {
    "<tool_call>", "</tool_call>", "<think>", "</think>", "<tool_call:s>", "</arg_value:s>"
  };
  private static final int LONGEST = 6;
  private static final int LONG = 40;

  private final String text;
  private final SplittableRandom random;
  private final Vocabulary.Builder words = Vocabulary.builder();
  private final Map<String, Integer> ordinary = new HashMap<>();
  private final Map<String, Integer> special = new HashMap<>();
  private final Map<Integer, Integer> ends = new HashMap<>();

  /** In eighths, how many of the markers are the special token that they have. */
  private final int asTokens;

  private int[] ids;
  private int count;
  private int next;

  private RandomTokens(String text, long seed) {
    this.text = text;
    random = new SplittableRandom(seed);
    ids = new int[2 * text.length()];
    asTokens = random.nextInt(3) * 4;
    for (String marker : MARKERS) {
      if (random.nextInt(8) != 0) {
        words.addSpecial(next, marker);
        special.put(marker, next++);
      }
    }
    int at = 0;
    while (at < text.length()) {
      at = token(at);
    }
    ids = Arrays.copyOf(ids, count);
  }

  /** Cuts {@code text}, the same way for the same seed; half surrogate pairs are text, too. */
  static Tokens of(String text, long seed) {
    RandomTokens made = new RandomTokens(text, seed);
    Set<String> texts = new HashSet<>(made.special.keySet());
    return new Tokens(made.ids, made.words.build(), new SpecialTokens(made.ends, texts));
  }

  /**
   * A text as tokens.
   *
   * @param ids the text
   * @param words what the ids stand for
   * @param special where special tokens stand in the text
   */
  record Tokens(int[] ids, Vocabulary words, SpecialTokens special) {
    /** The texts of the tokens, special ones behind an asterisk. */
    @Override
    public String toString() {
      StringBuilder out = new StringBuilder("tokens  ");
      for (int id : ids) {
        out.append(Vocabulary.isSpecial(words.entry(id)) ? " *" : " ");
        JavaLiteral.append(words.text(id), out);
      }
      return out.append("\nspecial  ").append(special.texts()).append('\n').toString();
    }
  }

  /** Adds the token at {@code at}. Returns its end. */
  private int token(int at) {
    String marker = markerAt(at);
    if (!marker.isEmpty() && random.nextInt(8) < asTokens) {
      return addSpecial(at, marker);
    }
    int most = random.nextInt(32) == 0 ? LONG : LONGEST;
    int end = Math.min(text.length(), at + 1 + random.nextInt(most));
    if (random.nextInt(8) != 0) {
      // Else a marker may begin inside the token and be spelled.
      end = nextMarker(at + 1, end);
    }
    String piece = text.substring(at, end);
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    boolean whole = new String(bytes, StandardCharsets.UTF_8).equals(piece);
    if (whole && bytes.length > 1 && random.nextInt(4) == 0) {
      int cut = 1 + random.nextInt(bytes.length - 1);
      add(Arrays.copyOf(bytes, cut));
      add(Arrays.copyOfRange(bytes, cut, bytes.length));
    } else if (special.containsKey(piece) && marker.isEmpty()
        || piece.length() > 1 && random.nextInt(16) == 0) {
      // Not a single char: no vocabulary has a brace as a control token.
      addSpecial(at, piece);
    } else {
      Integer id = ordinary.get(piece);
      if (id == null) {
        id = next++;
        ordinary.put(piece, id);
        words.add(id, piece);
      }
      ids[count++] = id;
    }
    return end;
  }

  private void add(byte[] bytes) {
    words.add(next, bytes);
    ids[count++] = next++;
  }

  private int addSpecial(int at, String piece) {
    Integer id = special.get(piece);
    if (id == null) {
      id = next++;
      special.put(piece, id);
      words.addSpecial(id, piece);
    }
    ids[count++] = id;
    ends.put(at, at + piece.length());
    return at + piece.length();
  }

  /** The marker with a token of its own that stands at {@code at}, or nothing. */
  private String markerAt(int at) {
    for (String marker : MARKERS) {
      if (text.startsWith(marker, at) && special.containsKey(marker)) {
        return marker;
      }
    }
    return "";
  }

  private int nextMarker(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!markerAt(i).isEmpty()) {
        return i;
      }
    }
    return to;
  }
}
