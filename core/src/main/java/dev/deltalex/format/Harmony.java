package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.messages;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import java.util.List;

/**
 * OpenAI gpt-oss: messages in channels.
 *
 * <pre>
 * &lt;|start|>assistant&lt;|channel|>analysis&lt;|message|>REASONING&lt;|end|>&lt;|start|>assistant to=functions.NAME&lt;|channel|>commentary &lt;|constrain|>json&lt;|message|>{…}&lt;|call|>&lt;|start|>assistant&lt;|channel|>final&lt;|message|>CONTENT&lt;|return|>
 * </pre>
 *
 * <p>The recipient may be behind the channel. The generation prompt ends with {@code
 * <|start|>assistant}, so that a response begins inside of a header. Recipients that are tools of
 * the model's own have no declaration in the request.
 */
final class Harmony {
  static final WireFormat FORMAT =
      format("harmony", "openai", "gpt_oss")
          .models("gpt-oss")
          .hubNames("gpt-oss", "gpt-oss-safeguard")
          .knownLimits(
              "Calls of the model's own tools (python, browser, container) are read as reasoning"
                  + " with a diagnostic.")
          .messages(
              messages(token("<|message|>"), token("<|start|>"), words("assistant"))
                  .field("to", words("to="))
                  .field("channel", token("<|channel|>"))
                  .field("type", token("<|constrain|>"))
                  .when(
                      "to",
                      List.of("python", "browser", "container", "assistant"),
                      Region.REASONING,
                      Diagnostic.BUILT_IN_TOOL)
                  .call("to", "functions.")
                  .when("channel", List.of("analysis"), Region.REASONING)
                  .when("channel", List.of("final", "commentary"), Region.CONTENT)
                  .when("channel", List.of(), Region.CONTENT, Diagnostic.UNKNOWN_CHANNEL)
                  .closers(token("<|end|>"), token("<|return|>"), token("<|call|>")),
              call().arguments());

  private Harmony() {}
}
