package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.Region;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.text.Vocabulary;
import java.util.Objects;

/**
 * Parses one stream: takes what the model emits, delta by delta, cut anywhere, and tells a {@link
 * DeltaSink} what it means. The events do not depend on the cutting.
 *
 * <p>Cost per delta is proportional to the delta, memory per stream is constant but for one value
 * or header that must be seen whole ({@link Limits#buffered()}). Once warm nothing is allocated.
 * Input is never refused: any text is content, reasoning, structure or a diagnostic.
 *
 * <p>This object is a handle on a parser of a {@link StreamPool}. {@link #close} gives that parser
 * back; from then on the handle refuses every call, also when the parser serves another response.
 *
 * <p>One thread at a time, the same for all parsers of a pool; callbacks run on that thread during
 * {@code feed}, {@code prime}, {@code finish} and {@code cancel}. In a callback {@link #cancel} is
 * the only legal call on the same parser, and no other parser of the pool may be fed. If a sink
 * throws, the exception passes through, and afterwards only {@link #reset} and {@link #close} are
 * legal. An illegal call throws {@link IllegalStateException} and changes nothing.
 */
public final class StreamParser implements AutoCloseable {
  /** The parser that is lent, or after {@link #close} the pool's closed one. */
  ParserCore core;

  StreamParser(ParserCore core) {
    this.core = core;
  }

  /**
   * A parser with a pool of its own: for one stream at a time. For many, see {@link StreamPool}.
   */
  public static StreamParser create(
      WireFormat format, ToolSet tools, Policies policies, Limits limits, DeltaSink sink) {
    return new StreamPool().open(format, tools, policies, limits, sink);
  }

  /**
   * Begins a new response with the same format, tools, policies and limits. Legal at any time but
   * in a callback and after {@link #close}; what the parser held before is gone.
   *
   * @param idSeed seed of the call ids of this response; give every stream its own
   */
  public void reset(DeltaSink sink, long idSeed) {
    core.reset(Objects.requireNonNull(sink, "sink"), idSeed);
  }

  /**
   * Takes the next delta: {@code a[from, to)}. The array is only read, and only during the call.
   *
   * @return whether the engine should go on: false once the stream was cancelled
   * @throws IllegalStateException after {@link #finish}, {@link #close} or an exception of the sink
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public boolean feed(char[] a, int from, int to) {
    Objects.checkFromToIndex(from, to, a.length);
    ParserCore parser = core;
    // The commonest delta by far, taken apart from the rest: more of a string that is open already.
    if (parser.mode != HotState.OPEN_STRING || !Run.string(parser, a, from, to)) {
      return parser.feedAny(a, from, to);
    }
    return parser.mode >= HotState.OPEN;
  }

  /** Takes the next delta. See {@link #feed(char[], int, int)}. */
  public boolean feed(CharSequence text) {
    return core.feed(Objects.requireNonNull(text, "text"));
  }

  /**
   * Takes the next delta as UTF-8. A code point may be cut between deltas; malformed bytes become
   * U+FFFD, one per maximal subpart. See {@link #feed(char[], int, int)}.
   */
  public boolean feedUtf8(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    return core.feedUtf8(bytes, from, to);
  }

  /**
   * Takes the next delta as token ids. Tokens with part of a code point are joined; unknown ids and
   * tokens without text count, but say nothing. See {@link #feed(char[], int, int)}.
   */
  public boolean feedTokens(int[] tokens, int from, int to, Vocabulary vocabulary) {
    Objects.checkFromToIndex(from, to, tokens.length);
    return core.feedTokens(tokens, from, to, Objects.requireNonNull(vocabulary, "vocabulary"));
  }

  /**
   * Reads the tail of the generation prompt silently, once and before the first delta: the last
   * assistant header and what the template or a prefill put behind it. Afterwards the stream is
   * where the prompt left it: in reasoning, in an answer, inside a marker or in a call. No char of
   * the prompt is told as text. A call left open is reported at once, as the first of the response,
   * with the arguments the prompt gave it. Offsets count from the first delta on; what the prompt
   * wrote of a marker or call has offsets below 0.
   *
   * @throws IllegalStateException if the stream has begun
   */
  public void prime(CharSequence promptTail) {
    core.prime(Objects.requireNonNull(promptTail, "promptTail"));
  }

  /**
   * Ends the stream. What is held is settled, an open call is closed as the policies say, and the
   * sink learns the outcome. Afterwards only {@link #reset} and {@link #close} are legal. Does
   * nothing after {@link #cancel}.
   *
   * @param reason STOP, STOP_STRING, LENGTH or ERROR
   */
  public void finish(FinishReason reason) {
    core.finish(Objects.requireNonNull(reason, "reason"));
  }

  /**
   * Ends the stream because nobody wants the rest of it: nothing that is held is told, and {@link
   * DeltaSink#finished finished(CANCELLED)} is the last event. Legal in a callback, too: that event
   * then follows when the callback has returned. Afterwards {@code feed…} returns false and {@link
   * #finish} does nothing. Idempotent; has no effect on a stream that is over.
   */
  public void cancel() {
    core.cancel();
  }

  /**
   * Gives the parser back to its pool; nothing more is told. Idempotent.
   *
   * @throws IllegalStateException in a callback of this parser
   */
  @Override
  public void close() {
    ParserCore parser = core;
    if (parser.mode != HotState.CLOSED) {
      parser.close();
      core = parser.work.pool.takeBack(parser);
    }
  }

  /**
   * The state of the stream, to go on with it in another parser or process: a few hundred bytes and
   * what is held or buffered. Legal between two deltas.
   */
  public byte[] snapshot() {
    return core.snapshot();
  }

  /**
   * Goes on with the stream that {@link #snapshot} was taken of; the sink stays, and what this
   * parser's own stream held is gone. This parser must have been opened with the same format, tools,
   * policies and limits, and its own stream must not be over.
   *
   * @throws IllegalArgumentException if the snapshot is damaged or of another kind; the stream is
   *     then over, and only {@link #reset} and {@link #close} are legal
   */
  public void restore(byte[] snapshot) {
    core.restore(Objects.requireNonNull(snapshot, "snapshot"));
  }

  /** Where the stream stands; {@link Region#FINISHED} once it is over. */
  public Region region() {
    return core.region();
  }

  /** Ordinal of the call that is open, or of the last one; -1 before the first. */
  public int callIndex() {
    return core.calls - 1;
  }

  /** Chars held back at present because it is open what they mean; without a buffered value. */
  public int heldChars() {
    return core.heldLength;
  }

  /** Offset of the char at which reasoning last ended, or -1. */
  public long reasoningEnd() {
    return core.reasoningEnd;
  }

  /** Chars taken in so far. */
  public long consumedChars() {
    return core.consumed;
  }

  /** Tokens fed by {@link #feedTokens} while the stream stood in {@code region}. */
  public long tokens(Region region) {
    return core.tokens(region);
  }
}
