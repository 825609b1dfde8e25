package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.messages;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;

import dev.deltalex.Region;
import java.util.List;

/**
 * Muse Glimmer: messages to recipients, with calls in tags.
 *
 * <pre>
 * &lt;|start|>assistant to=self&lt;|message|>REASONING&lt;|eom|>&lt;|start|>assistant to=NAME&lt;|message|>&lt;atem:function_calls>
 * &lt;atem:invoke name="NAME">
 * &lt;atem:parameter name="KEY">VALUE&lt;/atem:parameter>
 * &lt;/atem:invoke>
 * &lt;/atem:function_calls>&lt;|eom|>&lt;|start|>assistant to=user&lt;|message|>CONTENT&lt;|eot|>
 * </pre>
 *
 * <p>The tags name the tool, so that a message to any recipient may hold calls. The generation
 * prompt opens the first header.
 */
final class MuseGlimmer {
  static final WireFormat FORMAT =
      format("muse_glimmer", "muse", "glimmer")
          .models("Muse Glimmer")
          .hubNames("Muse-Glimmer")
          .messages(
              messages(token("<|message|>"), token("<|start|>"), words("assistant"))
                  .field("to", words("to="))
                  .when("to", List.of("self"), Region.REASONING)
                  .closers(token("<|eom|>"), token("<|eot|>")),
              call()
                  .in(tag("<atem:function_calls>"), tag("</atem:function_calls>"), OPTIONAL, MANY)
                  .header(tag("<atem:invoke"), attributes().name("name"))
                  .close(tag("</atem:invoke>"))
                  .tagged(
                      parameter(tag("<atem:parameter"), attributes().key("name"))
                          .close(tag("</atem:parameter>"))));

  private MuseGlimmer() {}
}
