package dev.deltalex.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Small vocabulary files, and texts as the ids of a vocabulary. */
final class VocabularyFiles {
  private VocabularyFiles() {}

  /** A file of the test resources. */
  static InputStream open(String name) {
    return Objects.requireNonNull(
        VocabularyFiles.class.getResourceAsStream("/vocabulary/" + name), name);
  }

  /** The text of a file of the test resources. */
  static String text(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The text as a file. */
  static InputStream file(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of a token, one as each char. */
  static String bytes(Vocabulary words, int id) {
    long entry = words.entry(id);
    if (!Vocabulary.isPartial(entry)) {
      return bytes(words.text(id));
    }
    int offset = Vocabulary.offset(entry);
    byte[] bytes = Arrays.copyOfRange(words.bytes(), offset, offset + Vocabulary.length(entry));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * The text as ids: control tokens of {@code markers} wherever their text is, and the longest
   * ordinary tokens elsewhere.
   */
  static int[] ids(Vocabulary words, String text, Set<String> markers) {
    Map<String, Integer> byBytes = new HashMap<>();
    int longest = 0;
    for (int id = 0; id < words.size(); id++) {
      long entry = words.entry(id);
      String bytes = bytes(words, id);
      if (bytes.isEmpty() || Vocabulary.isSpecial(entry) && !markers.contains(words.text(id))) {
        continue;
      }
      byBytes.merge(bytes, id, (a, b) -> Vocabulary.isSpecial(words.entry(b)) ? b : a);
      longest = Math.max(longest, bytes.length());
    }
    String all = bytes(text);
    int[] ids = new int[all.length()];
    int count = 0;
    for (int at = 0; at < all.length(); ) {
      int end = Math.min(all.length(), at + longest);
      int marker = nextMarker(all, at + 1, markers);
      end = Math.min(end, markerAt(all, at, markers) > 0 ? end : marker);
      while (!byBytes.containsKey(all.substring(at, end))) {
        end--;
      }
      ids[count++] = byBytes.get(all.substring(at, end));
      at = end;
    }
    return Arrays.copyOf(ids, count);
  }

  private static int nextMarker(String all, int from, Set<String> markers) {
    int at = from;
    while (at < all.length() && markerAt(all, at, markers) == 0) {
      at++;
    }
    return at;
  }

  private static int markerAt(String all, int at, Set<String> markers) {
    return markers.stream()
        .map(VocabularyFiles::bytes)
        .filter(marker -> all.startsWith(marker, at))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }
}
