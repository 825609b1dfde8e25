package dev.deltalex.bench;

import java.util.Random;

/** Argument texts like those that models write, the same in every run. */
public final class Texts {
  /** Chars of one body. */
  public static final int BODY = 65_536;

  /**
   * Bodies to rotate: the branch predictor learns one of 65,536 chars by heart and then reads it
   * twice as fast as it would ever read a new one.
   */
  public static final int BODIES = 16;

  /**
   * Chars behind the text in every input array, so that a vector may be loaded at its last char.
   */
  public static final int SLACK = 64;

  private static final String[] WORDS = {
    "the",
    "of",
    "token",
    "stream",
    "a",
    "is",
    "which",
    "deltas",
    "parser",
    "and",
    "writes",
    "to",
    "every",
    "argument",
    "in",
    "model",
    "that",
    "answers",
    "with",
    "long",
    "text",
    "for",
    "it"
  };

  private static final String[] NAMES = {
    "index", "total", "buffer", "cursor", "limit", "result", "offset", "next", "entry", "width"
  };

  private Texts() {}

  /** {@code chars} chars of the kind {@code plain} or {@code code}. */
  public static String of(String kind, int chars, int seed) {
    return switch (kind) {
      case "plain" -> plain(chars, seed);
      case "code" -> code(chars, seed);
      default -> throw new IllegalArgumentException("no text is called " + kind);
    };
  }

  /** Prose on one line: nothing to escape, nothing that could begin a marker. */
  private static String plain(int chars, int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(chars + 16);
    while (text.length() < chars) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
      text.append(random.nextInt(12) == 0 ? ", " : " ");
    }
    return text.substring(0, chars);
  }

  /** Source code: 4 % of its chars must be escaped, some 0.5 % are a less-than sign. */
  private static String code(int chars, int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(chars + 128);
    int depth = 1;
    while (text.length() < chars) {
      text.repeat("  ", depth);
      String name = NAMES[random.nextInt(NAMES.length)];
      String other = NAMES[random.nextInt(NAMES.length)];
      int number = random.nextInt(1000);
      switch (random.nextInt(8)) {
        case 0 -> text.append("int ").append(name).append(" = ").append(other).append(".size();");
        case 1 -> {
          text.append("for (int i = 0; i < ").append(name).append(".length; i++) {");
          depth = Math.min(depth + 1, 4);
        }
        case 2 -> {
          text.append("}");
          depth = Math.max(depth - 1, 1);
        }
        case 3 ->
            text.append("log.info(\"")
                .append(name)
                .append(" is now {}\", ")
                .append(other)
                .append(");");
        case 4 ->
            text.append("// Keeps the ")
                .append(name)
                .append(" below ")
                .append(number)
                .append(" while the ")
                .append(other)
                .append(" moves on.");
        case 5 ->
            text.append("if (")
                .append(name)
                .append(" < ")
                .append(number)
                .append(") return ")
                .append(other)
                .append(";");
        case 6 ->
            text.append(name)
                .append(" = Math.max(")
                .append(other)
                .append(", ")
                .append(number)
                .append(");");
        default ->
            text.append("Map<String, List<Integer>> ").append(name).append(" = new HashMap<>();");
      }
      text.append('\n');
    }
    return text.substring(0, chars);
  }
}
