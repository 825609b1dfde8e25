package dev.deltalex.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts JMH's command line together. */
final class JmhArguments {
  /** Options with which JMH answers and ends. */
  private static final Set<String> ANSWERS = Set.of("-h", "-help", "-l", "-lp", "-lprof", "-lrf");

  private JmhArguments() {}

  /** Splits at blanks; single or double quotes keep blanks together and are dropped. */
  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    if (line == null) {
      return words;
    }
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * The given arguments and, in front of them, each default option that they do not set themselves:
   * JMH refuses an option that is set twice.
   *
   * @param defaults pairs of an option and its value
   */
  static List<String> complete(List<String> given, List<String> defaults) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i + 1 < defaults.size(); i += 2) {
      if (!sets(given, defaults.get(i))) {
        all.add(defaults.get(i));
        all.add(defaults.get(i + 1));
      }
    }
    all.addAll(given);
    return all;
  }

  /** Whether JMH measures with these arguments, and does not only list or explain something. */
  static boolean measures(List<String> arguments) {
    return arguments.stream().noneMatch(ANSWERS::contains);
  }

  /**
   * Understands {@code -wi 3}, {@code -wi=3}, {@code --wi 3} and, for one-letter options, {@code
   * -f3}.
   */
  private static boolean sets(List<String> given, String option) {
    for (String word : given) {
      String plain = word.startsWith("--") ? word.substring(1) : word;
      if (plain.equals(option) || plain.startsWith(option + "=")) {
        return true;
      }
      if (option.length() == 2
          && plain.length() > 2
          && plain.startsWith(option)
          && Character.isDigit(plain.charAt(2))) {
        return true;
      }
    }
    return false;
  }
}
