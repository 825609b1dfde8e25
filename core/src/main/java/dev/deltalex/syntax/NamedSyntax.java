package dev.deltalex.syntax;

import java.util.List;
import java.util.Objects;

/**
 * A declaration with the names of its format and what is said of it to people.
 *
 * @param name the name that engines use
 * @param aliases other names of the same format
 * @param models the models that write the format, as people call them; no effect on parsing
 * @param knownLimits sentences on what these models may write that is not read as they mean it; no
 *     effect on parsing
 * @param syntax the declaration
 */
public record NamedSyntax(
    String name,
    List<String> aliases,
    List<String> models,
    List<String> knownLimits,
    Syntax syntax) {
  /** Copies the lists and refuses blank texts. */
  public NamedSyntax {
    aliases = List.copyOf(aliases);
    models = List.copyOf(models);
    knownLimits = List.copyOf(knownLimits);
    Objects.requireNonNull(syntax, "syntax");
    if (name.isBlank() || aliases.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a format needs names that are not blank");
    }
    if (models.stream().anyMatch(String::isBlank)
        || knownLimits.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("models and known limits must not be blank");
    }
  }

  /** A declaration with its names only. */
  public NamedSyntax(String name, List<String> aliases, Syntax syntax) {
    this(name, aliases, List.of(), List.of(), syntax);
  }
}
