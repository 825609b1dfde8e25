package dev.deltalex.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.FormatKit;
import dev.deltalex.testkit.Templates;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What templates are read as, by texts that their models write. */
class ResponseTemplateTest {
  private static final int CASES = 20;

  static Stream<String> names() {
    return Templates.NAMES.stream();
  }

  private static FormatKit.Reading reads(String template, String text) {
    return FormatKit.reads(Templates.format(template), text);
  }

  private static ResponseTemplate read(String template) {
    return ResponseTemplate.read(Templates.text(template));
  }

  // ---- each template

  @Test
  void objectsThatDescribeCalls() {
    reads(
            "json-object",
            "<mull>\nTwo of them.\n</mull>\n\nI look.\n"
                + "<do>{\"name\": \"look\", \"arguments\": {\"at\": \"sea\"}}</do>\n"
                + "<do>\n{\"name\": \"rest\", \"arguments\": {}}\n</do><|over|>")
        .reasoning("Two of them.")
        .content("I look.\n")
        .call("look", "{\"at\": \"sea\"}")
        .call("rest", "{}");
    reads("json-object", "Nothing to do.<|over|>").content("Nothing to do.");
  }

  @Test
  void listsOfObjectsWithKeysOfTheirOwn() {
    reads(
            "json-keys",
            "<|plan|>Ask.<|/plan|><|say|>Wait.<|/say|><|act|>[{\"call_id\": \"7\", \"tool\": \"a\","
                + " \"inputs\": {\"x\": 1}}, {\"tool\": \"b\", \"inputs\": {}}]<|/act|>")
        .reasoning("Ask.")
        .content("Wait.")
        .call("a", "{\"x\": 1}")
        .call("b", "{}");
  }

  @Test
  void objectsWhoseKeysArePathsOfTheContent() {
    reads(
            "json-paths",
            "<|muse|> Hm. <|stop|><|tell|>One <|stop|><|tell|>two.<|stop|>"
                + "<|run|>{\"call\": \"a\", \"with\": {\"x\": [1]}}<|stop|>")
        .reasoning(" Hm. ")
        .content("One two.")
        .call("a", "{\"x\": [1]}");
  }

  @Test
  void argumentsBehindAHeader() {
    reads(
            "json-header",
            "<think>\nGo.\n</think>\n\n<|use|>a.b-c<|on|>{\"x\": \"<|used|>\"}<|used|>"
                + "<|use|>d<|on|>{}<|used|>")
        .reasoning("Go.")
        .call("a.b-c", "{\"x\": \"<|used|>\"}")
        .call("d", "{}");
  }

  @Test
  void aHeaderWithAnId() {
    reads("json-id", "Now: [CALL]a[ID]x9[WITH]{\"y\": null}[DONE]")
        .content("Now: ")
        .call("a", "{\"y\": null}");
    Literal with = Say.token("[WITH]");
    List<Part> header = List.of(Say.name(), Say.token("[ID]"), Say.id(), with);
    assertEquals(header, read("json-id").syntax().calls().get(0).header());
  }

  @Test
  void theEndOfTheTurnInPlaceOfACloser() {
    reads("json-end", "<|say|>Yes.<|done|><|call|>a\n{\"x\": 1}<|done|><|call|>b\n{}<|eos|>")
        .content("Yes.")
        .call("a", "{\"x\": 1}")
        .call("b", "{}");
  }

  @Test
  void stringsBetweenLiterals() {
    reads(
            "json-quoted",
            "<|room>thought\nGo.<room|><|ask>call:a{x:<|'|>it's \"so\"<|'|>,n:[1,2]}<ask|><turn|>")
        .reasoning("Go.")
        .call("a", "{\"x\":\"it's \\\"so\\\"\",\"n\":[1,2]}");
  }

  @Test
  void parametersInTagsWithWhitespaceAround() {
    reads(
            "xml-inline",
            "<think>\nGo.\n</think>\n\n<invoke>\n<tool=a>\n<arg=x>\n 1 \n</arg>\n<arg=y>\nb c\n</arg>"
                + "\n</tool>\n</invoke><|im_end|>")
        .reasoning("Go.")
        .call("a", "{\"x\":1,\"y\":\"b c\"}");
  }

  @Test
  void parametersInTagsAsTheyAre() {
    reads(
            "xml-verbatim",
            "<|think|>Go.<|done|>Well:<|tool|>a<|args|><arg name=\"x\"> b </arg>"
                + "<arg name=\"y z\"></arg><|done|>")
        .reasoning("Go.")
        .content("Well:")
        .call("a", "{\"x\":\" b \",\"y z\":\"\"}");
  }

  @Test
  void keysAndValuesInTags() {
    reads(
            "xml-pairs",
            "<perform>\n<step name=\"a\">\n<k>x</k>\n<v>\n b\n\n</v>\n</step>\n</perform>"
                + "<perform><step name=\"c\"></step></perform><|stop|>")
        .call("a", "{\"x\":\" b\\n\"}")
        .call("c", "{}");
  }

