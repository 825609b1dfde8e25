package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Step-3: tagged parameters in two levels of control tokens.
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
 * <p>Values are verbatim.
 */
final class Step3 {
  static final WireFormat FORMAT =
      format("step3")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<｜tool_calls_begin｜>"), token("<｜tool_calls_end｜>"), OPTIONAL, MANY)
                  .in(token("<｜tool_call_begin｜>"), token("<｜tool_call_end｜>"))
                  .header(
                      maybe(token("function<｜tool_sep｜>")),
                      tag("<steptml:invoke"),
                      attributes().name("name"))
                  .close(tag("</steptml:invoke>"))
                  .tagged(
                      parameter(tag("<steptml:parameter"), attributes().key("name"))
                          .close(tag("</steptml:parameter>"))));

  private Step3() {}
}
