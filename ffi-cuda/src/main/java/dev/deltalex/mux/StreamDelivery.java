package dev.deltalex.mux;

import dev.deltalex.EndCause;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingReader;
import dev.deltalex.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the streams of a shard: they begin, take bursts, end. Whatever a sink throws ends
 * with its stream here, so that no caller sees it. The shard's thread only.
 */
final class StreamDelivery implements BurstHandler {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.mux");

  /** One burst in so many is timed: two readings of the clock cost as much as a short burst. */
  private static final int TIMED = 64;

  private final RingReader reader;
  private final Vocabulary vocabulary;
  private final StreamTable table;
  private final MuxCounters counters;
  private final @Nullable DeliveryProbe probe;
  private final StreamPool pool = new StreamPool();
  private final List<StopTail> tails = new ArrayList<>();
  private int untimed;

  /** Whether the ring may still be written to: not after it failed. */
  private boolean ringUsable = true;

  StreamDelivery(
      RingReader reader,
      Vocabulary vocabulary,
      StreamTable table,
      MuxCounters counters,
      @Nullable DeliveryProbe probe,
      int streams) {
    this.reader = reader;
    this.vocabulary = vocabulary;
    this.table = table;
    this.counters = counters;
    this.probe = probe;
    pool.reserve(streams);
    // One is made ahead: else HotSpot loads the class when it compiles a method that takes one.
    tails.add(new StopTail());
  }

  /** The ring's memory failed: from now on nothing is written there. */
  void ringFailed() {
    ringUsable = false;
  }

  /** Gives a stream a free slot. What may fail comes first: then the stream has none. */
  void begin(StreamHandle s) {
    int epoch = reader.nextEpoch(table.nextFree());
    StreamParser parser = pool.open(s.spec, s.sink);
    if (!s.stops.isEmpty()) {
      StopTail tail = tails.isEmpty() ? new StopTail() : tails.removeLast();
      tail.open(s.stops);
      s.tail = tail;
    }
    s.parser = parser;
    s.epoch = epoch;
    s.slot = table.lend(s);
    counters.add(MuxCounter.STREAMS, 1);
    counters.add(MuxCounter.LIVE, 1);
  }

  /**
   * Reads what the prompt says of the response of a stream that has begun. The sink may hear of a
   * call that it left open; if that ends the stream, the producer need not know it.
   *
   * @return whether the stream goes on
   */
  boolean primes(StreamHandle s) {
    if (s.prefill.isEmpty()) {
      return true;
    }
    try {
      parserOf(s).prime(s.prefill);
    } catch (Throwable thrown) {
      sinkFailed(s, thrown, true);
      return false;
    }
    if (s.cut) {
      finish(s, StreamEnd.CANCELLED, "", true);
    }
    return !s.isDone();
  }

