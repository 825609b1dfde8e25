package dev.deltalex.value;

import dev.deltalex.scan.Surrogates;
import dev.deltalex.schema.ParameterType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open elements of a call whose parameters are elements that nest: the outermost is a
 * parameter, the innermost holds text or is an object or array whose elements follow.
 *
 * <p>All of it is one stack of chars: for each open element its head, its name and, of an object,
 * the names of the members that it has so far. Its size is bounded by the depth and by the number
 * of names that are remembered. No recursion; the array comes from a {@link CharArrayPool}.
 */
public final class NestedText {
  /** The result of {@link #add}: the object does not have the name yet. */
  public static final int NEW = 0;

  /** The object has the name. */
  public static final int KNOWN = 1;

  /** The name is new and the first that the object cannot remember. */
  public static final int FULL = 2;

  /** Names that an object remembers; comparing is linear in it. */
  private static final int REMEMBERED = 64;

  /** Chars before an element's name: parent (2), flags, schema (2), names, length of the name. */
  private static final int HEAD = 7;

  private static final int FLAGS = 2;
  private static final int SCHEMA = 3;
  private static final int NAMES = 5;
  private static final int NAME = 6;

  // Flags.
  private static final int LEAF = 1;
  private static final int ARRAY = 1 << 1;
  private static final int DISCARDED = 1 << 2;

  /** Its elements may make it an object, or an array. */
  private static final int MAY_BE_OBJECT = 1 << 3;

  private static final int MAY_BE_ARRAY = 1 << 4;
  private static final int FORGETS = 1 << 5;
  private static final int ALL_FLAGS = (1 << 6) - 1;

  private static final char[] NO_CHARS = {};

  private char @Nullable [] stack;
  private int used;

  /** Index of the innermost element's head, or -1. */
  private int top = -1;

  private int depth;

  /** Makes one without open elements. */
  NestedText() {}

  /** Number of open elements. */
  public int depth() {
    return depth;
  }

  private char[] chars() {
    char[] a = stack;
    return a == null ? NO_CHARS : a;
  }

  private boolean has(int flag) {
    return depth > 0 && (chars()[top + FLAGS] & flag) != 0;
  }

  /** Whether the innermost element holds text, or nothing yet. */
  public boolean isLeaf() {
    return has(LEAF);
  }

  /** Whether the innermost element is an array. */
  public boolean isArray() {
    return has(ARRAY);
  }

  /** Whether nothing of the innermost element is emitted. */
  public boolean isDiscarded() {
    return has(DISCARDED);
  }

  /** The schema of the innermost element, or -1. */
  public int schema() {
    return depth == 0 ? -1 : number(chars(), top + SCHEMA) - 1;
  }

  private static int number(char[] a, int at) {
    return a[at] << Character.SIZE | a[at + 1];
  }

  private static void put(char[] a, int at, int number) {
    a[at] = (char) (number >>> Character.SIZE);
    a[at + 1] = (char) number;
  }

  /**
   * Opens an element called {@code a[from, to)}.
   *
   * @param schema or -1
   * @param structures bits of {@link ParameterType}: what its elements may make it, {@link
   *     ParameterType#OBJECT} or {@link ParameterType#ARRAY}
   */
  public void open(CharArrayPool arrays, char[] a, int from, int to, int schema, int structures) {
    int length = to - from;
    int at = used;
    char[] all = room(arrays, HEAD + length);
    put(all, at, top + 1);
    int may = (structures & ParameterType.OBJECT) == 0 ? 0 : MAY_BE_OBJECT;
    may |= (structures & ParameterType.ARRAY) == 0 ? 0 : MAY_BE_ARRAY;
    all[at + FLAGS] = (char) (LEAF | may | (isDiscarded() ? DISCARDED : 0));
    put(all, at + SCHEMA, schema + 1);
    all[at + NAMES] = 0;
    all[at + NAME] = (char) length;
    Surrogates.copyWhole(a, from, to, all, at + HEAD);
    top = at;
    used = at + HEAD + length;
    depth++;
  }

  /** Nothing of the innermost element is emitted. */
  public void discard() {
    if (depth > 0) {
      chars()[top + FLAGS] |= DISCARDED;
    }
  }

  private char[] room(CharArrayPool arrays, int more) {
    char[] all = stack;
    int needed = used + more;
    if (all == null) {
      all = arrays.acquire(needed);
    } else if (all.length < needed) {
      all = arrays.grow(all, used, needed);
    }
    stack = all;
    return all;
  }

