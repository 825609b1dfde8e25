package dev.deltalex.testkit;

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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.SyntaxCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The second opinion on declarations with parts that the project's formats do not have. */
class SyntaxReferenceTest {
  private static final Block THINK =
      new Block(
          Region.REASONING, List.of(tag("<think>")), List.of(tag("</think>")), Block.Trim.NEWLINE);

  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":\
      {"a":{"type":"string"},"n":{"type":"integer"}}}}}]\
      """;

  private static final CallForm GLM =
      call()
          .in(tag("<tool_call>"), tag("</tool_call>"))
          .header(name())
          .tagged(
              parameter(tag("<arg_key>"), key(), tag("</arg_key>"), tag("<arg_value>"))
                  .close(tag("</arg_value>")));

  private static final CallForm MINIMAX =
      call()
          .in(tag("<m:tool_call>"), tag("</m:tool_call>"), MANY)
          .header(tag("<invoke"), attributes().name("name"))
          .close(tag("</invoke>"))
          .tagged(
              parameter(tag("<parameter"), attributes().key("name")).close(tag("</parameter>")));

  private static final CallForm KIMI =
      call()
          .in(token("<|calls|>"), token("<|/calls|>"), OPTIONAL, MANY)
          .in(token("<|call|>"), token("<|/call|>"))
          .header(id().holdingName("functions.", ":"), token("<|args|>"))
          .arguments();

  private static final CallForm[] MISTRAL = {
    call()
        .in(token("[TOOL_CALLS]"))
        .header(name(), maybe(token("[CALL_ID]"), id()), maybe(token("[ARGS]")))
        .arguments(),
    call().in(token("[TOOL_CALLS]"), MANY).objects(COMMA_IN_BRACKETS, keys().id("id"))
  };

  private static String read(String text, CallForm... forms) {
    return read(text, FinishReason.STOP, forms);
  }

  private static String read(String text, FinishReason reason, CallForm... forms) {
    Syntax syntax = new Syntax(List.of(THINK), List.of(forms), CallsInReasoning.CALL_THEN_RESUME);
    assertEquals(List.of(), SyntaxCheck.problems(syntax));
    EventLog log = new EventLog();
    ReferenceInput input =
        new ReferenceInput(
            text,
            SpecialTokens.NONE,
            ToolSetReader.read(TOOLS),
            ParserOptions.DEFAULT,
            Limits.DEFAULT,
            reason);
    SyntaxReference.parse(syntax, input, log);
    assertNull(log.violation());
    String calls = Transcript.events(log, false);
    return (told(calls) + said(log)).strip();
  }

  private static void reads(String expected, String text, FinishReason reason, CallForm... forms) {
    assertEquals(expected, read(text, reason, forms), text);
  }

  /** Names with their arguments, and content in brackets. */
  private static String told(String events) {
    StringBuilder out = new StringBuilder();
    for (String line : events.split("\n")) {
      int quote = line.indexOf('"');
      String text = quote < 0 ? "" : line.substring(quote + 1, line.lastIndexOf('"'));
      text = text.replace("\\\"", "\"").replace("\\\\", "\\");
      switch (line.substring(0, 2)) {
        case "OP" -> out.append(' ').append(text);
        case "A " -> out.append(text);
        case "C " -> out.append(" [").append(text).append(']');
        default -> {}
      }
    }
    return out.toString().strip();
  }

  private static String said(EventLog log) {
    String codes = Transcript.codes(log, false).strip().replace('\n', ' ');
    return codes.isEmpty() ? "" : " | " + codes;
  }

  private static final CallForm FUNCTION =
      call().header(tag("<function="), name(), tag(">")).close(tag("</function>")).arguments();

  private static final CallForm OBJECT =
      call().in(tag("<tool_call>"), tag("</tool_call>")).objects(COMMA_IN_BRACKETS).bare(DECLARED);

  private static final CallForm TAGS =
      call()
          .in(tag("<tool_call>"), tag("</tool_call>"), OPTIONAL)
          .header(tag("<function="), name(), tag(">"))
          .close(tag("</function>"))
          .tagged(parameter(tag("<parameter="), key(), tag(">")).close(tag("</parameter>")));

  private static void reads(String expected, String text, CallForm... forms) {
    assertEquals(expected, read(text, forms), text);
  }

