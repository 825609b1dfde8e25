package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.token;

/**
 * PLaMo 3: JSON arguments behind a name, every part between markers.
 *
 * <pre>
 * &lt;|plamo:begin_think:plamo|>REASONING&lt;|plamo:end_think:plamo|>CONTENT&lt;|plamo:begin_tool_requests:plamo|>
 * &lt;|plamo:begin_tool_request:plamo|>
 * &lt;|plamo:begin_tool_name:plamo|>NAME&lt;|plamo:end_tool_name:plamo|>
 * &lt;|plamo:begin_tool_arguments:plamo|>&lt;|plamo:constrain|>json&lt;|plamo:msg|>{…}&lt;|plamo:end_tool_arguments:plamo|>
 * &lt;|plamo:end_tool_request:plamo|>
 * &lt;|plamo:end_tool_requests:plamo|>
 * </pre>
 *
 * <p>Each marker is several tokens. The newlines are not part of the format.
 */
final class Plamo3 {
  static final WireFormat FORMAT =
      format("plamo3")
          .models("PLaMo 3")
          .hubNames("plamo-3")
          .reasoning(token("<|plamo:begin_think:plamo|>"), token("<|plamo:end_think:plamo|>"))
          .calls(
              call()
                  .in(
                      token("<|plamo:begin_tool_requests:plamo|>"),
                      token("<|plamo:end_tool_requests:plamo|>"),
                      OPTIONAL,
                      MANY)
                  .in(
                      token("<|plamo:begin_tool_request:plamo|>"),
                      token("<|plamo:end_tool_request:plamo|>"))
                  .header(
                      token("<|plamo:begin_tool_name:plamo|>"),
                      name(),
                      token("<|plamo:end_tool_name:plamo|>"),
                      token("<|plamo:begin_tool_arguments:plamo|>"),
                      maybe(token("<|plamo:constrain|>json")),
                      token("<|plamo:msg|>"))
                  .close(token("<|plamo:end_tool_arguments:plamo|>"))
                  .arguments());

  private Plamo3() {}
}
