package dev.deltalex.testkit;

import java.util.Arrays;

/** Damages a text in the ways in which models and transports damage theirs. */
public final class Mutations {
  private Mutations() {}

  static String mutated(Pick pick, String text, String[] dictionary) {
    StringBuilder out = new StringBuilder(text);
    for (int edits = pick.chance(50) ? 1 : pick.from(2, 4); edits > 0; edits--) {
      edit(pick, out, dictionary);
    }
    return out.toString();
  }

  private static void edit(Pick pick, StringBuilder text, String[] dictionary) {
    int length = text.length();
    int at = pick.below(length + 1);
    int end = Math.min(length, at + pick.from(1, 12));
    switch (pick.below(9)) {
      case 0 -> text.delete(at, end);
      case 1 -> deleteTag(pick, text, at);
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.insert(at, pick.of(dictionary));
      case 4 -> text.setLength(at);
      case 5 -> swap(pick, text);
      case 6 ->
          text.insert(
              at,
              pick.of(" ", "\n", "\r\n", "<", ">", "\"", "'", "\\", "}", ",")
                  .repeat(pick.from(1, 3)));
      case 7 -> text.insert(at, pick.of(" ", "\n", " \n").repeat(pick.from(20, 90)));
      default -> duplicateTag(pick, text, at);
    }
  }

  private static int tagStart(StringBuilder text, int at) {
    return text.indexOf("<", at);
  }

  private static int tagEnd(Pick pick, StringBuilder text, int from) {
    int close = text.indexOf(">", from);
    int end = close < 0 ? text.length() : close + 1;
    return pick.chance(70) ? end : pick.from(from, end);
  }

  private static void deleteTag(Pick pick, StringBuilder text, int at) {
    int from = tagStart(text, at);
    if (from >= 0) {
      text.delete(from, tagEnd(pick, text, from));
    }
  }

  private static void duplicateTag(Pick pick, StringBuilder text, int at) {
    int from = tagStart(text, at);
    if (from >= 0) {
      String tag = text.substring(from, tagEnd(pick, text, from));
      text.insert(pick.chance(50) ? from : pick.below(text.length() + 1), tag);
    }
  }

  private static void swap(Pick pick, StringBuilder text) {
    int length = text.length();
    int[] cut = {pick.below(length + 1), pick.below(length + 1), pick.below(length + 1)};
    Arrays.sort(cut);
    String swapped =
        text.substring(0, cut[0])
            + text.substring(cut[1], cut[2])
            + text.substring(cut[0], cut[1])
            + text.substring(cut[2]);
    text.setLength(0);
    text.append(swapped);
  }
}
