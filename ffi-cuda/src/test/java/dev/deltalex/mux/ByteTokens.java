package dev.deltalex.mux;

import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A vocabulary with many tokenizations of every text: a token per byte, so that code points are
 * split between tokens, and tokens for frequent strings in responses, some of them special.
 */
final class ByteTokens {
  private static final String[] PIECES = {
    "the ",
    "a",
    "ab",
    "\n",
    "\n\n",
    "  ",
    "{\"",
    "\": \"",
    "\"}",
    "</",
    "<think>",
    "</think>\n",
    "<tool_call>\n",
    "<function=",
    ">\n",
    "<parameter=",
    "</parameter>\n",
    "</function>\n",
    "\u00e9",
    "\u20ac",
    "\uD83D\uDE00",
    "x\uD83D\uDE00y",
    "name",
    "arguments",
    "STOP",
    "ST"
  };

  private static final String[] SPECIAL = {"<tool_call>", "</tool_call>"};

  /** A token without text. */
  static final int SILENT = 256 + PIECES.length + SPECIAL.length;

  /** An id that is not a token. */
  static final int UNKNOWN = SILENT + 1;

  private static final byte[][] BYTES = new byte[SILENT + 1][];

  static final Vocabulary VOCABULARY = build();

  private ByteTokens() {}

  private static Vocabulary build() {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int i = 0; i < 256; i++) {
      builder.add(i, BYTES[i] = new byte[] {(byte) i});
    }
    int id = 256;
    for (String piece : PIECES) {
      builder.add(id, piece);
      BYTES[id++] = piece.getBytes(StandardCharsets.UTF_8);
    }
    for (String piece : SPECIAL) {
      builder.addSpecial(id, piece);
      BYTES[id++] = piece.getBytes(StandardCharsets.UTF_8);
    }
    builder.addSpecial(SILENT, "");
    BYTES[SILENT] = new byte[0];
    return builder.build();
  }

  /** The text with lone surrogates replaced, as UTF-8 encodes it. */
  static String carried(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** A random tokenization of the text, sometimes with tokens without text. */
  static int[] tokens(String text, SplittableRandom random) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[2 * utf8.length + 2];
    int count = 0;
    for (int at = 0; at < utf8.length; ) {
      if (random.nextInt(40) == 0) {
        tokens[count++] = random.nextBoolean() ? SILENT : UNKNOWN;
      }
      List<Integer> fitting = fitting(utf8, at);
      int token =
          fitting.isEmpty() || random.nextInt(3) == 0
              ? utf8[at] & 0xFF
              : fitting.get(random.nextInt(fitting.size()));
      tokens[count++] = token;
      at += BYTES[token].length;
    }
    return Arrays.copyOf(tokens, count);
  }

  private static List<Integer> fitting(byte[] utf8, int at) {
    List<Integer> fitting = new ArrayList<>();
    for (int id = 256; id < SILENT; id++) {
      byte[] piece = BYTES[id];
      if (at + piece.length <= utf8.length
          && Arrays.equals(piece, 0, piece.length, utf8, at, at + piece.length)) {
        fitting.add(id);
      }
    }
    return fitting;
  }
}
