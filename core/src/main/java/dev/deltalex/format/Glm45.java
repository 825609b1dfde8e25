package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * GLM-4.5 and later, and Poolside: a name, then keys and values in tags.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>NAME
 * &lt;arg_key>KEY&lt;/arg_key>
 * &lt;arg_value>VALUE&lt;/arg_value>
 * &lt;/tool_call>
 * </pre>
 *
 * <p>Values are verbatim; whitespace around names and keys is not part of them.
 */
final class Glm45 {
  static final WireFormat FORMAT =
      format(
              "glm45",
              "glm47",
              "glm",
              "glm4_moe",
              "ling3",
              "spark25",
              "spark3",
              "hyperclovax_seed_think",
              "poolside_v1",
              "laguna")
          .models(
              "GLM-4.5",
              "GLM-4.6",
              "GLM-4.7",
              "GLM-5",
              "Ling 3",
              "Spark 2.5",
              "Spark 3",
              "HyperCLOVA X SEED Think",
              "Poolside")
          .hubNames(
              "GLM-4.5",
              "GLM-4.5-Air",
              "GLM-4.6",
              "GLM-4.7",
              "GLM-4.7-Flash",
              "GLM-5",
              "HyperCLOVAX-SEED-Think",
              "Laguna")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsEndReasoning()
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .header(name())
                  .tagged(
                      parameter(tag("<arg_key>"), key(), tag("</arg_key>"), tag("<arg_value>"))
                          .close(tag("</arg_value>"))));

  private Glm45() {}
}
