package dev.deltalex.testkit;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.Block;
import java.util.List;

/** Declarations of the kinds that the shipped formats do not have. */
public final class SampleFormats {
  /** A pair, a name that a literal ends, JSON arguments; reasoning in tags of its own. */
  public static final WireFormat ACME =
      format("acme")
          .reasoning(tag("<reason>"), tag("</reason>"))
          .calls(
              call()
                  .in(token("<|call|>"), token("<|end|>"))
                  .header(name(), token("|"))
                  .arguments());

  /** Tags with attributes; several calls in one pair. */
  public static final WireFormat INVOKE =
      format("invoke")
          .callsEndReasoning()
          .calls(
              call()
                  .in(tag("<x:tool_call>"), tag("</x:tool_call>"), MANY)
                  .header(tag("<invoke"), attributes().name("name").id("id"))
                  .close(tag("</invoke>"))
                  .tagged(
                      parameter(tag("<parameter"), attributes().key("name"))
                          .close(tag("</parameter>"))));

  /** Attributes with entities in front of JSON arguments. */
  public static final WireFormat ENTITIES =
      format("entities")
          .calls(
              call()
                  .in(token("<|call|>"), token("<|end|>"))
                  .header(tag("<invoke"), attributes().name("name").id("id").withEntities())
                  .arguments());

  /** A name that ends at a line or at what follows; keys and values in tags of their own. */
  public static final WireFormat PAIRS =
      format("pairs")
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .header(name())
                  .tagged(
                      parameter(tag("<arg_key>"), key(), tag("</arg_key>"), tag("<arg_value>"))
                          .close(tag("</arg_value>"))));

  /** Two levels of pairs, of which the outer one is optional; an id that holds the name. */
  public static final WireFormat SECTION =
      format("section")
          .calls(
              call()
                  .in(token("<|section|>"), token("<|/section|>"), OPTIONAL, MANY)
                  .in(token("<|call|>"), token("<|/call|>"))
                  .header(id().holdingName("functions.", ":"), token("<|argument|>"))
                  .arguments());

  /** Two levels of pairs; an id, then the name. */
  public static final WireFormat IDS =
      format("ids")
          .calls(
              call()
                  .in(token("<|calls|>"), token("<|/calls|>"), MANY)
                  .in(token("<|begin|>"), token("<|end|>"))
                  .header(id(), token("<|name|>"), name(), token("<|args|>"))
                  .arguments());

  /** Two forms behind one opener: a header with parts that may be missing, and objects. */
  public static final WireFormat MIXED =
      format("mixed")
          .calls(
              call()
                  .in(token("[CALLS]"), token("[/CALLS]"))
                  .header(name(), maybe(token("[ID]"), id()), maybe(token("[ARGS]")))
                  .arguments(),
              call()
                  .in(token("[CALLS]"), token("[/CALLS]"), MANY)
                  .objects(COMMA_IN_BRACKETS, keys().id("id")));

  /** A call without pairs. */
  public static final WireFormat NO_PAIR =
      format("no_pair")
          .calls(
              call()
                  .header(tag("<function="), name(), tag(">"))
                  .close(tag("</function>"))
                  .arguments());

  /** Two levels of pairs around tagged parameters; a part of the header may be missing. */
  public static final WireFormat STEPS =
      format("steps")
          .calls(
              call()
                  .in(token("<|calls|>"), token("<|/calls|>"), MANY)
                  .in(token("<|call|>"), token("<|/call|>"))
                  .header(
                      maybe(token("function<|sep|>")), tag("<s:invoke"), attributes().name("name"))
                  .close(tag("</s:invoke>"))
                  .tagged(
                      parameter(tag("<s:parameter"), attributes().key("name"))
                          .close(tag("</s:parameter>"))));

  /** A list of Python calls in optional tags. */
  public static final WireFormat PYTHON =
      format("python")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<calls>"), tag("</calls>"), OPTIONAL, MANY)
                  .header(name(), token("("))
                  .keywords(COMMA_IN_BRACKETS)
                  .bare(DECLARED));

  /** Reasoning and content in blocks; calls as objects. */
  public static final WireFormat BLOCKS =
      format("blocks")
          .reasoning(tag("<think>"), tag("</think>"))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(tag("<response>")),
                  List.of(tag("</response>")),
                  Block.Trim.NEWLINE))
          .discarded(tag("<output>"), tag("</output>"))
          .calls(call().in(tag("<tool_call>"), tag("</tool_call>")).objects(COMMA_IN_BRACKETS));

  /** A name that ends at what follows, arguments in one of two fences, a closer of their own. */
  public static final WireFormat FENCED =
      format("fenced")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool>"), tag("</tool>"), OPTIONAL)
                  .header(token("function:"), name())
                  .close(tag("</function>"))
                  .arguments()
                  .fenced(token("```json"), token("```"))
                  .fenced(tag("<json>"), tag("</json>")));

  /** All of them. */
  public static final List<WireFormat> ALL =
      List.of(
          ACME, INVOKE, ENTITIES, PAIRS, SECTION, IDS, MIXED, NO_PAIR, STEPS, BLOCKS, PYTHON,
          FENCED);

  private SampleFormats() {}
}
