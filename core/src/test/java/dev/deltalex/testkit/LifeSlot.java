package dev.deltalex.testkit;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import org.jspecify.annotations.Nullable;

/** A place for a parser in a life script, and what must be true of it now. */
final class LifeSlot {
  /** What may be asked of a parser. */
  enum Phase {
    /** There is none, or it was given back. */
    CLOSED,
    /** All but prime, which must come first. */
    OPEN,
    /** Reset and close, as the stream is over. */
    ENDED,
    /** Reset and close; input is ignored. */
    CANCELLED,
    /** Reset and close, as the sink threw. */
    BROKEN
  }

  /** Slots with this pool share one. */
  final StreamPool pool;

  Phase phase = Phase.CLOSED;
  @Nullable StreamParser parser;

  /** The handle that was closed before. */
  @Nullable StreamParser stale;

  LifeStream stream = new LifeStream();
  @Nullable LifeSink sink;

  /** Callbacks of this parser that run now. */
  int depth;

  /** Cancelled in a callback that has not returned. */
  boolean cancelling;

  /** The last event is being told. */
  boolean last;

  LifeSlot(StreamPool pool) {
    this.pool = pool;
  }

  /** The parser goes on with a stream that was another's; its sink stays. */
  void begin(LifeStream moved) {
    stream = moved;
    if (sink != null) {
      sink.stream = moved;
    }
  }

  /**
   * Whether {@code op} is legal now; {@code poolBusy}: a callback of another parser of the pool is
   * running.
   */
  boolean allows(LifeOp op, boolean poolBusy) {
    if (op == LifeOp.CANCEL) {
      return true;
    }
    if (depth > 0) {
      return false;
    }
    boolean reads = op.feeds() || op == LifeOp.PRIME || op == LifeOp.FINISH || op == LifeOp.RESTORE;
    return switch (phase) {
      case CLOSED -> op == LifeOp.CLOSE;
      case ENDED, BROKEN -> op == LifeOp.CLOSE || op == LifeOp.RESET;
      case CANCELLED ->
          op == LifeOp.CLOSE || op == LifeOp.RESET || op.feeds() || op == LifeOp.FINISH;
      case OPEN -> !(reads && poolBusy) && (op != LifeOp.PRIME || !stream.begun);
    };
  }
}
