package dev.deltalex.parse;

import dev.deltalex.scan.CharScanner;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The parameters that the open call already has: declared ones by ordinal, others by name, up to
 * {@link #REMEMBERED} of them. Made for a stream when its first call opens a parameter.
 */
final class GivenNames {
  /** The name is new. */
  static final int NEW = 0;

  /** The name was given before. */
  static final int KNOWN = 1;

  /** The name is new and the first that cannot be remembered. */
  static final int FULL = 2;

  /** Undeclared names that are remembered; comparing is linear in it. */
  static final int REMEMBERED = 64;

  private static final char[] NOTHING = {};
  private static final long[] NO_BITS = {};

  private long declared;
  private long[] moreDeclared = NO_BITS;
  private int count;
  private boolean full;
  private int used;

  /** Per remembered name its length, then its chars. */
  private char[] names = NOTHING;

  private char[] key = NOTHING;
  private int keyLength;

  void clear() {
    declared = 0;
    if (moreDeclared.length > 0) {
      Arrays.fill(moreDeclared, 0);
    }
    count = 0;
    used = 0;
    full = false;
  }

  /** Whether parameter {@code ordinal}, or if that is -1 the name {@code a[from, to)}, was given. */
  boolean contains(int ordinal, char[] a, int from, int to) {
    if (ordinal >= 0) {
      int word = (ordinal >> 6) - 1;
      long bits = word < 0 ? declared : word < moreDeclared.length ? moreDeclared[word] : 0;
      return (bits >>> ordinal & 1) != 0;
    }
    int at = 0;
    while (at < used) {
      int length = names[at];
      if (Arrays.equals(names, at + 1, at + 1 + length, a, from, to)) {
        return true;
      }
      at += 1 + length;
    }
    return false;
  }

  /** Remembers a parameter; see {@link #NEW}, {@link #KNOWN}, {@link #FULL}. */
  int add(int ordinal, char[] a, int from, int to) {
    if (contains(ordinal, a, from, to)) {
      return KNOWN;
    }
    if (ordinal >= 0) {
      int word = (ordinal >> 6) - 1;
      if (word < 0) {
        declared |= 1L << ordinal;
      } else {
        if (word >= moreDeclared.length) {
          moreDeclared = Arrays.copyOf(moreDeclared, word + 1);
        }
        moreDeclared[word] |= 1L << ordinal;
      }
      return NEW;
    }
    if (count == REMEMBERED) {
      boolean first = !full;
      full = true;
      return first ? FULL : NEW;
    }
    int length = to - from;
    if (names.length < used + 1 + length) {
      names = Arrays.copyOf(names, Math.max(2 * names.length, used + 1 + length));
    }
    names[used] = (char) length;
    System.arraycopy(a, from, names, used + 1, length);
    used += 1 + length;
    count++;
    return NEW;
  }

  /** An undeclared name as the text of a JSON key, colon included; valid up to the next call. */
  char[] key(CharScanner scanner, char[] a, int from, int to) {
    int room = CharScanner.escapeRoom(to - from) + 3;
    if (key.length < room) {
      key = new char[room];
    }
    key[0] = '"';
    int at = scanner.escape(a, from, to, key, 1);
    key[at++] = '"';
    key[at++] = ':';
    keyLength = at;
    return key;
  }

  /** Length of what {@link #key} made. */
  int keyLength() {
    return keyLength;
  }

  void save(DataOutputStream out) throws IOException {
    out.writeLong(declared);
    out.writeInt(moreDeclared.length);
    for (long bits : moreDeclared) {
      out.writeLong(bits);
    }
    out.writeByte(count);
    out.writeBoolean(full);
    Snapshot.writeChars(out, names, used);
  }

  void load(DataInputStream in) throws IOException {
    declared = in.readLong();
    moreDeclared = new long[Snapshot.in(in.readInt(), 0, in.available() / Long.BYTES, "a length")];
    for (int i = 0; i < moreDeclared.length; i++) {
      moreDeclared[i] = in.readLong();
    }
    count = Snapshot.in(in.readByte(), 0, REMEMBERED, "the number of names");
    full = in.readBoolean();
    used = Snapshot.length(in);
    names = new char[used];
    Snapshot.readChars(in, names, used);
    int at = 0;
    for (int i = 0; i < count; i++) {
      at += 1 + Snapshot.in(at < used ? names[at] : -1, 0, used - at - 1, "a name's length");
    }
    Snapshot.in(used, at, at, "the length of all names");
  }
}
