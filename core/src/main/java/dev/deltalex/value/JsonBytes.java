package dev.deltalex.value;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes text as the content of a JSON string, in UTF-8.
 *
 * <p>Escapes the chars that {@link ScalarCharScanner} escapes, with its table, and U+2028 and
 * U+2029, which some readers treat as the end of a line. A lone surrogate is replaced by U+FFFD:
 * UTF-8 has no encoding for it, and strict readers reject its escape. The scanner's kernels write
 * ASCII, this class the rest. Stateless.
 */
public final class JsonBytes {
  /** Room for one code point: an escape, which is stored as eight bytes. */
  public static final int LONGEST = CharScanner.LONGEST_ESCAPE + Long.BYTES;

  /** Bytes of the longest non-negative number. */
  public static final int LONGEST_NUMBER = 20;

  /** Longs of a short template. */
  private static final int WORDS = 4;

  /** Bytes that {@link #store} writes. */
  public static final int STORED = WORDS * Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;
  private static final int REPLACEMENT = 0xFFFD;

  private JsonBytes() {}

  /** Room for a number of chars. */
  public static int room(int chars) {
    return CharScanner.LONGEST_ESCAPE * chars + CharScanner.BYTE_SLACK;
  }

  /** Writes {@code a[from, to)}, for which there must be {@link #room}. Returns the end index. */
  public static int escape(CharScanner scanner, char[] a, int from, int to, byte[] out, int at) {
    // Four chars are the most frequent length; others change from delta to delta, and a loop over
    // them would be mispredicted.
    int end =
        to - from == 4
            ? ScalarCharScanner.escapeFour(a, from, out, at)
            : scanner.escapeAscii(a, from, to, out, at);
    return end >= 0 ? end : escapeAny(a, from, to, out, at);
  }

  /** Writes text with non-ASCII chars. */
  private static int escapeAny(char[] a, int from, int to, byte[] out, int at) {
    int end = at;
    int i = from;
    while (i < to) {
      char c = a[i++];
      char next = i < to ? a[i] : 0;
      end = codePoint(c, next, out, end);
      i += isPair(c, next) ? 1 : 0;
    }
    return end;
  }

  /**
   * Writes JSON without escaping it, for which there must be {@link #room}. Returns the end index.
   */
  public static int utf8(char[] a, int from, int to, byte[] out, int at) {
    int end = at;
    int i = from;
    while (i < to) {
      char c = a[i++];
      if (c < 128) {
        out[end++] = (byte) c;
      } else {
        char next = i < to ? a[i] : 0;
        end = codePoint(c, next, out, end);
        i += isPair(c, next) ? 1 : 0;
      }
    }
    return end;
  }

  /** The bytes of JSON, without escaping it. */
  public static byte[] utf8(String json) {
    byte[] bytes = new byte[utf8Length(json)];
    utf8(json.toCharArray(), 0, json.length(), bytes, 0);
    return bytes;
  }

  private static int utf8Length(String json) {
    // A pair takes four bytes: three are counted for its first char and one for its second.
    long bytes = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean separator = c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
      boolean second = i > 0 && isPair(json.charAt(i - 1), c);
      bytes += c < 128 || second ? 1 : c < 0x800 ? 2 : separator ? CharScanner.LONGEST_ESCAPE : 3;
    }
    return Math.toIntExact(bytes);
  }

  /** Whether the two chars are a surrogate pair. */
  public static boolean isPair(char c, char next) {
    return Character.isHighSurrogate(c) && Character.isLowSurrogate(next);
  }

  /** Writes {@code c}, with {@code next} if they are a pair; returns the end index. */
  public static int codePoint(char c, char next, byte[] out, int at) {
    if (c < 128) {
      return ScalarCharScanner.escapeAscii(c, out, at);
    }
    if (c < 0x800) {
      out[at] = (byte) (0xC0 | c >> 6);
      out[at + 1] = (byte) (0x80 | c & 0x3F);
      return at + 2;
    }
    if (!Character.isSurrogate(c)) {
      return c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR ? hex(c, out, at) : three(c, out, at);
    }
    if (!isPair(c, next)) {
      return three(REPLACEMENT, out, at);
    }
    int point = Character.toCodePoint(c, next);
    out[at] = (byte) (0xF0 | point >> 18);
    out[at + 1] = (byte) (0x80 | point >> 12 & 0x3F);
    out[at + 2] = (byte) (0x80 | point >> 6 & 0x3F);
    out[at + 3] = (byte) (0x80 | point & 0x3F);
    return at + 4;
  }

  private static int three(int c, byte[] out, int at) {
    out[at] = (byte) (0xE0 | c >> 12);
    out[at + 1] = (byte) (0x80 | c >> 6 & 0x3F);
    out[at + 2] = (byte) (0x80 | c & 0x3F);
    return at + 3;
  }

  private static int hex(int c, byte[] out, int at) {
    out[at] = '\\';
    out[at + 1] = 'u';
    out[at + 2] = HEX[c >> 12];
    out[at + 3] = HEX[c >> 8 & 15];
    out[at + 4] = HEX[c >> 4 & 15];
    out[at + 5] = HEX[c & 15];
    return at + CharScanner.LONGEST_ESCAPE;
  }

  /** Writes a non-negative number in decimal; returns the end index. */
  public static int number(long number, byte[] out, int at) {
    long left = number;
    int digits = 1;
    for (long n = number / 10; n > 0; n /= 10) {
      digits++;
    }
    for (int i = at + digits - 1; i >= at; i--) {
      out[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    return at + digits;
  }

  /** Packs up to 32 bytes of ASCII text into four longs, for {@link #store}. */
  public static long[] words(String text) {
    byte[] bytes = Arrays.copyOf(ascii(text), WORDS * Long.BYTES);
    if (text.length() > bytes.length) {
      throw new IllegalArgumentException("too long: " + text);
    }
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = (long) LONG.get(bytes, i * Long.BYTES);
    }
    return words;
  }

  /**
   * Stores four longs, which for a short text is faster than a call of {@code System.arraycopy}.
   */
  public static void store(long[] words, byte[] out, int at) {
    LONG.set(out, at, words[0]);
    LONG.set(out, at + 8, words[1]);
    LONG.set(out, at + 16, words[2]);
    LONG.set(out, at + 24, words[3]);
  }

  /** Bytes of ASCII text, for templates. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
