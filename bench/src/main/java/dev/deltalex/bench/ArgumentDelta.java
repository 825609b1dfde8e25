package dev.deltalex.bench;

import dev.deltalex.bench.ratio.Pair;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a delta inside a streamed string argument cost, on one hot stream? 4 chars are a token,
 * 24 a burst of six that speculative decoding accepted at once.
 */
public class ArgumentDelta extends Ratio {
  /** The argument: prose or code. */
  @Param({"plain", "code"})
  public String text = "";

  /** Chars of a delta. */
  @Param({"4", "24"})
  public int chars;

  @Override
  Pair pair() {
    return new StringPair("qwen3_coder", text, chars);
  }
}
