package dev.deltalex.testkit;

import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A text as the ids of a vocabulary of its own: pieces of a few chars, some of them special tokens,
 * some cut in the middle of a code point.
 *
 * @param ids the text
 * @param words what the ids stand for
 */
public record RandomTokens(int[] ids, Vocabulary words) {
  private static final int LONGEST = 6;
  private static final int LONG = 40;

  /** Cuts {@code text}, the same way for the same seed; half surrogate pairs are text, too. */
  public static RandomTokens of(String text, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Vocabulary.Builder words = Vocabulary.builder();
    Map<String, Integer> known = new HashMap<>();
    int[] ids = new int[2 * text.length()];
    int count = 0;
    int next = 0;
    for (int at = 0, end; at < text.length(); at = end) {
      int most = random.nextInt(32) == 0 ? LONG : LONGEST;
      end = Math.min(text.length(), at + 1 + random.nextInt(most));
      String piece = text.substring(at, end);
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      boolean whole = new String(bytes, StandardCharsets.UTF_8).equals(piece);
      if (whole && bytes.length > 1 && random.nextInt(4) == 0) {
        int cut = 1 + random.nextInt(bytes.length - 1);
        words.add(next, Arrays.copyOf(bytes, cut));
        ids[count++] = next++;
        words.add(next, Arrays.copyOfRange(bytes, cut, bytes.length));
        ids[count++] = next++;
        continue;
      }
      Integer id = known.get(piece);
      if (id == null) {
        id = next++;
        known.put(piece, id);
        if (random.nextInt(8) == 0) {
          words.addSpecial(id, piece);
        } else {
          words.add(id, piece);
        }
      }
      ids[count++] = id;
    }
    return new RandomTokens(Arrays.copyOf(ids, count), words.build());
  }
}
