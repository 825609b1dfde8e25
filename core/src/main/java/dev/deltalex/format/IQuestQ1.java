package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * IQuest Q1: a name, then keys and values in tags.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;iquest_tool_call>NAME
 * &lt;arg_key>KEY&lt;/arg_key>
 * &lt;arg_value>VALUE&lt;/arg_value>
 * &lt;/iquest_tool_call>
 * </pre>
 *
 * <p>Values are verbatim; whitespace around names and keys is not part of them.
 */
final class IQuestQ1 {
  static final WireFormat FORMAT =
      format("iquest_q1")
          .models("IQuest Q1")
          .hubNames("IQuest-Q1")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsEndReasoning()
          .calls(
              call()
                  .in(tag("<iquest_tool_call>"), tag("</iquest_tool_call>"))
                  .header(name())
                  .tagged(
                      parameter(tag("<arg_key>"), key(), tag("</arg_key>"), tag("<arg_value>"))
                          .close(tag("</arg_value>"))));

  private IQuestQ1() {}
}
