package dev.deltalex.grammar;

import dev.deltalex.ParserOptions;
import dev.deltalex.format.WireFormat;
import java.util.List;

/**
 * The one implementation of {@link WireFormat}: a format with its tables.
 *
 * @param name the name that engines use
 * @param aliases other names of the same format
 * @param grammar its tables
 * @param defaultOptions the options to start from
 */
public record TableFormat(
    String name, List<String> aliases, Grammar grammar, ParserOptions defaultOptions)
    implements WireFormat {
  /** Copies the aliases. */
  public TableFormat {
    aliases = List.copyOf(aliases);
  }

  /** A format without aliases, with the options' defaults. */
  public TableFormat(String name, Grammar grammar) {
    this(name, List.of(), grammar, ParserOptions.DEFAULT);
  }

  /**
   * The tables of a format.
   *
   * @throws IllegalArgumentException if the format is someone else's implementation
   */
  public static Grammar grammarOf(WireFormat format) {
    if (format instanceof TableFormat tables) {
      return tables.grammar;
    }
    throw new IllegalArgumentException(
        "format " + format.name() + " is an implementation of its own; take one of Formats.all()");
  }
}
