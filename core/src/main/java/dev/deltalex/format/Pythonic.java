package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.token;

/**
 * Llama 3.2 and ToolACE: a list of calls as Python spells them, without markers.
 *
 * <pre>
 * [NAME(KEY='VALUE', KEY=42), NAME()]
 * </pre>
 */
final class Pythonic {
  static final WireFormat FORMAT =
      format("pythonic")
          .models("Llama 3.2", "ToolACE")
          .hubNames("Llama-3.2", "ToolACE-8B", "ToolACE-2-8B", "ToolACE-2-Llama-3.1-8B")
          .calls(call().header(name(), token("(")).keywords(COMMA_IN_BRACKETS).bare(DECLARED));

  private Pythonic() {}
}
