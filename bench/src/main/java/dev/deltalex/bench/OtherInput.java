package dev.deltalex.bench;

import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a delta cost that does not lie in a long array: a String, UTF-8, or an array that is no
 * longer than the delta? The floor reads the same chars from a long array. An engine makes the
 * delta just before, so that it lies in the cache: each is touched before it is timed.
 */
public class OtherInput extends Ratio {
  /** Deltas of a slice: few enough that those which were touched are in the L1 cache. */
  private static final int SLICE = 512;

  /** How the delta is handed over. */
  @Param({"string", "utf8", "array"})
  public String input = "";

  /** Chars of a delta. */
  @Param({"4", "24"})
  public int chars;

  @Override
  Pair pair() {
    return switch (input) {
      case "string" -> new Strings(chars);
      case "utf8" -> new Utf8(chars);
      case "array" -> new Arrays(chars);
      default -> throw new IllegalArgumentException("no input is called " + input);
    };
  }

  /** Each delta a String. */
  private static final class Strings extends StringPair {
    private final String[] deltas;

    Strings(int chars) {
      super("qwen3_coder", "plain", chars, SLICE);
      deltas = new String[(slab.length - Texts.SLACK) / chars];
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = new String(slab, i * chars, chars);
      }
    }

    @Override
    protected void beforeOurs() {
      int first = at / chars;
      for (int i = first; i < first + SLICE; i++) {
        keep(deltas[i].charAt(0));
      }
    }

    @Override
    protected void ours() {
      int first = at / chars;
      StreamParser p = parser;
      String[] all = deltas;
      for (int i = first; i < first + SLICE; i++) {
        p.feed(all[i]);
      }
    }
  }

  /** UTF-8 from a long array. */
  private static final class Utf8 extends StringPair {
    private final byte[] bytes;

    Utf8(int chars) {
      super("qwen3_coder", "plain", chars, SLICE);
      bytes = new String(slab).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void ours() {
      int from = at;
      int n = chars;
      byte[] all = bytes;
      StreamParser p = parser;
      for (int i = 0; i < SLICE; i++) {
        p.feedUtf8(all, from, from + n);
        from += n;
      }
    }
  }

  /** Each delta an array of its own. */
  private static final class Arrays extends StringPair {
    private final char[][] deltas;

    Arrays(int chars) {
      super("qwen3_coder", "plain", chars, SLICE);
      deltas = new char[(slab.length - Texts.SLACK) / chars][];
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = java.util.Arrays.copyOfRange(slab, i * chars, (i + 1) * chars);
      }
    }

    @Override
    protected void beforeOurs() {
      int first = at / chars;
      for (int i = first; i < first + SLICE; i++) {
        keep(deltas[i][0]);
      }
    }

    @Override
    protected void ours() {
      int first = at / chars;
      StreamParser p = parser;
      char[][] all = deltas;
      for (int i = first; i < first + SLICE; i++) {
        char[] delta = all[i];
        p.feed(delta, 0, delta.length);
      }
    }
  }
}
