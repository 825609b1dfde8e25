package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.StreamControl;
import dev.deltalex.grammar.Grammar;

/**
 * What a parser may be asked for, and when; {@link #mode} says it. Every entry point is one of two
 * kinds:
 *
 * <ul>
 *   <li>those that read input or end the stream are framed by {@link #enter} and {@link #leave};
 *       between them {@link #mode} is {@link #BUSY}, so that a callback cannot enter again, and
 *       after an exception it is {@link #BROKEN};
 *   <li>those that only change the life cycle ({@link #reset}, {@link #close}) check the mode first
 *       and call no sink.
 * </ul>
 */
abstract sealed class LifeCycle extends StreamState permits ParserCore {
  LifeCycle(Workspace work, Grammar grammar) {
    super(work, grammar);
  }

  /** Prepares the parser for a response; drops all previous state. */
  void open(StreamSpec newSpec, DeltaSink newSink, long idSeed) {
    bind(newSpec);
    begin(newSink, idSeed);
  }

  /** Begins a new response with the same spec. */
  void reset(DeltaSink newSink, long idSeed) {
    if (mode == CLOSED || isBusy()) {
      throw refused("reset");
    }
    begin(newSink, idSeed);
  }

  /** Reports the begin of the stream to the sink. */
  void reportOpened(StreamControl control) {
    boolean nested = work.flag.busy;
    int next = mode;
    mode = BUSY;
    work.flag.busy = true;
    assert work.flag.recordReader();
    try {
      sink.opened(control);
    } catch (Throwable thrown) {
      breakDown();
      work.flag.busy = nested;
      throw thrown;
    }
    work.flag.busy = nested;
    if (mode == BUSY) {
      mode = next;
    } else {
      reportCancelled();
    }
  }

  // ---- the frame of every entry point

  /**
   * Begins to read for {@code call}, the caller's name for error messages.
   *
   * @return false if the stream was cancelled, and the call has no effect
   * @throws IllegalStateException if the call is illegal now; nothing has changed then
   */
  final boolean enter(String call) {
    if (mode < OPEN) {
      if (mode == CANCELLED) {
        return false;
      }
      throw refused(call);
    }
    if (work.flag.busy) {
      throw new IllegalStateException(
          call + " was called from a callback of another parser of the same pool");
    }
    work.flag.busy = true;
    assert work.flag.recordReader();
    mode = BUSY;
    if ((seen & INPUT) == 0) {
      // A store here would delay the load of the same field by the next delta.
      seen |= INPUT;
    }
    return true;
  }

  /** Ends the call that {@link #enter} began. Returns whether the engine should continue. */
  final boolean leave() {
    if (mode != BUSY) {
      reportCancelled();
      return false;
    }
    work.flag.busy = false;
    mode = TextFastPath.of((ParserCore) this);
    return true;
  }

  /** Passes the pending events of this delta to the sink. */
  final void handOver() {
    reportedRegion = (byte) work.out.end();
  }

  /**
   * After an exception of the sink or of this parser, only {@link #reset} and {@link #close} are
   * legal.
   */
  void breakDown() {
    mode = BROKEN;
    work.out.mute();
    work.flag.busy = false;
  }

  /** Whether a callback of this parser is running. */
  final boolean isBusy() {
    return mode == BUSY || mode == CANCELLING || mode == LAST;
  }

  final IllegalStateException refused(String call) {
    return new IllegalStateException(
        switch (mode) {
          case CLOSED -> call + " after close: open another parser";
          case BROKEN ->
              call + " after an exception of the sink or the text: only reset and close are legal";
          case ENDED -> call + " after the end of the stream: reset the parser for a new response";
          case CANCELLED -> call + " after cancel: reset the parser for a new response";
          default -> throw inCallback(call);
        });
  }

  /** For a call from a callback of its own parser. */
  static IllegalStateException inCallback(String call) {
    return new IllegalStateException(
        call + " from a callback of the same parser: only cancel is legal there");
  }

  /** See {@link StreamParser#cancel}. */
  void cancel() {
    if (mode == BUSY) {
      mode = CANCELLING;
      work.out.mute();
    } else if (mode >= OPEN) {
      reportCancelled();
    }
  }

  /** Reports the last event of a cancelled stream, when no other callback is running. */
  void reportCancelled() {
    boolean nested = work.flag.busy && mode != CANCELLING;
    release();
    mode = LAST;
    work.flag.busy = true;
    assert work.flag.recordReader();
    try {
      sink.finished(FinishReason.CANCELLED);
    } catch (Throwable thrown) {
      if (nested) {
        // The output is in use by the other parser, which continues.
        mode = BROKEN;
      } else {
        breakDown();
      }
      throw thrown;
    }
    work.flag.busy = nested;
    mode = CANCELLED;
  }

  /**
   * Ends the stream without another event and forgets the request, so that a pooled parser keeps no
   * reference to it.
   */
  void close() {
    if (isBusy()) {
      throw refused("close");
    }
    release();
    unbind();
    if (!work.flag.busy) {
      // A callback of another parser may be running, whose events are not complete.
      work.out.mute();
    }
    mode = CLOSED;
  }

  /** Ends the stream without an event, because a snapshot was rejected. */
  void abandon() {
    release();
    mode = ENDED;
  }
}
