package dev.deltalex.syntax;

import java.util.List;
import java.util.Objects;

/**
 * A declaration with the names of its format.
 *
 * @param name the name that engines use
 * @param aliases other names of the same format
 * @param syntax the declaration
 */
public record NamedSyntax(String name, List<String> aliases, Syntax syntax) {
  /** Copies the list and refuses blank names. */
  public NamedSyntax {
    aliases = List.copyOf(aliases);
    Objects.requireNonNull(syntax, "syntax");
    if (name.isBlank() || aliases.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a format needs names that are not blank");
    }
  }
}
