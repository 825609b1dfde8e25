package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

/**
 * Granite-20B-FunctionCalling: an opener before each JSON object, no closer.
 *
 * <pre>
 * CONTENT
 * &lt;function_call> {"name": "NAME", "arguments": {…}}
 * &lt;function_call> {"name": "NAME", "arguments": {…}}
 * </pre>
 */
final class Granite20bFc {
  static final WireFormat FORMAT =
      format("granite_20b_fc")
          .models("Granite-20B-FunctionCalling")
          .hubNames("granite-20b-functioncalling")
          .templateMarks("<|function_call_library|>")
          .calls(call().in(tag("<function_call>")).objects(COMMA_IN_BRACKETS));

  private Granite20bFc() {}
}
