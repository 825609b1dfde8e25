package dev.deltalex.soak;

import dev.deltalex.host.JsonStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A recorded output of numbered words, so that lost, duplicated and reordered words can be
 * identified.
 *
 * @param id the script's name
 * @param text the model's output, in the format qwen3_coder
 * @param bursts end offsets of the bursts in chars, which may split words
 * @param stepMillis time from one burst to the next
 * @param words the words in order; each begins with its number
 * @param segments the kinds of its words, in order
 */
record Transcript(
    String id,
    String text,
    List<Integer> bursts,
    int stepMillis,
    List<String> words,
    List<Segment> segments) {
  static final String FORMAT = "qwen3_coder";

  /** The JSON around the words in a call's arguments. */
  static final String ARGUMENTS_OPEN = "{\"text\":\"";

  static final String ARGUMENTS_CLOSE = "\"}";
  static final String TOOL = "note";

  /** Ends of words: neighbours differ, and some take more than one byte or char. */
  private static final List<String> ENDS =
      List.of("a", "tide", "né", "quay.", "\uD83D\uDE00", "x,y", "über", "z");

  /** The kind of a word. */
  enum Kind {
    REASONING,
    CONTENT,
    ARGUMENTS
  }

  /**
   * Consecutive words of one kind.
   *
   * @param until number of the first word after them
   */
  record Segment(Kind kind, int until) {}

  /** The kind of word {@code number}, which must exist. */
  Kind kind(int number) {
    for (Segment segment : segments) {
      if (number < segment.until()) {
        return segment.kind();
      }
    }
    throw new IllegalArgumentException("word " + number + " of " + words.size());
  }

  /** The duration of its generation, in milliseconds. */
  int millis() {
    return (bursts.size() + 1) * stepMillis;
  }

  /** The line of a script file for it. */
  String line() {
    return "{\"id\":\""
        + id
        + "\",\"format\":\""
        + FORMAT
        + "\",\"start\":\"content\",\"step_ms\":"
        + stepMillis
        + ",\"cuts\":"
        + bursts
        + ",\"text\":"
        + JsonStrings.quote(text)
        + "}";
  }

  /**
   * Creates an output of segments with a number of words each.
   *
   * @param filler the end of each word; may be empty
   * @param burst average number of chars in a burst
   */
  static Transcript of(
      String id, List<Kind> kinds, int words, String filler, int burst, int stepMillis) {
    StringBuilder text = new StringBuilder();
    ArrayList<Segment> segments = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (Kind kind : kinds) {
      text.append(
          switch (kind) {
            case REASONING -> "<think>\n";
            case CONTENT -> "";
            case ARGUMENTS -> "<tool_call>\n<function=" + TOOL + ">\n<parameter=text>\n";
          });
      int until = all.size() + words;
      for (int i = all.size(); i < until; i++) {
        String word = i + ENDS.get(i % ENDS.size()) + filler;
        all.add(word);
        text.append(word).append(i + 1 < until ? " " : "\n");
      }
      text.append(
          switch (kind) {
            case REASONING -> "</think>\n\n";
            case CONTENT -> "";
            case ARGUMENTS -> "</parameter>\n</function>\n</tool_call>\n";
          });
      segments.add(new Segment(kind, until));
    }
    return new Transcript(
        id,
        text.toString(),
        cuts(id.hashCode(), text.length(), burst),
        stepMillis,
        List.copyOf(all),
        List.copyOf(segments));
  }

  /** Offsets at uneven distances, {@code burst} on average. */
  private static List<Integer> cuts(int seed, int length, int burst) {
    Random random = new Random(seed);
    ArrayList<Integer> cuts = new ArrayList<>();
    int at = 0;
    while (true) {
      at += 1 + random.nextInt(2 * burst - 1);
      if (at >= length) {
        return List.copyOf(cuts);
      }
      cuts.add(at);
    }
  }
}
