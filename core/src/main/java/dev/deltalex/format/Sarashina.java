package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.token;

/**
 * Sarashina: an array of objects with Python literals.
 *
 * <pre>
 * CONTENT
 * &lt;|tool_calls|>[{'name': 'NAME', 'arguments': {…}}]
 * </pre>
 *
 * <p>The marker is often missing.
 */
final class Sarashina {
  static final WireFormat FORMAT =
      format("sarashina")
          .models("Sarashina")
          .calls(
              call()
                  .in(token("<|tool_calls|>"), OPTIONAL, MANY)
                  .objects(COMMA_IN_BRACKETS)
                  .bare(DECLARED));

  private Sarashina() {}
}
