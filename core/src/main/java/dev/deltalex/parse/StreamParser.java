package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.grammar.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.TextValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses one stream: takes what the model emits, delta by delta, cut anywhere, and tells a {@link
 * DeltaSink} what it means. The events do not depend on the cutting.
 *
 * <p>Cost per delta is proportional to the delta, memory per stream is constant but for one value or
 * header that must be seen whole ({@link Limits#buffered()}). Once warm nothing is allocated. Input is
 * never refused: whatever comes is text, structure or a diagnostic.
 *
 * <p>Belongs to one thread, together with its {@link StreamPool}; callbacks come on that thread during
 * {@code feed} and {@code finish}. A sink must not feed a parser of the same pool. If a sink throws,
 * the exception passes through and only {@link #reset} is accepted afterwards.
 */
public final class StreamParser extends HotState {
  private static final int OPEN = 0;
  private static final int FINISHED = 1;
  private static final int BROKEN = 2;

  private static final long[] NO_TOKENS = {};

  /** Chars of a delta that are joined to held text at once: enough for what usually settles it. */
  private static final int JOINED = 64;

  private int status = FINISHED;

  /** The look under way, or {@link Grammar#NO_LOOK}. */
  int look;

  final TextValue value;

  // While chars are read: index of the first held char in the array at hand, or -1.
  int holdStart = -1;

  /** Index up to which held text was understood; relative to the hold between deltas. */
  int resumeAt;

  // A hold: [prefix][unit][what was looked at]; all relative to its start.
  int prefixLength;
  int unitEnd;
  int branch;
  int tagAt;
  int nameAt;
  int nameFrom;
  int nameTo;
  char @Nullable [] held;

  /** Held chars that are out already, because only what follows depends on them. */
  int echoed;

  // The response.
  boolean contentSeen;
  boolean thinkMentioned;
  boolean firstReasoningSeen;
  long reasoningEnd;

  // The calls.
  int completeCalls;
  int tool;
  boolean inReasoning;
  boolean wrapperOpen;
  boolean muted;
  long idState;
  @Nullable GivenNames given;

  /** Reads calls written as JSON; made when the stream's format first needs it. */
  @Nullable JsonCall json;

  /** Follows code fences, if the policy guards them. */
  @Nullable FenceGuard fence;

  /** Where special tokens stood, if markers spelled by other tokens must not count. */
  @Nullable TokenMarkers tokenMarkers;

  // The request.
  WireFormat format;
  ToolSet tools;
  Policies policies;
  Limits limits;
  private int contentGuards;
  private int reasoningGuards;

  // Entry points.
  private int utf8State;
  private long contentTokens;
  private long reasoningTokens;
  private long callTokens;

  /** Offsets of special tokens from a snapshot, until a vocabulary is known. */
  private long[] restoredTokens = NO_TOKENS;

  StreamParser(
      Workspace work,
      WireFormat format,
      ToolSet tools,
      Policies policies,
      Limits limits,
      DeltaSink sink,
      long idSeed) {
    super(work, format.grammar(), sink);
    this.format = format;
    this.tools = tools;
    this.policies = policies;
    this.limits = limits;
    this.value = new TextValue();
    open(format, tools, policies, limits, sink, idSeed);
  }

  /**
   * A parser with a workspace of its own: for one stream at a time. For many, see {@link StreamPool}.
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
    format = newFormat;
    grammar = newFormat.grammar();
    tools = newTools;
    policies = newPolicies;
    limits = newLimits;
    boolean callsOn =
        newTools.size() > 0 && newPolicies.toolChoice() != Policies.ToolChoice.NONE;
    contentGuards = callsOn ? Guard.CALLS | constrained(newPolicies, newTools) : Guard.NONE;
    boolean literal = newPolicies.callsInReasoning() == Policies.CallsInReasoning.LITERAL;
    reasoningGuards = literal || !callsOn ? Guard.NONE : Guard.CALLS;
    reset(newSink, idSeed);
  }

  /**
   * Begins a new response with the same format, tools and policies. Legal at any time.
   *
   * @param idSeed seed of the call ids of this response; give every stream its own
   */
  public void reset(DeltaSink newSink, long idSeed) {
    sink = newSink;
    idState = idSeed;
    status = OPEN;
    boolean reasoning = policies.initialState() == Policies.InitialState.REASONING;
    state = grammar.role(reasoning ? Role.START_REASONING : Role.START_CONTENT);
    look = Grammar.NO_LOOK;
    consumed = 0;
    before = 0;
    contentSeen = false;
    thinkMentioned = false;
    firstReasoningSeen = false;
    reasoningEnd = -1;
    calls = 0;
    completeCalls = 0;
    tool = -1;
    inReasoning = false;
    wrapperOpen = false;
    muted = false;
    utf8State = 0;
    contentTokens = 0;
    reasoningTokens = 0;
    callTokens = 0;
    prefixLength = 0;
    unitEnd = 0;
    branch = 0;
    tagAt = 0;
    nameAt = 0;
    nameFrom = 0;
    nameTo = 0;
    if (policies.fencedCode() == Policies.FencedCode.GUARD) {
      fence = new FenceGuard();
      fence.clear();
    } else {
      fence = null;
    }
    value.decodeEntities(policies.entities());
    letGo();
    run = Frame.runOf(this);
  }

  private static int constrained(Policies policies, ToolSet tools) {
    return switch (policies.toolChoice()) {
      case AUTO, NONE -> Guard.NONE;
      case REQUIRED -> Guard.CONSTRAINED;
      case NAMED -> tools.size() == 1 ? Guard.CONSTRAINED | Guard.NAMED : Guard.CONSTRAINED;
    };
  }

  /** Gives everything pooled back. */
  private void letGo() {
    holdStart = -1;
    echoed = 0;
    resumeAt = 0;
    heldLength = 0;
    giveHeld();
    value.letGo(work.slabs);
    GivenNames names = given;
    if (names != null) {
      names.clear();
    }
    JsonCall call = json;
    if (call != null) {
      call.letGo();
    }
    restoredTokens = NO_TOKENS;
    if (tokenMarkers != null) {
      if (policies.markersBySpelling()) {
        tokenMarkers = null;
      } else {
        tokenMarkers.clear();
      }
    }
  }

  /** The reader of JSON calls. */
  JsonCall json() {
    JsonCall call = json;
    if (call == null) {
      call = new JsonCall(work);
      json = call;
    }
    return call;
  }

  /**
   * Takes the next delta: {@code a[from, to)}. The array is only read, and only during the call.
   *
   * @throws IllegalStateException after {@link #finish}, {@link #close} or an exception of the sink
   */
  public void feed(char[] a, int from, int to) {
    Objects.checkFromToIndex(from, to, a.length);
    enter();
    // The commonest delta by far, taken apart from the rest: more of a text that is open already.
    if (run == NO_RUN || !Frame.plainRun(this, a, from, to)) {
      work.out.begin(sink);
      consume(a, from, to);
      work.out.flush();
      run = Frame.runOf(this);
    }
    status = OPEN;
  }

  /** Takes the next delta. See {@link #feed(char[], int, int)}. */
  public void feed(CharSequence text) {
    enter();
    work.out.begin(sink);
    feedChars(text);
    work.out.flush();
    run = Frame.runOf(this);
    status = OPEN;
  }

  private void feedChars(CharSequence text) {
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
    run = Frame.runOf(this);
    status = OPEN;
  }

  private void feedBytes(byte[] bytes, int from, int to) {
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
    work.out.begin(sink);
    Utf8Carry utf8 = work.utf8;
    utf8.restore(utf8State);
    bindTokens(vocabulary);
    char[] joined = work.decoded;
    int length = 0;
    for (int i = from; i < to; i++) {
      long entry = vocabulary.entry(tokens[i]);
      int offset = Vocabulary.offset(entry);
      int chars = Vocabulary.length(entry);
      if (!Vocabulary.isPlain(entry) || length + chars >= joined.length) {
        // What may change the region is read alone, so that tokens are counted where they are.
        length = feedJoined(length);
      }
      countToken();
      if (tokenMarkers != null && Vocabulary.isSpecial(entry)) {
        feedJoined(utf8.flush(joined, 0));
        tokenMarkers.remember(consumed);
      }
      if (Vocabulary.isPartial(entry)) {
        feedBytes(vocabulary.bytes(), offset, offset + chars);
      } else if (Vocabulary.isPlain(entry) && chars < joined.length) {
        length = utf8.flush(joined, length);
        System.arraycopy(vocabulary.chars(), offset, joined, length, chars);
        length += chars;
      } else if (chars > 0) {
        feedJoined(utf8.flush(joined, 0));
        consume(vocabulary.chars(), offset, offset + chars);
      }
    }
    feedJoined(length);
    utf8State = utf8.state();
    work.out.flush();
    run = Frame.runOf(this);
    status = OPEN;
  }

  /** Sees to it that markers with a token of their own count only as tokens, if the policy says so. */
  private void bindTokens(Vocabulary vocabulary) {
    if (policies.markersBySpelling()) {
      return;
    }
    TokenMarkers markers = tokenMarkers;
    if (markers == null || !markers.isFor(grammar, vocabulary)) {
      markers = new TokenMarkers(grammar, vocabulary);
      for (long offset : restoredTokens) {
        markers.remember(offset);
      }
      tokenMarkers = markers;
    }
  }

  private int feedJoined(int length) {
    if (length > 0) {
      consume(work.decoded, 0, length);
      work.out.pin();
    }
    return 0;
  }

  private void countToken() {
    switch (region()) {
      case CONTENT -> contentTokens++;
      case REASONING -> reasoningTokens++;
      case CALL -> callTokens++;
      case FINISHED -> {
        // Not while tokens come.
      }
    }
  }

  private void enter() {
    if (status != OPEN) {
      throw new IllegalStateException(
          status == FINISHED
              ? "the stream is finished; reset the parser for a new response"
              : "a sink threw; the parser accepts only reset");
    }
    // Until the sink has returned, an exception leaves this behind.
    status = BROKEN;
  }

  /** Reads chars: first what is held together with the head of the delta, then the rest in place. */
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

  /** Keeps what the run left undecided. {@code start}: first index of the array that counts. */
  void hold(char[] a, int start, int end) {
    int from = holdStart;
    if (from < 0) {
      before = end > start ? a[end - 1] : before;
      return;
    }
    before = from > start ? a[from - 1] : before;
    int n = end - from;
    resumeAt -= from;
    System.arraycopy(a, from, heldRoom(n), 0, n);
    heldLength = n;
    holdStart = -1;
  }

  private char[] heldRoom(int chars) {
    char[] slab = held;
    if (slab == null) {
      slab = work.slabs.take(chars);
    } else if (slab.length < chars) {
      slab = work.slabs.grow(slab, slab.length, chars);
    }
    held = slab;
    return slab;
  }

  private void giveHeld() {
    char[] slab = held;
    if (slab != null) {
      work.slabs.give(slab);
      held = null;
    }
  }

  /** The conditions that hold in text of {@code kind}. */
  int guards(TextKind kind) {
    return switch (kind) {
      case CONTENT -> contentGuards;
      case REASONING -> reasoningGuards;
      case VALUE, STRAY -> Guard.CALLS;
    };
  }

  /**
   * Reads the tail of the generation prompt silently, before the first delta: the last assistant
   * header and what the template or a prefill put behind it. Afterwards the stream stands where the
   * prompt left it: in reasoning, in an answer, or in a call. A call left open is reported at once, as
   * the first of the response, with the arguments the prompt gave it. Offsets count from the first
   * delta on; what the prompt wrote of a marker or call lies below 0.
   *
   * @throws IllegalStateException if the stream has begun
   */
  public void prime(CharSequence promptTail) {
    if (consumed != 0) {
      throw new IllegalStateException("prime comes before the first delta");
    }
    enter();
    Priming priming = new Priming();
    work.out.begin(priming);
    feedChars(promptTail);
    work.out.flush();
    long length = consumed;
    consumed = 0;
    value.shift(-length);
    if (json != null) {
      json.shift(-length);
    }
    contentSeen = false;
    thinkMentioned = false;
    reasoningEnd = -1;
    completeCalls = 0;
    calls = 0;
    if (priming.hasOpenCall()) {
      calls = 1;
      value.renumber(0);
      priming.announce(sink, length);
    } else if (look < 0 && grammar.state(state).kind().region() != Region.CALL) {
      // The response begins here, whatever whitespace the template wrote.
      boolean content = grammar.state(state).kind() == TextKind.CONTENT;
      state = content ? grammar.role(Role.START_CONTENT) : state;
      heldLength = 0;
      giveHeld();
    }
    run = Frame.runOf(this);
    status = OPEN;
  }

  /**
   * Ends the stream. What is held is settled, an open call is closed as the policies say, and the sink
   * learns the outcome. Afterwards only {@link #reset} and {@link #close} are legal; {@code
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
    if (status == OPEN) {
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
    if (status != OPEN) {
      throw new IllegalStateException("only an open stream has a snapshot");
    }
    return Snapshot.take(this);
  }

  /**
   * Goes on with the stream that {@link #snapshot} was taken of; the sink stays. This parser must have
   * been opened with the same format, tools, policies and limits.
   *
   * @throws IllegalArgumentException if the snapshot is damaged or of another kind; the stream is then
   *     closed
   */
  public void restore(byte[] snapshot) {
    reset(sink, idState);
    Snapshot.restore(this, snapshot);
  }

  void save(DataOutputStream out) throws IOException {
    out.writeByte(state);
    out.writeByte(look);
    out.writeByte(look < 0 ? 0 : branch);
    out.writeLong(consumed);
    out.writeChar(before);
    // Positions mean something only in a hold.
    int positions = heldLength == 0 ? 0 : 1;
    out.writeInt(positions * resumeAt);
    out.writeInt(positions * prefixLength);
    out.writeInt(positions * unitEnd);
    out.writeInt(positions * tagAt);
    out.writeInt(positions * nameAt);
    out.writeInt(positions * nameFrom);
    out.writeInt(positions * nameTo);
    out.writeInt(positions * echoed);
    Snapshot.writeChars(out, held == null ? work.decoded : held, heldLength);
    out.writeBoolean(contentSeen);
    out.writeBoolean(thinkMentioned);
    out.writeBoolean(firstReasoningSeen);
    out.writeLong(reasoningEnd);
    out.writeInt(calls);
    out.writeInt(completeCalls);
    out.writeInt(tool);
    out.writeBoolean(inReasoning);
    out.writeBoolean(wrapperOpen);
    out.writeBoolean(muted);
    out.writeLong(idState);
    out.writeInt(utf8State);
    out.writeLong(contentTokens);
    out.writeLong(reasoningTokens);
    out.writeLong(callTokens);
    value.save(out);
    GivenNames names = given;
    out.writeBoolean(names != null);
    if (names != null) {
      names.save(out);
    }
    JsonCall call = json;
    out.writeBoolean(call != null);
    if (call != null) {
      call.save(out);
    }
    if (fence != null) {
      fence.save(out);
    }
    TokenMarkers markers = tokenMarkers;
    out.writeBoolean(markers != null);
    if (markers != null) {
      markers.save(out);
    }
  }

  void load(DataInputStream in) throws IOException {
    state = Snapshot.in(in.readByte(), 0, grammar.stateCount() - 1, "the state");
    look = Snapshot.in(in.readByte(), Grammar.NO_LOOK, grammar.lookCount() - 1, "the look");
    int branches = Math.max(1, grammar.state(state).branches().length);
    branch = Snapshot.in(in.readByte(), 0, branches - 1, "the branch");
    consumed = in.readLong();
    before = in.readChar();
    int[] at = new int[8];
    for (int i = 0; i < at.length; i++) {
      at[i] = in.readInt();
    }
    int length = Snapshot.length(in);
    for (int position : at) {
      Snapshot.in(position, 0, Math.max(length, limits.heldChars()), "a position");
    }
    resumeAt = Math.min(at[0], length);
    prefixLength = at[1];
    unitEnd = at[2];
    tagAt = at[3];
    nameAt = at[4];
    nameFrom = at[5];
    nameTo = at[6];
    echoed = at[7];
    if (length > 0) {
      Snapshot.readChars(in, heldRoom(length), length);
      heldLength = length;
    }
    contentSeen = in.readBoolean();
    thinkMentioned = in.readBoolean();
    firstReasoningSeen = in.readBoolean();
    reasoningEnd = in.readLong();
    calls = Snapshot.in(in.readInt(), 0, limits.calls(), "the number of calls");
    completeCalls = in.readInt();
    tool = Snapshot.in(in.readInt(), -1, tools.size() - 1, "the tool");
    inReasoning = in.readBoolean();
    wrapperOpen = in.readBoolean();
    muted = in.readBoolean();
    idState = in.readLong();
    utf8State = in.readInt();
    contentTokens = in.readLong();
    reasoningTokens = in.readLong();
    callTokens = in.readLong();
    value.load(in, work.slabs);
    if (in.readBoolean()) {
      GivenNames names = given == null ? new GivenNames() : given;
      names.load(in);
      given = names;
    }
    if (in.readBoolean()) {
      json().load(in, work);
    }
    if (fence != null) {
      fence.load(in);
    }
    if (in.readBoolean()) {
      restoredTokens = TokenMarkers.load(in);
      tokenMarkers = null;
    }
    run = Frame.runOf(this);
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
