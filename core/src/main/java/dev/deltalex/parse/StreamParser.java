package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.Region;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;
import java.util.Objects;

/**
 * Parses one stream: takes what the model emits, delta by delta, cut anywhere, and tells a {@link
 * DeltaSink} what it means. The events do not depend on the cutting.
 *
 * <p>Cost per delta is proportional to the delta, memory per stream is constant but for one value
 * or header that must be seen whole ({@link Limits#buffered()}). Once warm nothing is allocated.
 * Input is never refused: whatever comes is text, structure or a diagnostic.
 *
 * <p>Belongs to one thread, together with its {@link StreamPool}; callbacks come on that thread
 * during {@code feed} and {@code finish}. A sink must not feed a parser of the same pool. If a sink
 * throws, the exception passes through and only {@link #reset} is accepted afterwards.
 */
public final class StreamParser extends StreamState {
  private static final byte OPEN = 0;
  private static final byte FINISHED = 1;
  private static final byte BROKEN = 2;

  /** Chars of a delta that are joined to held text at once: enough for what usually settles it. */
  private static final int JOINED = 64;

  private byte status = FINISHED;

  StreamParser(
      Workspace work,
      WireFormat format,
      ToolSet tools,
      Policies policies,
      Limits limits,
      DeltaSink sink,
      long idSeed) {
    super(work, format, tools, policies, limits, sink);
    open(format, tools, policies, limits, sink, idSeed);
  }

  /**
   * A parser with a workspace of its own: for one stream at a time. For many, see {@link
   * StreamPool}.
   */
  public static StreamParser create(
      WireFormat format, ToolSet tools, Policies policies, Limits limits, DeltaSink sink) {
    return new StreamPool().open(format, tools, policies, limits, sink);
  }

  /** Readies the parser for a response; whatever it held before is gone. */
  void open(
      WireFormat newFormat,
      ToolSet newTools,
      Policies newPolicies,
      Limits newLimits,
      DeltaSink newSink,
      long idSeed) {
    bind(newFormat, newTools, newPolicies, newLimits);
    reset(newSink, idSeed);
  }

  /**
   * Begins a new response with the same format, tools and policies. Legal at any time.
   *
   * @param idSeed seed of the call ids of this response; give every stream its own
   */
  public void reset(DeltaSink newSink, long idSeed) {
    sink = newSink;
    begin(idSeed);
    status = OPEN;
  }

  /**
   * Takes the next delta: {@code a[from, to)}. The array is only read, and only during the call.
   *
   * @throws IllegalStateException after {@link #finish}, {@link #close} or an exception of the sink
   */
  public void feed(char[] a, int from, int to) {
    Objects.checkFromToIndex(from, to, a.length);
    // The commonest delta by far, taken apart from the rest: more of a string that is open already.
    if (run != STRING_RUN || !Run.string(this, a, from, to)) {
      feedAny(a, from, to);
    }
  }

  private void feedAny(char[] a, int from, int to) {
    enter();
    if (!Run.take(this, a, from, to)) {
      work.out.begin(sink);
      flushUtf8();
      consume(a, from, to);
      work.out.flush();
      run = Run.of(this);
    }
    status = OPEN;
  }

  /** Takes the next delta. See {@link #feed(char[], int, int)}. */
  public void feed(CharSequence text) {
    enter();
    work.out.begin(sink);
    flushUtf8();
    feedChars(text);
    work.out.flush();
    run = Run.of(this);
    status = OPEN;
  }