  @Test
  void severalMarkersBeforeTheName() {
    reads(
            "xml-markers",
            "<|act|><|tool|>\n<call name='a'>[p=x] 1.5 [/p]\n[p=y]2[/p]</call><|done|>")
        .call("a", "{\"x\":1.5,\"y\":2}");
    CallForm form = read("xml-markers").syntax().calls().get(0);
    assertEquals(Say.token("<|act|>"), form.around().get(0).open());
    assertEquals(Say.token("<|tool|>"), form.around().get(1).open());
    assertEquals(Say.tag("</call>"), form.close());
  }

  @Test
  void fieldsOfTextAndOfScalars() {
    reads("text", "<thought>\nGo.\n</thought>\n<answer>\nYes <b>!</b>\n</answer>")
        .reasoning("Go.")
        .content("Yes <b>!</b>");
    reads("int", "<why>Six by seven.</why><n>42</n>").reasoning("Six by seven.").content("42");
    reads("float", "<score>0.75</score>Good.</s>").content("Good.");
    reads("bool", "<because>\nIt rains.\n</because>\ntrue").reasoning("It rains.").content("true");
    reads("kv-lines", "Hi <meta>a=1\nb=2</meta>there <fn=f><p=x> b</p></fn>")
        .content("Hi there ")
        .call("f", "{\"x\":\" b\"}");
  }

  @Test
  void alternativesOfOpenersAndClosers() {
    String call = "{name: \"a\", arguments: {x: 1}}";
    String read = "{\"x\": 1}";
    reads(
            "alternatives",
            "<reason>Go.</reason><function_call>" + call + "</call><tool_call>" + call + "</call>")
        .reasoning("Go.")
        .call("a", read)
        .call("a", read);
  }

  // ---- all templates

  @ParameterizedTest
  @MethodSource("names")
  void everyTemplateHoldsTheLawsAndAllocatesNothing(String name) {
    FormatKit.check(Templates.format(name)).cases(CASES);
  }

  @ParameterizedTest
  @MethodSource("names")
  void argumentsStreamBeforeTheirCloser(String name) {
    WireFormat format = Templates.format(name);
    ToolSet tools =
        ToolSetReader.read(
            "[{\"name\": \"a\", \"parameters\": {\"type\": \"object\", \"properties\": {\"x\":"
                + " {\"type\": \"string\"}}}}]");
    CanonicalText texts = new CanonicalText(format.syntax());
    for (CallForm form : format.syntax().calls()) {
      String call = texts.call(form, "a", "0", Map.of("x", "first second"));
      MessageCollector collector = new MessageCollector();
      try (StreamParser parser = StreamSpec.of(format).tools(tools).build().open(collector)) {
        parser.feed(call.substring(0, call.indexOf("second")));
        Message.Call cut = collector.message().calls().get(0);
        assertEquals("a", cut.name());
        assertTrue(cut.arguments().contains("first"), call + " gives " + cut.arguments());
        assertFalse(cut.complete());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theDeclarationIsReadBackFromItsJson(String name) {
    WireFormat format = Templates.format(name);
    WireFormat again = WireFormat.read(format.toJson());
    assertEquals(format.syntax(), again.syntax());
    assertEquals(format.knownLimits(), again.knownLimits());
  }

  // ---- the rest of a template

  @Test
  void anchorsSayWhereTheMessageBegins() {
    ResponseTemplate header = read("json-header");
    assertEquals(List.of("<|bot|>", "<|reply|>"), header.anchors());
    String prompt = "<|bot|>Old.<|reply|>New.<|user|>What is <|bot|>?<|reply|><think>";
    assertEquals("<think>", prompt.substring(header.messageStart(prompt)));
    assertEquals(0, header.messageStart("Once upon a time"));
    assertEquals(List.of("<|turn>model\n", "<result|>"), read("json-quoted").anchors());
  }

  @Test
  void thePathSaysWhereTheTemplateIs() {
    assertEquals("$.response_template", read("json-object").path());
    assertEquals("$", read("json-keys").path());
  }

  @Test
  void whatIsNotDeclaredIsALimit() {
    String outside = "Text outside of the template's fields is content; the template drops it.";
    assertEquals(List.of(), read("json-object").limits());
    assertEquals(List.of(outside), read("json-keys").limits());
    assertEquals(
        List.of("The text of the field 'score' is discarded: there is no event for it."),
        read("float").limits());
    assertEquals(
        List.of("A response without the field 'content' is not refused.", outside),
        read("text").limits());
    assertEquals(read("text").limits(), Templates.format("text").knownLimits());
  }

  @Test
  void callsInReasoningAreTextAsTheTemplateHasIt() {
    assertEquals(CallsInReasoning.LITERAL, read("json-object").syntax().callsInReasoning());
    reads("json-object", "<mull>Say <do>{\"name\": \"a\", \"arguments\": {}}</do>.</mull>Done.")
        .reasoning("Say <do>{\"name\": \"a\", \"arguments\": {}}</do>.")
        .content("Done.");
  }

  @Test
  void theEndTagThatATemplateSkipsIsKnown() {
    CallForm form = read("xml-inline").syntax().calls().get(0);
    assertEquals(Say.tag("</tool>"), form.close());
    assertEquals(Say.tag("</invoke>"), form.around().get(0).close());
  }
}
