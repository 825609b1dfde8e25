package dev.deltalex.testkit;

import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.ONE_NEWLINE;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Syntax;
import java.util.List;
import java.util.Map;

/** The declaration of each format, by its name. */
final class Declarations {
  private static final Block THINK =
      new Block(
          Region.REASONING, List.of(tag("<think>")), List.of(tag("</think>")), Block.Trim.NEWLINE);

  private static final Syntax QWEN3_CODER =
      of(
          call()
              .in(tag("<tool_call>"), tag("</tool_call>"), OPTIONAL)
              .header(tag("<function="), name(), tag(">"))
              .close(tag("</function>"))
              .tagged(
                  parameter(tag("<parameter="), key(), tag(">"))
                      .close(tag("</parameter>"))
                      .framing(ONE_NEWLINE)));

  private static final Syntax HERMES =
      of(
          call()
              .in(tag("<tool_call>"), tag("</tool_call>"))
              .objects(COMMA_IN_BRACKETS)
              .bare(DECLARED));

  private static final Map<String, Syntax> BY_NAME =
      Map.ofEntries(
          Map.entry("qwen3_coder", QWEN3_CODER),
          Map.entry("qwen3_xml", QWEN3_CODER),
          Map.entry("mimo", QWEN3_CODER),
          Map.entry("step3p5", QWEN3_CODER),
          Map.entry("nemotron_v3", QWEN3_CODER),
          Map.entry("hermes", HERMES),
          Map.entry("qwen25", HERMES),
          Map.entry("qwen", HERMES),
          Map.entry("think_only", of()));

  private Declarations() {}

  private static Syntax of(CallForm... forms) {
    return new Syntax(List.of(THINK), List.of(forms), CallsInReasoning.CALL_THEN_RESUME);
  }

  /** The declaration of the format with this name. */
  static Syntax of(String format) {
    Syntax syntax = BY_NAME.get(format);
    if (syntax == null) {
      throw new IllegalArgumentException("no declaration of the format " + format);
    }
    return syntax;
  }
}
