package dev.deltalex.loop.ngram;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns the merges of a byte pair encoding: repeatedly merges the most frequent pair of adjacent
 * tokens within words into a new token; of equally frequent pairs the one with the smaller ids.
 */
final class BytePairTrainer {
  private final List<int[]> words = new ArrayList<>();
  private final Ints counts = new Ints(1024);
  private final Map<Integer, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  private BytePairTrainer() {}

  /** A pair of adjacent tokens: its current count, and the words that it has occurred in. */
  private static final class Pair {
    private final Ints in = new Ints(4);
    private long count;
  }

  /** A pair with its count at the time when it was queued. */
  private record Candidate(long count, int pair) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int order = Long.compare(other.count, count);
      return order != 0 ? order : Integer.compare(pair, other.pair);
    }
  }

  /**
   * Learns the merges and returns them in order.
   *
   * @param documents the training texts
   * @param specials texts of the special tokens, which are excluded from training
   * @param limit maximum of merges; fewer if no pair occurs twice
   */
  static int[] merges(List<String> documents, List<String> specials, int limit) {
    BytePairTrainer trainer = new BytePairTrainer();
    trainer.count(documents, specials);
    Ints merges = new Ints(limit);
    while (merges.size() < limit) {
      int pair = trainer.best();
      if (pair < 0) {
        break;
      }
      merges.add(pair);
      trainer.apply(pair, 255 + merges.size());
    }
    return merges.toArray();
  }

  private void count(List<String> documents, List<String> specials) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (String text : documents) {
      for (int from = 0; from < text.length(); ) {
        int end = WordSplitter.end(text, from, text.length());
        String word = text.substring(from, end);
        if (!specials.contains(word.strip())) {
          seen.merge(word, 1, Integer::sum);
        }
        from = end;
      }
    }
    seen.forEach((word, count) -> {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      int[] ids = new int[bytes.length];
      Arrays.setAll(ids, i -> bytes[i] & 0xFF);
      words.add(ids);
      counts.add(count);
      note(words.size() - 1, 1);
    });
    pairs.forEach((key, pair) -> queue.add(new Candidate(pair.count, key)));
  }

  /** Adds {@code sign} times the word's count to the counts of its pairs. */
  private void note(int word, int sign) {
    int[] ids = words.get(word);
    for (int i = 0; i + 1 < ids.length; i++) {
      Pair pair = pairs.computeIfAbsent(ids[i] << 16 | ids[i + 1], key -> new Pair());
      pair.count += (long) sign * counts.get(word);
      if (sign > 0 && (pair.in.size() == 0 || pair.in.get(pair.in.size() - 1) != word)) {
        pair.in.add(word);
      }
    }
  }

  /** The most frequent pair that occurs at least twice, or -1. */
  private int best() {
    for (Candidate top = queue.poll(); top != null; top = queue.poll()) {
      Pair pair = pairs.get(top.pair);
      if (pair == null || pair.count < 2) {
        continue;
      }
      if (pair.count == top.count) {
        return top.pair;
      }
      queue.add(new Candidate(pair.count, top.pair));
    }
    return -1;
  }

  private void apply(int merged, int id) {
    Pair pair = pairs.remove(merged);
    Ints in = pair == null ? new Ints(1) : pair.in;
    for (int i = 0; i < in.size(); i++) {
      int word = in.get(i);
      int[] ids = words.get(word);
      int[] shorter = ids.clone();
      int length = Tokenizer.replace(shorter, shorter.length, merged, id);
      if (length < ids.length) {
        note(word, -1);
        words.set(word, Arrays.copyOf(shorter, length));
        note(word, 1);
        queueAll(word);
      }
    }
    pairs.remove(merged);
  }

  private void queueAll(int word) {
    int[] ids = words.get(word);
    for (int i = 0; i + 1 < ids.length; i++) {
      int key = ids[i] << 16 | ids[i + 1];
      Pair pair = pairs.get(key);
      if (pair != null) {
        queue.add(new Candidate(pair.count, key));
      }
    }
  }
}
