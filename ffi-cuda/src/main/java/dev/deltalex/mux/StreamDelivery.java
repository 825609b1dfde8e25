package dev.deltalex.mux;

import dev.deltalex.EndCause;
import dev.deltalex.StreamControl;
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
 * Begins the streams of a shard, delivers their bursts and ends them. An exception of a sink ends
 * its stream and is not propagated to the caller. The shard's thread only.
 */
final class StreamDelivery implements BurstHandler {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.mux");

  /** One burst in 64 is timed: two clock reads cost as much as a short burst. */
  private static final int TIMED = 64;

  private final RingReader reader;
  private final Vocabulary vocabulary;
  private final StreamTable table;
  private final MuxCounters counters;
  private final @Nullable DeliveryProbe probe;
  private final StreamPool pool = new StreamPool();
  private final List<StopStringFilter> filters = new ArrayList<>();
  private int untimed;

  /** Whether the ring may be written to; false after its memory failed. */
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
    // Created in advance: otherwise HotSpot loads the class while it compiles a method that uses
    // it.
    filters.add(new StopStringFilter());
  }

  /** Called when an access to the ring's memory failed; nothing is written to it afterwards. */
  void ringFailed() {
    ringUsable = false;
  }

  /**
   * Opens the parser of a stream and assigns a free slot to it. If the sink throws or cancels the
   * stream in {@code opened}, the stream ends without a slot. Operations that may throw for other
   * reasons run first, so that after an exception the stream has no slot.
   *
   * @return whether the stream is live
   */
  boolean begin(StreamHandle s) {
    int epoch = reader.nextEpoch(table.nextFree());
    StreamParser parser;
    try {
      parser = pool.open(s.spec, s.sink);
    } catch (Throwable thrown) {
      droppedSinkFailed(s, thrown);
      return false;
    }
    if (parser.isCancelled()) {
      count(StreamEnd.CANCELLED);
      s.end(StreamEnd.CANCELLED, "");
      parser.close();
      return false;
    }
    if (!s.stops.isEmpty()) {
      StopStringFilter filter = filters.isEmpty() ? new StopStringFilter() : filters.removeLast();
      filter.open(s.stops);
      s.filter = filter;
    }
    s.parser = parser;
    s.epoch = epoch;
    s.slot = table.lend(s);
    counters.add(MuxCounter.STREAMS, 1);
    counters.add(MuxCounter.LIVE, 1);
    return true;
  }

  /**
   * Primes the parser of a stream with the prefill. The sink may receive a call that the prefill
   * opens; if that ends the stream, it is never admitted to the ring.
   *
   * @return whether the stream is still live
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
    if (s.cancelledAtEvent || parserOf(s).isCancelled()) {
      finish(s, StreamEnd.CANCELLED, "", true);
    }
    return !s.isDone();
  }

  /** Admits a stream to its slot, which starts the producer. */
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
      // The stream has ended here, and the producer sees the cancellation at its next step.
      return;
    }
    boolean timed = ++untimed == TIMED;
    long before = timed ? System.nanoTime() : 0;
    StreamEnd end;
    try {
      end = parse(s, tokens, count);
    } catch (Throwable thrown) {
      sinkFailed(s, thrown, false);
      return;
    }
    if (timed) {
      untimed = 0;
      counters.add(MuxCounter.TIMED_NANOS, System.nanoTime() - before);
      counters.add(MuxCounter.TIMED_TOKENS, count);
    }
    StopStringFilter filter = s.filter;
    s.countedTokens += end == StreamEnd.STOP_STRING && filter != null ? filter.taken() : count;
    counters.add(MuxCounter.BURSTS, 1);
    counters.add(MuxCounter.TOKENS, count);
    counters.add(MuxCounter.DRAFTED, drafted);
    if (s.cancelledAtEvent) {
      finish(s, StreamEnd.CANCELLED, "", false);
    } else if (end != null) {
      finish(s, end, "", false);
    }
    if (probe != null) {
      probe.burst(drafted, count);
    }
  }

  /**
   * Returns STOP_STRING if a stop string is complete, CANCELLED if the sink cancelled the stream by
   * the parser's {@link StreamControl}, null if the stream continues.
   */
  private @Nullable StreamEnd parse(StreamHandle s, int[] tokens, int count) {
    StreamParser parser = parserOf(s);
    StopStringFilter filter = s.filter;
    int held = 0;
    StreamEnd end = null;
    if (filter == null) {
      end = parser.feedTokens(tokens, 0, count) ? null : StreamEnd.CANCELLED;
    } else {
      boolean stopped = filter.feed(parser, tokens, count, vocabulary);
      held = filter.heldChars();
      if (parser.isCancelled()) {
        end = StreamEnd.CANCELLED;
      } else if (stopped) {
        end = StreamEnd.STOP_STRING;
      }
    }
    held += parser.heldChars();
    if (held != s.held) {
      counters.add(MuxCounter.HELD_CHARS, held - s.held);
      s.held = held;
    }
    return end;
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
    LOG.log(System.Logger.Level.ERROR, "{0}; the slot is no longer used", what);
    if (s != null) {
      finish(s, StreamEnd.RING_CORRUPT, what, false);
    }
    counters.add(MuxCounter.DRAINING, table.isDraining(slot) ? -1 : 0);
    counters.add(MuxCounter.RETIRED, 1);
    table.retire(slot);
  }

  /**
   * Ends a live stream: feeds the buffered tokens, calls {@code finished} on the sink, and closes
   * the parser.
   *
   * @param ended whether its END record was read; if not, the stream is cancelled in the ring and
   *     its slot is draining until then
   */
  void finish(StreamHandle s, StreamEnd cause, String detail, boolean ended) {
    StreamParser parser = parserOf(s);
    EndCause end = cause.endCause;
    try {
      StopStringFilter filter = s.filter;
      if (end == null) {
        parser.cancel();
      } else {
        if (filter != null && cause != StreamEnd.STOP_STRING) {
          filter.flush(parser);
        }
        parser.finish(end);
      }
    } catch (Throwable thrown) {
      sinkFailed(s, thrown, ended);
      return;
    }
    // A sink may have cancelled the stream before this end, or in its last callbacks.
    boolean cancelled = end != null && parser.isCancelled();
    leave(s, cancelled ? StreamEnd.CANCELLED : cause, cancelled ? "" : detail, ended);
  }

  /** Ends a stream whose sink threw. Other streams are not affected. */
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
      droppedSinkFailed(s, thrown);
    }
  }

  /** Ends a stream that has no slot and whose sink threw. */
  private void droppedSinkFailed(StreamHandle s, Throwable thrown) {
    String detail = "its sink threw " + where(thrown);
    LOG.log(System.Logger.Level.WARNING, "a stream without a slot ends: {0}", detail);
    counters.add(MuxCounter.SINK_FAILURES, 1);
    count(StreamEnd.SINK_FAILED);
    s.end(StreamEnd.SINK_FAILED, detail);
  }

  /** Parks a stream whose sink is full. */
  void park(StreamHandle s, long now) {
    s.parked = true;
    s.parkedSince = now;
    counters.add(MuxCounter.PARKED, 1);
    counters.add(MuxCounter.PARKS, 1);
  }

  /** Ends the parking of a stream whose sink accepts events again. */
  void unpark(StreamHandle s) {
    if (s.parked) {
      s.parked = false;
      counters.add(MuxCounter.PARKED, -1);
    }
  }

  private void leave(StreamHandle s, StreamEnd cause, String detail, boolean ended) {
    StreamParser parser = parserOf(s);
    StopStringFilter filter = s.filter;
    s.recordCounts(parser, filter);
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
    if (filter != null) {
      filters.add(filter);
    }
    if (!ended) {
      cancel(s);
    }
  }

  /** Cancels a stream in the ring. */
  private void cancel(StreamHandle s) {
    if (ringUsable) {
      try {
        reader.cancel(s.slot, s.epoch);
      } catch (RuntimeException | Error unmapped) {
        // The ring was unmapped; the current poll fails in the same way and handles it.
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
        // Regular ends have no counter.
      }
    }
    if (cause == StreamEnd.PRODUCER_LOST) {
      counters.add(MuxCounter.LOST, 1);
    }
  }

  private static StreamParser parserOf(StreamHandle s) {
    return Objects.requireNonNull(s.parser, "the stream is not live");
  }

  /** Describes an exception in one line, even if its own methods throw. */
  private static String where(Throwable thrown) {
    String name = thrown.getClass().getName();
    try {
      StackTraceElement[] stack = thrown.getStackTrace();
      String place = stack.length == 0 ? "" : " at " + stack[0];
      return inOneLine(name + ": " + thrown.getMessage() + place);
    } catch (Throwable second) {
      return name + ", whose getMessage() or getStackTrace() threw";
    }
  }

  /** Replaces each run of control characters and line breaks by a space. */
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
