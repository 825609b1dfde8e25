package dev.deltalex.format;

import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.GrammarBuilder;
import dev.deltalex.grammar.TableFormat;
import java.util.List;

/**
 * Any model that reasons between tags and calls no tools.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * </pre>
 */
final class ThinkOnly {
  static final WireFormat FORMAT =
      new TableFormat("think_only", List.of(), grammar(), ParserOptions.DEFAULT);

  private ThinkOnly() {}

  private static Grammar grammar() {
    GrammarBuilder g = Grammar.builder();
    new ThinkMarkers("<think>", "</think>").addTo(g, (state, drop) -> state);
    return g.build();
  }
}
