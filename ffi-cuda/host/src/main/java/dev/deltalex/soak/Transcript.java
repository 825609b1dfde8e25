package dev.deltalex.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A recorded output made of numbered words: of any that is lost, doubled or out of order, the
 * number says which.
 *
 * @param id the script's name
 * @param text the model's output, in the format qwen3_coder
 * @param bursts where it is cut, in chars; words are cut, too
 * @param stepMillis from one burst to the next
 * @param words in order; each begins with its number
 * @param segments what its words are, in order
 */
record Transcript(
    String id,
    String text,
    List<Integer> bursts,
    int stepMillis,
    List<String> words,
    List<Segment> segments) {
  static final String FORMAT = "qwen3_coder";

  /** What a call's arguments hold around its words. */
  static final String ARGUMENTS_OPEN = "{\"text\":\"";

  static final String ARGUMENTS_CLOSE = "\"}";
  static final String TOOL = "note";

  /** Ends of words: no two neighbours look alike, some are more than one byte or char long. */
  private static final List<String> ENDS =
      List.of("a", "tide", "né", "quay.", "\uD83D\uDE00", "x,y", "über", "z");

  /** What a word belongs to. */
  enum Kind {
    REASONING,
    CONTENT,
    ARGUMENTS
  }

  /**
   * Words of one kind that follow each other.
   *
   * @param until number of the first word behind them
   */
  record Segment(Kind kind, int until) {}

  /** What word {@code number} belongs to; there is such a word. */
  Kind kind(int number) {
    for (Segment segment : segments) {
      if (number < segment.until()) {
        return segment.kind();
      }
    }
    throw new IllegalArgumentException("word " + number + " of " + words.size());
  }

  /** How long it takes to be generated, in milliseconds. */
  int millis() {
    return (bursts.size() + 1) * stepMillis;
  }

  /** A line of a script file. */
  String line() {
    StringBuilder line = new StringBuilder("{\"id\":\"").append(id).append("\",\"format\":\"");
    line.append(FORMAT).append("\",\"start\":\"content\",\"step_ms\":").append(stepMillis);
    line.append(",\"cuts\":").append(bursts).append(",\"text\":\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '"', '\\' -> line.append('\\').append(c);
        default -> line.append(c);
      }
    }
    return line.append("\"}").toString();
  }

  /**
   * Makes an output of segments with so many words each.
   *
   * @param filler what each word ends in; empty, or some chars that are cheap to check
   * @param burst chars of a burst, about
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
