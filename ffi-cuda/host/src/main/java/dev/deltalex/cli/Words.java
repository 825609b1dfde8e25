package dev.deltalex.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Enum constants as users type them: lower case, with {@code -} or {@code _}. */
final class Words {
  private Words() {}

  /** The constant that {@code typed} names; {@code field} says in an error where it was typed. */
  static <E extends Enum<E>> E parse(Class<E> type, String typed, String field) {
    return parse(List.of(type.getEnumConstants()), typed, field);
  }

  /** As {@link #parse(Class, String, String)}, for some of an enum's constants. */
  static <E extends Enum<E>> E parse(List<E> legal, String typed, String field) {
    String wanted = plain(typed);
    for (E constant : legal) {
      if (plain(constant.name()).equals(wanted)) {
        return constant;
      }
    }
    List<String> words = all(legal);
    throw new CliException(
        field
            + ": '"
            + typed
            + "' is not one of "
            + String.join(", ", words)
            + Nearest.hint(typed, words));
  }

  /** How a constant is printed and documented. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> all(List<? extends Enum<?>> constants) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : constants) {
      words.add(of(constant));
    }
    return words;
  }

  /** Without case and separators: {@code as-content} and {@code AS_CONTENT} are one word. */
  static String plain(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