  /** Tells the producer of a stream that has begun. */
  void admit(StreamHandle s) {
    int[] prompt = s.request.prompt();
    reader.admit(
        s.slot,
        s.epoch,
        prompt,
        prompt.length,
        s.request.seed(),
        s.request.maxTokens(),
        s.request.draftTokens());
  }

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
    StreamHandle s = table.stream(slot);
    if (s == null || s.epoch != epoch) {
      // Over here already: the producer learns of it within a step.
      return;
    }
    boolean timed = ++untimed == TIMED;
    long before = timed ? System.nanoTime() : 0;
    boolean stopped;
    try {
      stopped = parse(s, tokens, count);
    } catch (Throwable thrown) {
      sinkFailed(s, thrown, false);
      return;
    }
    if (timed) {
      untimed = 0;
      counters.add(MuxCounter.TIMED_NANOS, System.nanoTime() - before);
      counters.add(MuxCounter.TIMED_TOKENS, count);
    }
    StopTail tail = s.tail;
    s.countedTokens += stopped && tail != null ? tail.taken() : count;
    counters.add(MuxCounter.BURSTS, 1);
    counters.add(MuxCounter.TOKENS, count);
    counters.add(MuxCounter.DRAFTED, drafted);
    if (s.cut) {
      finish(s, StreamEnd.CANCELLED, "", false);
    } else if (stopped) {
      finish(s, StreamEnd.STOP_STRING, "", false);
    }
    if (probe != null) {
      probe.burst(drafted, count);
    }
  }

  /** Whether a stop string was hit. */
  private boolean parse(StreamHandle s, int[] tokens, int count) {
    StreamParser parser = parserOf(s);
    StopTail tail = s.tail;
    int held = 0;
    boolean stopped = false;
    if (tail == null) {
      parser.feedTokens(tokens, 0, count);
    } else {
      stopped = tail.feed(parser, tokens, count, vocabulary);
      held = tail.heldChars();
    }
    held += parser.heldChars();
    if (held != s.held) {
      counters.add(MuxCounter.HELD_CHARS, held - s.held);
      s.held = held;
    }
    return stopped;
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    StreamHandle s = table.stream(slot);
    if (s != null && s.epoch == epoch) {
      StreamEnd cause =
          switch (reason) {
            case EOS -> StreamEnd.MODEL;
            case LENGTH -> StreamEnd.LENGTH;
            case CANCELLED -> StreamEnd.PRODUCER_CANCELLED;
            case ERROR -> StreamEnd.PRODUCER_ERROR;
          };
      finish(s, cause, "", true);
    } else if (table.isDraining(slot)) {
      table.release(slot);
      counters.add(MuxCounter.DRAINING, -1);
    }
  }

  @Override
  public void onCorrupt(int slot, String detail) {
    StreamHandle s = table.stream(slot);
    String what = "the ring of slot " + slot + " is corrupt: " + detail;
    LOG.log(System.Logger.Level.ERROR, "{0}; the slot is not used any more", what);
    if (s != null) {
      finish(s, StreamEnd.RING_CORRUPT, what, false);
    }
    counters.add(MuxCounter.DRAINING, table.isDraining(slot) ? -1 : 0);
    counters.add(MuxCounter.RETIRED, 1);
    table.retire(slot);
  }

  /**
   * Ends a live stream: what is held comes out, the sink hears the reason, the parser goes back.
   *
   * @param ended whether its END was read: else the producer is told and the slot waits for it
   */
  void finish(StreamHandle s, StreamEnd cause, String detail, boolean ended) {
    StreamParser parser = parserOf(s);
    try {
      StopTail tail = s.tail;
      EndCause end = cause.endCause;
      if (end == null) {
        parser.cancel();
      } else {
        if (tail != null && cause != StreamEnd.STOP_STRING) {
          tail.flush(parser);
        }
        parser.finish(end);
      }
    } catch (Throwable thrown) {
      sinkFailed(s, thrown, ended);
      return;
    }
    leave(s, cause, detail, ended);
  }

  /** A sink threw: its stream ends, the others go on. */
  void sinkFailed(StreamHandle s, Throwable thrown, boolean ended) {
    String detail = "its sink threw " + where(thrown);
    LOG.log(System.Logger.Level.WARNING, "{0} ends: {1}", s, detail);
    counters.add(MuxCounter.SINK_FAILURES, 1);
    leave(s, StreamEnd.SINK_FAILED, detail, ended);
  }

  /** Ends a stream that has no slot. */
  void drop(StreamHandle s, StreamEnd cause, String detail) {
    try {
      s.sink.finished(cause.finish());
      count(cause);
      s.end(cause, detail);
    } catch (Throwable thrown) {
      String more = "its sink threw " + where(thrown);
      LOG.log(System.Logger.Level.WARNING, "a stream without a slot ends: {0}", more);
      counters.add(MuxCounter.SINK_FAILURES, 1);
      count(StreamEnd.SINK_FAILED);
      s.end(StreamEnd.SINK_FAILED, more);
    }
  }

  /** The sink is full. */
  void park(StreamHandle s, long now) {
    s.parked = true;
    s.parkedSince = now;
    counters.add(MuxCounter.PARKED, 1);
    counters.add(MuxCounter.PARKS, 1);
  }

  /** The sink takes more again. */
  void unpark(StreamHandle s) {
    if (s.parked) {
      s.parked = false;
      counters.add(MuxCounter.PARKED, -1);
    }
  }

  private void leave(StreamHandle s, StreamEnd cause, String detail, boolean ended) {
    StreamParser parser = parserOf(s);
    StopTail tail = s.tail;
    s.tally(parser, tail);
    counters.add(MuxCounter.CALLS, parser.callIndex() + 1);
    unpark(s);
    counters.add(MuxCounter.HELD_CHARS, -s.held);
    counters.add(MuxCounter.LIVE, -1);
    if (ended) {
      table.release(s.slot);
    } else {
      table.drain(s.slot);
      counters.add(MuxCounter.DRAINING, 1);
    }
    count(cause);
    s.end(cause, detail);
    parser.close();
    if (tail != null) {
      tails.add(tail);
    }
    if (!ended) {
      cancel(s);
    }
  }

  /** Tells the producer that a stream is over here. */
  private void cancel(StreamHandle s) {
    if (ringUsable) {
      try {
        reader.cancel(s.slot, s.epoch);
      } catch (RuntimeException | Error gone) {
        // So is the ring's memory: a poll that goes on meets that itself.
        ringFailed();
      }
    }
  }

  private void count(StreamEnd cause) {
    counters.add(MuxCounter.ENDED, 1);
    switch (cause.finish()) {
      case STOP_STRING -> counters.add(MuxCounter.STOP_STRINGS, 1);
      case CANCELLED -> counters.add(MuxCounter.CANCELS, 1);
      case ERROR -> counters.add(MuxCounter.ERRORS, 1);
      case STOP, TOOL_CALLS, LENGTH -> {
        // What streams are meant to end with.
      }
    }
    if (cause == StreamEnd.PRODUCER_LOST) {
      counters.add(MuxCounter.LOST, 1);
    }
  }

  private static StreamParser parserOf(StreamHandle s) {
    return Objects.requireNonNull(s.parser, "the stream is not live");
  }

  /** One line, whatever the exception does when it is asked. */
  private static String where(Throwable thrown) {
    String name = thrown.getClass().getName();
    try {
      StackTraceElement[] stack = thrown.getStackTrace();
      String place = stack.length == 0 ? "" : " at " + stack[0];
      return inOneLine(name + ": " + thrown.getMessage() + place);
    } catch (Throwable mute) {
      return name + ", which threw when it was asked for its message";
    }
  }

  /** A blank for each run of control characters and line breaks. */
  private static String inOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      if (!breaks) {
        line.append(c);
      } else if (!blank) {
        line.append(' ');
      }
      blank = breaks;
    }
    return line.toString();
  }
}
