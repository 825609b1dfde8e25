package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.Region;
import dev.deltalex.StreamControl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses one stream: takes what the model emits, delta by delta, cut anywhere, and tells a {@link
 * DeltaSink} what it means. The events do not depend on the cutting.
 *
 * <p>Cost per delta is proportional to the delta, memory per stream is constant but for one value
 * or header that must be seen whole ({@link Limits#maxBufferedChars}). Once warm nothing is
 * allocated. Input is never refused: any text is content, reasoning, structure or a diagnostic.
 *
 * <p>This object is a handle on a parser of a {@link StreamPool}. {@link #close} gives that parser
 * back; from then on the handle refuses every call, also when the parser serves another response.
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
  /** Offset up to which a handle counts by itself: in an int, and with room for a delta. */
  static final int MOST_CONSUMED = 1 << 30;

  /** Bit of {@link #call}: a callback of the fast path is running. */
  static final int IN_CALLBACK = 1 << 15;

  /** Calls up to which a handle counts by itself: in the bits below. */
  static final int MOST_CALLS = IN_CALLBACK - 1;

  /** The parser that is lent, or after {@link #close} one that refuses everything. */
  ParserCore core;

  // What the fast path needs, so that it does not read the parser. Valid while `fast` is not null.

  /** What takes the next delta if it can, or null if the parser must read it. */
  @Nullable HandleFastPath fast;

  DeltaSink sink = Workspace.NOBODY;

  /** Chars taken in so far. */
  int consumed;

  /** Index of the open call, and {@link #IN_CALLBACK}. */
  char call;

  /** The char before the next delta. */
  char last;

  StreamParser(ParserCore core) {
    this.core = core;
  }

  // ---- between the fast path and the parser

  /** The parser, which knows all that the fast path has read. */
  private ParserCore core() {
    ParserCore parser = core;
    if (fast != null) {
      parser.consumed = consumed;
      parser.before = last;
    }
    return parser;
  }

  /**
   * The parser, which reads on: the fast path is off.
   *
   * @throws IllegalStateException in a callback of the fast path
   */
  private ParserCore enter(String caller) {
    if ((call & IN_CALLBACK) != 0) {
      throw ParserCore.inCallback(caller);
    }
    ParserCore parser = core;
    if (fast != null) {
      parser.consumed = consumed;
      parser.before = last;
      fast = null;
    }
    return parser;
  }

  /** The parser has read: its state says whether the fast path may take what comes next. */
  private boolean leave(boolean goesOn) {
    ParserCore parser = core;
    if (parser.mode == HotState.OPEN) {
      return goesOn;
    }
    HandleFastPath path = parser.fastPath();
    if (path != null) {
      sink = parser.sink;
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

  /** Tells the sink that its stream begins. */
  void tellOpened() {
    core.tellOpened(this);
    leave(true);
  }

  // ---- the interface

  /**
   * Begins a new response with the same spec. Legal at any time but in a callback and after {@link
   * #close}; what the parser held before is gone.
   *
   * @param idSeed seed of the call ids of this response; give every stream its own
   */
  public void reset(DeltaSink newSink, long idSeed) {
    Objects.requireNonNull(newSink, "newSink");
    enter("reset").reset(newSink, idSeed);
    tellOpened();
  }

  /**
   * Takes the next delta: {@code a[from, to)}. The array is only read, and only during the call.
   *
   * @return whether the engine should go on: false once the stream was cancelled
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
   * Takes the next delta. A text that throws ends the stream as a sink that throws does. See {@link
   * #feed(char[], int, int)}.
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
      // It runs code of the caller's, which must find the parser busy.
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
   * tokens without text count, but say nothing. See {@link #feed(char[], int, int)}.
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
   * <p>No char of the prompt is told as text. A call left open is reported at once, as the first of
   * the response, with the arguments the prompt gave it. Offsets count from the first delta on;
   * what the prompt wrote of a marker or call has offsets below 0.
   *
   * @throws IllegalStateException if the stream has begun
   */
  public void prime(CharSequence generationPrompt) {
    Objects.requireNonNull(generationPrompt, "generationPrompt");
    enter("prime").prime(generationPrompt);
    leave(true);
  }

  /**
   * Ends the stream. What is held is settled, an open call is closed as the options say, and the
   * sink learns the outcome. Afterwards only {@link #reset} and {@link #close} are legal. Does
   * nothing after {@link #cancel}.
   *
   * @param cause why the engine stopped; what the sink is told follows from it and from the calls
   */
  public void finish(EndCause cause) {
    Objects.requireNonNull(cause, "cause");
    enter("finish").finish(cause);
  }

  /**
   * Ends the stream because nobody wants the rest of it: nothing that is held is told, and {@link
   * DeltaSink#finished finished(CANCELLED)} is the last event. Legal in a callback, too: that event
   * then follows when the callback has returned. Afterwards {@code feed…} returns false and {@link
   * #finish} does nothing. Idempotent; has no effect on a stream that is over.
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
   * Gives the parser back to its pool; nothing more is told. Idempotent.
   *
   * @throws IllegalStateException in a callback of this parser
   */
  @Override
  public void close() {
    ParserCore parser = enter("close");
    if (parser.mode != HotState.CLOSED) {
      parser.close();
      core = parser.work.pool.takeBack(parser);
      sink = Workspace.NOBODY;
    }
  }

  /**
   * The state of the stream, to go on with it in another parser or process: a few hundred bytes and
   * what is held or buffered. Legal between two deltas.
   */
  public byte[] snapshot() {
    ParserCore parser = enter("snapshot");
    byte[] bytes = parser.snapshot();
    leave(true);
    return bytes;
  }

  /**
   * Goes on with the stream that {@link #snapshot} was taken of; the sink stays, and what this
   * parser's own stream held is gone. This parser must have been opened with an equal spec, and its
   * own stream must not be over.
   *
   * @throws IllegalArgumentException if the snapshot is damaged or of another kind; the stream is
   *     then over, and only {@link #reset} and {@link #close} are legal
   */
  public void restore(byte[] snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    enter("restore").restore(snapshot);
    leave(true);
  }

  /** Where the stream stands; {@link Region#FINISHED} once it is over. */
  public Region region() {
    return core().region();
  }

  /** Ordinal of the call that is open, or of the last one; -1 before the first. */
  public int callIndex() {
    return core().calls - 1;
  }

  /** Chars held back at present because it is open what they mean; without a buffered value. */
  public int heldChars() {
    return core().heldLength;
  }

  /** Offset of the char at which reasoning last ended, or -1. */
  public long reasoningEnd() {
    return core().reasoningEnd;
  }

  /** Chars taken in so far. */
  public long consumedChars() {
    return core().consumed;
  }

  /** Tokens fed by {@link #feedTokens} while the stream stood in {@code region}. */
  public long tokens(Region region) {
    Objects.requireNonNull(region, "region");
    return core().tokens(region);
  }
}
