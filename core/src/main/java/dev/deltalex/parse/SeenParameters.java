package dev.deltalex.parse;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Surrogates;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.value.CharArrayPool;
import dev.deltalex.value.SnapshotIo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that the open call already has: declared ones by ordinal, others by name, up to
 * {@link #REMEMBERED} of them. Names are compared as they are emitted, with U+FFFD for lone
 * surrogates. Made for a stream when its first call opens a parameter.
 */
final class SeenParameters {
  /** The name is new. */
  static final int NEW = 0;

  /** The call already has the name. */
  static final int KNOWN = 1;

  /** The name is new and the first that cannot be remembered. */
  static final int FULL = 2;

  /** Undeclared names that are remembered; comparing is linear in it. */
  static final int REMEMBERED = 64;

  /** Maximum number of words, of 64 parameters each, in a snapshot: more than any schema needs. */
  private static final int MOST_WORDS = 1 << 20;

  private static final long[] NONE = {};

  private final CharArrayPool arrays;
  private long declared;
  private long @Nullable [] moreDeclared;
  private int count;
  private boolean full;
  private int used;

  /** Per remembered name its length, then its chars. */
  private char @Nullable [] names;

  /** The parameter that was added last, if it is declared; else -1. */
  private int openOrdinal = -1;

  /** Index of its length in {@link #names}, if it is remembered by name; else -1. */
  private int openName = -1;

  private char @Nullable [] key;
  private int keyLength;

  SeenParameters(CharArrayPool arrays) {
    this.arrays = arrays;
  }

  /** Removes all parameters and releases pooled arrays. */
  void clear() {
    declared = 0;
    if (moreDeclared != null) {
      Arrays.fill(moreDeclared, 0);
    }
    count = 0;
    used = 0;
    full = false;
    openOrdinal = -1;
    openName = -1;
    if (names != null) {
      arrays.release(names);
      names = null;
    }
    if (key != null) {
      arrays.release(key);
      key = null;
    }
  }

  /**
   * Whether parameter {@code ordinal}, or if that is -1 the name {@code a[from, to)}, was added.
   */
  boolean contains(int ordinal, char[] a, int from, int to) {
    if (ordinal >= 0) {
      int word = (ordinal >> 6) - 1;
      long[] more = moreDeclared;
      long bits = word < 0 ? declared : more != null && word < more.length ? more[word] : 0;
      return (bits >>> ordinal & 1) != 0;
    }
    return find(a, from, to) >= 0;
  }

  /** Index of the length of a remembered name in {@link #names}, or -1. */
  private int find(char[] a, int from, int to) {
    char[] known = names;
    boolean lone = known != null && Surrogates.hasLone(a, from, to);
    int at = 0;
    while (known != null && at < used) {
      int start = at + 1;
      int end = start + known[at];
      if (lone
          ? Surrogates.isWhole(a, from, to, known, start, end)
          : Arrays.equals(known, start, end, a, from, to)) {
        return at;
      }
      at = end;
    }
    return -1;
  }

  /**
   * The index behind the name of the parameter that was added last, at {@code a[from]}; {@code to}
   * if the text ends inside it; -1 if there is another text, or if the name is not remembered.
   */
  int openEnd(ToolSet tools, int tool, char[] a, int from, int to) {
    String declared = openOrdinal >= 0 ? tools.parameterName(tool, openOrdinal) : "";
    char[] known = names;
    int length = declared.length();
    if (openOrdinal < 0) {
      if (openName < 0 || known == null) {
        return -1;
      }
      length = known[openName];
    }
    int end = to - from <= length ? to : from + length;
    for (int i = from; i < end; i++) {
      int at = i - from;
      char c = openOrdinal >= 0 || known == null ? declared.charAt(at) : known[openName + 1 + at];
      if (a[i] != c) {
        return -1;
      }
    }
    return end;
  }

  /** Adds a parameter; see {@link #NEW}, {@link #KNOWN}, {@link #FULL}. */
  int add(int ordinal, char[] a, int from, int to) {
    openOrdinal = ordinal;
    openName = ordinal >= 0 ? -1 : find(a, from, to);
    if (openName >= 0 || ordinal >= 0 && contains(ordinal, a, from, to)) {
      return KNOWN;
    }
    if (ordinal >= 0) {
      int word = (ordinal >> 6) - 1;
      if (word < 0) {
        declared |= 1L << ordinal;
      } else {
        long[] more = moreDeclared;
        if (more == null) {
          more = new long[word + 1];
        } else if (word >= more.length) {
          more = Arrays.copyOf(more, word + 1);
        }
        more[word] |= 1L << ordinal;
        moreDeclared = more;
      }
      return NEW;
    }
    if (count == REMEMBERED) {
      boolean first = !full;
      full = true;
      return first ? FULL : NEW;
    }
    int length = to - from;
    char[] known = names;
    int needed = used + 1 + length;
    if (known == null) {
      known = arrays.acquire(needed);
    } else if (known.length < needed) {
      known = arrays.grow(known, used, needed);
    }
    known[used] = (char) length;
    Surrogates.copyWhole(a, from, to, known, used + 1);
    names = known;
    openName = used;
    used += 1 + length;
    count++;
    return NEW;
  }

  /**
   * An undeclared name as the text of a JSON key, colon included; valid until the next call of this
   * method.
   */
  char[] key(CharScanner scanner, char[] a, int from, int to) {
    int room = CharScanner.escapeRoom(to - from) + 3;
    char[] text = key;
    if (text == null) {
      text = arrays.acquire(room);
    } else if (text.length < room) {
      text = arrays.grow(text, 0, room);
    }
    key = text;
    text[0] = '"';
    int at = scanner.escape(a, from, to, text, 1);
    text[at++] = '"';
    text[at++] = ':';
    keyLength = at;
    return text;
  }

  /** Length of what {@link #key} made. */
  int keyLength() {
    return keyLength;
  }

  /**
   * Saves or loads the parameters.
   *
   * @param parameters number of parameters that the open call's tool declares
   */
  void transfer(SnapshotIo io, int parameters) {
    declared = io.bits(declared);
    long[] more = moreDeclared == null ? NONE : moreDeclared;
    int words = io.count(more.length, MOST_WORDS, Long.BYTES, "the number of parameters");
    if (io.isReading()) {
      more = new long[words];
      moreDeclared = more;
    }
    for (int i = 0; i < words; i++) {
      more[i] = io.bits(more[i]);
    }
    full = io.flag(full);
    count = io.number(count, 0, REMEMBERED, "the number of names");
    used =
        io.count(used, REMEMBERED * (1 + io.limits().maxNameChars()), 1, "the length of all names");
    if (io.isReading()) {
      names = used == 0 ? null : arrays.acquire(used);
    }
    openOrdinal = io.number(openOrdinal, -1, parameters - 1, "the open parameter");
    openName = io.number(openName, -1, used - 1, "the open parameter's name");
    char[] known = names;
    int at = 0;
    boolean found = openName < 0;
    if (known != null) {
      io.chars(known, used);
      for (int i = 0; i < count && at < used; i++) {
        found |= at == openName;
        at += 1 + known[at];
      }
    }
    io.check(found, "the open parameter's name");
    io.check(at == used && (used > 0 || count == 0), "the lengths of names");
  }
}
