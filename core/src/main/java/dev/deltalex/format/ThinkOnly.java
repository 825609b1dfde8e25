package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.tag;

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
      format("think_only")
          .models("any model that calls no tools")
          .reasoning(tag("<think>"), tag("</think>"));

  private ThinkOnly() {}
}
