package dev.deltalex.cli;

import java.util.List;
import java.util.Locale;

/** Names of enum constants on the command line: lower case, with {@code -} or {@code _}. */
final class EnumNames {
  private EnumNames() {}

  /** The constant with the name {@code typed}; {@code field} is the option named in an error. */
  static <E extends Enum<E>> E parse(Class<E> type, String typed, String field) {
    return parse(List.of(type.getEnumConstants()), typed, field);
  }

  /** Like {@link #parse(Class, String, String)}, restricted to some of the constants. */
  static <E extends Enum<E>> E parse(List<E> legal, String typed, String field) {
    String wanted = plain(typed);
    for (E constant : legal) {
      if (plain(constant.name()).equals(wanted)) {
        return constant;
      }
    }
    List<String> names = all(legal);
    throw new CliException(
        "%s: '%s' is not one of %s%s"
            .formatted(field, typed, String.join(", ", names), Nearest.hint(typed, names)));
  }

  /** The name of a constant in output and help texts. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> all(List<? extends Enum<?>> constants) {
    return constants.stream().map(EnumNames::of).toList();
  }

  /** Normalizes case and separators: {@code as-content} and {@code AS_CONTENT} become equal. */
  static String plain(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
