package dev.deltalex.cli;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known word with the smallest edit distance, for suggestions. */
final class Nearest {
  private Nearest() {}

  /** The known word closest to {@code typed}, or null if none is close enough. */
  static @Nullable String of(String typed, Collection<String> known) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    String best = null;
    // At most half of the word may differ.
    int bestDistance = Math.max(2, wanted.length() / 2) + 1;
    for (String word : known) {
      String candidate = word.toLowerCase(Locale.ROOT);
      // A prefix counts as one edit.
      int distance =
          wanted.length() > 2 && candidate.startsWith(wanted) ? 1 : distance(wanted, candidate);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = word;
      }
    }
    return best;
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
