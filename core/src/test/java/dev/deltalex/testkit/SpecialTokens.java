package dev.deltalex.testkit;

import java.util.Map;
import java.util.Set;

/**
 * What the special tokens of a text that came as tokens say beside their chars.
 *
 * @param ends where those in the text end, by the offset where they begin
 * @param texts the texts of all special tokens of the vocabulary
 */
record SpecialTokens(Map<Integer, Integer> ends, Set<String> texts) {
  /** Of a text that came as chars. */
  static final SpecialTokens NONE = new SpecialTokens(Map.of(), Set.of());

  /** Whether the marker has a token of its own; the tail of a damaged closer is not its own. */
  boolean have(String literal) {
    return texts.contains(literal) || texts.contains(literal + ">");
  }

  /** Whether the text of one begins so. */
  boolean haveBeginning(String beginning) {
    return texts.stream().anyMatch(text -> text.startsWith(beginning));
  }

  /** Whether one begins at {@code offset}. */
  boolean beginAt(int offset) {
    return ends.containsKey(offset);
  }

  /** Whether one begins at {@code from} and reaches {@code to}. */
  boolean cover(int from, int to) {
    return ends.getOrDefault(from, -1) >= to;
  }
}
