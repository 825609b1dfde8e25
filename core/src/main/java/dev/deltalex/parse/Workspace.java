package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.value.CharSlabs;
import dev.deltalex.value.SpanOutput;
import dev.deltalex.value.TextValue;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the parsers of one thread share because only one of them works at a time: scanner, output
 * with its scratch, slabs for held text, and views for names and ids.
 */
final class Workspace {
  /** Takes what nobody may see: the events of priming, and those after a sink threw. */
  static final DeltaSink NOBODY = new Nobody();

  /** The pool whose parsers these are. */
  final StreamPool pool;

  final CharScanner scanner;
  final CharSlabs slabs = new CharSlabs();
  final SpanOutput out;
  private final Spares<JsonCall> json =
      new Spares<>() {
        @Override
        JsonCall make() {
          return new JsonCall(Workspace.this);
        }
      };

  private final Spares<FenceGuard> fences =
      new Spares<>() {
        @Override
        FenceGuard make() {
          return new FenceGuard();
        }
      };

  private final Spares<TokenMarkers> tokens =
      new Spares<>() {
        @Override
        TokenMarkers make() {
          return new TokenMarkers();
        }
      };

  private final Spares<TextValue> values = new Values(false);
  private final Spares<TextValue> valuesWithEntities = new Values(true);

  /** The value of streams in which no call with values of their own is open: never opened. */
  final TextValue noValue = new TextValue(false);

  final CharSpan id = new CharSpan();
  final CharSpan name = new CharSpan();

  /** Escaped text of a delta that is nothing but text. */
  final char[] escaped = new char[CharScanner.escapeRoom(SpanOutput.ESCAPED_AT_ONCE + 1)];

  final Utf8Carry utf8 = new Utf8Carry();

  /** Whether a parser reads input. */
  final BusyFlag flag = new BusyFlag();

  /** The grammar that was asked about last, and its fast paths by state. */
  private @Nullable Grammar grammar;

  private @Nullable TextFastPath[] fastPaths = {};
  private final IdentityHashMap<Grammar, @Nullable TextFastPath[]> allFastPaths =
      new IdentityHashMap<>();

  final char[] idChars = new char[CallIds.LONGEST];

  /** A char that is read alone. */
  final char[] one = new char[1];

  /** A tool's name with its escapes decoded. */
  final char[] nameChars = new char[LONGEST_NAME];

  /** Decoded chars of byte and text entry points. */
  final char[] decoded = new char[DECODED];

  /** Chars decoded at once: bounds the scratch, not the delta. */
  static final int DECODED = 4096;

  /** The most that {@link dev.deltalex.Limits#maxNameChars} may say. */
  private static final int LONGEST_NAME = 256;

  Workspace(StreamPool pool, CharScanner scanner) {
    this.pool = pool;
    this.scanner = scanner;
    this.out = new SpanOutput(scanner, NOBODY);
  }

  /** The fast path of a state in which text is told. */
  TextFastPath fastPath(Grammar of, int state) {
    if (grammar != of) {
      fastPaths = allFastPaths.computeIfAbsent(of, g -> new TextFastPath[g.stateCount()]);
      grammar = of;
    }
    TextFastPath path = fastPaths[state];
    if (path == null) {
      path = new TextFastPath(this, of.state(state));
      fastPaths[state] = path;
    }
    return path;
  }

  /** Drops what is kept for reuse. */
  void trim() {
    slabs.trim();
    json.trim();
    fences.trim();
    tokens.trim();
    values.trim();
    valuesWithEntities.trim();
    allFastPaths.clear();
    grammar = null;
    out.trim();
  }

  /** A reader of JSON calls, until {@link #giveJson}. */
  JsonCall takeJson() {
    return json.take();
  }

  /** Takes a reader back that holds nothing. */
  void giveJson(JsonCall call) {
    json.give(call);
  }

  /** A guard of code fences, until {@link #giveFence}; the caller clears it. */
  FenceGuard takeFence() {
    return fences.take();
  }

  /** Takes a guard back. */
  void giveFence(FenceGuard fence) {
    fences.give(fence);
  }

  /** A memory of tokens that holds nothing, until {@link #giveTokens}. */
  TokenMarkers takeTokens() {
    return tokens.take();
  }

  /** Takes a memory of tokens back. */
  void giveTokens(TokenMarkers markers) {
    markers.clear();
    tokens.give(markers);
  }

  /** A reader of a call's values, until {@link #giveValue}. */
  TextValue takeValue(boolean decodesEntities) {
    return (decodesEntities ? valuesWithEntities : values).take();
  }

  /** Takes a reader back that holds nothing. */
  void giveValue(TextValue value) {
    (value.decodesEntities() ? valuesWithEntities : values).give(value);
  }

  /** Readers of values. */
  private static final class Values extends Spares<TextValue> {
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
  private static final class Nobody implements DeltaSink {
    @Override
    public void reasoning(char[] buffer, int offset, int length, long source) {}

    @Override
    public void content(char[] buffer, int offset, int length, long source) {}

    @Override
    public void callOpened(int index, int tool, CharSequence id, CharSequence name, long source) {}

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long source) {}

    @Override
    public void callClosed(int index, boolean complete, long source) {}

    @Override
    public void diagnostic(Diagnostic code, long source) {}

    @Override
    public void finished(FinishReason reason) {}
  }
}
