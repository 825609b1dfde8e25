package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.token;

/**
 * Solar Open 2: a name, then keys and values between control tokens.
 *
 * <pre>
 * &lt;|think:start|>REASONING&lt;|think:end|>
 * CONTENT
 * &lt;|tool_call:start|>NAME
 * &lt;|tool_arg:start|>KEY&lt;|tool_arg:value|>VALUE&lt;|tool_arg:end|>
 * &lt;|tool_call:end|>
 * </pre>
 *
 * <p>Values are verbatim.
 */
final class SolarOpen2 {
  static final WireFormat FORMAT =
      format("solar_open2")
          .models("Solar Open 2")
          .hubNames("Solar-Open-2", "Solar-Open2")
          .reasoning(token("<|think:start|>"), token("<|think:end|>"))
          .calls(
              call()
                  .in(token("<|tool_call:start|>"), token("<|tool_call:end|>"))
                  .header(name())
                  .tagged(
                      parameter(token("<|tool_arg:start|>"), key(), token("<|tool_arg:value|>"))
                          .close(token("<|tool_arg:end|>"))));

  private SolarOpen2() {}
}
