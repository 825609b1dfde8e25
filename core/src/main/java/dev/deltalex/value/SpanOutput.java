package dev.deltalex.value;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.scan.CharScanner;

/**
 * Between the parser and a sink: joins adjacent spans of one kind to one callback, and escapes.
 *
 * <p>Text is joined only where it is one piece of the source too, so that offsets tell where each
 * char stood. A first span is remembered where it lies; only when a second one of the same kind
 * comes are both copied to the scratch. Up to {@link #MERGED} chars are one callback; beyond that a
 * long span goes to the sink where it lies. Owned by a workspace and shared by its parsers, one
 * delta at a time: {@link #begin} before, {@link #flush} after.
 */
public final class SpanOutput {
  /** Chars of adjacent spans that are always one callback. */
  public static final int MERGED = 1024;

  /** Source chars that are escaped in one go. */
  public static final int ESCAPED_AT_ONCE = 1024;

  /** Its binary logarithm. */
  public static final int ESCAPED_SHIFT = 10;

  private static final int NOTHING = 0;
  private static final int CONTENT = 1;
  private static final int REASONING = 2;
  private static final int ARGUMENTS = 3;

  private final CharScanner scanner;
  private final char[] scratch = new char[MERGED + CharScanner.escapeRoom(ESCAPED_AT_ONCE)];
  private final GrowableChars transcript = new GrowableChars();
  private final DeltaSink nobody;
  private DeltaSink sink;

  /** Ordinal of the region that the sink knows of. */
  private int told;

  private int pending = NOTHING;
  private int call;
  private long source;

  /** Where the pending span lies; the scratch once it was joined. */
  private char[] span = scratch;

  private int spanFrom;
  private int spanLength;

  /** An output that escapes with {@code scanner} and has no sink to speak of yet. */
  public SpanOutput(CharScanner scanner, DeltaSink nobody) {
    this.scanner = scanner;
    this.nobody = nobody;
    this.sink = nobody;
  }

  /** The scanner that this output escapes with. */
  CharScanner scanner() {
    return scanner;
  }

  /**
   * The events that follow belong to {@code to}; drops what an aborted delta left behind.
   *
   * @param region ordinal of the {@link Region} of the last event that {@code to} was told, or of
   *     the one where its stream begins
   */
  public void begin(DeltaSink to, int region) {
    sink = to;
    told = region;
    pending = NOTHING;
  }

  /**
   * The delta is read: what waits is handed over.
   *
   * @return ordinal of the region of the last event
   */
  public int end() {
    flush();
    return told;
  }

  /**
   * Nothing more is handed over until {@link #begin}; what waits is dropped, and no span or sink
   * stays reachable.
   */
  public void mute() {
    pending = NOTHING;
    span = scratch;
    sink = nobody;
  }

  /** Drops memory that is kept for reuse. */
  public void trim() {
    transcript.clear(0);
  }

  /** Room for a value that is transcribed whole; whoever uses it clears it first. */
  GrowableChars transcript() {
    return transcript;
  }

  /** Text of the answer; what lies below offset 0 is the prompt's, and is not told. */
  public void content(char[] a, int from, int to, long at) {
    text(CONTENT, a, from, to, at);
  }

  /** Text of the reasoning; what lies below offset 0 is the prompt's, and is not told. */
  public void reasoning(char[] a, int from, int to, long at) {
    text(REASONING, a, from, to, at);
  }

  private void text(int kind, char[] a, int from, int to, long at) {
    if (at >= 0) {
      add(kind, 0, a, from, to - from, at);
    } else if (at + (to - from) > 0) {
      int own = from - (int) at;
      add(kind, 0, a, own, to - own, 0);
    }
  }

  /** Argument text that is JSON already, without lone surrogates. */
  public void arguments(int index, char[] a, int from, int to, long at) {
    add(ARGUMENTS, index, a, from, to - from, at);
  }

  /** Argument text of one char. */
  public void argument(int index, char c, long at) {
    room(ARGUMENTS, index, at);
    scratch[spanLength++] = c;
  }

  /** A surrogate pair: never parted. */
  void argument(int index, char high, char low, long at) {
    room(ARGUMENTS, index, at);
    scratch[spanLength++] = high;
    scratch[spanLength++] = low;
  }

