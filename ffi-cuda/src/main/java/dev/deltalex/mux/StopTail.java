package dev.deltalex.mux;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;
import java.util.Arrays;

/**
 * Stands between the ring and the parser of a stream that has stop strings: holds back the tokens
 * whose text may be the beginning of one, and cuts the text in front of one that is complete.
 *
 * <p>Whole tokens are held, so that the parser sees ids (marker tokens, counts of tokens) and not
 * just text; only the token in which a hit begins is fed in part. A code point cut between tokens
 * is decoded here as the parser will decode it. Tokens without text are counted at once.
 *
 * <p>Held are at most the chars of the longest stop string and the token that they begin in.
 */
final class StopTail {
  /** A code point has at most four bytes, each perhaps a token. */
  private static final int TOKENS_PER_CHAR = 4;

  /** Room beyond what may be held, so that a burst is taken in one go. */
  private static final int BURST_ROOM = 64;

  private static final int CHUNK = 256;

  private final Utf8Carry utf8 = new Utf8Carry();
  private final char[] decoded = new char[CHUNK + 1];
  private StopStrings stops = StopStrings.NONE;
  private int state;

  /** Chars of the text so far. */
  private long total;

  /** Offset of the first char of the text that is held, and the pending bytes in front of it. */
  private long base;

  private int baseCarry;

  /** Offset at which the stop string that was found begins. */
  private long hitAt;

  private int hitIndex;

  /** Tokens of the last burst up to the one that completed the stop string. */
  private int taken;

  // The held tokens: id, chars of the text up to and with it, and the bytes pending behind it.
  private int size;
  private int[] tokens = new int[0];
  private long[] ends = new long[0];
  private int[] carries = new int[0];

  /** Readies it for a stream. */
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

  /** Chars held back. */
  int heldChars() {
    return (int) (total - base);
  }

  /** The index of the stop string that was found; -1: none was. */
  int hitIndex() {
    return hitIndex;
  }

  /** Tokens of the last burst up to the one that completed the stop string, once one was found. */
  int taken() {
    return taken;
  }

  /**
   * Takes a burst and feeds what is settled.
   *
   * @return whether a stop string is complete: the parser then has all text in front of it, and
   *     only {@code finish} may follow
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

  /** The stream ends without a stop string: what is held is text. */
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

  /** Runs the automaton; stops behind the first hit. */
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

  /** Feeds every token that no stop string can reach back to. */
  private void release(StreamParser parser) {
    drop(parser, settled(total - stops.depth(state)));
  }

  /** Held tokens that lie in front of the offset, the code point begun in them included. */
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

  /** Feeds the text in front of the hit. */
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
      // Bytes pending in front of the token are a char of their own, which the parser adds.
      int own = wanted - (baseCarry != 0 ? 1 : 0);
      parser.feed(vocabulary.chars(), from, from + own);
    }
  }

  /** Bytes of a partial token that make its first {@code wanted} chars, or one less. */
  private int bytesOf(int wanted, long entry, Vocabulary vocabulary) {
    int from = Vocabulary.offset(entry);
    int length = Vocabulary.length(entry);
    utf8.restore(baseCarry);
    int made = 0;
    for (int n = 0; n < length; n++) {
      made += utf8.decode(vocabulary.bytes(), from + n, from + n + 1, decoded, 0);
      if (made > wanted || made == wanted && utf8.isPending()) {
        // The byte broke a code point, which is the last char wanted, and began what follows it:
        // finish makes that char.
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
    return "StopTail" + Arrays.toString(Arrays.copyOf(tokens, size));
  }
}
