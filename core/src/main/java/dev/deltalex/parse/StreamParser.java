package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.Region;
import dev.deltalex.StreamControl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses one stream: reads the output of a model delta by delta, and reports its reasoning, content
 * and calls to a {@link DeltaSink}. A delta may end anywhere, such as inside {@code <tool_}; the
 * events do not depend on the cuts.
 *
 * <p>Cost per delta is proportional to the delta, memory per stream is constant except for one
 * value or header that must be buffered as a whole ({@link Limits#maxBufferedChars}). After warm-up
 * nothing is allocated. Input is never rejected: any text is content, reasoning, structure or a
 * diagnostic.
 *
 * <p>This object is a handle on a parser of a {@link StreamPool}. {@link #close} returns that
 * parser to the pool; from then on the handle rejects every call, even if the parser serves another
 * response.
 *
 * <p>One thread at a time, the same for all parsers of a pool. A pool may be handed from thread to
 * thread with a happens-before edge between them: under a lock, through a queue, with a virtual
 * thread that moves between carriers. Callbacks run on that thread during {@code feed}, {@code
 * prime}, {@code finish} and {@code cancel}. In a callback {@link #cancel} is the only legal call
 * on the same parser, and no other parser of the pool may be fed. If a sink throws, the exception
 * passes through, and afterwards only {@link #reset} and {@link #close} are legal. An illegal call
 * throws {@link IllegalStateException} and changes nothing.
 */
public final class StreamParser implements AutoCloseable, StreamControl {
  /** Offset up to which a handle counts consumed chars itself: in an int, with room for a delta. */
  static final int MOST_CONSUMED = 1 << 30;

  /** Bit of {@link #call}: a callback of the fast path is running. */
  static final int IN_CALLBACK = 1 << 15;

  /** Number of calls up to which a handle stores the call index itself: in the bits below. */
  static final int MOST_CALLS = IN_CALLBACK - 1;

  /** The parser that this handle uses, or after {@link #close} one that rejects every call. */
  ParserCore core;

  // Fields of the fast path, which does not read the parser. Valid while `fast` is not null.

  /** The fast path that the next delta may take, or null if the parser must read it. */
  @Nullable HandleFastPath fast;

  DeltaSink sink = Workspace.DISCARDING;

  /** Number of chars consumed so far. */
  int consumed;

  /** Index of the open call, and {@link #IN_CALLBACK}. */
  char call;

  /** The char before the next delta. */
  char last;

  StreamParser(ParserCore core) {
    this.core = core;
  }

  // ---- between the fast path and the parser

  /** The parser, updated with what the fast path has read. */
  private ParserCore core() {
    ParserCore parser = core;
    HandleFastPath path = fast;
    if (path != null) {
      parser.consumed = consumed;
      parser.before = last;
      path.settle(parser);
    }
    return parser;
  }

  /**
   * The parser, updated; switches the fast path off.
   *
   * @throws IllegalStateException in a callback of the fast path
   */
  private ParserCore enter(String caller) {
    assert !core.work.flag.busy || core.work.flag.isOneThread(caller);
    if ((call & IN_CALLBACK) != 0) {
      throw ParserCore.inCallback(caller);
    }
    ParserCore parser = core;
    HandleFastPath path = fast;
    if (path != null) {
      parser.consumed = consumed;
      parser.before = last;
      path.settle(parser);
      fast = null;
    }
    return parser;
  }

  /** Ends a call of the parser, and switches the fast path on if the parser's state allows it. */
  private boolean leave(boolean goesOn) {
    ParserCore parser = core;
    if (parser.mode == HotState.OPEN) {
      return goesOn;
    }
    HandleFastPath path = parser.fastPath();
    if (path != null) {
      if (sink != parser.sink) {
        // A reference that is stored again costs a write barrier.
        sink = parser.sink;
      }
      consumed = (int) parser.consumed;
      last = parser.before;
      call = (char) Math.max(0, parser.calls - 1);
      fast = path;
    }
    return goesOn;
  }

  /** A callback of the fast path threw. */
  void breakDown() {
    ParserCore parser = core();
    fast = null;
    call = 0;
    parser.breakDown();
  }

  /** A callback of the fast path cancelled the stream, and has returned. */
  void endCancelled() {
    core.cancel();
  }

  /** Reports the begin of the stream to the sink. */
  void reportOpened() {
    core.reportOpened(this);
    leave(true);
  }

  // ---- the interface

  /**
   * Begins a new response with the same spec. Legal at any time but in a callback and after {@link
   * #close}; all previous state is dropped.
   *
   * @param idSeed seed of the call ids of this response; must differ from stream to stream
   */
  public void reset(DeltaSink newSink, long idSeed) {
    Objects.requireNonNull(newSink, "newSink");
    enter("reset").reset(newSink, idSeed);
    reportOpened();
  }

  /**
   * Takes the next delta: {@code a[from, to)}. The array is only read, and only during the call.
   *
   * @return whether the engine should continue: false once the stream was cancelled
   * @throws IllegalStateException after {@link #finish}, {@link #close} or an exception of the sink
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public boolean feed(char[] a, int from, int to) {
    Objects.checkFromToIndex(from, to, Objects.requireNonNull(a, "a").length);
    HandleFastPath path = fast;
    if (path != null && path.take(this, a, from, to)) {
      return fast != null;
    }
    return leave(enter("feed").feedAny(a, from, to));
  }

  /**
   * Takes the next delta. If {@code text} throws, the effect is that of a sink that throws. See
   * {@link #feed(char[], int, int)}.
   */
  public boolean feed(CharSequence text) {
    HandleFastPath path = fast;
    int length = Objects.requireNonNull(text, "text").length();
    if (path == null || !path.copies(length)) {
      return leave(enter("feed").feed(text));
    }
    char[] copy = path.decoded;
    if (text instanceof String string) {
      string.getChars(0, length, copy, 0);
    } else if (text instanceof StringBuilder builder) {
      builder.getChars(0, length, copy, 0);
    } else {
      // The methods of the text are code of the caller: the parser must be busy while they run.
      return leave(enter("feed").feed(text));
    }
    return path.take(this, copy, 0, length)
        ? fast != null
        : leave(enter("feed").feedAny(copy, 0, length));
  }

  /**
   * Takes the next delta as UTF-8. A code point may be cut between deltas; malformed bytes become
   * U+FFFD, one per maximal subpart. See {@link #feed(char[], int, int)}.
   */
  public boolean feedUtf8(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, Objects.requireNonNull(bytes, "bytes").length);
    HandleFastPath path = fast;
    int length = to - from;
    if (path != null
        && path.copies(length)
        && ParserCore.copyAscii(bytes, from, to, path.decoded)
        && path.take(this, path.decoded, 0, length)) {
      return fast != null;
    }
    return leave(enter("feedUtf8").feedUtf8(bytes, from, to));
  }

  /**
   * Takes the next delta as token ids. Tokens with part of a code point are joined; unknown ids and
   * tokens without text are counted, but have no other effect. See {@link #feed(char[], int, int)}.
   *
   * @param tokens ids of the spec's vocabulary
   * @throws IllegalStateException also if the spec has no vocabulary
   */
  public boolean feedTokens(int[] tokens, int from, int to) {
    Objects.checkFromToIndex(from, to, Objects.requireNonNull(tokens, "tokens").length);
    HandleFastPath path = fast;
    if (path != null && path.take(this, tokens, from, to)) {
      return fast != null;
    }
    return leave(enter("feedTokens").feedTokens(tokens, from, to));
  }

  /**
   * Reads the generation prompt silently, once and before the first delta: what the chat template
   * adds with {@code add_generation_prompt}, and a prefill if there is one. Not the whole prompt: a
   * user's "What is &lt;think>?" would open reasoning. Afterwards the stream is where the prompt
   * left it:
   *
   * <ul>
   *   <li>{@code <|im_start|>assistant\n}: at the start of a response;
   *   <li>{@code <|im_start|>assistant\n<think>\n}: in reasoning, which the template has opened;
   *   <li>{@code <|im_start|>assistant\n<tool_call>\n}: behind the opener of a call that the engine
   *       forces.
   * </ul>
   *
   * <p>No char of the prompt is emitted as text. A call left open is reported at once, as the first
   * of the response, with its arguments so far. Offset 0 is the first char of the first delta;
   * markers and calls in the prompt have negative offsets.
   *
   * @throws IllegalStateException if the stream has begun
   */
  public void prime(CharSequence generationPrompt) {
    Objects.requireNonNull(generationPrompt, "generationPrompt");
    enter("prime").prime(generationPrompt);
    leave(true);
  }

  /**
   * Ends the stream. Held text is settled, an open call is closed as the options require, and the
   * outcome is reported to the sink. Afterwards only {@link #reset} and {@link #close} are legal.
   * Does nothing after {@link #cancel}.
   *
   * @param cause why the engine stopped; the reported reason depends on it and on the calls
   */
  public void finish(EndCause cause) {
    Objects.requireNonNull(cause, "cause");
    enter("finish").finish(cause);
  }

  /**
   * Ends the stream and discards the rest of the response: held text is not emitted, and {@link
   * DeltaSink#finished finished(CANCELLED)} is the last event. Legal in a callback, too: that event
   * then follows after the callback has returned. Afterwards {@code feed…} returns false and {@link
   * #finish} does nothing. Idempotent; has no effect on a stream that has ended.
   */
  @Override
  public void cancel() {
    ParserCore parser = core();
    fast = null;
    if ((call & IN_CALLBACK) == 0) {
      parser.cancel();
    }
  }

  /**
   * Whether the stream was cancelled before its end, by {@link #cancel} on this handle or on the
   * {@link StreamControl} of its sink. False after {@link #close}.
   */
  public boolean isCancelled() {
    int mode = core.mode;
    return mode == HotState.CANCELLED || mode == HotState.CANCELLING;
  }

  /**
   * Returns the parser to its pool; no further event is reported. Idempotent.
   *
   * @throws IllegalStateException in a callback of this parser
   */
  @Override
  public void close() {
    ParserCore parser = enter("close");
    if (parser.mode != HotState.CLOSED) {
      parser.close();
      core = parser.work.pool.takeBack(parser);
      sink = Workspace.DISCARDING;
    }
  }

  /**
   * Saves the state of the stream, so that another parser or process can continue it: a few hundred
   * bytes, and the held and buffered text. Legal between two deltas.
   */
  public byte[] snapshot() {
    ParserCore parser = enter("snapshot");
    byte[] bytes = parser.snapshot();
    leave(true);
    return bytes;
  }

  /**
   * Continues the stream of a {@link #snapshot}; the sink stays, and the previous state of this
   * parser is dropped. This parser must have been opened with an equal spec, and its stream must
   * not have ended.
   *
   * @throws IllegalArgumentException if the snapshot is damaged or was taken with another spec; the
   *     stream has then ended, and only {@link #reset} and {@link #close} are legal
   */
  public void restore(byte[] snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    enter("restore").restore(snapshot);
    leave(true);
  }

  /** The current region; {@link Region#FINISHED} after the end of the stream. */
  public Region region() {
    return core().region();
  }

  /** Ordinal of the call that is open, or of the last one; -1 before the first. */
  public int callIndex() {
    return core().calls - 1;
  }

  /**
   * Number of chars held because their meaning is not decided yet, such as {@code <tool_}; a
   * buffered value is not included.
   */
  public int heldChars() {
    HandleFastPath path = fast;
    return path != null ? path.heldChars() : core.heldLength;
  }

  /** Offset of the char at which reasoning last ended, or -1. */
  public long reasoningEnd() {
    return core().reasoningEnd;
  }

  /** Number of chars consumed so far. */
  public long consumedChars() {
    return core().consumed;
  }

  /** Tokens fed by {@link #feedTokens} while the stream was in {@code region}. */
  public long tokens(Region region) {
    Objects.requireNonNull(region, "region");
    return core().tokens(region);
  }
}
