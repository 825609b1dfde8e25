package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * FunctionGemma: the arguments of Gemma 4, with other literals.
 *
 * <pre>
 * CONTENT
 * &lt;start_function_call>call:NAME{KEY:&lt;escape>STRING&lt;escape>,KEY:42}&lt;end_function_call>
 * </pre>
 */
final class FunctionGemma {
  static final WireFormat FORMAT =
      format("functiongemma")
          .models("FunctionGemma")
          .hubNames("functiongemma")
          .calls(
              call()
                  .in(tag("<start_function_call>"), tag("<end_function_call>"))
                  .header(token("call:"), name(), token("{"))
                  .quoted(tag("<escape>")));

  private FunctionGemma() {}
}
