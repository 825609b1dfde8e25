package dev.deltalex.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A generation loop as an embedding engine has one: it emits the tokens of a fixed response in
 * bursts of {@value #BURST} and stops where the callback returns false.
 */
final class SmallEngine {
  static final int BURST = 9;

  /** First index that a burst uses in the array which all bursts share. */
  private static final int OFFSET = 3;

  /** Takes the tokens {@code tokens[from, to)}; returns whether the engine goes on. */
  @FunctionalInterface
  interface TokenConsumer {
    boolean accept(int[] tokens, int from, int to);
  }

  /** A vocabulary with the token types of GGUF: 1 normal, 3 control, 4 user defined, 6 byte. */
  static final class Model {
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int BYTE = 6;
    private static final int BYTES = 256;

    private record Token(int type, String text) {}

    private static final List<Token> TOKENS =
        List.of(
            new Token(CONTROL, "<|im_start|>"),
            new Token(CONTROL, "<|im_end|>"),
            new Token(USER_DEFINED, "<think>"),
            new Token(USER_DEFINED, "</think>"),
            new Token(USER_DEFINED, "<tool_call>"),
            new Token(USER_DEFINED, "</tool_call>"),
            new Token(NORMAL, "weather"),
            new Token(NORMAL, "\": \""),
            new Token(NORMAL, "\": {\""),
            new Token(NORMAL, "\"}}"),
            new Token(NORMAL, " the"),
            new Token(NORMAL, ".\n"),
            new Token(NORMAL, "ü"));

    int size() {
      return TOKENS.size() + BYTES;
    }

    int type(int id) {
      return id < TOKENS.size() ? TOKENS.get(id).type() : BYTE;
    }

    String text(int id) {
      return TOKENS.get(id).text();
    }

    byte[] bytes(int id) {
      return id < TOKENS.size()
          ? text(id).getBytes(StandardCharsets.UTF_8)
          : new byte[] {(byte) (id - TOKENS.size())};
    }

    /** The longest token that fits at each place, else a token per byte. */
    int[] tokenize(String text) {
      List<Integer> ids = new ArrayList<>();
      int at = 0;
      while (at < text.length()) {
        int best = -1;
        for (int id = 0; id < TOKENS.size(); id++) {
          if (text.startsWith(text(id), at) && (best < 0 || text(id).length() > length(best))) {
            best = id;
          }
        }
        if (best >= 0) {
          ids.add(best);
          at += length(best);
          continue;
        }
        String codePoint = Character.toString(text.codePointAt(at));
        for (byte b : codePoint.getBytes(StandardCharsets.UTF_8)) {
          ids.add(TOKENS.size() + Byte.toUnsignedInt(b));
        }
        at += codePoint.length();
      }
      return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private int length(int id) {
      return text(id).length();
    }
  }

  private final int[] response;
  private final int maxTokens;

  /** Bursts that were generated. */
  int bursts;

  /**
   * An engine for one response.
   *
   * @param response tokens up to the end token, which is not among them
   * @param maxTokens the limit at which generation is cut
   */
  SmallEngine(int[] response, int maxTokens) {
    this.response = response;
    this.maxTokens = maxTokens;
  }

  /** Generates; returns whether the model ended its response, rather than a limit or the caller. */
  boolean generate(TokenConsumer consumer) {
    int end = Math.min(response.length, maxTokens);
    int[] shared = new int[OFFSET + BURST + 1];
    for (int at = 0; at < end; at += BURST) {
      int count = Math.min(BURST, end - at);
      // Ids left of and behind the burst, and those of the last one, are not the parser's to read.
      Arrays.fill(shared, -1);
      System.arraycopy(response, at, shared, OFFSET, count);
      bursts++;
      if (!consumer.accept(shared, OFFSET, OFFSET + count)) {
        return false;
      }
    }
    return response.length <= maxTokens;
  }
}
