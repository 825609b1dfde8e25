package dev.deltalex.grammar;

import dev.deltalex.syntax.ObjectShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of a JSON object that describes a call, and what their values are. Immutable. Keys are
 * recognised char by char, with one bit per key that still matches.
 */
public final class KeyTable {
  /** A key whose value is not used. */
  public static final byte OTHER = 0;

  /** The tool's name. */
  public static final byte NAME = 1;

  /** The arguments. */
  public static final byte ARGUMENTS = 2;

  /** The model's id of the call. */
  public static final byte ID = 3;

  /** The maximum number of keys: the bits of a stream's mask. */
  private static final int MOST = Short.SIZE;

  /** No keys: the arguments of calls as Python spells them, whose header names the tool. */
  static final KeyTable PYTHON = new KeyTable(List.of(), new byte[0], false);

  private final String[] keys;
  private final byte[] kinds;

  /** ASCII: what nearly all keys consist of. */
  private static final int CHARS = 128;

  private final boolean keyIsName;
  private final char[] first;

  /** The mask of the keys that have an ASCII char at an index: element index * 128 + char. */
  private final short[] having;

  private KeyTable(List<String> keys, byte[] kinds, boolean keyIsName) {
    this.keyIsName = keyIsName;
    this.keys = keys.toArray(new String[0]);
    this.kinds = kinds;
    first = keys.isEmpty() ? new char[0] : keys.get(0).toCharArray();
    having = new short[CHARS * keys.stream().mapToInt(String::length).max().orElse(0)];
    for (int k = 0; k < keys.size(); k++) {
      String key = keys.get(k);
      for (int at = 0; at < key.length(); at++) {
        if (key.charAt(at) < CHARS) {
          having[at * CHARS + key.charAt(at)] |= (short) (1 << k);
        }
      }
    }
  }

  /**
   * The table of a shape.
   *
   * @throws IllegalArgumentException if it has too many keys
   */
  static KeyTable of(ObjectShape shape) {
    List<String> keys = new ArrayList<>(shape.name());
    keys.addAll(shape.arguments());
    keys.addAll(shape.id());
    int identified = keys.size();
    keys.addAll(shape.other());
    if (keys.size() > MOST) {
      throw new IllegalArgumentException(
          "a call object has " + keys.size() + " keys; at most " + MOST + " are supported");
    }
    byte[] kinds = new byte[keys.size()];
    int names = shape.name().size();
    int arguments = names + shape.arguments().size();
    Arrays.fill(kinds, 0, names, NAME);
    Arrays.fill(kinds, names, arguments, ARGUMENTS);
    Arrays.fill(kinds, arguments, identified, ID);
    return new KeyTable(keys, kinds, shape.keyIsName());
  }

  /** Whether the first key is the tool's name, and its value the arguments. */
  public boolean keyIsName() {
    return keyIsName;
  }

  /** Whether it stands for arguments as Python spells them. */
  public boolean isPython() {
    return this == PYTHON;
  }

  /** The table of names of parameters that may hold all arguments. */
  static KeyTable of(List<String> names) {
    return of(new ObjectShape(List.of(), names, List.of(), List.of()));
  }

  /** The chars of the first key; the array is shared and must not be changed. */
  public char[] first() {
    return first;
  }

  /** Whether {@code a[from, to)} is one of the keys. */
  public boolean has(char[] a, int from, int to) {
    short fitting = all();
    for (int i = from; i < to && fitting != 0; i++) {
      fitting = fitting(fitting, i - from, a[i]);
    }
    return ordinal(fitting, to - from) >= 0;
  }

  /** The mask of all keys. */
  public short all() {
    return (short) ((1 << keys.length) - 1);
  }

  /** The keys of {@code fitting} whose char {@code at} is {@code next}. */
  public short fitting(short fitting, int at, char next) {
    if (next >= CHARS) {
      return fittingByKey(fitting, at, next);
    }
    int cell = at * CHARS + next;
    return cell < having.length ? (short) (fitting & having[cell]) : 0;
  }

  private short fittingByKey(short fitting, int at, char next) {
    int still = 0;
    for (int k = 0; k < keys.length; k++) {
      boolean has = at < keys[k].length() && keys[k].charAt(at) == next;
      still |= has ? fitting & 1 << k : 0;
    }
    return (short) still;
  }

  /** The number of the key among {@code fitting} that has {@code length} chars, or -1. */
  public int ordinal(short fitting, int length) {
    for (int k = 0; k < keys.length; k++) {
      if ((fitting >>> k & 1) != 0 && keys[k].length() == length) {
        return k;
      }
    }
    return -1;
  }

  /** What the value of a key is; {@link #OTHER} for -1. */
  public byte kind(int ordinal) {
    return ordinal < 0 ? OTHER : kinds[ordinal];
  }

  /** Keys and kinds, for prints and digests. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(keyIsName ? "NAME" : "");
    for (int k = 0; k < keys.length; k++) {
      out.append(k == 0 ? "" : ",").append(keys[k]).append(':').append(kinds[k]);
    }
    return isPython() ? "PYTHON" : out.toString();
  }
}
