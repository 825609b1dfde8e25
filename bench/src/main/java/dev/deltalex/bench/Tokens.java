package dev.deltalex.bench;

import dev.deltalex.text.Vocabulary;
import java.util.HashMap;
import java.util.Map;

/** Texts as ids of a vocabulary whose tokens are the texts' pieces of four chars, each once. */
final class Tokens {
  /** Chars of a token. */
  static final int CHARS = 4;

  /** The tokens of {@link Calls#OPENER} and {@link Calls#CLOSER}. */
  static final int OPENER = 0;

  static final int CLOSER = 1;

  private final Vocabulary.Builder builder =
      Vocabulary.builder().add(OPENER, Calls.OPENER).add(CLOSER, Calls.CLOSER);

  private final Map<String, Integer> known = new HashMap<>();

  /** The ids of a text, whose length {@link #CHARS} divides. */
  int[] of(String text) {
    int[] ids = new int[text.length() / CHARS];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = known.computeIfAbsent(text.substring(i * CHARS, (i + 1) * CHARS), this::add);
    }
    return ids;
  }

  private int add(String piece) {
    int id = CLOSER + 1 + known.size();
    builder.add(id, piece);
    return id;
  }

  /** The vocabulary of all texts so far. */
  Vocabulary vocabulary() {
    return builder.build();
  }
}
