package dev.deltalex.value;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Region;
import dev.deltalex.scan.CharScanner;

/**
 * Reads the complete text of a value that must be an object or array and is not JSON: in this order
 * near-JSON that is repaired, the same inside a Markdown fence, the same inside a JSON string, and
 * a Python literal.
 *
 * <p>Only spellings with one meaning are repaired: line breaks in strings, quotes that were not
 * escaped, single quotes, keys without quotes, trailing commas, missing brackets at the end,
 * literals of both languages. Where {@link JsonRepair} would supply or discard something else, or
 * take a bare word for a string, the text is not repaired.
 *
 * <p>One per {@link SpanOutput}, for the value that is settled at the moment.
 */
final class NearJson {
  /** How a text was read. */
  enum Reading {
    /** Not at all. */
    NONE,
    /** It was repaired, taken out of a fence, or out of a string. */
    REPAIRED,
    /** It is a Python literal. */
    PYTHON
  }

  /** Maximum length of an array that is kept for reuse, in chars: enough for most values. */
  private static final int KEPT = CharArrayPool.MIN_LENGTH << 10;

  private static final int FENCE_CHARS = 3;

  private final GrowableChars json = new GrowableChars();
  private final DeltaSink collector = new Collector();
  private final SpanOutput repaired;
  private final JsonRepair repair;
  private final CharArrayPool arrays;

  /** Makes a reader whose output is escaped with {@code scanner}. */
  NearJson(CharScanner scanner, CharArrayPool arrays) {
    repaired = new SpanOutput(scanner, collector);
    repair = new JsonRepair(repaired, arrays);
    this.arrays = arrays;
  }

  /** The JSON text of the value that was read last; valid until the next. */
  GrowableChars json() {
    return json;
  }

  /** Reads {@code a[from, to)}, which is not empty and has no whitespace around it. */
  Reading read(char[] a, int from, int to, boolean pythonLiterals, Limits limits) {
    if (isRepaired(a, from, to, limits)) {
      if (!repair.hasOddEscapes() || !pythonLiterals) {
        return Reading.REPAIRED;
      }
      // An escape such as \x1b, which Python has: the repair is made again if it is no literal.
      boolean isPython = isPython(a, from, to, limits);
      return isPython || !isRepaired(a, from, to, limits) ? Reading.PYTHON : Reading.REPAIRED;
    }
    int start = behindFence(a, from, to);
    int end = start == from ? to : beforeSpace(a, start, to - FENCE_CHARS);
    boolean isRead = start > from && isJson(a, start, end, limits);
    isRead = isRead || isUnwrapped(a, start, end, limits);
    if (isRead) {
      return Reading.REPAIRED;
    }
    return pythonLiterals && isPython(a, start, end, limits) ? Reading.PYTHON : Reading.NONE;
  }

  // ---- Spellings -------------------------------------------------------------------------------

  /** Whether the range is an object or array, as it is or repaired. */
  private boolean isJson(char[] a, int from, int to, Limits limits) {
    if (from >= to || a[from] != '{' && a[from] != '[') {
      return false;
    }
    int answer = JsonSyntax.answer(JsonSyntax.check(a, from, to, limits.maxDepth(), null));
    if (answer != JsonSyntax.VALID) {
      return isRepaired(a, from, to, limits);
    }
    json.clear(KEPT);
    json.append(a, from, to);
    return true;
  }

  /** Whether the range is an object or array once it was repaired. */
  private boolean isRepaired(char[] a, int from, int to, Limits limits) {
    if (a[from] != '{' && a[from] != '[') {
      return false;
    }
    json.clear(KEPT);
    repaired.begin(collector, Region.CALL.ordinal());
    repair.open(repaired, arrays, 0, 0, false);
    int end = repair.feedText(limits, a, from, to, 0);
    repair.finishText(limits);
    boolean whole = repair.isClosable() && beforeSpace(a, end, to) == end;
    repair.finish(to);
    repaired.flush();
    repaired.mute();
    return whole && !repair.hasGuessed();
  }

  /** Whether the range is a JSON string of the text of an object or array. */
  private boolean isUnwrapped(char[] a, int from, int to, Limits limits) {
    if (to - from < 2 || a[from] != '"' || a[to - 1] != '"') {
      return false;
    }
    char[] text = arrays.acquire(to - from);
    int end = beforeSpace(text, 0, JsonEscapes.decode(a, from + 1, to - 1, text));
    int start = 0;
    while (start < end && JsonTokens.isSpace(text[start])) {
      start++;
    }
    boolean isJson = isJson(text, start, end, limits);
    arrays.release(text);
    return isJson;
  }

  private boolean isPython(char[] a, int from, int to, Limits limits) {
    json.clear(KEPT);
    return from < to && PythonValue.append(a, from, to, limits.maxDepth(), json);
  }

  /**
   * The index of the first char inside a Markdown fence that is not whitespace, or {@code from} if
   * there is none: three backticks, perhaps with the name of a language, at the start, and three at
   * the end.
   */
  private static int behindFence(char[] a, int from, int to) {
    if (to - from < 2 * FENCE_CHARS || !isFence(a, from) || !isFence(a, to - FENCE_CHARS)) {
      return from;
    }
    int end = to - FENCE_CHARS;
    int i = from + FENCE_CHARS;
    while (i < end && (a[i] | 0x20) >= 'a' && (a[i] | 0x20) <= 'z') {
      i++;
    }
    while (i < end && JsonTokens.isSpace(a[i])) {
      i++;
    }
    return i;
  }

  private static boolean isFence(char[] a, int at) {
    return a[at] == '`' && a[at + 1] == '`' && a[at + 2] == '`';
  }

  /** The end of {@code a[from, to)} without whitespace. */
  private static int beforeSpace(char[] a, int from, int to) {
    int end = to;
    while (end > from && JsonTokens.isSpace(a[end - 1])) {
      end--;
    }
    return end;
  }

  /** Takes what {@link JsonRepair} emits. */
  private final class Collector implements DeltaSink {
    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      json.append(buffer, offset, offset + length);
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {}

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {}

    @Override
    public void finished(FinishReason reason) {}
  }
}
