package dev.deltalex.loop.ngram;

import java.util.Arrays;

/** Runs the model without draft and ring; every loop must generate the same tokens. */
public final class Plain {
  private Plain() {}

  /** A small model with other tables than the shared one. */
  public static NgramModel otherModel() {
    return NgramModel.train(3, 40);
  }

  /**
   * The continuation of a prompt.
   *
   * @param maxTokens maximum of tokens; an end-of-sequence token ends the result earlier and is not
   *     included
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
