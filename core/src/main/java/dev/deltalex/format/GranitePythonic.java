package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.NOTHING;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Granite: calls as Python spells them, a line each, without markers.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 * NAME(KEY="VALUE", KEY=42)
 * NAME()
 * </pre>
 */
final class GranitePythonic {
  static final WireFormat FORMAT =
      format("granite_pythonic")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(call().header(name(), token("(")).keywords(NOTHING).bare(DECLARED));

  private GranitePythonic() {}
}
