package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.TextValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream between two deltas beyond what it holds, and the begin and end of a
 * response; {@link SavedState} saves and loads it. Ints and bounded text: nothing here grows with
 * the stream.
 */
abstract sealed class StreamState extends Hold permits LifeCycle {
  /** Reads the values of tagged calls; lent by the workspace with the response's first call. */
  TextValue value;

  // The response. One bit for each thing that happens once, because a stream's memory is limited.
  static final byte CONTENT = 1;

  /** A reasoning marker was mentioned in content. */
  static final byte MENTION = 1 << 1;

  static final byte REASONING = 1 << 2;
  static final byte COMPLETE_CALL = 1 << 3;

  /** Something of the response was fed, or a prompt. */
  static final byte INPUT = 1 << 4;

  /** Which of the above the response has had so far. */
  byte seen;

  long reasoningEnd;

  // The calls.
  int tool;

  /** The text that the latest call interrupts: a number of {@link Grammar}. */
  byte text;

  /** What is open around the latest call: a number of {@link Grammar}. */
  byte level;

  boolean suppressed;
  long idState;
  @Nullable SeenParameters given;

  /** Reads calls written as JSON; lent by the workspace when the response first needs it. */
  @Nullable JsonCall json;

  /** Follows code fences, if an option asks for it. */
  @Nullable FenceGuard fence;

  /** Ordinal of the {@link Region} of the last event, or of the one where the response begins. */
  byte reportedRegion;

  /** Which text came as tokens, once any did, if only tokens make markers of it. */
  @Nullable TokenMarkers tokenMarkers;

  // The request: the spec, null for a parser that waits in its pool, and what is read often of it.
  @Nullable StreamSpec spec;
  ToolSet tools;
  ParserOptions options;
  Limits limits;
  @Nullable Vocabulary vocabulary;

  // Entry points.
  int utf8State;
  int contentTokens;
  int reasoningTokens;
  int callTokens;

  StreamState(Workspace work, Grammar grammar) {
    super(work, grammar);
    this.tools = ToolSet.NONE;
    this.options = ParserOptions.DEFAULT;
    this.limits = Limits.DEFAULT;
    this.value = work.noValue;
  }

  /** Takes a request; the response has not begun. */
  void bind(StreamSpec newSpec) {
    spec = newSpec;
    grammar = newSpec.grammar();
    tools = newSpec.tools;
    options = newSpec.options;
    limits = newSpec.limits;
    vocabulary = newSpec.vocabulary;
  }

  /** Whether the response has had something: one of the bits above. */
  final boolean hasSeen(byte what) {
    return (seen & what) != 0;
  }

  /** The response has something: one of the bits above. */
  final void sees(byte what) {
    seen |= what;
  }

  /** The spec of a parser that is not closed. */
  StreamSpec spec() {
    return Objects.requireNonNull(spec, "the parser is closed");
  }

  /** Forgets the request and its sink; the grammar stays. */
  void unbind() {
    sink = Workspace.DISCARDING;
    spec = null;
    vocabulary = null;
    tools = ToolSet.NONE;
    options = ParserOptions.DEFAULT;
    limits = Limits.DEFAULT;
    if (fence != null) {
      work.releaseFence(fence);
      fence = null;
    }
  }

  /** A response begins: nothing is left of the one before. */
  void begin(DeltaSink newSink, long idSeed) {
    release();
    sink = newSink;
    idState = idSeed;
    boolean reasoning = options.initialState() == ParserOptions.InitialState.REASONING;
    state = reasoning ? grammar.startReasoning() : grammar.startContent();
    consumed = 0;
    // The start of the response is the start of a line.
    before = '\n';
    quoteOpens = false;
    reportedRegion = (byte) (reasoning ? Region.REASONING : Region.CONTENT).ordinal();
    seen = 0;
    reasoningEnd = -1;
    calls = 0;
    tool = -1;
    text = 0;
    level = 0;
    suppressed = false;
    utf8State = 0;
    contentTokens = 0;
    reasoningTokens = 0;
    callTokens = 0;
    clearPositions();
    if (options.fencedCode() == ParserOptions.FencedCode.GUARD) {
      fence = fence == null ? work.acquireFence() : fence;
      fence.clear();
    } else if (fence != null) {
      work.releaseFence(fence);
      fence = null;
    }
    mode = TextFastPath.of((ParserCore) this);
  }

  /** Gives everything pooled back. */
  void release() {
    dropHeld();
    if (hasValue()) {
      value.end(work.arrays);
      work.releaseValue(value);
      value = work.noValue;
    }
    SeenParameters names = given;
    if (names != null) {
      names.clear();
    }
    JsonCall call = json;
    if (call != null) {
      call.release();
      work.releaseJson(call);
      json = null;
    }
    if (tokenMarkers != null) {
      work.releaseTokens(tokenMarkers);
      tokenMarkers = null;
    }
  }

  /** Whether {@link #value} is the stream's own. */
  boolean hasValue() {
    return value != work.noValue;
  }

  /** What reads values, the stream's own from now on. */
  TextValue ownValue() {
    if (!hasValue()) {
      value = work.acquireValue(options.entities() == ParserOptions.Entities.DECODE);
    }
    return value;
  }

  /** What follows comes as chars: markers spelled in it count. */
  void charsComeNext() {
    if (tokenMarkers != null) {
      tokenMarkers.charsFrom(consumed, unsettled());
    }
  }

  /** What follows comes as tokens. */
  void tokensComeNext() {
    MarkerTokens table = spec().markerTokens;
    if (table != null) {
      TokenMarkers markers = tokenMarkers == null ? work.acquireTokens() : tokenMarkers;
      tokenMarkers = markers;
      markers.tokensFrom(table, consumed, unsettled());
    }
  }

  /** The text that is read next is a special token. */
  void specialTokenComesNext() {
    TokenMarkers markers = tokenMarkers;
    if (markers == null) {
      if (grammar.state(state).op() != Op.JSON_CALLS) {
        return;
      }
      markers = work.acquireTokens();
      tokenMarkers = markers;
    }
    markers.specialAt(consumed, unsettled());
  }

  /** The special token that begins at {@code offset} is text of a JSON string. */
  void specialTokenIsText(long offset) {
    TokenMarkers markers = tokenMarkers;
    if (markers != null) {
      markers.isText(offset);
    }
  }

  /**
   * Offset from which on text may be read again. JSON, however much is held, is read once, but for
   * what may begin a marker at its end, and what is behind an undecided quote.
   */
  long unsettled() {
    long held = consumed - heldLength;
    boolean json = look < 0 && heldLength > 0 && grammar.state(state).op() == Op.JSON_CALLS;
    return json ? held + resumeAt - json().heldFromQuote() : held;
  }

  /** The reader of JSON calls. */
  JsonCall json() {
    JsonCall call = json;
    if (call == null) {
      call = work.acquireJson();
      json = call;
    }
    return call;
  }

  /** The conditions that hold in text of {@code kind}. */
  int guards(TextKind kind) {
    return switch (kind) {
      case CONTENT -> spec().contentGuards;
      case REASONING -> spec().reasoningGuards;
      case VALUE, STRAY, SECTION, DISCARDED -> Guard.CALLS;
    };
  }
}
