package dev.deltalex.scan;

/**
 * Finds the next char that matters in {@code a[from, to)}, and escapes text for JSON strings.
 *
 * <p>Stateless and thread-safe; nothing is allocated. {@code 0 <= from <= to <= a.length} is the
 * caller's duty. A scanner may read the array beyond {@code to}; what it reads there never changes
 * the answer. {@link ScalarCharScanner} is the specification.
 *
 * <p>"Must escape" means what RFC 8259 says: below U+0020, the quotation mark, the backslash. It
 * also means a {@linkplain Surrogates lone surrogate} in {@code [from, to)}: U+FFFD is written for
 * it. Whoever cuts text does not cut a pair. No stop is a surrogate.
 */
public abstract class CharScanner {
  /** Chars that the longest escape takes: backslash, u and four digits. */
  public static final int LONGEST_ESCAPE = 6;

  /** Room behind text that is escaped to bytes: whole vectors are stored. */
  public static final int BYTE_SLACK = 64;

  /** Room behind pieces that are joined, and behind the text that they are joined to. */
  public static final int JOIN_SLACK = 64;

  /** The longest piece that a span can say. */
  public static final int LONGEST_SPAN = (1 << 20) - 1;

  private static final int LENGTH_SHIFT = 32;

  /** Extra room behind escaped text that lets a kernel store whole vectors. */
  static final int STORE_SLACK = 64;

  CharScanner() {}

  /** The first candidate of {@code stops}, else {@code to}. See {@link StopSet}. */
  public abstract int findStop(char[] a, int from, int to, StopSet stops);

  /**
   * Whether it is quickly seen of {@code a[from, to)}, which is not empty, that it has no candidate
   * of {@code stops} and nothing to escape. False says nothing: it may only take longer to see. For
   * deltas of a few chars: small enough to be inlined into the caller.
   */
  public abstract boolean isPlain(char[] a, int from, int to, StopSet stops);

  /** The first that must be escaped, else {@code to}; so also where a JSON string may end. */
  public abstract int findEscape(char[] a, int from, int to);

  /** The first that is either a candidate of {@code stops} or must be escaped, else {@code to}. */
  public abstract int findStopOrEscape(char[] a, int from, int to, StopSet stops);

  /**
   * Writes the escaped text of {@code a[from, to)} to {@code out} from {@code at} on.
   *
   * <p>{@code out} is another array and has room for 6 chars per source char; with {@link
   * #escapeRoom} it goes fastest. Content of {@code out} behind the result is unspecified.
   *
   * @return the index behind the last char written
   */
  public abstract int escape(char[] a, int from, int to, char[] out, int at);

  /**
   * {@link #findStop} and {@link #escape} in one pass: escapes up to the first candidate.
   *
   * <p>The answer holds two indices: {@link #source}, the candidate or {@code to}; and {@link
   * #target}, the end of the escaped text. If no char needed an escape, target is {@code at} and
   * {@code a[from, source)} itself is the text: nothing useful was written. Room as for {@link
   * #escape}.
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
   * Writes pieces of {@code pool} one behind the other: those of {@code ids[from, to)}.
   *
   * <p>{@code spans} says where the piece of an id lies: {@link #spanOffset} and {@link
   * #spanLength}; other bits are ignored, and an id that it does not have has no piece. {@code
   * pool} and {@code out} have {@link #JOIN_SLACK} chars behind the pieces and the text, as whole
   * vectors are read and stored. Content of {@code out} behind the result is unspecified.
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

  /** Where {@link #escapeToStop} stopped in the source. */
  public static int source(long answer) {
    return (int) (answer >>> 32);
  }

  /** Where the text that {@link #escapeToStop} wrote ends; its start if it wrote none. */
  public static int target(long answer) {
    return (int) answer;
  }

  /** Index of a span's first char. */
  public static int spanOffset(long span) {
    return (int) span;
  }

  /** Chars of a span, up to {@link #LONGEST_SPAN}. */
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
