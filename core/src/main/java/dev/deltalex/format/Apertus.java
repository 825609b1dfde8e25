package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.token;

/**
 * Apertus: an array of JSON objects whose only key is the name.
 *
 * <pre>
 * &lt;|inner_prefix|>REASONING&lt;|inner_suffix|>CONTENT&lt;|tools_prefix|>[{"NAME": {…}}, {"NAME": {…}}]&lt;|tools_suffix|>
 * </pre>
 */
final class Apertus {
  static final WireFormat FORMAT =
      format("apertus", "apertus2509")
          .models("Apertus")
          .hubNames("Apertus")
          .reasoning(token("<|inner_prefix|>"), token("<|inner_suffix|>"))
          .calls(
              call()
                  .in(token("<|tools_prefix|>"), token("<|tools_suffix|>"), MANY)
                  .objects(COMMA_IN_BRACKETS, keys().nameAsKey()));

  private Apertus() {}
}
