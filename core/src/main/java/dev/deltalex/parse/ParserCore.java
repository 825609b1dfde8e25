package dev.deltalex.parse;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Op;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * The pooled part of a parser: implements {@link StreamParser} for the handle that the pool
 * returned last. {@link LifeCycle} frames its entry points; its fields are in layers, by what they
 * are needed for: {@link HotState} by every delta, {@link Hold} where a delta ends inside something
 * undecided, {@link StreamState} by the rest.
 */
final class ParserCore extends LifeCycle {
  /** Chars of a delta that are joined to held text at once: usually enough to decide what it is. */
  private static final int JOINED = 64;

  ParserCore(Workspace work, Grammar grammar) {
    super(work, grammar);
  }

  // ---- input

  /** See {@link StreamParser#feed(char[], int, int)}; {@link HandleFastPath} has been tried. */
  boolean feedAny(char[] a, int from, int to) {
    int before = mode;
    if (!enter("feed")) {
      return false;
    }
    try {
      if (before == OPEN || !TextFastPath.take(this, before, a, from, to)) {
        work.out.begin(sink, reportedRegion);
        beginChars();
        consume(a, from, to);
        reportedRegion = (byte) work.out.end();
      }
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  /** Copies {@code text[from, from + length)} to the start of {@code out}. */
  static void copy(CharSequence text, int from, int length, char[] out) {
    for (int i = 0; i < length; i++) {
      out[i] = text.charAt(from + i);
    }
  }

  /** Copies {@code bytes[from, to)} to the start of {@code out}. Returns whether all are ASCII. */
  static boolean copyAscii(byte[] bytes, int from, int to, char[] out) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= bytes[i];
      out[i - from] = (char) bytes[i];
    }
    return all >= 0;
  }

