package dev.deltalex.value;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The containers that are open, outermost first: a bit for each tells objects from arrays. */
final class DepthStack {
  /** Words for as many containers as {@link dev.deltalex.Limits#depth} allows. */
  private static final int WORDS = 256 / Long.SIZE;

  private final long[] objects = new long[WORDS];
  private int depth;

  void clear() {
    depth = 0;
  }

  int depth() {
    return depth;
  }

  void push(boolean object) {
    long bit = 1L << depth;
    int word = depth >> 6;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    depth++;
  }

  /** Whether the innermost container, which must exist, is an object. */
  boolean isObject() {
    int level = depth - 1;
    return (objects[level >> 6] >>> level & 1) != 0;
  }

  /** Closes the innermost container, which must exist; returns its bracket. */
  char pop() {
    char right = isObject() ? '}' : ']';
    depth--;
    return right;
  }

  void save(DataOutputStream stream) throws IOException {
    stream.writeShort(depth);
    for (long bits : objects) {
      stream.writeLong(bits);
    }
  }

  void load(DataInputStream stream) throws IOException {
    depth = stream.readShort();
    if (depth < 0 || depth > WORDS * Long.SIZE) {
      throw new IOException("the JSON value's depth is " + depth);
    }
    for (int i = 0; i < WORDS; i++) {
      objects[i] = stream.readLong();
    }
  }
}