  /**
   * The innermost element, which held nothing but whitespace, becomes an object or array.
   *
   * @param item whether the name of the element that opens in it is that of an array's elements
   * @return whether it is an array
   */
  boolean becomesStructure(boolean item) {
    boolean array = has(MAY_BE_ARRAY) && (item || !has(MAY_BE_OBJECT));
    if (depth > 0) {
      char[] all = chars();
      all[top + FLAGS] = (char) (all[top + FLAGS] & ~LEAF | (array ? ARRAY : 0));
    }
    return array;
  }

  /** Adds a member to the innermost object; see {@link #NEW}, {@link #KNOWN}, {@link #FULL}. */
  public int add(CharArrayPool arrays, char[] a, int from, int to) {
    if (depth == 0) {
      return NEW;
    }
    char[] all = chars();
    boolean lone = Surrogates.hasLone(a, from, to);
    int at = top + HEAD + all[top + NAME];
    while (at < used) {
      int end = at + 1 + all[at];
      if (end - at - 1 == to - from && isSame(lone, a, from, to, all, at + 1, end)) {
        return KNOWN;
      }
      at = end;
    }
    if (all[top + NAMES] == REMEMBERED) {
      boolean first = !has(FORGETS);
      all[top + FLAGS] |= FORGETS;
      return first ? FULL : NEW;
    }
    int length = to - from;
    all = room(arrays, 1 + length);
    all[used] = (char) length;
    Surrogates.copyWhole(a, from, to, all, used + 1);
    used += 1 + length;
    all[top + NAMES]++;
    return NEW;
  }

  private static boolean isSame(
      boolean lone, char[] a, int from, int to, char[] b, int start, int end) {
    return lone
        ? Surrogates.isWhole(a, from, to, b, start, end)
        : Arrays.equals(b, start, end, a, from, to);
  }

  /**
   * How many elements a closer with the name {@code a[from, to)} closes: 1 for the innermost, 0 if
   * no open element has the name.
   */
  public int closedBy(char[] a, int from, int to) {
    char[] all = chars();
    boolean lone = Surrogates.hasLone(a, from, to);
    int element = top;
    for (int count = 1; count <= depth; count++) {
      int name = element + HEAD;
      int length = all[element + NAME];
      if (length == to - from && isSame(lone, a, from, to, all, name, name + length)) {
        return count;
      }
      element = (all[element] << Character.SIZE | all[element + 1]) - 1;
    }
    return 0;
  }

  /** Whether the name of the innermost element begins with {@code a[from, to)}. */
  public boolean beginsName(char[] a, int from, int to) {
    if (depth == 0 || to - from > chars()[top + NAME]) {
      return false;
    }
    char[] all = chars();
    return Arrays.equals(all, top + HEAD, top + HEAD + to - from, a, from, to);
  }

  /** Closes the innermost element; its parent is the innermost again. */
  void close() {
    if (depth > 0) {
      used = top;
      top = number(chars(), top) - 1;
      depth--;
    }
  }

  /** Closes all elements and releases the array. */
  void clear(CharArrayPool arrays) {
    char[] all = stack;
    if (all != null) {
      arrays.release(all);
      stack = null;
    }
    used = 0;
    top = -1;
    depth = 0;
  }

  /** Whether all schemas are below {@code count}. */
  boolean fits(int count) {
    char[] all = chars();
    int element = top;
    boolean fits = true;
    for (int i = 0; i < depth; i++) {
      fits &= number(all, element + SCHEMA) <= count;
      element = number(all, element) - 1;
    }
    return fits;
  }

  /** Saves or loads the open elements. */
  void transfer(SnapshotIo io, CharArrayPool arrays) {
    int name = io.limits().maxNameChars() + 1;
    int most = (io.limits().maxDepth() + 1) * (HEAD + name + REMEMBERED * name);
    used = io.count(used, most, 1, "the length of all elements");
    if (io.isReading()) {
      stack = used == 0 ? null : arrays.acquire(used);
    }
    char[] all = chars();
    io.chars(all, used);
    top = io.number(top, -1, used - 1, "the innermost element");
    depth = io.number(depth, 0, io.limits().maxDepth() + 1, "the number of elements");
    if (io.isReading()) {
      io.check(isWhole(all), "the open elements");
    }
  }

  /** Whether the stack is well-formed, so that no index that is read from it is out of bounds. */
  private boolean isWhole(char[] all) {
    int element = top;
    int end = used;
    for (int left = depth; left > 0; left--) {
      if (element < 0 || element + HEAD > end || all[element + FLAGS] > ALL_FLAGS) {
        return false;
      }
      int at = element + HEAD + all[element + NAME];
      for (int names = all[element + NAMES]; names > 0; names--) {
        at += at < end ? 1 + all[at] : 1;
      }
      int parent = number(all, element) - 1;
      if (at != end || parent >= element) {
        return false;
      }
      end = element;
      element = parent;
    }
    return element == -1 && end == 0;
  }
}
