package dev.deltalex.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known word with the smallest edit distance, for suggestions. */
final class Nearest {
  private Nearest() {}

  /** The known word closest to {@code typed}, or null if none is close enough. */
  static @Nullable String of(String typed, Collection<String> known) {
    List<String> nearest = several(typed, known, 1);
    return nearest.isEmpty() ? null : nearest.getFirst();
  }

  /** The known words that are close enough to {@code typed}, at most so many, closest first. */
  static List<String> several(String typed, Collection<String> known, int most) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    // At most half of the word may differ.
    int far = Math.max(2, wanted.length() / 2);
    return known.stream()
        .filter(word -> distanceTo(word, wanted) <= far)
        .sorted(Comparator.comparingInt(word -> distanceTo(word, wanted)))
        .limit(most)
        .toList();
  }

  private static int distanceTo(String word, String wanted) {
    String candidate = word.toLowerCase(Locale.ROOT);
    // A prefix counts as one edit.
    return wanted.length() > 2 && candidate.startsWith(wanted) ? 1 : distance(wanted, candidate);
  }

  /** {@code "; did you mean X?"}, or an empty string. */
  static String hint(String typed, Collection<String> known) {
    String word = of(typed, known);
    return word == null ? "" : "; did you mean '" + word + "'?";
  }

  /** The Levenshtein distance. */
  static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, 1 + Math.min(above[j], row[j - 1]));
      }
      int[] spare = above;
      above = row;
      row = spare;
    }
    return above[b.length()];
  }
}
