package dev.deltalex.soak;

import dev.deltalex.soak.Transcript.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The outputs that a soak run serves. */
final class Transcripts {
  /** Steps in milliseconds: with fifty bursts, streams of one, two and three seconds. */
  private static final int[] STEPS = {20, 40, 60};

  private static final int BURSTS = 50;
  private static final int BURST = 24;
  private static final int CHARS_PER_WORD = 7;

  /** The filler of words in outputs with many chars. */
  private static final String FILLER = "~".repeat(60);

  /** Words of a stream for slow readers: some 400,000 chars. */
  private static final int MANY_WORDS = 6_000;

  private static final int LONG_BURST = 512;

  /** Words of a stream whose reader stalls: its events exceed the kernel's buffers. */
  private static final int MOST_WORDS = 14_000;

  private static final int SHORT_BURST = 48;

  private static final List<List<Kind>> SHAPES =
      List.of(
          List.of(Kind.CONTENT),
          List.of(Kind.REASONING, Kind.CONTENT),
          List.of(Kind.CONTENT, Kind.ARGUMENTS),
          List.of(Kind.REASONING, Kind.ARGUMENTS, Kind.CONTENT, Kind.ARGUMENTS));

  private final List<Transcript> paced = new ArrayList<>();
  private final Transcript unpaced;
  private final Transcript endless;

  Transcripts() {
    for (int step : STEPS) {
      for (int shape = 0; shape < SHAPES.size(); shape++) {
        List<Kind> kinds = SHAPES.get(shape);
        int words = BURSTS * BURST / CHARS_PER_WORD / kinds.size();
        paced.add(Transcript.of("soak-" + step + "-" + shape, kinds, words, "", BURST, step));
      }
    }
    unpaced = Transcript.of("soak-long", List.of(Kind.CONTENT), MANY_WORDS, FILLER, LONG_BURST, 0);
    endless =
        Transcript.of("soak-endless", List.of(Kind.CONTENT), MOST_WORDS, FILLER, SHORT_BURST, 0);
  }

  /** An output that is generated in one to three seconds. */
  Transcript paced(RandomGenerator random) {
    return paced.get(random.nextInt(paced.size()));
  }

  /** An unpaced output, whose generation is limited by a slow reader. */
  Transcript unpaced() {
    return unpaced;
  }

  /** An output that a stalling reader cannot have received completely when it is dropped. */
  Transcript endless() {
    return endless;
  }

  /** The script file: JSON lines. */
  String lines() {
    return paced.stream().map(Transcript::line).collect(Collectors.joining("\n"))
        + "\n"
        + unpaced.line()
        + "\n"
        + endless.line()
        + "\n";
  }
}