  boolean feed(CharSequence text) {
    if (!enter("feed")) {
      return false;
    }
    try {
      work.out.begin(sink, reportedRegion);
      beginChars();
      feedChars(text);
      handOver();
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  boolean feedUtf8(byte[] bytes, int from, int to) {
    if (!enter("feedUtf8")) {
      return false;
    }
    try {
      work.out.begin(sink, reportedRegion);
      charsComeNext();
      work.utf8.restore(utf8State);
      feedBytes(bytes, from, to);
      utf8State = work.utf8.state();
      handOver();
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  boolean feedTokens(int[] tokens, int from, int to) {
    int before = mode;
    boolean first = !hasSeen(INPUT);
    Vocabulary words = vocabulary;
    if (words == null && before >= OPEN) {
      throw new IllegalStateException(
          "feedTokens needs a vocabulary: set StreamSpec.Builder.vocabulary");
    }
    if (!enter("feedTokens") || words == null) {
      return false;
    }
    try {
      if (first && words.startSpaces() > 0) {
        work.out.begin(sink, reportedRegion);
        TokenFeed.readFirst(this, tokens, from, to, words);
        handOver();
      } else if (before == OPEN || !TokenFastPath.take(this, before, tokens, from, to, words)) {
        work.out.begin(sink, reportedRegion);
        TokenFeed.read(this, tokens, from, to, words);
        handOver();
      }
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    return leave();
  }

  /** Input of chars follows: pending bytes of an incomplete code point are malformed. */
  private void beginChars() {
    if (tokenMarkers != null) {
      charsComeNext();
    }
    if (utf8State != 0) {
      work.utf8.restore(utf8State);
      feedJoined(work.utf8.flush(work.decoded, 0));
      utf8State = 0;
    }
  }

  void feedChars(CharSequence text) {
    char[] chunk = work.decoded;
    int length = text.length();
    for (int at = 0; at < length; at += chunk.length) {
      int n = Math.min(chunk.length, length - at);
      copy(text, at, n, chunk);
      consume(chunk, 0, n);
      work.out.pin();
    }
  }

  void feedBytes(byte[] bytes, int from, int to) {
    int step = work.decoded.length - 1;
    for (int at = from; at < to; at += step) {
      feedJoined(work.utf8.decode(bytes, at, Math.min(to, at + step), work.decoded, 0));
    }
  }

  /** Reads the chars joined in {@code work.decoded}; returns 0, the new number of joined chars. */
  int feedJoined(int length) {
    if (length > 0) {
      consume(work.decoded, 0, length);
      work.out.pin();
    }
    return 0;
  }

  /**
   * Reads chars: first the held text joined to the head of the delta, then the rest of the delta in
   * place.
   */
  void consume(char[] a, int from, int to) {
    int at = from;
    while (heldLength > 0 && at < to) {
      int old = heldLength;
      int n = Math.min(to - at, JOINED);
      char[] joined = heldRoom(old + n);
      System.arraycopy(a, at, joined, old, n);
      at += n;
      holdStart = 0;
      heldLength = 0;
      work.interpreter.read(this, joined, 0, resumeAt, old + n, consumed - old);
      consumed += n;
      work.out.pin();
      hold(joined, 0, old + n);
    }
    if (at < to) {
      work.interpreter.read(this, a, at, at, to, consumed - at);
      consumed += to - at;
      hold(a, at, to);
    }
    if (heldLength == 0) {
      releaseHeld();
    }
  }

  // ---- life cycle

  /** See {@link StreamParser#prime}. */
  void prime(CharSequence promptTail) {
    if (mode >= OPEN && (hasSeen(INPUT) || consumed != 0)) {
      throw new IllegalStateException("prime is only legal once and before the first delta");
    }
    if (mode == CANCELLED || !enter("prime")) {
      throw refused("prime");
    }
    try {
      Priming.read(this, promptTail);
      handOver();
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    leave();
  }

  /** See {@link StreamParser#finish}. */
  void finish(EndCause cause) {
    if (!enter("finish")) {
      return;
    }
    try {
      work.out.begin(sink, reportedRegion);
      Utf8Carry utf8 = work.utf8;
      utf8.restore(utf8State);
      consume(work.decoded, 0, utf8.flush(work.decoded, 0));
      FinishReason outcome = work.endOfStream.finish(this, cause);
      handOver();
      if (mode == BUSY) {
        mode = LAST;
        sink.finished(outcome);
      }
    } catch (Throwable thrown) {
      breakDown();
      throw thrown;
    }
    if (mode == CANCELLING) {
      reportCancelled();
      return;
    }
    release();
    work.flag.busy = false;
    mode = ENDED;
  }

  byte[] snapshot() {
    if (mode < OPEN) {
      throw refused("snapshot");
    }
    return Snapshot.take(this);
  }

  void restore(byte[] snapshot) {
    if (mode < OPEN) {
      throw refused("restore");
    }
    if (work.flag.busy) {
      throw new IllegalStateException("restore from a callback of another parser of the same pool");
    }
    begin(sink, idState);
    Snapshot.restore(this, snapshot);
    sees(INPUT);
    mode = TextFastPath.of(this);
  }

  /** The fast path for the next delta, or null if the interpreter must read it. */
  @Nullable HandleFastPath fastPath() {
    boolean text = mode > OPEN_TEXT_HELD;
    boolean counts = consumed < StreamParser.MOST_CONSUMED && calls <= StreamParser.MOST_CALLS;
    if (!text || !counts) {
      return null;
    }
    boolean trims = mode == OPEN_TRIMMED_STRING;
    if (trims && value.heldBlanks() != (Window.isWhitespace(before) ? 1 : 0)) {
      return null;
    }
    return work.fastPath(grammar, state, trims);
  }

  // ---- state of the stream

  Region region() {
    if (mode < BUSY) {
      return Region.FINISHED;
    }
    JsonCall call = json;
    Grammar.State s = grammar.state(state);
    if (s.op() == Op.JSON_CALLS && call != null && !call.isCommitted()) {
      return grammar.state(grammar.plain(text)).kind().region();
    }
    return s.kind().region();
  }

  long tokens(Region region) {
    return switch (region) {
      case CONTENT -> contentTokens;
      case REASONING -> reasoningTokens;
      case CALL -> callTokens;
      case FINISHED -> 0;
    };
  }
}
