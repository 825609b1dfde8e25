package dev.deltalex.bench.compare;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.bench.Sinks;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import java.util.function.LongUnaryOperator;

/**
 * One job that is timed in slices. As an operator it returns the nanoseconds of a slice, or what
 * one of the two negative arguments asks for.
 */
abstract class Scenario implements LongUnaryOperator {
  /** Asks for the number of deltas of a slice. */
  static final long DELTAS = -1;

  /** Asks for a hash of the events of a check run; equal for versions that behave alike. */
  static final long DIGEST = -2;

  final StreamSpec spec;
  private final DeltaSink[] sinks = Sinks.four();
  private int streams;

  Scenario(StreamSpec spec) {
    this.spec = spec;
  }

  @Override
  public final long applyAsLong(long slice) {
    if (slice == DELTAS) {
      return deltas();
    }
    if (slice == DIGEST) {
      return digest();
    }
    prepare();
    long from = System.nanoTime();
    run();
    return System.nanoTime() - from;
  }

  private long digest() {
    DigestSink sink = new DigestSink();
    StreamParser parser = new StreamPool(1).open(spec, sink);
    replay(parser);
    parser.finish(EndCause.STOP);
    return sink.digest();
  }

  /** The sink of the next stream: one of four classes in turn, equal on all sides. */
  final DeltaSink nextSink() {
    return sinks[streams++ & sinks.length - 1];
  }

  /** Ends the parser's stream and begins another with the next sink. */
  final void restart(StreamParser parser) {
    parser.cancel();
    parser.reset(nextSink(), streams);
  }

  /** Deltas of a slice. */
  abstract int deltas();

  /** Work before a slice that is not timed. */
  abstract void prepare();

  /** The slice. */
  abstract void run();

  /** Feeds a part of what the slices feed, from the start of a response. */
  abstract void replay(StreamParser parser);
}
