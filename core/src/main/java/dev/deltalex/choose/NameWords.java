package dev.deltalex.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a model's name: runs of letters, and numbers with their decimals. {@code
 * Qwen2.5-7B-Instruct} has the words qwen, 2.5, 7, b, instruct.
 */
final class NameWords {
  /** Words that name neither another model nor another way of training. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "instruct",
          "it",
          "chat",
          "thinking",
          "reasoning",
          "think",
          "preview",
          "latest",
          "hf",
          "of",
          "moe",
          "gguf",
          "ggml",
          "awq",
          "gptq",
          "bnb",
          "mlx",
          "dwq",
          "exl",
          "autoround",
          "quantized",
          "quant",
          "dynamic",
          "unsloth",
          "ud",
          "onnx",
          "safetensors",
          "original",
          "xl",
          "model",
          "kv");

  /** Words for precision, which the bits follow: fp8, q4, w4a16. */
  private static final Set<String> PRECISION =
      Set.of("fp", "bf", "nf", "nvfp", "mxfp", "int", "q", "iq", "w", "a", "exl", "f");

  /** Words behind a size or bits: 30b, 8x22b, 4bit, q4_k_m. */
  private static final Set<String> UNITS = Set.of("b", "m", "bit", "x", "e", "k", "t", "bpw");

  /** Suffixes of the levels of q4_k_m. */
  private static final Set<String> LEVELS = Set.of("k", "s", "m", "l", "xs", "xxs", "nl", "xl");

  private static final int DIGITS_OF_A_DATE = 4;

  private NameWords() {}

  static List<String> of(String name) {
    List<String> words = new ArrayList<>();
    String text = name.toLowerCase(Locale.ROOT);
    int i = 0;
    while (i < text.length()) {
      int start = i;
      if (isDigit(text, i)) {
        i = numberEnd(text, i);
      } else {
        while (i < text.length() && Character.isLetter(text.charAt(i))) {
          i++;
        }
      }
      if (i == start) {
        i++;
      } else {
        words.add(text.substring(start, i));
      }
    }
    return words;
  }

  private static int numberEnd(String text, int start) {
    int i = start;
    while (isDigit(text, i) || text.startsWith(".", i) && isDigit(text, i + 1)) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(String text, int i) {
    return i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
  }

  /**
   * The first word from {@code from} on that is neither neutral nor part of a size, a date or a
   * precision, or an empty string.
   */
  static String firstTelling(List<String> words, int from) {
    for (int i = from; i < words.size(); i++) {
      if (!isNeutral(words, i)) {
        return words.get(i);
      }
    }
    return "";
  }

  private static boolean isNeutral(List<String> words, int i) {
    String word = words.get(i);
    String next = i + 1 < words.size() ? words.get(i + 1) : "";
    String before = i > 0 ? words.get(i - 1) : "";
    if (isDigit(word, 0)) {
      return word.length() >= DIGITS_OF_A_DATE && word.indexOf('.') < 0
          || UNITS.contains(next)
          || PRECISION.contains(before);
    }
    if (UNITS.contains(word) && isDigit(before, 0)) {
      return true;
    }
    if (PRECISION.contains(word) && isDigit(next, 0)) {
      return true;
    }
    boolean level = LEVELS.contains(word) && (isDigit(before, 0) || before.equals("k"));
    return level || NEUTRAL.contains(word);
  }
}
