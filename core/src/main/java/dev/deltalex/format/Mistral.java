package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Mistral, Magistral, Ministral: JSON arguments behind a name, or an array of JSON objects.
 *
 * <pre>
 * [THINK]REASONING[/THINK]CONTENT
 * [TOOL_CALLS]NAME[CALL_ID]ID[ARGS]{…}
 * [TOOL_CALLS][{"name": "NAME", "arguments": {…}, "id": "ID"}]
 * </pre>
 *
 * <p>Mistral Small 3.2 writes the id; Mistral 7B v0.3 writes the array. Magistral's first version
 * reasons between {@code <think>} and {@code </think>}.
 */
final class Mistral {
  static final WireFormat FORMAT =
      format("mistral", "magistral", "mistral_nemo", "ministral")
          .models("Mistral 7B v0.3", "Mistral Nemo", "Mistral Small 3.2", "Ministral", "Magistral")
          .hubNames(
              "Mistral-7B-Instruct-v0.3",
              "Mistral-Nemo",
              "Mistral-Large",
              "Mistral-Small",
              "Mistral-Small-3",
              "Mistral-Small-3.1",
              "Mistral-Small-3.2",
              "Mixtral-8x22B-Instruct-v0.3",
              "Ministral",
              "Ministral-3",
              "Magistral",
              "Magistral-Small",
              "Magistral-Medium",
              "Devstral",
              "Devstral-Small",
              "Devstral-Small-2",
              "Devstral-2")
          .reasoning(token("[THINK]"), token("[/THINK]"))
          .reasoning(tag("<think>"), tag("</think>"))
          .callsInReasoningAreText()
          .calls(
              call()
                  .in(token("[TOOL_CALLS]"), token("[/TOOL_CALLS]"))
                  .header(name(), maybe(token("[CALL_ID]"), id()), maybe(token("[ARGS]")))
                  .arguments(),
              call()
                  .in(token("[TOOL_CALLS]"), token("[/TOOL_CALLS]"), MANY)
                  .objects(COMMA_IN_BRACKETS, keys().id("id")));

  private Mistral() {}
}
