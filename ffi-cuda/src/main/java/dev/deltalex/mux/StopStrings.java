package dev.deltalex.mux;

import java.util.Arrays;
import java.util.List;

/**
 * The stop strings of a request, compiled to an Aho-Corasick automaton: one pass over the text
 * finds the match that ends first, for any number of overlapping strings. If several end at the
 * same char, the longest is reported, so that the text before it contains none of them; of equal
 * ones the first is.
 *
 * <p>They are searched in the raw text of the model, including reasoning, markup and calls.
 * Immutable and thread-safe. The state of a search is an int, which each stream keeps.
 */
public final class StopStrings {
  /** Most strings of a request. */
  public static final int MAX_STRINGS = 64;

  /** Most chars of one string. */
  public static final int MAX_LENGTH = 256;

  /** No stop strings. */
  public static final StopStrings NONE = new StopStrings(List.of());

  /** The initial state. */
  static final int START = 0;

  // The trie: children of a node are a list, since a node rarely has more than one.
  private final char[] label;
  private final int[] child;
  private final int[] sibling;
  private final int[] depth;

  /** The node of the longest proper suffix that is a node. */
  private final int[] fallback;

  /** Length in chars of the longest stop string that ends in the node; 0: none. */
  private final int[] hit;

  /** Index of that stop string. */
  private final int[] which;

  private final List<String> texts;

  /** Bit sets of the first chars of the strings, for chars up to U+007F. */
  private final long firstLow;

  private final long firstHigh;
  private final boolean firstBeyond;
  private final int longest;

  private StopStrings(List<String> strings) {
    texts = List.copyOf(strings);
    int nodes = 1;
    for (String text : texts) {
      nodes += text.length();
    }
    label = new char[nodes];
    child = new int[nodes];
    sibling = new int[nodes];
    depth = new int[nodes];
    fallback = new int[nodes];
    hit = new int[nodes];
    which = new int[nodes];
    long low = 0;
    long high = 0;
    boolean beyond = false;
    int most = 0;
    int used = 1;
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      used = insert(text, i, used);
      char first = text.charAt(0);
      low |= first < 64 ? 1L << first : 0;
      high |= first >= 64 && first < 128 ? 1L << first : 0;
      beyond |= first >= 128;
      most = Math.max(most, text.length());
    }
    firstLow = low;
    firstHigh = high;
    firstBeyond = beyond;
    longest = most;
    link(used);
  }

  /**
   * Compiles stop strings.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_STRINGS}, or if one is
   *     empty, is longer than {@link #MAX_LENGTH}, or begins or ends within a surrogate pair
   */
  public static StopStrings of(List<String> strings) {
    if (strings.size() > MAX_STRINGS) {
      throw new IllegalArgumentException(
          strings.size() + " stop strings; the maximum is " + MAX_STRINGS);
    }
    for (int i = 0; i < strings.size(); i++) {
      String text = strings.get(i);
      if (text.isEmpty() || text.length() > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "stop string "
                + i
                + " has "
                + text.length()
                + " chars; it must have 1 to "
                + MAX_LENGTH);
      }
      if (Character.isLowSurrogate(text.charAt(0))
          || Character.isHighSurrogate(text.charAt(text.length() - 1))) {
        throw new IllegalArgumentException(
            "stop string " + i + " begins or ends within a surrogate pair");
      }
    }
    return strings.isEmpty() ? NONE : new StopStrings(strings);
  }

  /** Whether there are no stop strings. */
  public boolean isEmpty() {
    return longest == 0;
  }

  /** The stop string with an index from 0, in the order of the request. */
  public String text(int index) {
    return texts.get(index);
  }

  /** Length in chars of the longest stop string. */
  int longest() {
    return longest;
  }

  private int insert(String text, int index, int nodes) {
    int used = nodes;
    int at = START;
    for (int i = 0; i < text.length(); i++) {
      int next = childOf(at, text.charAt(i));
      if (next == 0) {
        next = used++;
        label[next] = text.charAt(i);
        depth[next] = i + 1;
        sibling[next] = child[at];
        child[at] = next;
      }
      at = next;
    }
    if (hit[at] == 0) {
      hit[at] = text.length();
      which[at] = index;
    }
    return used;
  }

  /** Breadth first: a node's suffixes are shorter, so their links are already computed. */
  private void link(int nodes) {
    int[] queue = new int[nodes];
    int end = 1;
    for (int at = 0; at < end; at++) {
      int parent = queue[at];
      for (int node = child[parent]; node != 0; node = sibling[node]) {
        fallback[node] = parent == START ? START : step(fallback[parent], label[node]);
        if (hit[node] == 0) {
          hit[node] = hit[fallback[node]];
          which[node] = which[fallback[node]];
        }
        queue[end++] = node;
      }
    }
  }

  private int childOf(int node, char c) {
    int next = child[node];
    while (next != 0 && label[next] != c) {
      next = sibling[next];
    }
    return next;
  }

  /** The state after {@code c}. Costs a few comparisons per char, amortized over a text. */
  int step(int state, char c) {
    int node = state;
    while (true) {
      int next = childOf(node, c);
      if (next != 0 || node == START) {
        return next;
      }
      node = fallback[node];
    }
  }

  /**
   * Whether a stop string may begin with {@code c}. Exact for chars up to U+007F, else true if any
   * string begins with a char above.
   */
  boolean mayBegin(char c) {
    return c < 64 ? (firstLow & 1L << c) != 0 : c < 128 ? (firstHigh & 1L << c) != 0 : firstBeyond;
  }

  /** How many of the last chars may be the beginning of a stop string. */
  int depth(int state) {
    return depth[state];
  }

  /** Length in chars of the stop string that is complete in this state; 0: none. */
  int hit(int state) {
    return hit[state];
  }

  /** The index of the stop string that is complete in this state. */
  int which(int state) {
    return which[state];
  }

  @Override
  public String toString() {
    return "StopStrings["
        + Arrays.stream(hit).filter(n -> n > 0).count()
        + " ends, longest "
        + longest
        + "]";
  }
}
