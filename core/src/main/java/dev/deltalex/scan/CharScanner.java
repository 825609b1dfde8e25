package dev.deltalex.scan;

/**
 * Finds stop chars and chars to escape in {@code a[from, to)}, and escapes text for JSON strings.
 *
 * <p>Stateless and thread-safe; nothing is allocated. The caller ensures {@code 0 <= from <= to <=
 * a.length}. A scanner may read the array beyond {@code to}, which does not affect the result.
 * {@link ScalarCharScanner} is the specification.
 *
 * <p>The chars to escape are those of RFC 8259: below U+0020, the quotation mark, the backslash.
 * They include a {@linkplain Surrogates lone surrogate} in {@code [from, to)}, which is replaced by
 * U+FFFD; callers do not split a surrogate pair. A stop char is never a surrogate.
 */
public abstract class CharScanner {
  /** Chars that the longest escape takes: backslash, u and four digits. */
  public static final int LONGEST_ESCAPE = 6;

  /** Room after text that is escaped to bytes, since whole vectors are stored. */
  public static final int BYTE_SLACK = 64;

  /** Room after the pieces to join and after the joined text. */
  public static final int JOIN_SLACK = 64;

  /** Maximum length of a piece in a span. */
  public static final int LONGEST_SPAN = (1 << 20) - 1;

  private static final int LENGTH_SHIFT = 32;

  /** Binary logarithm of the most chars of {@link #isPlain}. */
  static final int MOST_PLAIN = 10;

  /** Extra room behind escaped text that lets a kernel store whole vectors. */
  static final int STORE_SLACK = 64;

  CharScanner() {}

  /** The first candidate of {@code stops}, else {@code to}. See {@link StopSet}. */
  public abstract int findStop(char[] a, int from, int to, StopSet stops);

  /**
   * A fast, inlineable check for deltas of a few chars: true if {@code a[from, to)} has neither a
   * candidate of {@code stops} nor a char to escape, of which half of a surrogate pair at the end
   * is one. False means only that a full scan is required; it is false for an empty text and for
   * one of more than 1,024 chars.
   */
  public abstract boolean isPlain(char[] a, int from, int to, StopSet stops);

  /**
   * As above, where each {@code stop} is a candidate, whatever follows it; for text of JSON, which
   * has no stops, a char to escape.
   */
  public abstract boolean isPlain(char[] a, int from, int to, char stop);

  /** The first char to escape, which includes the end of a JSON string; else {@code to}. */
  public abstract int findEscape(char[] a, int from, int to);

  /** The first candidate of {@code stops} or char to escape, else {@code to}. */
  public abstract int findStopOrEscape(char[] a, int from, int to, StopSet stops);

  /**
   * Writes the escaped text of {@code a[from, to)} to {@code out} from {@code at} on.
   *
   * <p>{@code out} is another array and has room for 6 chars per source char; with {@link
   * #escapeRoom} it is fastest. The content of {@code out} after the result is undefined.
   *
   * @return the index behind the last char written
   */
  public abstract int escape(char[] a, int from, int to, char[] out, int at);

  /**
   * {@link #findStop} and {@link #escape} in one pass: escapes up to the first candidate.
   *
   * <p>The result has two indices: {@link #source}, the candidate or {@code to}; and {@link
   * #target}, the end of the escaped text. If no char needed an escape, target is {@code at} and
   * {@code a[from, source)} itself is the text, and {@code out} has no defined content. Room as for
   * {@link #escape}.
   */
  public abstract long escapeToStop(char[] a, int from, int to, StopSet stops, char[] out, int at);

  /**
   * Writes the escaped text of {@code a[from, to)} as bytes, if all of it is ASCII.
   *
   * <p>{@code out} has room for 6 bytes per source char and {@link #BYTE_SLACK} more. Content of
   * {@code out} behind the result is unspecified.
   *
   * @return the index behind the last byte written, or -1 if a char is not ASCII
   */
  public abstract int escapeAscii(char[] a, int from, int to, byte[] out, int at);

  /**
   * Concatenates the pieces of {@code pool} for {@code ids[from, to)}.
   *
   * <p>{@code spans} has the {@link #spanOffset} and {@link #spanLength} of each id's piece; other
   * bits are ignored, and an id outside of it has no piece. {@code pool} and {@code out} have
   * {@link #JOIN_SLACK} chars of room after the pieces and the text, since whole vectors are read
   * and stored. The content of {@code out} after the result is undefined.
   *
   * @return the index behind the last char written, or -1 if {@code out} may be too short
   */
  public abstract int join(
      int[] ids, int from, int to, long[] spans, char[] pool, char[] out, int at);

  /** Short name for logs, such as {@code scalar} or {@code vector512}. */
  public abstract String name();

  /** Length of an output that lets any scanner escape {@code chars} chars at full speed. */
  public static int escapeRoom(int chars) {
    return Math.addExact(Math.multiplyExact(LONGEST_ESCAPE, chars), STORE_SLACK);
  }

  /** The index in the source at which {@link #escapeToStop} stopped. */
  public static int source(long answer) {
    return (int) (answer >>> 32);
  }

  /** The end of the text that {@link #escapeToStop} wrote; its start if it wrote none. */
  public static int target(long answer) {
    return (int) answer;
  }

  /** Index of a span's first char. */
  public static int spanOffset(long span) {
    return (int) span;
  }

  /** Number of chars of a span, up to {@link #LONGEST_SPAN}. */
  public static int spanLength(long span) {
    return (int) (span >>> LENGTH_SHIFT) & LONGEST_SPAN;
  }

  /** A span of up to {@link #LONGEST_SPAN} chars; the bits from 52 on are 0. */
  public static long span(int offset, int length) {
    return (long) length << LENGTH_SHIFT | offset;
  }

  static long answer(int source, int target) {
    return (long) source << 32 | target;
  }

  @Override
  public final String toString() {
    return name();
  }
}
