package dev.deltalex.parse;

import dev.deltalex.EndCause;
import dev.deltalex.format.Formats;
import dev.deltalex.scan.ScalarCharScanner;
import java.util.function.ToLongBiFunction;

/**
 * How many steps a stream takes. To be loaded by {@link CountingLoader}, and so talked to in terms
 * of the JDK only: format and text in, and the size of deltas.
 */
public final class CountedStream implements ToLongBiFunction<String[], Integer> {
  /** For the loader. */
  public CountedStream() {}

  @Override
  public long applyAsLong(String[] formatAndText, Integer size) {
    StreamPool pool = new StreamPool(ScalarCharScanner.INSTANCE, 1);
    StreamParser parser =
        pool.open(
            StreamSpec.of(Formats.byName(formatAndText[0])).tools(HostileTexts.TOOLS).build(),
            new CountingSink());
    char[] text = formatAndText[1].toCharArray();
    StepCounter.reset();
    int at = 0;
    while (at < text.length) {
      int end = Math.min(text.length - at, size) + at;
      parser.feed(text, at, end);
      at = end;
    }
    parser.finish(EndCause.STOP);
    return StepCounter.steps();
  }
}
