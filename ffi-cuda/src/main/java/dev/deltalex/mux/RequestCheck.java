package dev.deltalex.mux;

import dev.deltalex.loop.StreamRequest;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.text.Vocabulary;

/**
 * Checks requests against a ring and a vocabulary. Thread-safe.
 *
 * @param maxBurst the ring's maximum of tokens per burst
 */
record RequestCheck(int maxBurst, Vocabulary vocabulary) {
  /**
   * Checks the values of a request whose range depends on the ring or the vocabulary.
   *
   * @throws IllegalArgumentException naming the field, its value and what it must be
   */
  void check(StreamRequest request) {
    int most = Math.min(RingLayout.MAX_DRAFTED, maxBurst - 1);
    if (request.draftTokens() > most) {
      throw new IllegalArgumentException(
          "draftTokens is "
              + request.draftTokens()
              + "; for bursts of up to "
              + maxBurst
              + " tokens it must be from 0 to "
              + most);
    }
    int[] prompt = request.prompt();
    for (int i = 0; i < prompt.length; i++) {
      if (!Vocabulary.isKnown(vocabulary.entry(prompt[i]))) {
        throw new IllegalArgumentException(
            "prompt[" + i + "] is " + prompt[i] + ", which is not a token id of the vocabulary");
      }
    }
  }

  /** The spec with this vocabulary, which it must have or be without. */
  StreamSpec withVocabulary(StreamSpec spec) {
    Vocabulary own = spec.vocabulary();
    if (own == null) {
      return spec.toBuilder().vocabulary(vocabulary).build();
    }
    if (own != vocabulary) {
      throw new IllegalArgumentException(
          "StreamSpec.vocabulary is not the multiplexer's; omit it or pass the same object");
    }
    return spec;
  }
}
