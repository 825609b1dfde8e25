package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.token;

/**
 * GigaChat 3: a JSON object behind control tokens, without a closer.
 *
 * <pre>
 * CONTENT&lt;|message_sep|>
 *
 * function call&lt;|role_sep|>
 * {"name": "NAME", "arguments": {…}}
 * </pre>
 *
 * <p>GigaChat 3.1 writes {@code <|function_call|>} and the object.
 */
final class GigaChat3 {
  static final WireFormat FORMAT =
      format("gigachat3")
          .models("GigaChat 3", "GigaChat 3.1")
          .hubNames(
              "GigaChat3", "GigaChat3.1", "GigaChat3-10B-A1.8B", "GigaChat3-702B-A36B-preview")
          .templateMarks("<|role_sep|>")
          .calls(
              call()
                  .in(token("<|message_sep|>"))
                  .in(token("function call<|role_sep|>"))
                  .objects(COMMA_IN_BRACKETS),
              call().in(token("<|function_call|>")).objects(COMMA_IN_BRACKETS));

  private GigaChat3() {}
}
