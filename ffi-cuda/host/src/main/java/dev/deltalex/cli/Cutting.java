package dev.deltalex.cli;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** How a text is divided into deltas. */
sealed interface Cutting {
  /** The whole text as one delta. */
  record Whole() implements Cutting {
    @Override
    public String toString() {
      return "whole";
    }
  }

  /** The chunks of a case; the whole text if it has none. */
  record Own() implements Cutting {
    @Override
    public String toString() {
      return "own";
    }
  }

  /** Deltas of {@code chars} UTF-16 chars, which may split surrogate pairs. */
  record Every(int chars) implements Cutting {
    @Override
    public String toString() {
      return Integer.toString(chars);
    }
  }

  /** Random deltas of 0 to 64 chars, mostly short, determined by the seed. */
  record Random(long seed) implements Cutting {
    @Override
    public String toString() {
      return "random:" + seed;
    }
  }

  /** Parses the value of {@code --cut}. */
  static Cutting parse(String text) {
    String word = text.strip();
    if (word.equals("whole")) {
      return new Whole();
    }
    if (word.equals("own")) {
      return new Own();
    }
    try {
      if (word.startsWith("random:")) {
        return new Random(Long.parseLong(word.substring("random:".length())));
      }
      int chars = Integer.parseInt(word);
      if (chars > 0) {
        return new Every(chars);
      }
    } catch (NumberFormatException e) {
      // Reported below, like all other invalid values.
    }
    throw new CliException(
        "--cut: '" + text + "' is not whole, own, a number of chars from 1, or random:SEED");
  }

  /**
   * The end offsets of the deltas, ascending; the last one is {@code length}.
   *
   * @param own the deltas of {@link Own}, whose concatenation is the text
   */
  default int[] ends(int length, @Nullable List<String> own) {
    return switch (this) {
      case Whole() -> new int[] {length};
      case Own() -> own == null ? new int[] {length} : endsOf(own);
      case Every(int chars) ->
          LongStream.rangeClosed(1, (length + (long) chars - 1) / chars)
              .mapToInt(i -> (int) Math.min(length, i * chars))
              .toArray();
      case Random(long seed) -> randomEnds(length, new SplittableRandom(seed));
    };
  }

  private static int[] endsOf(List<String> pieces) {
    int[] ends = pieces.stream().mapToInt(String::length).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    return ends;
  }

  private static int[] randomEnds(int length, SplittableRandom random) {
    IntStream.Builder ends = IntStream.builder();
    for (int end = 0; end < length; ) {
      // A random width of the range first, to prefer short deltas, which split markers.
      end = Math.min(length, end + random.nextInt((1 << random.nextInt(7)) + 1));
      ends.add(end);
    }
    return ends.build().toArray();
  }
}
