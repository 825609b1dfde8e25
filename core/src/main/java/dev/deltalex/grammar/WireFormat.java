package dev.deltalex.grammar;

import dev.deltalex.ParserOptions;
import java.util.List;

/**
 * A wire format: how a family of models writes reasoning and tool calls.
 *
 * @param name the name engines use
 * @param aliases other names of the same format
 * @param grammar its tables
 * @param options where its defaults differ from {@link ParserOptions#DEFAULT}, they stand here
 */
public record WireFormat(
    String name, List<String> aliases, Grammar grammar, ParserOptions options) {
  /** Copies the aliases. */
  public WireFormat {
    aliases = List.copyOf(aliases);
  }

  /** The options to start from. */
  public ParserOptions defaultOptions() {
    return options;
  }
}
