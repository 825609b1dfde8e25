package dev.deltalex.parse;

import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.text.Vocabulary;
import java.util.Objects;

/**
 * Reads the most frequent bursts of tokens: they continue a text that is emitted while it is read.
 * The vocabulary has flags for the chars of each token and its escaped text inside a JSON string,
 * so the text of a burst is passed to the sink in one step without a scan: a single token from the
 * vocabulary's array, several tokens joined.
 */
final class TokenFastPath {
  private TokenFastPath() {}

  /**
   * Reads the burst if it only continues the open text. Returns whether it did; if not, nothing has
   * changed.
   *
   * @param mode of the parser before it became busy: above {@link HotState#OPEN}
   */
  static boolean take(ParserCore p, int mode, int[] tokens, int from, int to, Vocabulary words) {
    State state = p.grammar.state(p.state);
    // The union of their flags, the number of their chars, and the last token that has chars.
    long any = 0;
    int read = 0;
    long last = 0;
    for (int i = from; i < to; i++) {
      long entry = words.entry(tokens[i]);
      int length = Vocabulary.length(entry);
      any |= entry;
      read += length;
      last = length > 0 ? entry : last;
    }
    if (!Vocabulary.isText(any)) {
      return false;
    }
    boolean passes = Vocabulary.passes(any, state.tokenStops());
    if (!(passes
            && (mode == HotState.OPEN_STRING || mode == HotState.OPEN_STRING_NEWLINE)
            && read > 0
            && string(p, tokens, from, to, read, last))
        && !source(p, mode, tokens, from, to, passes)) {
      return false;
    }
    switch (mode) {
      case HotState.OPEN_CONTENT -> p.contentTokens += to - from;
      case HotState.OPEN_REASONING -> p.reasoningTokens += to - from;
      default -> p.callTokens += to - from;
    }
    return true;
  }

  /**
   * Emits more of an open string, with the escaped text of each token.
   *
   * @param read chars of the tokens, above 0
   * @param last the entry of the last token that has any
   */
  private static boolean string(ParserCore p, int[] tokens, int from, int to, int read, long last) {
    Vocabulary words = vocabulary(p);
    char[] out = p.work.escaped;
    // The held newline is emitted first.
    out[0] = '\\';
    out[1] = 'n';
    int start = p.heldLength * TextFastPath.NEWLINE_ESCAPE;
    int end = p.work.scanner.join(tokens, from, to, words.jsonSpans(), words.chars(), out, start);
    if (end < 0) {
      return false;
    }
    char before = words.chars()[Vocabulary.offset(last) + Vocabulary.length(last) - 1];
    boolean holds = before == '\n' && p.grammar.state(p.state).newlinePrefix();
    if (holds) {
      before = beforeLast(p, tokens, from, to, words);
      end -= TextFastPath.NEWLINE_ESCAPE;
    }
    if (before == '\r') {
      return false;
    }
    TextFastPath.hand(p, out, end, read, before, holds);
    return true;
  }

  /** The char before the last one of the burst. */
  private static char beforeLast(ParserCore p, int[] tokens, int from, int to, Vocabulary words) {
    int skip = 1;
    for (int i = to - 1; i >= from; i--) {
      long entry = words.entry(tokens[i]);
      int length = Vocabulary.length(entry);
      if (length > skip) {
        return words.chars()[Vocabulary.offset(entry) + length - skip - 1];
      }
      skip -= length;
    }
    return p.heldLength != 0 ? '\n' : p.before;
  }

  /** Emits verbatim text of the source. */
  private static boolean source(
      ParserCore p, int mode, int[] tokens, int from, int to, boolean passes) {
    Vocabulary words = vocabulary(p);
    char[] text = words.chars();
    if (to - from == 1) {
      long entry = words.entry(tokens[from]);
      int start = Vocabulary.offset(entry);
      return TextFastPath.take(p, mode, text, start, start + Vocabulary.length(entry), passes);
    }
    char[] joined = p.work.decoded;
    int end = p.work.scanner.join(tokens, from, to, words.entries(), text, joined, 0);
    return end >= 0 && TextFastPath.take(p, mode, joined, 0, end, passes);
  }

  private static Vocabulary vocabulary(ParserCore p) {
    return Objects.requireNonNull(p.vocabulary);
  }
}