  /** Chars come while bytes of a code point are pending: these are malformed. */
  private void flushUtf8() {
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
      for (int i = 0; i < n; i++) {
        chunk[i] = text.charAt(at + i);
      }
      consume(chunk, 0, n);
      work.out.pin();
    }
  }

  /**
   * Takes the next delta as UTF-8. A code point may be cut between deltas; malformed bytes become
   * U+FFFD, one per maximal subpart.
   */
  public void feedUtf8(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    enter();
    work.out.begin(sink);
    work.utf8.restore(utf8State);
    feedBytes(bytes, from, to);
    utf8State = work.utf8.state();
    work.out.flush();
    run = Run.of(this);
    status = OPEN;
  }

  void feedBytes(byte[] bytes, int from, int to) {
    int step = work.decoded.length - 1;
    for (int at = from; at < to; at += step) {
      feedJoined(work.utf8.decode(bytes, at, Math.min(to, at + step), work.decoded, 0));
    }
  }

  /**
   * Takes the next delta as token ids. Tokens with part of a code point are joined; unknown ids and
   * tokens without text count, but say nothing.
   */
  public void feedTokens(int[] tokens, int from, int to, Vocabulary vocabulary) {
    Objects.checkFromToIndex(from, to, tokens.length);
    enter();
    if (run == NO_RUN || !TokenRun.take(this, tokens, from, to, vocabulary)) {
      work.out.begin(sink);
      TokenFeed.read(this, tokens, from, to, vocabulary);
      work.out.flush();
      run = Run.of(this);
    }
    status = OPEN;
  }

  /** Takes what was joined in {@code work.decoded}; 0, the length of what is joined then. */
  int feedJoined(int length) {
    if (length > 0) {
      consume(work.decoded, 0, length);
      work.out.pin();
    }
    return 0;
  }

  /** Whether deltas may come. A sink that threw in a run has left {@link #SINK} behind. */
  private boolean isOpen() {
    return status == OPEN && run != SINK;
  }

  private void enter() {
    if (!isOpen()) {
      throw new IllegalStateException(
          status == FINISHED
              ? "the stream is finished; reset the parser for a new response"
              : "a sink threw; the parser accepts only reset");
    }
    // Until the sink has returned, an exception leaves this behind.
    status = BROKEN;
  }

  /**
   * Reads chars: first what is held together with the head of the delta, then the rest in place.
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
      Frame.run(this, joined, 0, resumeAt, old + n, consumed - old);
      consumed += n;
      work.out.pin();
      hold(joined, 0, old + n);
    }
    if (at < to) {
      Frame.run(this, a, at, at, to, consumed - at);
      consumed += to - at;
      hold(a, at, to);
    }
    if (heldLength == 0) {
      giveHeld();
    }
  }

  /**
   * Reads the tail of the generation prompt silently, before the first delta: the last assistant
   * header and what the template or a prefill put behind it. Afterwards the stream stands where the
   * prompt left it: in reasoning, in an answer, or in a call. A call left open is reported at once,
   * as the first of the response, with the arguments the prompt gave it. Offsets count from the
   * first delta on; what the prompt wrote of a marker or call lies below 0.
   *
   * @throws IllegalStateException if the stream has begun
   */
  public void prime(CharSequence promptTail) {
    if (consumed != 0) {
      throw new IllegalStateException("prime comes before the first delta");
    }
    enter();
    Priming.read(this, promptTail);
    run = Run.of(this);
    status = OPEN;
  }

  /**
   * Ends the stream. What is held is settled, an open call is closed as the policies say, and the
   * sink learns the outcome. Afterwards only {@link #reset} and {@link #close} are legal; {@code
   * finish(CANCELLED)} is legal, and does nothing, at any time.
   */
  public void finish(FinishReason reason) {
    if (reason == FinishReason.TOOL_CALLS) {
      throw new IllegalArgumentException("TOOL_CALLS is an outcome; say STOP");
    }
    if (reason == FinishReason.CANCELLED) {
      cancel();
      return;
    }
    enter();
    work.out.begin(sink);
    Utf8Carry utf8 = work.utf8;
    utf8.restore(utf8State);
    consume(work.decoded, 0, utf8.flush(work.decoded, 0));
    Ending.finish(this, reason);
    work.out.flush();
    letGo();
    status = FINISHED;
  }

  private void cancel() {
    if (isOpen()) {
      status = BROKEN;
      letGo();
      sink.finished(FinishReason.CANCELLED);
      status = FINISHED;
    }
  }

  /** Ends the stream without another event. Idempotent. */
  public void close() {
    letGo();
    status = FINISHED;
  }

  /**
   * The state of the stream, to go on with it in another parser or process: a few hundred bytes and
   * what is held or buffered. Legal between two deltas.
   */
  public byte[] snapshot() {
    if (!isOpen()) {
      throw new IllegalStateException("only an open stream has a snapshot");
    }
    return Snapshot.take(this);
  }

  /**
   * Goes on with the stream that {@link #snapshot} was taken of; the sink stays. This parser must
   * have been opened with the same format, tools, policies and limits.
   *
   * @throws IllegalArgumentException if the snapshot is damaged or of another kind; the stream is
   *     then closed
   */
  public void restore(byte[] snapshot) {
    reset(sink, idState);
    Snapshot.restore(this, snapshot);
  }

  /** Where the stream stands. */
  public Region region() {
    if (status == FINISHED) {
      return Region.FINISHED;
    }
    JsonCall call = json;
    if (state == grammar.role(Role.IN_JSON) && call != null && !call.isProven()) {
      return inReasoning ? Region.REASONING : Region.CONTENT;
    }
    return grammar.state(state).kind().region();
  }

  /** Ordinal of the call that is open, or of the last one; -1 before the first. */
  public int callIndex() {
    return calls - 1;
  }

  /** Chars held back at present because it is open what they mean; without a buffered value. */
  public int heldChars() {
    return heldLength;
  }

  /** Offset of the char at which reasoning last ended, or -1. */
  public long reasoningEnd() {
    return reasoningEnd;
  }

  /** Chars taken in so far. */
  public long consumedChars() {
    return consumed;
  }

  /** Tokens fed by {@link #feedTokens} while the stream stood in {@code region}. */
  public long tokens(Region region) {
    return switch (region) {
      case CONTENT -> contentTokens;
      case REASONING -> reasoningTokens;
      case CALL -> callTokens;
      case FINISHED -> 0;
    };
  }
}
