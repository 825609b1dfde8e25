package dev.deltalex.value;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.StopSet;
import dev.deltalex.schema.ToolSet;
import org.jspecify.annotations.Nullable;

/**
 * The output of the parser to a sink: joins adjacent spans of one kind to one callback, and escapes
 * strings.
 *
 * <p>Text is joined only if it is contiguous in the source too, so that the offset of each char is
 * known. The first span is kept as a reference to its array; only a second span of the same kind
 * causes both to be copied to the scratch buffer. Up to {@link #MERGED} chars are one callback; a
 * longer span is passed to the sink in its own array. Owned by a workspace and shared by its
 * parsers, one delta at a time: {@link #begin} before, {@link #flush} after.
 */
public final class SpanOutput {
  /** Maximum number of chars of adjacent spans that are always one callback. */
  public static final int MERGED = 1024;

  /** Maximum number of source chars that are escaped at once. */
  public static final int ESCAPED_AT_ONCE = 1024;

  /** Its binary logarithm. */
  public static final int ESCAPED_SHIFT = 10;

  private static final int NOTHING = 0;
  private static final int CONTENT = 1;
  private static final int REASONING = 2;
  private static final int ARGUMENTS = 3;

  private final CharScanner scanner;
  private final char[] scratch = new char[MERGED + CharScanner.escapeRoom(ESCAPED_AT_ONCE)];
  private @Nullable NearJson nearJson;
  private @Nullable GrowableChars converted;
  private final DeltaSink nobody;
  private DeltaSink sink;
  private ToolSet tools = ToolSet.NONE;
  private int tool;

  /** Ordinal of the region that was last reported to the sink. */
  private int reported;

  private int pending = NOTHING;
  private int call;
  private long source;

  /** The array of the pending span; the scratch buffer after spans were joined. */
  private char[] span = scratch;

  private int spanFrom;
  private int spanLength;

  /**
   * Makes an output that escapes with {@code scanner}; {@code nobody} takes events until {@link
   * #begin} sets a sink.
   */
  public SpanOutput(CharScanner scanner, DeltaSink nobody) {
    this.scanner = scanner;
    this.nobody = nobody;
    this.sink = nobody;
  }

  /**
   * The tool whose parameters type bare scalars, until the next call or the end of the delta.
   *
   * @param declared the tools of the request
   * @param index the ordinal of the tool, or -1
   */
  public void parametersOf(ToolSet declared, int index) {
    tools = declared;
    tool = index;
  }

  ToolSet tools() {
    return tools;
  }

  int tool() {
    return tool;
  }

  /** The scanner that this output escapes with. */
  CharScanner scanner() {
    return scanner;
  }

  /**
   * The events that follow belong to {@code to}; drops the pending span of an aborted delta.
   *
   * @param region ordinal of the {@link Region} of the last event that {@code to} received, or of
   *     the region in which its stream begins
   */
  public void begin(DeltaSink to, int region) {
    sink = to;
    reported = region;
    pending = NOTHING;
  }

  /**
   * The delta was read: passes the pending span to the sink.
   *
   * @return ordinal of the region of the last event
   */
  public int end() {
    flush();
    return reported;
  }

  /**
   * Passes nothing to the sink until {@link #begin}; drops the pending span, and keeps no reference
   * to a span or sink.
   */
  public void mute() {
    pending = NOTHING;
    span = scratch;
    sink = nobody;
    tools = ToolSet.NONE;
  }

  /** Drops memory that is kept for reuse. */
  public void trim() {
    nearJson = null;
    converted = null;
  }

  /** Reads a whole value that is not JSON; made when the first one comes. */
  NearJson nearJson(CharArrayPool arrays) {
    NearJson reader = nearJson;
    if (reader == null) {
      reader = new NearJson(scanner, arrays);
      nearJson = reader;
    }
    return reader;
  }

  /** Whether {@code a[from, to)} is a number as Python spells it; it is converted if so. */
  boolean isPythonNumber(char[] a, int from, int to) {
    GrowableChars number = converted();
    number.truncate(0);
    return PythonNumber.append(a, from, to, number) == to;
  }

  /** The last number that was converted, in JSON's spelling. */
  GrowableChars converted() {
    GrowableChars chars = converted;
    if (chars == null) {
      chars = new GrowableChars();
      converted = chars;
    }
    return chars;
  }

  /** Text of the answer; text below offset 0 belongs to the prompt and is not reported. */
  public void content(char[] a, int from, int to, long at) {
    text(CONTENT, a, from, to, at);
  }

  /** Text of the reasoning; text below offset 0 belongs to the prompt and is not reported. */
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