  /** A key, colon included, behind a comma unless it is the first; its array may change then. */
  void key(int index, boolean comma, char[] json, int length, long at) {
    if (length > MERGED) {
      if (comma) {
        argument(index, ',', at);
      }
      arguments(index, json, 0, length, at);
      pin();
      return;
    }
    room(ARGUMENTS, index, at);
    char[] out = scratch;
    int end = spanLength;
    if (comma) {
      out[end++] = ',';
    }
    System.arraycopy(json, 0, out, end, length);
    spanLength = end + length;
  }

  /** The text of a JSON string, which does not begin or end within a surrogate pair, escaped. */
  void escaped(int index, char[] a, int from, int to, long at) {
    int i = from;
    while (i < to) {
      int end = to;
      if (to - i > ESCAPED_AT_ONCE) {
        // A flush may come behind this piece: it must not part a surrogate pair.
        end = i + ESCAPED_AT_ONCE;
        end -= Character.isHighSurrogate(a[end - 1]) ? 1 : 0;
      }
      int plain = scanner.findEscape(a, i, end);
      if (plain == end) {
        // Longer runs without an escape go on as one span.
        plain = end == to ? to : scanner.findEscape(a, end, to);
        add(ARGUMENTS, index, a, i, plain - i, at + (i - from));
        i = plain;
      } else {
        room(ARGUMENTS, index, at + (i - from));
        spanLength = scanner.escape(a, i, end, scratch, spanLength);
        i = end;
      }
    }
  }

  /** A call begins. */
  public void callOpened(int index, int tool, CharSequence id, CharSequence name, long at) {
    flush();
    enter(Region.CALL, at);
    sink.callOpened(index, tool, id, name, at);
  }

  /** A call is over. */
  public void callClosed(int index, boolean complete, long at) {
    flush();
    sink.callClosed(index, complete, at);
  }

  /** Something was repaired, ignored or cut. */
  public void diagnostic(Diagnostic code, long at) {
    flush();
    sink.diagnostic(code, at);
  }

  /** Hands the pending span to the sink. */
  public void flush() {
    int kind = pending;
    if (kind == NOTHING) {
      return;
    }
    pending = NOTHING;
    if (kind == ARGUMENTS) {
      sink.arguments(call, span, spanFrom, spanLength, source);
    } else if (kind == CONTENT) {
      enter(Region.CONTENT, source);
      sink.content(span, spanFrom, spanLength, source);
    } else {
      enter(Region.REASONING, source);
      sink.reasoning(span, spanFrom, spanLength, source);
    }
  }

  /** Tells the sink of a region that it does not know of; the region's first event follows. */
  private void enter(Region region, long at) {
    if (told != region.ordinal()) {
      told = region.ordinal();
      sink.region(region, at);
    }
  }

  /** Makes the pending span independent of its array, which is about to change. */
  public void pin() {
    if (pending == NOTHING || isSame(span, scratch)) {
      return;
    }
    if (spanLength > MERGED) {
      flush();
    } else {
      toScratch();
    }
  }

  private void add(int kind, int index, char[] a, int from, int length, long at) {
    if (length <= 0) {
      return;
    }
    // Text must stand in the source as it stands in the span; arguments are JSON, not source.
    if (pending == kind && call == index && (kind == ARGUMENTS || source + spanLength == at)) {
      if (isSame(span, a) && !isSame(a, scratch) && spanFrom + spanLength == from) {
        spanLength += length;
        return;
      }
      if (spanLength + length <= MERGED) {
        toScratch();
        System.arraycopy(a, from, scratch, spanLength, length);
        spanLength += length;
        return;
      }
    }
    flush();
    pending = kind;
    call = index;
    source = at;
    span = a;
    spanFrom = from;
    spanLength = length;
  }

  /** Readies the scratch for more of a kind: joined, or begun anew. */
  private void room(int kind, int index, long at) {
    if (pending == kind && call == index && spanLength <= MERGED) {
      toScratch();
      return;
    }
    flush();
    pending = kind;
    call = index;
    source = at;
    span = scratch;
    spanFrom = 0;
    spanLength = 0;
  }

  private void toScratch() {
    if (!isSame(span, scratch)) {
      System.arraycopy(span, spanFrom, scratch, 0, spanLength);
      span = scratch;
      spanFrom = 0;
    }
  }

  /** Whether both are one array: spans join where they lie, whatever their chars are. */
  @SuppressWarnings("ReferenceEquality") // Identity is the question; equal chars are no answer.
  private static boolean isSame(char[] a, char[] b) {
    return a == b;
  }
}
