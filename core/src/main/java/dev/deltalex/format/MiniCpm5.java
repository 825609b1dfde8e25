package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * MiniCPM5: tagged parameters without a pair around the calls.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;function name="NAME">&lt;param name="KEY">VALUE&lt;/param>&lt;/function>
 * </pre>
 *
 * <p>Values are verbatim, and may be inside of {@code <![CDATA[} and {@code ]]>}. A call needs the
 * name of a declared tool, and a parameter or its own closer behind the header.
 */
final class MiniCpm5 {
  static final WireFormat FORMAT =
      format("minicpm5")
          .models("MiniCPM5")
          .hubNames("MiniCPM5")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .header(tag("<function"), attributes().name("name"))
                  .close(tag("</function>"))
                  .tagged(
                      parameter(tag("<param"), attributes().key("name"))
                          .close(tag("</param>"))
                          .inCdata())
                  .bare(DECLARED));

  private MiniCpm5() {}
}
