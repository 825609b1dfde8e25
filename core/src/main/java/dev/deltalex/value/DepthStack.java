package dev.deltalex.value;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The containers that are open, outermost first: a bit for each tells objects from arrays. */
final class DepthStack {
  /** The greatest depth: a bit for each level. */
  private static final int MOST = 4 * Long.SIZE;

  private DepthStack() {}

  static void push(JsonState v, boolean object) {
    int level = v.depth;
    long bit = 1L << level;
    long word = word(v, level);
    word = object ? word | bit : word & ~bit;
    switch (level >> 6) {
      case 0 -> v.objects = word;
      case 1 -> v.objectsFrom64 = word;
      case 2 -> v.objectsFrom128 = word;
      default -> v.objectsFrom192 = word;
    }
    v.depth = (short) (level + 1);
  }

  /** The word with the bit of {@code level}. */
  private static long word(JsonState v, int level) {
    return switch (level >> 6) {
      case 0 -> v.objects;
      case 1 -> v.objectsFrom64;
      case 2 -> v.objectsFrom128;
      default -> v.objectsFrom192;
    };
  }

  /** Whether the innermost container, which must exist, is an object. */
  static boolean isObject(JsonState v) {
    int level = v.depth - 1;
    return (word(v, level) >>> level & 1) != 0;
  }

  /** Closes the innermost container, which must exist; returns its bracket. */
  static char pop(JsonState v) {
    char right = isObject(v) ? '}' : ']';
    v.depth--;
    return right;
  }

  static void save(JsonState v, DataOutputStream stream) throws IOException {
    stream.writeShort(v.depth);
    stream.writeLong(v.objects);
    stream.writeLong(v.objectsFrom64);
    stream.writeLong(v.objectsFrom128);
    stream.writeLong(v.objectsFrom192);
  }

  static void load(JsonState v, DataInputStream stream) throws IOException {
    v.depth = stream.readShort();
    if (v.depth < 0 || v.depth > MOST) {
      throw new IOException("the JSON value's depth is " + v.depth);
    }
    v.objects = stream.readLong();
    v.objectsFrom64 = stream.readLong();
    v.objectsFrom128 = stream.readLong();
    v.objectsFrom192 = stream.readLong();
  }
}
