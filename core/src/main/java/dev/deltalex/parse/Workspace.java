package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.value.CharArrayPool;
import dev.deltalex.value.EntityText;
import dev.deltalex.value.SpanOutput;
import dev.deltalex.value.TextValue;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the parsers of a pool share, because only one of them reads at a time: scanner,
 * output with its scratch buffer, arrays for held text, and views for names and ids.
 */
final class Workspace {
  /** Ignores events that must not be reported: those of priming, and those after a sink threw. */
  static final DeltaSink DISCARDING = new DiscardingSink();

  /** The pool whose parsers these are. */
  final StreamPool pool;

  final CharScanner scanner;

  /** The interpreter, used by one parser at a time. */
  final GrammarInterpreter interpreter = new GrammarInterpreter(this);

  final WrappedText wrapped = new WrappedText(this);
  final EndOfStream endOfStream = new EndOfStream(this);

  final CharArrayPool arrays = new CharArrayPool();
  final SpanOutput out;
  private final ObjectPool<JsonCall> json =
      new ObjectPool<>() {
        @Override
        JsonCall make() {
          return new JsonCall(Workspace.this);
        }
      };

  private final ObjectPool<FenceGuard> fences =
      new ObjectPool<>() {
        @Override
        FenceGuard make() {
          return new FenceGuard();
        }
      };

  private final ObjectPool<TokenMarkers> tokens =
      new ObjectPool<>() {
        @Override
        TokenMarkers make() {
          return new TokenMarkers();
        }
      };

  private final ObjectPool<TextValue> values = new Values(false);
  private final ObjectPool<TextValue> valuesWithEntities = new Values(true);

  /** The value of streams without an open call in tags: never opened. */
  final TextValue noValue = new TextValue(false);

  final CharSpan id = new CharSpan();
  final CharSpan name = new CharSpan();

  /** Escaped text of a delta of a string. */
  final char[] escaped = new char[CharScanner.escapeRoom(SpanOutput.ESCAPED_AT_ONCE + 1)];

  final Utf8Carry utf8 = new Utf8Carry();

  /** Whether a parser reads input. */
  final BusyFlag flag = new BusyFlag();

  /** The grammar of the last lookup, and its fast paths by state. */
  private @Nullable Grammar grammar;

  private @Nullable HandleFastPath[] fastPaths = {};
  private final IdentityHashMap<Grammar, @Nullable HandleFastPath[]> allFastPaths =
      new IdentityHashMap<>();

  final char[] idChars = new char[LONGEST_NAME];

  /** A single char to be read. */
  final char[] one = new char[1];

  /** A tool's name with its escapes decoded; or the name in a header with its entities decoded. */
  final char[] nameChars = new char[LONGEST_NAME];

  /** Decodes the entities of a whole name. */
  final EntityText entities = new EntityText();

  /** Decoded chars of byte and text entry points. */
  final char[] decoded = new char[DECODED];

  /** Chars decoded at once: bounds the scratch, not the delta. */
  static final int DECODED = 4096;

  /** The maximum of {@link dev.deltalex.Limits#maxNameChars}. */
  private static final int LONGEST_NAME = 256;

  Workspace(StreamPool pool, CharScanner scanner) {
    this.pool = pool;
    this.scanner = scanner;
    this.out = new SpanOutput(scanner, DISCARDING);
  }

  /**
   * The fast path of a state whose text is emitted.
   *
   * @param trims whether whitespace at the end of the state's text is no part of it: of one state
   *     always the same
   */
  HandleFastPath fastPath(Grammar of, int state, boolean trims) {
    if (grammar != of) {
      fastPaths = allFastPaths.computeIfAbsent(of, g -> new HandleFastPath[g.stateCount()]);
      grammar = of;
    }
    HandleFastPath path = fastPaths[state];
    if (path == null) {
      path = new HandleFastPath(this, of, state, trims);
      fastPaths[state] = path;
    }
    return path;
  }

  /** Drops what is kept for reuse. */
  void trim() {
    arrays.trim();
    json.trim();
    fences.trim();
    tokens.trim();
    values.trim();
    valuesWithEntities.trim();
    allFastPaths.clear();
    grammar = null;
    out.trim();
  }

  /** A reader of JSON calls, until {@link #releaseJson}. */
  JsonCall acquireJson() {
    return json.acquire();
  }

  /** Takes a reader back, whose state the caller has cleared. */
  void releaseJson(JsonCall call) {
    json.release(call);
  }

  /** A guard of code fences, until {@link #releaseFence}; the caller clears it. */
  FenceGuard acquireFence() {
    return fences.acquire();
  }

  /** Takes a guard back. */
  void releaseFence(FenceGuard fence) {
    fences.release(fence);
  }

  /** An empty record of token boundaries, until {@link #releaseTokens}. */
  TokenMarkers acquireTokens() {
    return tokens.acquire();
  }

  /** Takes a record of token boundaries back. */
  void releaseTokens(TokenMarkers markers) {
    markers.clear();
    tokens.release(markers);
  }

  /** A reader of a call's values, until {@link #releaseValue}. */
  TextValue acquireValue(boolean decodesEntities) {
    return (decodesEntities ? valuesWithEntities : values).acquire();
  }

  /** Takes a reader back, whose state the caller has cleared. */
  void releaseValue(TextValue value) {
    (value.decodesEntities() ? valuesWithEntities : values).release(value);
  }

  /** Readers of values. */
  private static final class Values extends ObjectPool<TextValue> {
    private final boolean decodesEntities;

    Values(boolean decodesEntities) {
      this.decodesEntities = decodesEntities;
    }

    @Override
    TextValue make() {
      return new TextValue(decodesEntities);
    }
  }

  /** Ignores every event. */
  private static final class DiscardingSink implements DeltaSink {
    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {}

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {}

    @Override
    public void finished(FinishReason reason) {}
  }
}
