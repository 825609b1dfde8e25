package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Gemma 4: arguments are an object with keys without quotes and strings between literals.
 *
 * <pre>
 * &lt;|channel>thought
 * REASONING&lt;channel|>CONTENT
 * &lt;|tool_call>call:NAME{KEY:&lt;|"|>STRING&lt;|"|>,KEY:42,KEY:true,KEY:{…},KEY:[…]}&lt;tool_call|>
 * </pre>
 */
final class Gemma4 {
  static final WireFormat FORMAT =
      format("gemma4")
          .models("Gemma 4")
          .hubNames("gemma-4")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(token("<|channel>")),
                  List.of(token("<channel|>")),
                  Block.Trim.NEWLINE,
                  token("thought\n")))
          .calls(
              call()
                  .in(token("<|tool_call>"), token("<tool_call|>"))
                  .header(token("call:"), name(), token("{"))
                  .quoted(token("<|\"|>")));

  private Gemma4() {}
}
