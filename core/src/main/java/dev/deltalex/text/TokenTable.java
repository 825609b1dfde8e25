package dev.deltalex.text;

import java.util.BitSet;

/**
 * The tokens of a file on their way to a {@link Vocabulary}, within the bounds of all readers. A
 * broken bound is reported without its place, which the reader knows.
 */
final class TokenTable {
  /** Maximum of chars and bytes of all tokens; the largest known vocabularies have 3 million. */
  static final int MAX_CHARS = 1 << 26;

  private final Vocabulary.Builder builder = Vocabulary.builder();
  private final BitSet ordinary = new BitSet();
  private final BitSet added = new BitSet();
  private long chars;

  /** What is wrong with {@code id} as that of an ordinary token, or an empty string. */
  String claim(long id) {
    return claim(id, ordinary, "token");
  }

  /** What is wrong with {@code id} as that of an added token, or an empty string. */
  String claimAdded(long id) {
    return claim(id, added, "added token");
  }

  private static String claim(long id, BitSet taken, String what) {
    if (id < 0 || id >= Vocabulary.MAX_TOKENS) {
      return "id " + id + " is not in 0.." + (Vocabulary.MAX_TOKENS - 1);
    }
    if (taken.get((int) id)) {
      return "id " + id + " is already the id of another " + what;
    }
    taken.set((int) id);
    return "";
  }

  /** Whether an added token has the id, which then hides an ordinary one. */
  boolean isAdded(int id) {
    return added.get(id);
  }

  /** Number of ids of ordinary tokens and of added ones. */
  int count() {
    return ordinary.cardinality() + added.cardinality();
  }

  /** Adds an ordinary token; returns what is wrong with it, or an empty string. */
  String put(int id, String text) {
    String problem = measure(text.length());
    if (problem.isEmpty()) {
      builder.add(id, text);
    }
    return problem;
  }

  /** Adds an ordinary token by its bytes; returns what is wrong with it, or an empty string. */
  String put(int id, byte[] utf8) {
    String problem = measure(utf8.length);
    if (problem.isEmpty()) {
      builder.add(id, utf8);
    }
    return problem;
  }

  /**
   * Adds an added token, which is a control token unless it is blank: Gemma's runs of spaces and
   * line feeds are added tokens, and text. Returns what is wrong with it, or an empty string.
   */
  String putAdded(int id, String text) {
    if (text.isBlank()) {
      return put(id, text);
    }
    String problem = measure(text.length());
    if (problem.isEmpty()) {
      builder.addSpecial(id, text);
    }
    return problem;
  }

  private String measure(int length) {
    if (length > Vocabulary.MAX_TOKEN_LENGTH) {
      return "a token of " + length + " chars; the maximum is " + Vocabulary.MAX_TOKEN_LENGTH;
    }
    chars += length;
    return chars > MAX_CHARS ? "more than " + MAX_CHARS + " chars in all tokens" : "";
  }

  Vocabulary build() {
    return build(0);
  }

  /** See {@link Vocabulary#startSpaces}. */
  Vocabulary build(int startSpaces) {
    return builder.startSpaces(startSpaces).build();
  }
}
