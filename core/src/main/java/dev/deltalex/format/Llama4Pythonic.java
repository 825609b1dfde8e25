package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.token;

/**
 * Llama 4: a list of calls as Python spells them, alone or between markers.
 *
 * <pre>
 * CONTENT
 * &lt;|python_start|>[NAME(KEY='VALUE', KEY=42), NAME()]&lt;|python_end|>
 * </pre>
 */
final class Llama4Pythonic {
  static final WireFormat FORMAT =
      format("llama4_pythonic")
          .models("Llama 4")
          .hubNames("Llama-4-Scout", "Llama-4-Maverick")
          .calls(
              call()
                  .in(token("<|python_start|>"), token("<|python_end|>"), OPTIONAL, MANY)
                  .header(name(), token("("))
                  .keywords(COMMA_IN_BRACKETS)
                  .bare(DECLARED));

  private Llama4Pythonic() {}
}