  @Test
  void nameEndsAtWhatFollows() {
    reads(
        "f{\"a\":\"x\\n\"}",
        "<tool_call>f\n<arg_key>a</arg_key>\n<arg_value>x\n</arg_value>\n</tool_call>",
        GLM);
    reads(
        "g{\"n\":\"7\"} [x] | UNDECLARED_TOOL",
        "<tool_call>g<arg_key>n</arg_key><arg_value>7</arg_value></tool_call>x",
        GLM);
    reads("f{}", "<tool_call>f</tool_call>", GLM);
    reads("[<tool_call> and </tool_call> in prose]", "<tool_call> and </tool_call> in prose", GLM);
    reads("f{} | RECOVERED", "<tool_call>f", GLM);
    reads("| TRUNCATED_OPENER", "<tool_call>g", GLM);
  }

  @Test
  void namesAreAttributes() {
    reads(
        "f{\"a\":\"x\",\"n\":7} g{} [ y] | UNDECLARED_TOOL",
        "<m:tool_call>\n<invoke name=\"f\">\n<parameter name=\"a\">x</parameter>\n"
            + "<parameter t='1' name='n'>007</parameter></invoke>\n<invoke name=g></invoke>"
            + "</m:tool_call> y",
        MINIMAX);
    String bare = "<invoke name=\"f\"><parameter name=\"a\">x</parameter></invoke>";
    reads("[" + bare + "]", bare, MINIMAX);
  }

  @Test
  void sectionsOfTokensAreCommittedAtOnce() {
    reads(
        "[a] f{\"a\":1} g{} [ b] | UNDECLARED_TOOL",
        "a<|calls|> <|call|>functions.f:0<|args|>{\"a\":1}<|/call|>\n<|call|>"
            + "functions.g:1<|args|> {}<|/call|><|/calls|> b",
        KIMI);
    reads("[x]", "<|calls|><|/calls|>x", KIMI);
  }

  @Test
  void optionalPairsMayBeMissing() {
    reads("f{\"a\":[1]} [x] | RECOVERED", "<|call|>functions.f:0<|args|>{\"a\":[1<|/call|>x", KIMI);
    String undeclared = "<|call|>functions.g:0<|args|>{\"a\":[1<|/call|>x";
    reads("[" + undeclared + "]", undeclared, KIMI);
  }

  @Test
  void formsShareTheirPairs() {
    reads(
        "[x] f{\"a\": 1} g{} | UNDECLARED_TOOL",
        "x[TOOL_CALLS]f[CALL_ID]abc[ARGS]{\"a\": 1}[TOOL_CALLS]g{}",
        MISTRAL);
    reads(
        "f{\"a\": 1} g{} | UNDECLARED_TOOL",
        "[TOOL_CALLS] [{\"name\": \"f\", \"arguments\": {\"a\": 1}}, {\"name\":\"g\"}]",
        MISTRAL);
    reads("[[TOOL_CALLS] is a marker]", "[TOOL_CALLS] is a marker", MISTRAL);
    reads(
        "f{} g{\"a\":\"\\nx\\n\"} f{} [.] | RECOVERED UNDECLARED_TOOL",
        "<tool_call>{\"name\":\"f\"}<function=g><parameter=a>\nx\n</parameter>"
            + "<tool_call>{\"name\":\"f\"}</tool_call>.",
        OBJECT,
        TAGS);
  }

  @Test
  void argumentsFollowTheirHeader() {
    reads("f{\"a\":\"<\"} [.]", "<function=f>\n{\"a\":\"<\"}\n</function>.", FUNCTION);
    CallForm fenced =
        new CallForm(
            List.of(),
            List.of(token("<|name|>"), name()),
            new Arguments(List.of(new Pair(token("```json"), token("```"), false, false)), false),
            token("<|end|>"),
            CallForm.Between.NOTHING,
            CallForm.Proof.MARKED);
    reads("f{\"a\":1} [.]", "<|name|>f\n```json\n{\"a\":1}\n```<|end|>.", fenced);
    reads("g{} [.] | UNDECLARED_TOOL", "<|name|>g\n{}<|end|>.", fenced);
    reads("f{} g{} | UNDECLARED_TOOL", "<function=f></function><function=g>{}", FUNCTION);
    reads("[<function=f> is text]", "<function=f> is text", FUNCTION);
    reads("f{\"a\":[]} | RECOVERED", "<function=f>{\"a\":[</function>", FUNCTION);
    reads("f{\"a\":[", "<function=f>{\"a\":[", FinishReason.LENGTH, FUNCTION);
  }
}
