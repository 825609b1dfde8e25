package dev.deltalex.bench;

import dev.deltalex.text.Vocabulary;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * A vocabulary of 150,000 tokens, and texts in it, with the frequencies and lengths of a real one:
 * those that the tokenizer o200k_base gives 1.3 million chars of this project's Java code. Most
 * tokens of a text are a few frequent ones with low ids; the others are anywhere.
 */
final class Tokens {
  /** Tokens of the vocabulary. */
  static final int SIZE = 150_000;

  /** The tokens of {@link Calls#OPENER} and {@link Calls#CLOSER}. */
  static final int OPENER = 0;

  static final int CLOSER = 1;

  /** How many of the most frequent tokens make which part of a text. */
  private static final int[] RANKS = {0, 1, 10, 30, 100, 300, 1000, 3000, 7336};

  private static final double[] PARTS = {0, 0.037, 0.201, 0.342, 0.533, 0.692, 0.856, 0.964, 1};

  /** The part of a text that tokens of 1, 2, 3 and more chars make. */
  private static final double[] LENGTHS = {
    0.143, 0.180, 0.192, 0.135, 0.132, 0.075, 0.078, 0.035, 0.015, 0.006, 0.009
  };

  /** The most frequent tokens, which make half of a text, have ids below {@link #LOW_IDS}. */
  private static final int LOW_RANKS = 90;

  private static final int LOW_IDS = 1000;

  /** The parts of the tokens of code that have a char to escape, and a less-than sign. */
  private static final double ESCAPED = 0.16;

  private static final double ANGLE = 0.02;

  private final String[] texts = new String[SIZE];

  /** Ids by rank. */
  private final int[] ids = new int[RANKS[RANKS.length - 1]];

  private final Vocabulary vocabulary;

  /** A vocabulary whose tokens are of prose ({@code plain}) or of {@code code}. */
  Tokens(String kind) {
    Random random = new Random(1);
    Set<String> used = new HashSet<>();
    texts[OPENER] = Calls.OPENER;
    texts[CLOSER] = Calls.CLOSER;
    for (int rank = 0; rank < ids.length; rank++) {
      int id;
      do {
        id =
            rank < LOW_RANKS
                ? 2 + random.nextInt(LOW_IDS - 2)
                : LOW_IDS + random.nextInt(SIZE - LOW_IDS);
      } while (texts[id] != null);
      ids[rank] = id;
      texts[id] = unused(kind.equals("code"), random, used);
    }
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int id = 0; id < SIZE; id++) {
      if (texts[id] == null) {
        texts[id] = "\u00b7" + Integer.toString(id, Character.MAX_RADIX); // in no text
      }
      builder.add(id, texts[id]);
    }
    vocabulary = builder.build();
  }

  private static String unused(boolean code, Random random, Set<String> used) {
    String text;
    int tries = 0;
    do {
      // There are not enough tokens of one char.
      int chars = 1 + drawn(LENGTHS, random) + tries++ / 8;
      text = code ? code(chars, random) : word(chars, random);
    } while (!used.add(text));
    return text;
  }

  private static int drawn(double[] parts, Random random) {
    double left = random.nextDouble();
    int i = 0;
    while (i + 1 < parts.length && left >= parts[i]) {
      left -= parts[i++];
    }
    return i;
  }

  private static String word(int chars, Random random) {
    StringBuilder text = new StringBuilder();
    if (chars > 1 && random.nextInt(5) < 3) {
      text.append(' ');
    }
    while (text.length() < chars) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private static String code(int chars, Random random) {
    double kind = random.nextDouble();
    if (kind < ESCAPED) {
      return escaped(chars, random);
    }
    if (kind < ESCAPED + ANGLE) {
      return word(chars, random) + "< ";
    }
    return kind < 0.4
        ? word(chars, random) + "();.={},".charAt(random.nextInt(8))
        : word(chars, random);
  }

  private static String escaped(int chars, Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 ->
          "\n" + " ".repeat(2 * random.nextInt(12)) + word(Math.max(1, chars - 4), random);
      case 3, 4 -> word(chars, random) + ";\n";
      case 5, 6 -> word(chars, random) + "\"";
      default -> word(chars, random) + "\\";
    };
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The text of one token. */
  String text(int id) {
    return texts[id];
  }

  /** The text of several tokens. */
  String text(int[] tokens, int from, int to) {
    StringBuilder all = new StringBuilder();
    for (int i = from; i < to; i++) {
      all.append(texts[tokens[i]]);
    }
    return all.toString();
  }

  /** A text of so many tokens. */
  int[] sequence(int count, int seed) {
    Random random = new Random(seed);
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++) {
      double part = random.nextDouble();
      int k = 1;
      while (part >= PARTS[k]) {
        k++;
      }
      tokens[i] = ids[RANKS[k - 1] + random.nextInt(RANKS[k] - RANKS[k - 1])];
    }
    return tokens;
  }
}
