package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;

/**
 * Code World Model: a name, and behind it JSON arguments or a command.
 *
 * <pre>
 * CONTENT
 * &lt;tool: LABEL>
 * NAME {…}
 * &lt;/tool>
 * &lt;tool: LABEL>
 * NAME COMMAND
 * &lt;/tool>
 * </pre>
 *
 * <p>A command is the argument {@code command}, verbatim.
 */
final class Cwm {
  /** Several times the length of the labels that the model writes. */
  private static final int LABEL = 64;

  static final WireFormat FORMAT =
      format("cwm")
          .models("CWM")
          .hubNames("cwm")
          .templateMarks("<tool: ")
          .knownLimits("A command that begins with a brace is read as JSON.")
          .calls(
              call()
                  .in(tag("<tool>").labelled(LABEL), tag("</tool>"))
                  .header(name())
                  .arguments()
                  .orRaw("command"));

  private Cwm() {}
}
