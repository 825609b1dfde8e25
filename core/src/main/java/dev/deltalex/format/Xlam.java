package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;

/**
 * xLAM 2: an array of JSON objects, often without any marker.
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
 * <p>A model may write {@code [TOOL_CALLS]} before the array, or the array in {@code <tool_call>}
 * or in a Markdown fence. A fence is also written around other JSON, so that the objects in it must
 * name declared tools, as those without a marker must.
 */
final class Xlam {
  static final WireFormat FORMAT =
      format("xlam")
          .models("xLAM 2")
          .hubNames(
              "Llama-xLAM-2-8b-fc-r",
              "Llama-xLAM-2-70b-fc-r",
              "xLAM-2-32b-fc-r",
              "xLAM-2-3b-fc-r",
              "xLAM-2-1b-fc-r")
          .templateMarks("make calls in a single JSON array")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call().in(token("[TOOL_CALLS]"), MANY).objects(COMMA_IN_BRACKETS),
              call().in(tag("<tool_call>"), tag("</tool_call>"), MANY).objects(COMMA_IN_BRACKETS),
              call()
                  .in(words("```json"), token("```"), OPTIONAL, MANY)
                  .objects(COMMA_IN_BRACKETS)
                  .bare(DECLARED));

  private Xlam() {}
}
