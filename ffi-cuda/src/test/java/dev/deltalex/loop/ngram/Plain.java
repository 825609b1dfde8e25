package dev.deltalex.loop.ngram;

import java.util.Arrays;

/** The model without draft or ring: what every loop must say. */
public final class Plain {
  private Plain() {}

  /**
   * The continuation of a prompt.
   *
   * @param maxTokens tokens at most; the end of the document ends it earlier and is left out
   */
  public static int[] continuation(NgramModel model, int[] prompt, long seed, int maxTokens) {
    Sampler sampler = model.sampler();
    int style = 0;
    for (int token : prompt) {
      style = sampler.style(token, style);
    }
    int[] tokens = Arrays.copyOf(prompt, prompt.length + maxTokens);
    for (int i = 0; i < maxTokens; i++) {
      int end = prompt.length + i;
      tokens[end] = sampler.next(tokens, end, style, seed, i, sampler.order());
      if (tokens[end] == sampler.eos()) {
        return Arrays.copyOfRange(tokens, prompt.length, end);
      }
    }
    return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
  }
}
