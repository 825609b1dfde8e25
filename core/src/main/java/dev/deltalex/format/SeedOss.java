package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * Seed-OSS: tagged parameters.
 *
 * <pre>
 * &lt;seed:think>
 * REASONING
 * &lt;/seed:think>
 * CONTENT
 * &lt;seed:tool_call>
 * &lt;function=NAME>
 * &lt;parameter=KEY>VALUE&lt;/parameter>
 * &lt;/function>
 * &lt;/seed:tool_call>
 * </pre>
 *
 * <p>Values are verbatim.
 */
final class SeedOss {
  static final WireFormat FORMAT =
      format("seed_oss")
          .models("Seed-OSS")
          .hubNames("Seed-OSS")
          .reasoning(tag("<seed:think>"), tag("</seed:think>"))
          .calls(
              call()
                  .in(tag("<seed:tool_call>"), tag("</seed:tool_call>"), OPTIONAL)
                  .header(tag("<function="), name(), tag(">"))
                  .close(tag("</function>"))
                  .tagged(
                      parameter(tag("<parameter="), key(), tag(">")).close(tag("</parameter>"))));

  private SeedOss() {}
}
