package dev.deltalex.parse;

import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;

/** Converts token ids to text, for any burst that {@link ParserCore#feedTokens} receives. */
final class TokenFeed {
  private TokenFeed() {}

  /** As {@link #read}, at the start of a response, from which spaces are cut. */
  static void readFirst(ParserCore p, int[] tokens, int from, int to, Vocabulary words) {
    int i = from;
    while (i < to && Vocabulary.length(words.entry(tokens[i])) == 0) {
      i++;
    }
    read(p, tokens, from, i, words);
    if (i == to) {
      return;
    }
    long entry = words.entry(tokens[i]);
    if (Vocabulary.isText(entry)) {
      char[] chars = words.chars();
      int start = Vocabulary.offset(entry);
      int end = start + Vocabulary.length(entry);
      int most = Math.min(end, start + words.startSpaces());
      while (start < most && chars[start] == ' ') {
        start++;
      }
      p.tokensComeNext();
      count(p);
      p.consume(chars, start, end);
      i++;
    }
    read(p, tokens, i, to, words);
  }

  static void read(ParserCore p, int[] tokens, int from, int to, Vocabulary words) {
    Utf8Carry utf8 = p.work.utf8;
    utf8.restore(p.utf8State);
    p.tokensComeNext();
    char[] joined = p.work.decoded;
    int length = 0;
    for (int i = from; i < to; i++) {
      long entry = words.entry(tokens[i]);
      int offset = Vocabulary.offset(entry);
      int chars = Vocabulary.length(entry);
      if (length + chars < joined.length && joins(p, entry)) {
        count(p);
        length = utf8.flush(joined, length);
        System.arraycopy(words.chars(), offset, joined, length, chars);
        length += chars;
        continue;
      }
      // A token that may change the region is read separately, so that it is counted in the right
      // region.
      length = p.feedJoined(length);
      count(p);
      if (Vocabulary.isPartial(entry)) {
        p.feedBytes(words.bytes(), offset, offset + chars);
      } else if (chars > 0) {
        p.feedJoined(utf8.flush(joined, 0));
        if (Vocabulary.isSpecial(entry)) {
          p.specialTokenComesNext();
        }
        p.consume(words.chars(), offset, offset + chars);
      }
    }
    p.feedJoined(length);
    p.utf8State = utf8.state();
  }

  /**
   * Whether the token is text that leaves the parser in the region where it is, regardless of the
   * tokens joined before it: nothing is held, and no marker of the state can begin in it.
   */
  private static boolean joins(ParserCore p, long entry) {
    if (!Vocabulary.isPlain(entry) || p.heldLength > 0 || p.look >= 0) {
      return false;
    }
    State s = p.grammar.state(p.state);
    if (s.op() == Op.TEXT) {
      return Vocabulary.passes(entry, s.tokenStops());
    }
    // A parenthesis, which plain text may contain, ends a call of Python.
    return s.op() == Op.JSON_CALLS && !JsonCallState.keysOf(p).isPython();
  }

  private static void count(ParserCore p) {
    switch (p.region()) {
      case CONTENT -> p.contentTokens++;
      case REASONING -> p.reasoningTokens++;
      case CALL -> p.callTokens++;
      case FINISHED -> {
        // Not possible between tokens.
      }
    }
  }
}
