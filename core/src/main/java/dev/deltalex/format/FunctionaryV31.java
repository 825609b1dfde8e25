package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;

/**
 * Functionary 3.1: JSON arguments in a tag with the name.
 *
 * <pre>
 * CONTENT
 * &lt;function=NAME>{…}&lt;/function>
 * </pre>
 */
final class FunctionaryV31 {
  static final WireFormat FORMAT =
      format("functionary_v31")
          .models("Functionary 3.1")
          .hubNames("functionary-small-v3.1", "functionary-medium-v3.1")
          .templateMarks("<function=example_function_name>")
          .calls(
              call()
                  .header(tag("<function="), name(), tag(">"))
                  .close(tag("</function>"))
                  .arguments());

  private FunctionaryV31() {}
}
