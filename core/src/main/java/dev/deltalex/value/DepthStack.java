package dev.deltalex.value;

/** The containers that are open, outermost first: a bit for each tells objects from arrays. */
final class DepthStack {
  private DepthStack() {}

  static void push(JsonState v, boolean object) {
    int level = v.depth;
    long bit = 1L << level;
    long word = word(v, level);
    store(v, level, object ? word | bit : word & ~bit);
    v.depth = (short) (level + 1);
  }

  /** Sets the word with the bit of {@code level}. */
  private static void store(JsonState v, int level, long word) {
    switch (level >> 6) {
      case 0 -> v.objects = word;
      case 1 -> v.objectsFrom64 = word;
      case 2 -> v.objectsFrom128 = word;
      default -> v.objectsFrom192 = word;
    }
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

  /** At most {@code most} levels. */
  static void transfer(JsonState v, SnapshotIo io, int most) {
    v.depth = (short) io.number(v.depth, 0, most, "the depth");
    for (int level = 0; level < v.depth; level += Long.SIZE) {
      store(v, level, io.bits(word(v, level)));
    }
  }
}
