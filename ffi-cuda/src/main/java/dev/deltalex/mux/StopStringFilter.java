package dev.deltalex.mux;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;
import java.util.Arrays;

/**
 * Filters the tokens between the ring and the parser of a stream that has stop strings: buffers the
 * tokens whose text may be the beginning of a stop string, and cuts the text before a complete one.
 *
 * <p>It buffers whole tokens, so that the parser gets ids and not only text, for marker tokens and
 * token counts; only the token in which a match begins is fed in part. A code point that is split
 * between tokens is decoded in the same way as in the parser. Tokens without text are fed at once.
 *
 * <p>The buffer holds at most the chars of the longest stop string plus the token in which they
 * begin.
 */
final class StopStringFilter {
  /** A code point has at most four bytes, and each may be a token. */
  private static final int TOKENS_PER_CHAR = 4;

  /**
   * Capacity beyond the maximum that is buffered, so that a burst is read without a release in
   * between.
   */
  private static final int BURST_ROOM = 64;

  private static final int CHUNK = 256;

  private final Utf8Carry utf8 = new Utf8Carry();
  private final char[] decoded = new char[CHUNK + 1];
  private StopStrings stops = StopStrings.NONE;
  private int state;

  /** Chars of the text read so far. */
  private long total;

  /** Offset of the first buffered char, and the decoder state before it. */
  private long base;

  private int baseCarry;

  /** Offset at which the stop string that was found begins. */
  private long hitAt;

  private int hitIndex;

  /** Tokens of the last burst up to the one that completed the stop string, inclusive. */
  private int taken;

  // The buffered tokens: id, end offset of its text, and the decoder state after it.
  private int size;
  private int[] tokens = new int[0];
  private long[] ends = new long[0];
  private int[] carries = new int[0];

  /** Resets it for a stream. */
  void open(StopStrings strings) {
    stops = strings;
    state = StopStrings.START;
    total = 0;
    base = 0;
    baseCarry = 0;
    size = 0;
    hitIndex = -1;
    utf8.reset();
    int room = TOKENS_PER_CHAR * (strings.longest() + 1) + BURST_ROOM;
    if (tokens.length < room) {
      tokens = new int[room];
      ends = new long[room];
      carries = new int[room];
    }
  }

  /** Buffered chars. */
  int heldChars() {
    return (int) (total - base);
  }

  /** The index of the stop string that was found; -1: none. */
  int hitIndex() {
    return hitIndex;
  }

  /**
   * Tokens of the last burst up to the one that completed the stop string, inclusive; valid after a
   * match.
   */
  int taken() {
    return taken;
  }

  /**
   * Reads a burst and feeds the tokens that cannot be part of a stop string.
   *
   * @return whether a stop string is complete: the parser then has all text before it, and only
   *     {@code finish} may follow
   */
  boolean feed(StreamParser parser, int[] burst, int count, Vocabulary vocabulary) {
    for (int i = 0; i < count; i++) {
      int token = burst[i];
      long entry = vocabulary.entry(token);
      if (Vocabulary.length(entry) == 0) {
        parser.feedTokens(burst, i, i + 1);
        continue;
      }
      if (size == tokens.length) {
        release(parser);
      }
      boolean hit =
          Vocabulary.isPartial(entry) ? readBytes(entry, vocabulary) : read(entry, vocabulary);
      tokens[size] = token;
      ends[size] = total;
      carries[size] = utf8.state();
      size++;
      if (hit) {
        hitIndex = stops.which(state);
        taken = i + 1;
        cut(parser, vocabulary);
        return true;
      }
    }
    release(parser);
    return false;
  }

  /** Feeds the buffered tokens at the end of a stream without a match. */
  void flush(StreamParser parser) {
    drop(parser, size);
  }

  private boolean read(long entry, Vocabulary vocabulary) {
    int pending = utf8.flush(decoded, 0);
    if (pending > 0 && walk(decoded, 0, pending)) {
      return true;
    }
    int from = Vocabulary.offset(entry);
    return walk(vocabulary.chars(), from, from + Vocabulary.length(entry));
  }

  private boolean readBytes(long entry, Vocabulary vocabulary) {
    int from = Vocabulary.offset(entry);
    int to = from + Vocabulary.length(entry);
    for (int at = from; at < to; at += CHUNK) {
      int end = utf8.decode(vocabulary.bytes(), at, Math.min(to, at + CHUNK), decoded, 0);
      if (walk(decoded, 0, end)) {
        return true;
      }
    }
    return false;
  }

  /** Runs the automaton up to the end of the first match. */
  private boolean walk(char[] a, int from, int to) {
    final StopStrings strings = stops;
    int s = state;
    for (int i = from; i < to; i++) {
      if (s == StopStrings.START && !strings.mayBegin(a[i])) {
        continue;
      }
      s = strings.step(s, a[i]);
      if (strings.hit(s) > 0) {
        total += i + 1 - from;
        hitAt = total - strings.hit(s);
        state = s;
        return true;
      }
    }
    total += to - from;
    state = s;
    return false;
  }

  /** Feeds the tokens that end before the beginning of a possible stop string. */
  private void release(StreamParser parser) {
    drop(parser, settled(total - stops.depth(state)));
  }

  /**
   * How many buffered tokens end at or before the offset, including a code point that they begin.
   */
  private int settled(long offset) {
    int n = 0;
    while (n < size && ends[n] + (carries[n] != 0 ? 1 : 0) <= offset) {
      n++;
    }
    return n;
  }

  private void drop(StreamParser parser, int count) {
    if (count == 0) {
      return;
    }
    base = ends[count - 1];
    baseCarry = carries[count - 1];
    size -= count;
    parser.feedTokens(tokens, 0, count);
    if (size > 0) {
      System.arraycopy(tokens, count, tokens, 0, size);
      System.arraycopy(ends, count, ends, 0, size);
      System.arraycopy(carries, count, carries, 0, size);
    }
  }

  /** Feeds the text before the match. */
  private void cut(StreamParser parser, Vocabulary vocabulary) {
    drop(parser, settled(hitAt));
    int wanted = (int) (hitAt - base);
    if (wanted == 0) {
      return;
    }
    long entry = vocabulary.entry(tokens[0]);
    int from = Vocabulary.offset(entry);
    if (Vocabulary.isPartial(entry)) {
      parser.feedUtf8(vocabulary.bytes(), from, from + bytesOf(wanted, entry, vocabulary));
    } else {
      // Pending bytes before the token decode to one char, which the parser adds.
      int own = wanted - (baseCarry != 0 ? 1 : 0);
      parser.feed(vocabulary.chars(), from, from + own);
    }
  }

  /**
   * The number of bytes of a partial token that decode to its first {@code wanted} chars, or to one
   * fewer if the last char is completed by {@code finish}.
   */
  private int bytesOf(int wanted, long entry, Vocabulary vocabulary) {
    int from = Vocabulary.offset(entry);
    int length = Vocabulary.length(entry);
    utf8.restore(baseCarry);
    int made = 0;
    for (int n = 0; n < length; n++) {
      made += utf8.decode(vocabulary.bytes(), from + n, from + n + 1, decoded, 0);
      if (made > wanted || made == wanted && utf8.isPending()) {
        // This byte made the pending code point invalid, which is the last char wanted, and begins
        // the next one: finish replaces the pending bytes by that char.
        return n;
      }
      if (made == wanted) {
        return n + 1;
      }
    }
    return length;
  }

  @Override
  public String toString() {
    return "StopStringFilter" + Arrays.toString(Arrays.copyOf(tokens, size));
  }
}
