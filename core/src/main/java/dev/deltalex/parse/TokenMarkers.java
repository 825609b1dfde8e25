package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.value.SnapshotIo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The token boundaries of the latest text: which ranges were fed as tokens and which as chars, and
 * where special tokens begin.
 *
 * <p>With option {@code markersBySpelling} OFF, a marker that is a special token counts in text fed
 * as tokens only where that token begins. Text fed as chars and the prompt are not restricted.
 * Inside a JSON string, special tokens are considered with either value of the option.
 *
 * <p>Entries are ordered by offset and cover the text that may be read again, at most {@link
 * dev.deltalex.Limits#maxHeldChars}; older ones are dropped when the array is full.
 */
final class TokenMarkers {
  private static final int CHARS = 0;
  private static final int TOKENS = 1;
  private static final int SPECIAL = 2;
  private static final int KIND_BITS = 2;
  private static final int KIND = (1 << KIND_BITS) - 1;
  private static final int FIRST_LENGTH = 16;

  /** Maximum length of an array that is kept for the next stream. */
  private static final int MOST_KEPT = 1024;

  /** The spec's markers that are special tokens; null if spelled markers count as well. */
  private @Nullable MarkerTokens table;

  /** Each entry is an offset and, in its lowest bits, the kind of what begins there. */
  private long[] entries = new long[FIRST_LENGTH];

  private int count;

  /** How the text after the last entry that is not SPECIAL was fed. */
  private int kind = CHARS;

  /** Special tokens up to this offset are known to be text of a JSON string. */
  private long textUpTo = Integer.MIN_VALUE;

  /** Removes all entries; an array that is too long is not kept. */
  void clear() {
    table = null;
    count = 0;
    kind = CHARS;
    textUpTo = Integer.MIN_VALUE;
    if (entries.length > MOST_KEPT) {
      entries = new long[FIRST_LENGTH];
    }
  }

  /** Text from {@code offset} on is fed as tokens; text before {@code window} is settled. */
  void tokensFrom(MarkerTokens markers, long offset, long window) {
    table = markers;
    change(TOKENS, offset, window);
  }

  /** Text from {@code offset} on is fed as chars; text before {@code window} is settled. */
  void charsFrom(long offset, long window) {
    change(CHARS, offset, window);
  }

  private void change(int to, long offset, long window) {
    if (kind != to) {
      kind = to;
      add(to, offset, window);
    }
  }

  /** A special token begins at {@code offset}; text before {@code window} is settled. */
  void specialAt(long offset, long window) {
    add(SPECIAL, offset, window);
  }

  private void add(int what, long offset, long window) {
    if (count == entries.length) {
      dropBefore(window);
      if (count > entries.length / 2) {
        entries = Arrays.copyOf(entries, 2 * entries.length);
      }
    }
    entries[count++] = offset << KIND_BITS | what;
  }

  /** Drops the entries that only concern text before {@code window}. */
  private void dropBefore(long window) {
    int first = 0;
    int range = -1;
    while (first < count && entries[first] >> KIND_BITS < window) {
      // The last range that begins before the window contains the window's start.
      range = (entries[first] & KIND) == SPECIAL ? range : first;
      first++;
    }
    int kept = 0;
    if (range >= 0) {
      entries[kept++] = entries[range];
    }
    System.arraycopy(entries, first, entries, kept, count - first);
    count = kept + count - first;
  }

  /** Whether the marker may begin at {@code offset}. */
  boolean allows(Edge edge, long offset) {
    MarkerTokens markers = table;
    if (markers == null || !markers.isSpecial(edge)) {
      return true;
    }
    for (int i = count - 1; i >= 0; i--) {
      long at = entries[i] >> KIND_BITS;
      int what = (int) entries[i] & KIND;
      if (what == SPECIAL && at == offset) {
        return true;
      }
      if (what != SPECIAL && at <= offset) {
        return what == CHARS;
      }
    }
    return true;
  }

  /**
   * Offset of the first special token from {@code offset} on whose meaning is not decided, or
   * {@code end}.
   */
  long nextSpecial(long offset, long end) {
    long from = Math.max(offset, textUpTo + 1);
    long found = end;
    for (int i = count - 1; i >= 0 && entries[i] >> KIND_BITS >= from; i--) {
      if ((entries[i] & KIND) == SPECIAL) {
        found = entries[i] >> KIND_BITS;
      }
    }
    return found;
  }

  /** The special token that begins at {@code offset} is text of a JSON string. */
  void isText(long offset) {
    textUpTo = offset;
  }

  /** Saves or loads the entries; text before {@code window} is settled and not saved. */
  void transfer(SnapshotIo io, @Nullable MarkerTokens markers, long window) {
    if (!io.isReading()) {
      dropBefore(window);
    }
    kind = io.number(kind, CHARS, TOKENS, "how the text was fed");
    textUpTo = io.offset(textUpTo, "the last special token that is text");
    int length = io.count(count, Integer.MAX_VALUE, 2, "the number of tokens");
    if (io.isReading()) {
      entries = new long[Math.max(FIRST_LENGTH, length)];
      count = length;
    }
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      long offset = io.offset(entries[i] >> KIND_BITS, "where a token begins");
      int what = io.number((int) entries[i] & KIND, CHARS, SPECIAL, "the kind of an entry");
      io.check(offset >= latest, "the order of tokens");
      latest = offset;
      entries[i] = offset << KIND_BITS | what;
    }
    table = markers;
  }
}
