package dev.deltalex.bench.floor;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Searching and escaping for the floors, a vector at a time where the process may use vectors, else
 * a char at a time. Every array must have {@link #SLACK} chars behind the text.
 */
public final class Kernels {
  /** Chars behind the text of an input array. */
  public static final int SLACK = 64;

  /** Result of escaping where the text contains what only a parser can judge. */
  public static final int STOPPED = -1;

  private static final String PROPERTY = "dev.deltalex.scanner";
  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Whether vectors are used. Below 16 lanes the parser does not find them faster either. */
  private static final boolean VECTORS =
      LANES >= 16 && !"scalar".equalsIgnoreCase(System.getProperty(PROPERTY));

  /** Whether this CPU expands 32 shorts in one instruction; timed, since no interface tells. */
  private static final boolean EXPANDS = VECTORS && LANES == 32 && ExpandProbe.wins();

  /** Kinds of ASCII chars: the letter of a short escape, {@link #STOP}, or 0 for plain text. */
  private static final byte[] KINDS = new byte[128];

  private static final byte STOP = 1;

  private static final short[] LETTERS = new short[32];
  private static final short[] UPPER_HALF = new short[32];

  static {
    for (int i = 0; i < 32; i++) {
      KINDS[i] = STOP;
      UPPER_HALF[i] = (short) (16 + i & 31);
    }
    letter('\n', 'n');
    letter('\t', 't');
    letter('\r', 'r');
    letter('\b', 'b');
    letter('\f', 'f');
    KINDS['"'] = '"';
    KINDS['\\'] = '\\';
    KINDS['<'] = STOP;
  }

  private Kernels() {}

  private static void letter(char control, char letter) {
    KINDS[control] = (byte) letter;
    LETTERS[control] = (short) letter;
  }

  /** Width in bits of the vectors that the floors use; 0 if they use none. */
  public static int vectorBits() {
    return VECTORS ? SPECIES.vectorBitSize() : 0;
  }

  /** Whether no char of the range needs an escape and none is {@code <}. */
  static boolean isPlain(char[] a, int from, int to) {
    if (!VECTORS) {
      return findScalar(a, from, to) == to;
    }
    int n = to - from;
    if (n <= LANES) {
      return (hits(a, from) & -1L >>> -n) == 0;
    }
    return n <= 2 * LANES
        ? (hits(a, from) | hits(a, to - LANES)) == 0
        : findVector(a, from, to) == to;
  }

  /**
   * Lanes of the vector at an index that are escaped, or {@code <}. A bit is flipped that differs
   * between space and quotation mark, so that one compare finds both kinds. It is signed, which is
   * cheaper, and also hits the chars from U+8000 on: a delta with one is left to the parser.
   */
  private static long hits(char[] a, int at) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, at);
    return v.lanewise(VectorOperators.XOR, (short) 2)
        .compare(VectorOperators.LE, (short) ' ')
        .or(v.eq((short) '\\'))
        .or(v.eq((short) '<'))
        .toLong();
  }

  /**
   * The first char of the range that JSON escapes or that is {@code <}; {@code to} if there is
   * none.
   */
  static int findEscapeOrAngle(char[] a, int from, int to) {
    return VECTORS ? findVector(a, from, to) : findScalar(a, from, to);
  }

  private static int findVector(char[] a, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      long hits = hits(a, i);
      if (hits != 0) {
        return Math.min(to, i + Long.numberOfTrailingZeros(hits));
      }
    }
    return to;
  }

  private static int findScalar(char[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = a[i];
      if (c < 128 && KINDS[c] != 0) {
        return i;
      }
    }
    return to;
  }

  /**
   * Copies the chars in front of the first one that JSON escapes or that is {@code <}; returns how
   * many they are. What it writes behind them has no meaning.
   */
  static int copyPlain(char[] a, int from, int to, char[] out, int at) {
    int i = from;
    if (!VECTORS) {
      int end = at;
      for (char c = a[i]; i < to && kind(c) == 0; c = a[i]) {
        out[end++] = c;
        i++;
      }
      return i - from;
    }
    while (i < to) {
      ShortVector.fromCharArray(SPECIES, a, i).intoCharArray(out, at + i - from);
      long hits = hits(a, i);
      if (hits != 0) {
        return Math.min(to, i + Long.numberOfTrailingZeros(hits)) - from;
      }
      i += LANES;
    }
    return to - from;
  }

  /** Copies a short text; what it writes behind it has no meaning. */
  static void copyShort(char[] a, int from, int n, char[] out, int at) {
    if (!VECTORS || n > LANES) {
      System.arraycopy(a, from, out, at, n);
    } else {
      ShortVector.fromCharArray(SPECIES, a, from).intoCharArray(out, at);
    }
  }

  /** The first {@code <} of the range; {@code to} if there is none. */
  static int findAngle(char[] a, int from, int to) {
    if (!VECTORS) {
      for (int i = from; i < to; i++) {
        if (a[i] == '<') {
          return i;
        }
      }
      return to;
    }
    for (int i = from; i < to; i += LANES) {
      long hits = ShortVector.fromCharArray(SPECIES, a, i).eq((short) '<').toLong();
      if (hits != 0) {
        return Math.min(to, i + Long.numberOfTrailingZeros(hits));
      }
    }
    return to;
  }

  /** Whether the range has no quotation mark, backslash or control char. */
  static boolean isPlainJson(char[] a, int from, int to) {
    int n = to - from;
    if (VECTORS && n <= LANES) {
      return (jsonHits(a, from) & -1L >>> -n) == 0;
    }
    return VECTORS && n <= 2 * LANES
        ? (jsonHits(a, from) | jsonHits(a, to - LANES)) == 0
        : findJsonEnd(a, from, to) == to;
  }

  /** The first quotation mark, backslash or control char of the range, or {@code to}. */
  static int findJsonEnd(char[] a, int from, int to) {
    if (!VECTORS) {
      for (int i = from; i < to; i++) {
        char c = a[i];
        if (c < ' ' || c == '"' || c == '\\') {
          return i;
        }
      }
      return to;
    }
    for (int i = from; i < to; i += LANES) {
      long hits = jsonHits(a, i);
      if (hits != 0) {
        return Math.min(to, i + Long.numberOfTrailingZeros(hits));
      }
    }
    return to;
  }

  private static long jsonHits(char[] a, int at) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, at);
    return v.lanewise(VectorOperators.XOR, (short) 2)
        .compare(VectorOperators.LE, (short) ' ')
        .or(v.eq((short) '\\'))
        .toLong();
  }

  /**
   * Writes the range as the inside of a JSON string.
   *
   * @return the end of what was written, or {@link #STOPPED}
   */
  static int escape(char[] a, int from, int to, char[] out, int at) {
    if (EXPANDS) {
      return expand(a, from, to, out, at);
    }
    return VECTORS && to - from > 8
        ? walk(a, from, to, out, at)
        : escapeScalar(a, from, to, out, at);
  }

  /** The kind of a char: 0 if it is copied, the letter of its escape, or 1 for a stop. */
  static int kind(char c) {
    return c < 128 ? KINDS[c] : 0;
  }

  private static int escapeScalar(char[] a, int from, int to, char[] out, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      char c = a[i];
      int kind = c < 128 ? KINDS[c] : 0;
      if (kind == 0) {
        out[end++] = c;
      } else if (kind == STOP) {
        if (c != '<' || beginsTag(a, i, to)) {
          return STOPPED;
        }
        out[end++] = c;
      } else {
        out[end] = '\\';
        out[end + 1] = (char) kind;
        end += 2;
      }
    }
    return end;
  }

  /** Whether the second char is that of a tag of the format. The last char is not held. */
  private static boolean beginsTag(char[] a, int i, int to) {
    if (i + 1 >= to) {
      return false;
    }
    char c = a[i + 1];
    return c == '/' || c == 'p' || c == 'f' || c == 't';
  }

  private static boolean tagAt(long angles, char[] a, int base, int to) {
    for (long bits = angles; bits != 0; bits &= bits - 1) {
      if (beginsTag(a, base + Long.numberOfTrailingZeros(bits), to)) {
        return true;
      }
    }
    return false;
  }

  /** Stores vectors, and begins a new one behind each escape. */
  private static int walk(char[] a, int from, int to, char[] out, int at) {
    int shift = at - from;
    for (int i = from; i < to; i += LANES) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      long inside = -1L >>> -Math.min(LANES, to - i);
      if (tagAt(v.eq((short) '<').toLong() & inside, a, i, to)) {
        return STOPPED;
      }
      long escapes =
          v.lanewise(VectorOperators.XOR, (short) 2)
                  .compare(VectorOperators.LE, (short) ' ')
                  .or(v.eq((short) '\\'))
                  .toLong()
              & inside;
      v.intoCharArray(out, i + shift);
      for (; escapes != 0; escapes &= escapes - 1) {
        int escaped = i + Long.numberOfTrailingZeros(escapes);
        int kind = kind(a[escaped]);
        if (kind <= STOP) {
          return STOPPED;
        }
        out[escaped + shift] = '\\';
        shift++;
        out[escaped + shift] = (char) kind;
        ShortVector.fromCharArray(SPECIES, a, escaped + 1).intoCharArray(out, escaped + shift + 1);
      }
    }
    return to + shift;
  }

  /** Spreads 32 chars over up to 64 places, the free ones being backslashes. */
  private static int expand(char[] a, int from, int to, char[] out, int at) {
    int end = at;
    for (int i = from; i < to; i += 32) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      int n = Math.min(32, to - i);
      long inside = -1L >>> -n;
      if (tagAt(v.eq((short) '<').toLong() & inside, a, i, to)) {
        return STOPPED;
      }
      VectorMask<Short> control = v.compare(VectorOperators.ULT, (short) ' ');
      ShortVector letters =
          v.and((short) 31).selectFrom(ShortVector.fromArray(SPECIES, LETTERS, 0));
      ShortVector chars = v.blend(letters, control);
      if ((chars.eq((short) 0).toLong() & inside) != 0) {
        return STOPPED;
      }
      long escapes = control.or(v.eq((short) '"')).or(v.eq((short) '\\')).toLong() & inside;
      end = spread(chars, escapes, n, out, end);
    }
    return end;
  }

  private static int spread(ShortVector chars, long escapes, int n, char[] out, int at) {
    final long slots = 0x5555555555555555L;
    long doubled = Long.expand(escapes, slots);
    long places = Long.compress(slots & ~doubled | doubled << 1, slots | doubled << 1);
    ShortVector backslashes = ShortVector.broadcast(SPECIES, (short) '\\');
    VectorMask<Short> low = VectorMask.fromLong(SPECIES, places);
    backslashes.blend(chars.expand(low), low).intoCharArray(out, at);
    if (n > 16) {
      int lower = 16 + Long.bitCount(escapes & 0xFFFF);
      VectorMask<Short> high = VectorMask.fromLong(SPECIES, places >>> lower);
      ShortVector upper = ShortVector.fromArray(SPECIES, UPPER_HALF, 0).selectFrom(chars);
      backslashes.blend(upper.expand(high), high).intoCharArray(out, at + lower);
    }
    return at + n + Long.bitCount(escapes);
  }
}