  /** Argument text that is already JSON, without lone surrogates. */
  public void arguments(int index, char[] a, int from, int to, long at) {
    add(ARGUMENTS, index, a, from, to - from, at);
  }

  /** Argument text of one char. */
  public void argument(int index, char c, long at) {
    room(ARGUMENTS, index, at);
    scratch[spanLength++] = c;
  }

  /** A surrogate pair, always in one callback. */
  void argument(int index, char high, char low, long at) {
    room(ARGUMENTS, index, at);
    scratch[spanLength++] = high;
    scratch[spanLength++] = low;
  }

  /**
   * A key, colon included, with a comma before it unless it is the first; the array may change
   * afterwards.
   */
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

  /**
   * Writes a member behind the pending arguments of a call: a comma if need be, the key, and a
   * string of the text {@code a[from, to)}, which does not begin or end within a surrogate pair.
   *
   * @param clean whether no char of the text needs an escape
   * @return false if no arguments of the call are pending, or too many; nothing is written then
   */
  boolean member(int index, boolean comma, char[] key, char[] a, int from, int to, boolean clean) {
    char[] out = scratch;
    int end = spanLength;
    int room = MERGED - key.length - 3 - (to - from);
    if (pending != ARGUMENTS || call != index || !isSame(span, out) || end > room) {
      return false;
    }
    if (comma) {
      out[end++] = ',';
    }
    System.arraycopy(key, 0, out, end, key.length);
    end += key.length;
    out[end++] = '"';
    if (clean) {
      System.arraycopy(a, from, out, end, to - from);
      end += to - from;
    } else {
      end = scanner.escape(a, from, to, out, end);
    }
    out[end++] = '"';
    spanLength = end;
    return true;
  }

  /** The text of a JSON string, which does not begin or end within a surrogate pair, escaped. */
  void escaped(int index, char[] a, int from, int to, long at) {
    int i = from;
    while (i < to) {
      int end = to;
      if (to - i > ESCAPED_AT_ONCE) {
        // A flush may follow this piece: it must not split a surrogate pair.
        end = i + ESCAPED_AT_ONCE;
        end -= Character.isHighSurrogate(a[end - 1]) ? 1 : 0;
      }
      int plain = scanner.findEscape(a, i, end);
      if (plain == end) {
        // A longer run without an escape is one span.
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

  /**
   * As {@link #escaped} for up to {@link #ESCAPED_AT_ONCE} chars, up to the first stop or {@code
   * to}, which it returns: text and stops are found in one pass. A newline before the stop, which
   * may belong to a marker there, is not emitted if {@code newlines} is set.
   */
  int escapedToStop(
      int index, char[] a, int from, int to, StopSet stops, boolean newlines, long at) {
    room(ARGUMENTS, index, at);
    int begin = spanLength;
    long answer = scanner.escapeToStop(a, from, to, stops, scratch, begin);
    int stop = CharScanner.source(answer);
    int end = CharScanner.target(answer);
    if (end == begin) {
      System.arraycopy(a, from, scratch, begin, stop - from);
      end += stop - from;
    } else if (newlines && stop < to && a[stop - 1] == '\n') {
      // Each of its chars was escaped with two.
      end -= stop - 1 > from && a[stop - 2] == '\r' ? 4 : 2;
    }
    spanLength = end;
    if (end == 0) {
      pending = NOTHING;
    }
    return stop;
  }

  /** A call begins. */
  public void callOpened(int index, int tool, CharSequence id, CharSequence name, long at) {
    flush();
    enter(Region.CALL, at);
    sink.callOpened(index, tool, id, name, at);
  }

  /** A call ends. */
  public void callClosed(int index, boolean complete, long at) {
    flush();
    sink.callClosed(index, complete, at);
  }

  /** Something was repaired, ignored or cut. */
  public void diagnostic(Diagnostic code, long at) {
    flush();
    sink.diagnostic(code, at);
  }

  /** Passes the pending span to the sink. */
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

  /** Reports a new region to the sink; the region's first event follows. */
  private void enter(Region region, long at) {
    if (reported != region.ordinal()) {
      reported = region.ordinal();
      sink.region(region, at);
    }
  }

  /** Copies the pending span, because its array is about to change. */
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
    // Text must be contiguous in the source; arguments are JSON, not source text.
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

  /**
   * Prepares the scratch buffer for more text of a kind: joined to the pending span, or a new one.
   */
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

  /** Whether both are the same array, in which adjacent spans are joined without a copy. */
  @SuppressWarnings("ReferenceEquality") // Compares identity, not content.
  private static boolean isSame(char[] a, char[] b) {
    return a == b;
  }
}
