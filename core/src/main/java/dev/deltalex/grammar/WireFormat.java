package dev.deltalex.grammar;

import dev.deltalex.Policies;
import java.util.List;

/**
 * A wire format: how a family of models writes reasoning and tool calls.
 *
 * @param name the name engines use
 * @param aliases other names of the same format
 * @param grammar its tables
 * @param policies where its defaults differ from {@link Policies#DEFAULT}, they stand here
 */
public record WireFormat(String name, List<String> aliases, Grammar grammar, Policies policies) {
  /** Copies the aliases. */
  public WireFormat {
    aliases = List.copyOf(aliases);
  }

  /** The policies to start from. */
  public Policies defaultPolicies() {
    return policies;
  }
}
