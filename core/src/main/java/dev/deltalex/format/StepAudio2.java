package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Step-Audio 2: JSON arguments behind a line with the name.
 *
 * <pre>
 * CONTENT
 * &lt;tool_call>function
 * NAME
 * {…}&lt;/tool_call>
 * </pre>
 */
final class StepAudio2 {
  static final WireFormat FORMAT =
      format("step_audio_2")
          .models("Step-Audio 2")
          .hubNames("Step-Audio-2", "Step-Audio-2-mini")
          .templateMarks("<tool_call>function\n")
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .header(token("function\n"), name())
                  .arguments());

  private StepAudio2() {}
}
