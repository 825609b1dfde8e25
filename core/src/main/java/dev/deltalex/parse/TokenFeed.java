package dev.deltalex.parse;

import dev.deltalex.text.Utf8Carry;
import dev.deltalex.text.Vocabulary;

/** Token ids to text: what {@link StreamParser#feedTokens} does with any burst. */
final class TokenFeed {
  private TokenFeed() {}

  static void read(StreamParser p, int[] tokens, int from, int to, Vocabulary words) {
    Utf8Carry utf8 = p.work.utf8;
    utf8.restore(p.utf8State);
    bind(p, words);
    char[] joined = p.work.decoded;
    int length = 0;
    for (int i = from; i < to; i++) {
      long entry = words.entry(tokens[i]);
      int offset = Vocabulary.offset(entry);
      int chars = Vocabulary.length(entry);
      if (!Vocabulary.isPlain(entry) || p.heldLength > 0 || length + chars >= joined.length) {
        // What may change the region is read alone, so that tokens are counted where they are:
        // what is held may be a marker that plain text completes.
        length = p.feedJoined(length);
      }
      count(p);
      if (p.tokenMarkers != null && Vocabulary.isSpecial(entry)) {
        p.feedJoined(utf8.flush(joined, 0));
        p.tokenMarkers.remember(p.consumed);
      }
      if (Vocabulary.isPartial(entry)) {
        p.feedBytes(words.bytes(), offset, offset + chars);
      } else if (Vocabulary.isPlain(entry) && chars < joined.length) {
        length = utf8.flush(joined, length);
        System.arraycopy(words.chars(), offset, joined, length, chars);
        length += chars;
      } else if (chars > 0) {
        p.feedJoined(utf8.flush(joined, 0));
        p.consume(words.chars(), offset, offset + chars);
      }
    }
    p.feedJoined(length);
    p.utf8State = utf8.state();
  }

  /**
   * Sees to it that markers with a token of their own count only as tokens, if the policy says so.
   */
  private static void bind(StreamParser p, Vocabulary words) {
    if (p.policies.markersBySpelling()) {
      return;
    }
    TokenMarkers markers = p.tokenMarkers;
    if (markers == null || !markers.isFor(p.grammar, words)) {
      markers = new TokenMarkers(p.grammar, words);
      long[] restored = p.restoredTokens;
      for (int i = 0; restored != null && i < restored.length; i++) {
        markers.remember(restored[i]);
      }
      p.tokenMarkers = markers;
    }
  }

  private static void count(StreamParser p) {
    switch (p.region()) {
      case CONTENT -> p.contentTokens++;
      case REASONING -> p.reasoningTokens++;
      case CALL -> p.callTokens++;
      case FINISHED -> {
        // Not while tokens come.
      }
    }
  }
}
