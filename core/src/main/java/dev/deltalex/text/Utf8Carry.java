package dev.deltalex.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decodes UTF-8 that is fed in chunks, which may end inside a code point.
 *
 * <p>Malformed bytes become U+FFFD, one for each maximal prefix of a valid sequence, exactly as in
 * a {@link java.nio.charset.CharsetDecoder} with {@code REPLACE} (a surrogate encoded in three
 * bytes is one U+FFFD). The state is one int. One instance per stream; nothing is allocated.
 */
public final class Utf8Carry {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final char REPLACEMENT = '\uFFFD';

  /** Missing bytes of the pending code point, 0 to 3. */
  private int missing;

  /**
   * Bits of the pending code point so far. With {@link #missing} they determine the length of the
   * sequence.
   */
  private int bits;

  /** The second result of {@link #resume}: its end index in the input. */
  private int resumedAt;

  /** Creates a decoder at the boundary of a code point. */
  public Utf8Carry() {}

  /** Whether an incomplete code point is pending. */
  public boolean isPending() {
    return missing != 0;
  }

  /** The state as one int; 0 at the boundary of a code point. */
  public int state() {
    return missing << 24 | bits;
  }

  /**
   * Continues from {@link #state}.
   *
   * @throws IllegalArgumentException if {@code state} is not a result of {@link #state}
   */
  public void restore(int state) {
    int wanted = state >>> 24;
    int value = state & 0xFFFFFF;
    boolean possible =
        switch (wanted) {
          case 0 -> value == 0;
          case 1 -> value >= 0x02 && value <= 0x43FF;
          case 2 -> value <= 0x10F;
          case 3 -> value <= 4;
          default -> false;
        };
    if (!possible) {
      throw new IllegalArgumentException("not a state: " + state);
    }
    missing = wanted;
    bits = value;
  }

  /** Discards a pending code point. */
  public void reset() {
    missing = 0;
    bits = 0;
  }

  /**
   * Decodes {@code in[from, to)} to {@code out} from index {@code at} on. {@code out} must have
   * room for one char more than there are bytes.
   *
   * @return the end index in {@code out}
   */
  public int decode(byte[] in, int from, int to, char[] out, int at) {
    int i = from;
    int end = at;
    if (missing != 0 && i < to) {
      end = resume(in, i, to, out, end);
      i = resumedAt;
    }
    while (i < to) {
      int b = in[i];
      if (b >= 0) {
        int ascii = asciiEnd(in, i, to);
        for (; i < ascii; i++) {
          out[end++] = (char) in[i];
        }
      } else if (b >= (byte) 0xC2 && b <= (byte) 0xDF && i + 1 < to && in[i + 1] < (byte) 0xC0) {
        out[end++] = (char) ((b & 0x1F) << 6 | in[i + 1] & 0x3F);
        i += 2;
      } else if (b >= (byte) 0xE1
          && b <= (byte) 0xEC
          && i + 2 < to
          && in[i + 1] < (byte) 0xC0
          && in[i + 2] < (byte) 0xC0) {
        out[end++] = (char) ((b & 0x0F) << 12 | (in[i + 1] & 0x3F) << 6 | in[i + 2] & 0x3F);
        i += 3;
      } else {
        end = begin(b, out, end);
        i++;
        if (missing != 0 && i < to) {
          end = resume(in, i, to, out, end);
          i = resumedAt;
        }
      }
    }
    return end;
  }

  /**
   * Ends the input: a pending code point becomes U+FFFD.
   *
   * @return the end index in {@code out}: {@code at} or one more
   */
  public int flush(char[] out, int at) {
    if (missing == 0) {
      return at;
    }
    reset();
    out[at] = REPLACEMENT;
    return at + 1;
  }

  /** Reads the first byte of a multi-byte sequence. */
  private int begin(int b, char[] out, int at) {
    int lead = b & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      missing = 1;
      bits = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      missing = 2;
      bits = lead & 0x0F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      missing = 3;
      bits = lead & 0x07;
    } else {
      out[at] = REPLACEMENT;
      return at + 1;
    }
    return at;
  }

  /** Reads bytes of the pending sequence until it is complete or malformed, or the input ends. */
  private int resume(byte[] in, int from, int to, char[] out, int at) {
    int i = from;
    while (missing != 0 && i < to) {
      int b = in[i];
      if (b >= (byte) 0xC0 || !fits(b & 0x3F)) {
        resumedAt = i;
        return flush(out, at);
      }
      bits = bits << 6 | b & 0x3F;
      missing--;
      i++;
    }
    resumedAt = i;
    if (missing != 0) {
      return at;
    }
    int codePoint = bits;
    bits = 0;
    if (codePoint >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      out[at] = Character.highSurrogate(codePoint);
      out[at + 1] = Character.lowSurrogate(codePoint);
      return at + 2;
    }
    char c = (char) codePoint;
    out[at] = Character.isSurrogate(c) ? REPLACEMENT : c;
    return at + 1;
  }

  /**
   * Whether the pending sequence may continue with these six bits: not overlong, at most U+10FFFF.
   */
  private boolean fits(int next) {
    return switch (missing) {
      case 3 -> bits == 0 ? next >= 0x10 : bits != 4 || next < 0x10;
      case 2 -> bits != 0 || next >= 0x20;
      default -> true;
    };
  }

  private static int asciiEnd(byte[] in, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to && ((long) LONGS.get(in, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < to && in[i] >= 0) {
      i++;
    }
    return i;
  }
}
