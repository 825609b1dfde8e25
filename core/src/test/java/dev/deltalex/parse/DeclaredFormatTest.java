package dev.deltalex.parse;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.element;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.testkit.SampleFormats.ACME;
import static dev.deltalex.testkit.SampleFormats.BLOCKS;
import static dev.deltalex.testkit.SampleFormats.FENCED;
import static dev.deltalex.testkit.SampleFormats.IDS;
import static dev.deltalex.testkit.SampleFormats.INVOKE;
import static dev.deltalex.testkit.SampleFormats.MIXED;
import static dev.deltalex.testkit.SampleFormats.NO_PAIR;
import static dev.deltalex.testkit.SampleFormats.PAIRS;
import static dev.deltalex.testkit.SampleFormats.SECTION;
import static dev.deltalex.testkit.SampleFormats.STEPS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.DeltaEvent;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Declarations of the kinds that the shipped formats do not have: two levels of pairs, headers that
 * end at literals of their own, attributes, ids of the model, JSON behind a header, several forms
 * in one format, blocks of content. Each text is read whole and in deltas of 1 to 7 chars.
 */
class DeclaredFormatTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"type": "function", "function": {"name": "f", "parameters": {"type": "object",
            "properties": {"a": {"type": "string"}, "n": {"type": "integer"}}}}},
           {"type": "function", "function": {"name": "g"}}]
          """);

  /** Reasoning, content and calls of a text, the same in deltas of any size. */
  private static void reads(WireFormat format, String text, String expected) {
    StreamSpec spec =
        StreamSpec.of(format)
            .tools(TOOLS)
            .options(o -> o.callIds(ParserOptions.CallIds.NATIVE))
            .build();
    for (int size : new int[] {text.length(), 1, 2, 3, 4, 5, 6, 7}) {
      MessageCollector collector = new MessageCollector();
      try (StreamParser parser = spec.open(collector)) {
        for (int at = 0; at < text.length(); at += size) {
          parser.feed(text.substring(at, Math.min(text.length(), at + size)));
        }
        parser.finish(EndCause.STOP);
      }
      assertEquals(expected, print(collector.message()), format.name() + " by " + size);
    }
  }

  private static String print(Message message) {
    StringBuilder out = new StringBuilder();
    out.append(message.reasoning()).append('|').append(message.content());
    message
        .calls()
        .forEach(c -> {
          // An id that the parser made begins with call_.
          String id = c.id().startsWith("call_") ? "" : '#' + c.id();
          out.append('|').append(c.name()).append(id).append(' ').append(c.arguments());
          out.append(c.complete() ? "" : " cut");
        });
    return out.toString();
  }

  @Test
  void argumentsBehindAHeader() {
    reads(ACME, "<reason>hm</reason>Hi <|call|>f|{\"a\":1}<|end|>", "hm|Hi |f {\"a\":1}");
    reads(ACME, "<|call|>f|{\"a\":1}<|end|>\n<|call|>g|{}<|end|> bye", "| bye|f {\"a\":1}|g {}");
    reads(ACME, "<|call|>f|<|end|>", "||f {}");
    reads(ACME, "<|call|>f| no", "|<|call|>f| no");
    reads(ACME, "<|call|>f|", "|");
    reads(ACME, "<|call|>f|{\"a\":\"x", "||f {\"a\":\"x cut");
    reads(ACME, "<|call|>f|{\"a\":1<|end|>y", "|y|f {\"a\":1}");
    reads(ACME, "<|call|>f|{\"a\":1}<|call|>g|{}<|end|>", "||f {\"a\":1}|g {}");
    reads(ACME, "<|call|>f|{\"a\":\"<|end|> 'x'\"}<|end|>", "||f {\"a\":\"<|end|> 'x'\"}");
  }

  @Test
  void argumentsInAFence() {
    reads(FENCED, "<tool>function:f\n```json\n{\"a\":1}\n```</function></tool>", "||f {\"a\":1}");
    reads(FENCED, "<tool>function:f<json>{\"a\":1}</json ></function></tool>", "||f {\"a\":1}");
    reads(FENCED, "<tool>function:f{\"a\":1}</function></tool> x", "| x|f {\"a\":1}");
    reads(FENCED, "<tool>function:f\n```json{\"a\":1}</function></tool>x", "|x|f {\"a\":1}");
    reads(FENCED, "<tool>function:f\n```json{\"a\":1```</tool>x", "|x|f {\"a\":1}");
    reads(FENCED, "<tool>function:f\n```json{\"a\":1}``` and</tool>", "| and|f {\"a\":1}");
  }

  @Test
  void theCloserOfAFenceBelongsToTheFence() {
    reads(FENCED, "<tool>function:f{\"a\":1}\n```</function>", "|\n```</function>|f {\"a\":1}");
    reads(FENCED, "<tool>function:f<json>{\"a\":1}```", "|```|f {\"a\":1}");
    reads(FENCED, "<tool>function:f<json>{\"a\":1```}</json>", "||f {\"a\":\"1```\"}");
  }

  @Test
  void aHeaderBehindACallWithoutTheSectionNeedsADeclaredName() {
    WireFormat format = Formats.byName("deepseek_v3");
    String call = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>f{\"a\":1}";
    String next = "function<｜tool▁sep｜>other{}";
    reads(format, call + next, '|' + next + "|f {\"a\":1}");
    reads(format, call + "function<｜tool▁sep｜>g{}", "||f {\"a\":1}|g {}");
    reads(format, "<｜tool▁calls▁begin｜>" + call + next, "||f {\"a\":1}|other {}");
  }

  @Test
  void aFenceWithoutThePairsAroundTheCall() {
    reads(FENCED, "function:f ```json\n{\"a\":1}```\n</function>\nx", "|\nx|f {\"a\":1}");
    reads(FENCED, "function:f {\"a\":1}\n</function>\nx", "|\nx|f {\"a\":1}");
    reads(FENCED, "function:f <json>{\"a\":1</json>\n</tool>x", "|x|f {\"a\":1}");
  }

  @Test
  void attributesInAnyOrderAndQuotes() {
    reads(
        INVOKE,
        "<x:tool_call>\n<invoke id='7' name=\"f\">\n<parameter name=\"a\">v\n</parameter>\n"
            + "<parameter name='n'>5</parameter></invoke>\n<invoke name=g>\n</invoke>\n"
            + "</x:tool_call>",
        "||f#7 {\"a\":\"v\\n\",\"n\":5}|g {}");
    reads(
        INVOKE,
        "<x:tool_call><invoke name=\"f\"><parameter name=\"a\">x</invoke></x:tool_call>t",
        "|t|f {\"a\":\"x\"}");
    reads(INVOKE, "see <invoke name=\"f\"> text", "|see <invoke name=\"f\"> text");
    reads(INVOKE, "<x:tool_call><invoke nome=\"f\">", "|<x:tool_call><invoke nome=\"f\">");
  }

  @Test
  void aHeaderThatEndsAtALineOrAtWhatFollows() {
    reads(
        PAIRS,
        "<tool_call>f\n<arg_key>a</arg_key>\n<arg_value> v </arg_value>\n<arg_key>n</arg_key>"
            + "<arg_value>3</arg_value>\n</tool_call>\n<tool_call>g</tool_call>",
        "||f {\"a\":\" v \",\"n\":3}|g {}");
    reads(
        PAIRS,
        "<tool_call>f<arg_key>a</arg_key><arg_value>v</arg_value></tool_call> x",
        "| x|f {\"a\":\"v\"}");
  }

  @Test
  void sectionsOfCallsWithIds() {
    String f = "<|call|>functions.f:0<|argument|>{\"a\":\"b\"}<|/call|>";
    String g = "<|call|>functions.g:1<|argument|>{}<|/call|>";
    String calls = "|f#functions.f:0 {\"a\":\"b\"}|g#functions.g:1 {}";
    reads(SECTION, "hi<|section|>" + f + g + "<|/section|>end", "|hiend" + calls);
    reads(SECTION, f + "\n" + g, "|" + calls);
    reads(SECTION, "<|section|>" + f + "<|/section|>\n<|section|>" + g, "|" + calls);
  }

  @Test
  void anIdBeforeTheName() {
    reads(
        IDS,
        "<|calls|><|begin|>id-1<|name|>f<|args|>{\"a\":\"v\"}<|end|><|/calls|>",
        "||f#id-1 {\"a\":\"v\"}");
  }

  @Test
  void twoFormsBehindOneOpener() {
    reads(MIXED, "[CALLS]f[ARGS]{\"a\":1}", "||f {\"a\":1}");
    reads(MIXED, "[CALLS]f{\"a\":1}[CALLS]g[ID]abc[ARGS]{}[/CALLS]x", "|x|f {\"a\":1}|g#abc {}");
    reads(
        MIXED,
        "[CALLS] [{\"name\":\"f\",\"arguments\":{\"a\":1},\"id\":\"x\"},"
            + "{\"id\":\"yy\",\"name\":\"g\",\"arguments\":{}}]t",
        "|t|f {\"a\":1}|g#yy {}");
  }

  @Test
  void aCallWithoutPairs() {
    reads(
        NO_PAIR,
        "<function=f>{\"a\":1}</function><function=g>{}</function> t",
        "| t|f {\"a\":1}|g {}");
  }

  @Test
  void partsOfAHeaderThatMayBeMissing() {
    reads(
        STEPS,
        "<|calls|><|call|>function<|sep|><s:invoke name=\"f\"><s:parameter name=\"a\">v"
            + "</s:parameter></s:invoke><|/call|><|call|><s:invoke name=\"g\"></s:invoke><|/call|>"
            + "<|/calls|>t",
        "|t|f {\"a\":\"v\"}|g {}");
  }

  @Test
  void blocksOfContent() {
    reads(
        BLOCKS,
        "<think>\nr\n</think>\n\n<response>\nhello\n</response>\n"
            + "<tool_call>{\"name\":\"g\",\"arguments\":{}}</tool_call>",
        "r|hello|g {}");
  }

  @Test
  void aLiteralThatBeginsAnotherWaitsForIt() {
    WireFormat prefix =
        format("prefix")
            .block(
                new Block(
                    Region.REASONING,
                    List.of(token("<<think>>")),
                    List.of(token("<<think>")),
                    Block.Trim.NOTHING));
    reads(prefix, "<<think>>a<<think>b", "a|b");
  }

  @Test
  void anObjectBehindAnUnclosedCallClosesIt() {
    WireFormat both =
        format("both")
            .calls(
                call()
                    .header(tag("<function="), name(), tag(">"))
                    .close(tag("</function>"))
                    .tagged(parameter(tag("<p="), key(), tag(">")).close(tag("</p>"))),
                call().in(tag("<tool_call>"), tag("</tool_call>")).objects(COMMA_IN_BRACKETS));
    reads(
        both,
        "<function=f><p=a>v</p><tool_call>{\"name\":\"g\",\"arguments\":{}}</tool_call>",
        "||f {\"a\":\"v\"}|g {}");
  }

  @Test
  void theCloserOfACallIsThatOfItsOwnForm() {
    WireFormat two =
        format("two")
            .calls(
                call()
                    .header(token("<|a|>"), name(), token("<|args|>"))
                    .close(token("<|/a|>"))
                    .arguments(),
                call()
                    .header(token("<|b|>"), name(), token("<|args|>"))
                    .close(token("<|/b|>"))
                    .arguments());
    for (String form : List.of("a", "b")) {
      String other = form.equals("a") ? "b" : "a";
      String call = "<|" + form + "|>f<|args|>{\"a\":\"x\"}";
      assertEquals(List.of(), diagnostics(two, call + "<|/" + form + "|>"));
      assertEquals(
          List.of(Diagnostic.ORPHAN_CLOSER), diagnostics(two, call + "<|/" + other + "|>"));
    }
  }

  private static List<Diagnostic> diagnostics(WireFormat format, String text) {
    MessageCollector collector = new MessageCollector();
    try (StreamParser parser = StreamSpec.of(format).tools(TOOLS).build().open(collector)) {
      parser.feed(text);
      parser.finish(EndCause.STOP);
    }
    return collector.message().diagnostics().stream().map(DeltaEvent.Note::code).toList();
  }

  @Test
  void argumentsWithoutAnyCloser() {
    WireFormat open =
        format("open")
            .calls(call().in(token("<|call|>")).header(name(), token("<|sep|>")).arguments());
    reads(open, "a<|call|>f<|sep|>{\"a\":1} b", "|a b|f {\"a\":1}");
  }

  @Test
  void anOptionalPairThatIsMissingBeforeAnOpenEndedHeader() {
    WireFormat bare =
        format("bare")
            .calls(
                call()
                    .in(token("[calls]"), token("[/calls]"), OPTIONAL)
                    .header(tag("<call>"), name(), maybe(tag("<id>"), id()))
                    .arguments());
    reads(bare, "<call>g{\"a\":1} x", "| x|g {\"a\":1}");
    reads(bare, "<call>g<id>7{\"a\":1} x", "| x|g#7 {\"a\":1}");
  }

  @Test
  void whatTheParserWouldIgnoreIsRefused() {
    CallForm.Frame frame = call().in(token("<|a|>"), token("<|b|>"));
    Arguments empty = new Arguments(List.of(), true);
    CallForm atEnd =
        new CallForm(
            frame.around(),
            List.of(name(), token("|")),
            empty,
            null,
            CallForm.Between.NOTHING,
            CallForm.Proof.MARKED);
    assertEquals("format x: Arguments.emptyAtEnd is not supported: use false", refusal(atEnd));
  }

  @Test
  void namesWithEntitiesAndWithoutAreRefused() {
    CallForm.Frame frame = call().in(token("<|a|>"), token("<|b|>"));
    Attributes entities = attributes().withEntities();
    CallForm keys =
        frame
            .header(tag("<f"), entities.name("n"))
            .tagged(parameter(tag("<p="), key(), tag(">")).close(tag("</p>")));
    CallForm names =
        frame
            .header(tag("<f"), attributes().name("n"))
            .tagged(parameter(tag("<p"), entities.key("k")).close(tag("</p>")));
    CallForm maybe =
        frame
            .header(tag("<f="), name(), token("|"), maybe(token("["), entities.id("i")))
            .arguments();
    CallForm closers =
        frame
            .header(tag("<f"), entities.name("n"))
            .close(tag("</f>"))
            .nested(
                "item",
                element(parameter(tag("<e"), entities.key("k")), tag("</"), key(), tag(">")));
    for (CallForm form : List.of(keys, names, maybe, closers)) {
      assertEquals(
          "format x: attributes with entities: all names and keys of headers must be in such"
              + " attributes",
          refusal(form));
    }
  }

  private static String refusal(CallForm form) {
    StreamSpec.Builder spec = StreamSpec.of(format("x").calls(form));
    return assertThrows(IllegalArgumentException.class, spec::build).getMessage();
  }
}
