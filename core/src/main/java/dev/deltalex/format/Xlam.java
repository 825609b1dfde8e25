package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * xLAM 2: an array of JSON objects, alone or behind a marker.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * [{"name": "NAME", "arguments": {…}}, {"name": "NAME", "arguments": {…}}]
 * </pre>
 *
 * <p>The array may be behind {@code [TOOL_CALLS]} or in a fence.
 */
final class Xlam {
  static final WireFormat FORMAT =
      format("xlam")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(call().in(token("[TOOL_CALLS]"), MANY).objects(COMMA_IN_BRACKETS).bare(DECLARED));

  private Xlam() {}
}
