package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.syntax.Tagged;

/**
 * Step-3: tagged parameters inside of control tokens.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;｜tool_calls_begin｜>&lt;｜tool_call_begin｜>function&lt;｜tool_sep｜>&lt;steptml:invoke name="NAME">
 * &lt;steptml:parameter name="KEY">VALUE&lt;/steptml:parameter>
 * &lt;/steptml:invoke>&lt;｜tool_call_end｜>&lt;｜tool_calls_end｜>
 * </pre>
 *
 * <p>{@code function<｜tool_sep｜>} may be missing. Values are verbatim. An engine that removes
 * control tokens leaves the invoke alone: it is a call of a declared tool.
 */
final class Step3 {
  private static final Tagged PARAMETERS =
      parameter(tag("<steptml:parameter"), attributes().key("name"))
          .close(tag("</steptml:parameter>"));

  static final WireFormat FORMAT =
      format("step3")
          .models("Step-3")
          .hubNames("step3", "Step-3")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<｜tool_calls_begin｜>"), token("<｜tool_calls_end｜>"), OPTIONAL, MANY)
                  .in(token("<｜tool_call_begin｜>"), token("<｜tool_call_end｜>"))
                  .header(
                      maybe(token("function"), token("<｜tool_sep｜>")),
                      tag("<steptml:invoke"),
                      attributes().name("name"))
                  .close(tag("</steptml:invoke>"))
                  .tagged(PARAMETERS),
              call()
                  .header(tag("<steptml:invoke"), attributes().name("name"))
                  .close(tag("</steptml:invoke>"))
                  .tagged(PARAMETERS)
                  .bare(DECLARED));

  private Step3() {}
}
