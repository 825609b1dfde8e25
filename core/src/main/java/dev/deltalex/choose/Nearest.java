package dev.deltalex.choose;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the names that resemble a given one, apart from case and punctuation. */
public final class Nearest {
  private static final int MOST = 4;

  /** The part of the letters that may differ. */
  private static final int ONE_OF = 3;

  private final String wanted;
  private final Map<String, Integer> distances = new LinkedHashMap<>();

  /** Collects for a name that someone typed. */
  public Nearest(String name) {
    wanted = plain(name);
  }

  /** Considers {@code name} because of one of its spellings. */
  public void offer(String name, String spelling) {
    String plain = plain(spelling);
    String begin = wanted.length() > plain.length() ? wanted.substring(0, plain.length()) : wanted;
    int distance = distance(begin, plain);
    if (!plain.isEmpty() && distance <= plain.length() / ONE_OF) {
      distances.merge(name, distance, Math::min);
    }
  }

  /** The nearest names first. */
  public List<String> names() {
    return distances.entrySet().stream()
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
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
