package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.StreamControl;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Op;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * The pooled part of a parser: implements {@link StreamParser} for the handle that the pool
 * returned last. Every entry point is one of two kinds:
 *
 * <ul>
 *   <li>those that read input or end the stream are framed by {@link #enter} and {@link #leave};
 *       between them {@link #mode} is {@link #BUSY}, so that a callback cannot enter again, and
 *       after an exception it is {@link #BROKEN};
 *   <li>those that only change the life cycle ({@link #reset}, {@link #close}) check the mode first
 *       and call no sink.
 * </ul>
 */
final class ParserCore extends StreamState {
  /** Chars of a delta that are joined to held text at once: usually enough to decide what it is. */
  private static final int JOINED = 64;

  ParserCore(Workspace work, Grammar grammar) {
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
  void tellOpened(StreamControl control) {
    boolean nested = work.flag.busy;
    int next = mode;
    mode = BUSY;
    work.flag.busy = true;
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
      tellCancelled();
    }
  }

  // ---- the frame of every entry point

  /**
   * Begins to read for {@code call}, the caller's name for error messages.
   *
   * @return false if the stream was cancelled, and the call has no effect
   * @throws IllegalStateException if the call is illegal now; nothing has changed then
   */
  private boolean enter(String call) {
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
    mode = BUSY;
    if ((seen & INPUT) == 0) {
      // A store here would delay the load of the same field by the next delta.
      seen |= INPUT;
    }
    return true;
  }

  /** Ends the call that {@link #enter} began. Returns whether the engine should continue. */
  private boolean leave() {
    if (mode != BUSY) {
      tellCancelled();
      return false;
    }
    work.flag.busy = false;
    mode = TextFastPath.of(this);
    return true;
  }

  /** Passes the pending events of this delta to the sink. */
  private void handOver() {
    toldRegion = (byte) work.out.end();
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
  private boolean isBusy() {
    return mode == BUSY || mode == CANCELLING || mode == LAST;
  }

  private IllegalStateException refused(String call) {
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

  // ---- input

  /** See {@link StreamParser#feed(char[], int, int)}; {@link HandleFastPath} has been tried. */
  boolean feedAny(char[] a, int from, int to) {
    int before = mode;
    if (!enter("feed")) {
      return false;
    }
    try {
      if (before == OPEN || !TextFastPath.take(this, before, a, from, to, false)) {
        work.out.begin(sink, toldRegion);
        beginChars();
        consume(a, from, to);
        toldRegion = (byte) work.out.end();
      }
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  /** Copies {@code text[from, from + length)} to the start of {@code out}. */
  static void copy(CharSequence text, int from, int length, char[] out) {
    for (int i = 0; i < length; i++) {
      out[i] = text.charAt(from + i);
    }
  }

  /** Copies {@code bytes[from, to)} to the start of {@code out}. Returns whether all are ASCII. */
  static boolean copyAscii(byte[] bytes, int from, int to, char[] out) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= bytes[i];
      out[i - from] = (char) bytes[i];
    }
    return all >= 0;
  }

  boolean feed(CharSequence text) {
    if (!enter("feed")) {
      return false;
    }
    try {
      work.out.begin(sink, toldRegion);
      beginChars();
      feedChars(text);
      handOver();
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  boolean feedUtf8(byte[] bytes, int from, int to) {
    if (!enter("feedUtf8")) {
      return false;
    }
    try {
      work.out.begin(sink, toldRegion);
      charsComeNext();
      work.utf8.restore(utf8State);
      feedBytes(bytes, from, to);
      utf8State = work.utf8.state();
      handOver();
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  boolean feedTokens(int[] tokens, int from, int to) {
    int before = mode;
    Vocabulary words = vocabulary;
    if (words == null && before >= OPEN) {
      throw new IllegalStateException(
          "feedTokens needs a vocabulary: set StreamSpec.Builder.vocabulary");
    }
    if (!enter("feedTokens") || words == null) {
      return false;
    }
    try {
      if (before == OPEN || !TokenFastPath.take(this, before, tokens, from, to, words)) {
        work.out.begin(sink, toldRegion);
        TokenFeed.read(this, tokens, from, to, words);
        handOver();
      }
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  /** Input of chars follows: pending bytes of an incomplete code point are malformed. */
  private void beginChars() {
    if (tokenMarkers != null) {
      charsComeNext();
    }
    if (utf8State != 0) {
      work.utf8.restore(utf8State);
      feedJoined(work.utf8.flush(work.decoded, 0));
      utf8State = 0;
    }
  }

  void feedChars(CharSequence text) {
    char[] chunk = work.decoded;
    int length = text.length();
    for (int at = 0; at < length; at += chunk.length) {
      int n = Math.min(chunk.length, length - at);
      copy(text, at, n, chunk);
      consume(chunk, 0, n);
      work.out.pin();
    }
  }

  void feedBytes(byte[] bytes, int from, int to) {
    int step = work.decoded.length - 1;
    for (int at = from; at < to; at += step) {
      feedJoined(work.utf8.decode(bytes, at, Math.min(to, at + step), work.decoded, 0));
    }
  }

  /** Reads the chars joined in {@code work.decoded}; returns 0, the new number of joined chars. */
  int feedJoined(int length) {
    if (length > 0) {
      consume(work.decoded, 0, length);
      work.out.pin();
    }
    return 0;
  }

  /**
   * Reads chars: first the held text joined to the head of the delta, then the rest of the delta in
   * place.
   */
  void consume(char[] a, int from, int to) {
    int at = from;
    while (heldLength > 0 && at < to) {
      int old = heldLength;
      int n = Math.min(to - at, JOINED);
      char[] joined = heldRoom(old + n);
      System.arraycopy(a, at, joined, old, n);
      at += n;
      holdStart = 0;
      heldLength = 0;
      work.interpreter.read(this, joined, 0, resumeAt, old + n, consumed - old);
      consumed += n;
      work.out.pin();
      hold(joined, 0, old + n);
    }
    if (at < to) {
      work.interpreter.read(this, a, at, at, to, consumed - at);
      consumed += to - at;
      hold(a, at, to);
    }
    if (heldLength == 0) {
      releaseHeld();
    }
  }

  // ---- life cycle

  /** See {@link StreamParser#prime}. */
  void prime(CharSequence promptTail) {
    if (mode >= OPEN && (hasSeen(INPUT) || consumed != 0)) {
      throw new IllegalStateException("prime is only legal once and before the first delta");
    }
    if (mode == CANCELLED || !enter("prime")) {
      throw refused("prime");
    }
    try {
      Priming.read(this, promptTail);
      handOver();
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    leave();
  }

  /** See {@link StreamParser#finish}. */
  void finish(EndCause cause) {
    if (!enter("finish")) {
      return;
    }
    try {
      work.out.begin(sink, toldRegion);
      Utf8Carry utf8 = work.utf8;
      utf8.restore(utf8State);
      consume(work.decoded, 0, utf8.flush(work.decoded, 0));
      FinishReason outcome = work.endOfStream.finish(this, cause);
      handOver();
      if (mode == BUSY) {
        mode = LAST;
        sink.finished(outcome);
      }
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    if (mode == CANCELLING) {
      tellCancelled();
      return;
    }
    release();
    work.flag.busy = false;
    mode = ENDED;
  }

  /** See {@link StreamParser#cancel}. */
  void cancel() {
    if (mode == BUSY) {
      mode = CANCELLING;
      work.out.mute();
    } else if (mode >= OPEN) {
      tellCancelled();
    }
  }

  /** Reports the last event of a cancelled stream, when no other callback is running. */
  void tellCancelled() {
    boolean nested = work.flag.busy && mode != CANCELLING;
    release();
    mode = LAST;
    work.flag.busy = true;
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

  byte[] snapshot() {
    if (mode < OPEN) {
      throw refused("snapshot");
    }
    return Snapshot.take(this);
  }

  void restore(byte[] snapshot) {
    if (mode < OPEN) {
      throw refused("restore");
    }
    if (work.flag.busy) {
      throw new IllegalStateException("restore from a callback of another parser of the same pool");
    }
    begin(sink, idState);
    Snapshot.restore(this, snapshot);
    sees(INPUT);
    mode = TextFastPath.of(this);
  }

  /** Ends the stream without an event, because a snapshot was rejected. */
  void abandon() {
    release();
    mode = ENDED;
  }

  /** The fast path for the next delta, or null if the interpreter must read it. */
  @Nullable HandleFastPath fastPath() {
    boolean text = mode > OPEN && mode != OPEN_STRING_NEWLINE;
    boolean counts = consumed < StreamParser.MOST_CONSUMED && calls <= StreamParser.MOST_CALLS;
    return text && counts ? work.fastPath(grammar, state) : null;
  }

  // ---- state of the stream

  Region region() {
    if (mode < BUSY) {
      return Region.FINISHED;
    }
    JsonCall call = json;
    Grammar.State s = grammar.state(state);
    if (s.op() == Op.JSON_CALLS && call != null && !call.isCommitted()) {
      return grammar.state(grammar.plain(text)).kind().region();
    }
    return s.kind().region();
  }

  long tokens(Region region) {
    return switch (region) {
      case CONTENT -> contentTokens;
      case REASONING -> reasoningTokens;
      case CALL -> callTokens;
      case FINISHED -> 0;
    };
  }
}
