package dev.deltalex.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.WireFormat;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and where; apostrophes are quotes. */
class SyntaxReaderTest {
  private static final String FIELDS =
      "name, aliases, models, knownLimits, blocks, messages, callsInReasoning, prompted, calls";

  private static final String BODY = "'body': {'arguments': {}}";

  private static String refusal(String json) {
    SyntaxException refused =
        assertThrows(SyntaxException.class, () -> SyntaxReader.read(json.replace('\'', '"')));
    assertTrue(refused.getMessage().startsWith(refused.path() + ": "), refused.getMessage());
    return refused.getMessage().replace('"', '\'');
  }

  private static String call(String fields) {
    return "{'name': 'x', 'calls': [{" + fields + "}]}";
  }

  private static String header(String parts) {
    return call("'header': [" + parts + "], " + BODY);
  }

  private static String repeated(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(", "));
  }

  // ---- documents

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void nothing(String json) {
    assertEquals("$: expected an object, found nothing", refusal(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|a list",
        "null|null",
        "1|a number",
        "1.5e3|a number",
        "true|true",
        "false|false",
        "'x'|the string 'x'"
      })
  void anythingElse(String json, String found) {
    assertEquals("$: expected an object with fields " + FIELDS + ", found " + found, refusal(json));
  }

  @Test
  void whatIsNotJson() {
    assertEquals(
        "$.calls[0].body: not valid JSON at line 2, column 21: Unexpected character ('}' (code 125))"
            + ": expected a value",
        refusal("{'name': 'x',\n 'calls': [{'body': }]}"));
    for (String json :
        new String[] {"{'name': 'x'", "{", "{'name': nul}", "{'name': 'x',}", "{a:1}"}) {
      assertTrue(refusal(json).contains("not valid JSON at line 1, column "), json);
    }
    assertTrue(refusal("/* */ {'name': 'x'}").startsWith("$: not valid JSON"));
    assertTrue(refusal("\uFEFF{'name': 'x'}").startsWith("$: not valid JSON"));
  }

  @Test
  void moreThanOneDocument() {
    String more = "$: more text after the declaration; a document holds one";
    assertEquals(more, refusal("{'name': 'x'} {}"));
    assertEquals(more, refusal("{'name': 'x'} 1"));
    assertTrue(refusal("{'name': 'x'} }").contains("not valid JSON"));
  }

  // ---- fields

  @Test
  void fieldsThatAreUnknownRepeatedOrMissing() {
    assertEquals("$: unknown field 'Name'; known are " + FIELDS, refusal("{'Name': 'x'}"));
    assertEquals(
        "$: field 'name' is there twice; remove one", refusal("{'name': 'x', 'name': 'x'}"));
    assertEquals("$: field 'name' is missing", refusal("{}"));
    assertEquals("$.calls[0]: field 'body' is missing", refusal(call("")));
    assertEquals(
        "$.calls[0]: unknown field 'levels'; known are around, header, body, close, between, proof",
        refusal(call("'levels': 1, " + BODY)));
    assertEquals(
        "$.calls[0].around[1]: field 'open' is missing",
        refusal(call("'around': [{'open': {'tag': '<a>'}}, {'close': {'tag': 'b'}}], " + BODY)));
    assertEquals(
        "$.calls[0].body.tagged: field 'close' is missing",
        refusal(call("'body': {'tagged': {'open': []}}")));
    assertEquals(
        "$.calls[0].header[0].attributes: field 'by' is missing",
        refusal(header("{'attributes': {}}")));
    assertEquals("$.blocks[0]: field 'kind' is missing", refusal("{'name': 'x', 'blocks': [{}]}"));
  }

  @Test
  void valuesOfTheWrongType() {
    assertEquals("$.name: expected a string, found a number", refusal("{'name': 1}"));
    assertEquals("$.name: expected a string, found null", refusal("{'name': null}"));
    assertEquals(
        "$.aliases: expected a list, found the string 'y'",
        refusal("{'name': 'x', 'aliases': 'y'}"));
    assertEquals(
        "$.aliases[1]: expected a string, found a list",
        refusal("{'name': 'x', 'aliases': ['y', []]}"));
    assertEquals(
        "$.calls: expected a list, found an object", refusal("{'name': 'x', 'calls': {}}"));
    assertEquals(
        "$.calls[0].around[0].many: expected true or false, found the string 'yes'",
        refusal(call("'around': [{'open': {'tag': '<a>'}, 'many': 'yes'}], " + BODY)));
    assertEquals(
        "$.calls[0].header[0].name: expected an object with fields prefix, suffix, found true",
        refusal(header("{'name': true}")));
    assertEquals(
        "$.calls[0].header[0].maybe: expected a list, found an object",
        refusal(header("{'maybe': {}}")));
    assertEquals(
        "$.calls[0].header[0].attributes.by: expected an object, found a list",
        refusal(header("{'attributes': {'by': []}}")));
    assertEquals(
        "$.calls[0].body.objects.id: expected a list, found the string 'id'",
        refusal(call("'body': {'objects': {'id': 'id'}}")));
  }

  @Test
  void choices() {
    String literal = "an object with one of the fields tag, token, words";
    assertEquals(
        "$.calls[0].close: expected " + literal + ", found the string '</f>'",
        refusal(call("'close': '</f>', " + BODY)));
    assertEquals(
        "$.calls[0].close: expected " + literal + ", found none",
        refusal(call("'close': {}, " + BODY)));
    assertEquals(
        "$.calls[0].close: expected " + literal + ", found tag, token",
        refusal(call("'close': {'tag': 'a', 'token': 'b'}, " + BODY)));
    assertEquals(
        "$.calls[0].header[1]: unknown field 'tga'; known are tag, token, words, name, id, key,"
            + " type, attributes, maybe",
        refusal(header("{'name': {}}, {'tga': '>'}")));
    assertEquals(
        "$.calls[0].body: unknown field 'quoted';"
            + " known are tagged, nested, arguments, objects, keywords",
        refusal(call("'body': {'quoted': {}}")));
  }

  @Test
  void constants() {
    assertEquals(
        "$.callsInReasoning: expected 'call_then_resume' or 'ends_reasoning' or 'literal', found"
            + " the string 'LITERAL'",
        refusal("{'name': 'x', 'callsInReasoning': 'LITERAL'}"));
    assertEquals(
        "$.blocks[0].kind: expected 'reasoning' or 'content' or 'discarded', found the"
            + " string 'call'",
        refusal("{'name': 'x', 'blocks': [{'kind': 'call'}]}"));
    assertEquals(
        "$.blocks[0].trim: expected 'nothing' or 'newline', found true",
        refusal("{'name': 'x', 'blocks': [{'kind': 'content', 'trim': true}]}"));
    assertEquals(
        "$.calls[0].header[0].attributes.by['a b']: expected 'name' or 'id' or 'key' or 'raw' or"
            + " 'type', found the"
            + " string 'tool'",
        refusal(header("{'attributes': {'by': {'a b': 'tool'}}}")));
  }

  @Test
  void namesAreNotBlank() {
    String blank = "a name needs a char that is not whitespace";
    assertEquals("$.name: " + blank, refusal("{'name': ' '}"));
    assertEquals("$.aliases[0]: " + blank, refusal("{'name': 'x', 'aliases': ['']}"));
  }

  // ---- what is no declaration

  @Test
  void labelsNeedAnOpenerBeforeThem() {
    assertEquals(
        "$.blocks[0]: has a label, but no opener before it",
        refusal(
            "{'name': 'x', 'blocks': [{'kind': 'reasoning', 'close': [{'tag': 'c'}], "
                + "'label': {'token': 'thought'}}]}"));
  }

  @Test
  void valuesInCdataAreVerbatim() {
    assertEquals(
        "$.calls[0]: parameter: cdata needs values that are verbatim: remove .framing(…)",
        refusal(
            "{'name': 'x', 'calls': [{'header': [{'tag': '<f='}, {'name': {}}, {'tag': '>'}],"
                + " 'close': {'tag': '</f>'}, 'body': {'tagged': {'open': [{'tag': '<p='},"
                + " {'key': {}}, {'tag': '>'}], 'close': {'tag': '</p>'},"
                + " 'framing': 'one_newline', 'cdata': true}}}]}"));
  }

  @Test
  void labelsOfTagsHaveALimit() {
    String problem = "$.blocks[0]: opener: a label has at most 64 chars, in a tag: ";
    String block = "{'name': 'x', 'blocks': [{'kind': 'reasoning', 'open': [%s]}]}";
    assertEquals(
        problem + "tag(<r>).labelled(65)", refusal(block.formatted("{'tag': '<r>', 'label': 65}")));
    assertEquals(
        problem + "tag(<).labelled(1)", refusal(block.formatted("{'tag': '<', 'label': 1}")));
    assertEquals(
        "$.blocks[0].open[0]: unknown field 'token'; known are tag, label",
        refusal(block.formatted("{'token': '<r>', 'label': 1}")));
    assertEquals(
        "$.blocks[0].open[0].label: expected a whole number, found a number",
        refusal(block.formatted("{'tag': '<r>', 'label': 1.5}")));
  }

  @Test
  void quotedArgumentsBeginWithTheirHeadersBracket() {
    assertEquals(
        "$.calls[0]: its header must end with token('{'), with which the arguments begin",
        refusal(
            "{'name': 'x', 'calls': [{'around': [{'open': {'tag': '<c>'}, 'close': {'tag': '</c>'}}],"
                + " 'header': [{'name': {}}], 'body': {'arguments': {'quote': {'tag': '<q>'}}}}]}"));
  }

  @Test
  void problemsOfTheDeclarationHaveTheirPath() {
    assertEquals(
        "$.blocks[0]: needs an opener or a closer",
        refusal("{'name': 'x', 'blocks': [{'kind': 'content'}]}"));
    assertEquals(
        "$.calls[1]: its header must contain one name, not 0: use name()",
        refusal(
            "{'name': 'x', 'calls': [{'header': [{'name': {}}], 'close': {'tag': 'e'}, "
                + BODY
                + "}, {'header': [{'tag': '<a>'}], "
                + BODY
                + "}]}"));
    assertEquals(
        "$.calls[0]: header: a literal needs a char that is not whitespace; $.calls[0]: its header"
            + " must contain one name, not 0: use name()",
        refusal(header("{'tag': ' '}")));
    assertEquals(
        "$.calls[0]: header: maybe(…) inside maybe(…): write them side by side",
        refusal(header("{'name': {}}, {'maybe': [{'tag': 'a'}, {'maybe': [{'tag': 'b'}]}]}")));
    assertEquals(
        "$.calls[0]: parameter: maybe(…) must be a literal, type() and a literal, before a literal",
        refusal(
            call(
                "'header': [{'name': {}}], 'close': {'tag': 'e'}, 'body': {'tagged': {'open':"
                    + " [{'tag': 'p'}, {'key': {}}, {'maybe': [{'tag': 'q'}]}],"
                    + " 'close': {'tag': 'c'}}}")));
  }

  @Test
  void pythonCallsHaveOneHeader() {
    String python = "'body': {'keywords': {}}, 'header': [{'name': {}}, {'token': '('}]";
    String pair = "'around': [{'open': {'tag': '<c>'}, 'close': {'tag': '</c>'}";
    String header = "its header must be name(), token('('), as Python spells a call";
    assertEquals(
        "$.calls[0]: " + header,
        refusal(call(pair + "}], 'header': [{'name': {}}], 'body': {'keywords': {}}")));
    assertEquals(
        "$.calls[0]: a parenthesis closes its calls: remove .close(…)",
        refusal(call(pair + "}], 'close': {'tag': '</f>'}, " + python)));
    assertEquals(
        "$.calls[0]: its calls may lack their pairs: add .bare(DECLARED)",
        refusal(call(pair + ", 'optional': true}], " + python)));
    assertEquals(
        "$.calls[0]: its pairs must be OPTIONAL, or remove .bare(DECLARED)",
        refusal(call(pair + "}], 'proof': 'declared', " + python)));
    assertEquals(
        "$.calls[0].body.keywords: unknown field 'a'; known are ",
        refusal(call(pair + "}], 'body': {'keywords': {'a': 1}}")));
    assertEquals(
        "$.calls[0]: is never inside of reasoning: leave callsInReasoning out",
        refusal(
            "{'name': 'x', 'callsInReasoning': 'literal', 'calls': [{'proof': 'declared', "
                + python
                + "}]}"));
  }

  // ---- hostile documents

  @Test
  void documentsAreSmall() {
    String big = "{'name': '" + "x".repeat(SyntaxNode.MAX_CHARS) + "'}";
    assertEquals("$: a declaration has at most 65536 chars, this one 65548", refusal(big));
    String text = "x".repeat(SyntaxNode.MAX_TEXT + 1);
    String longest = "a string has at most 256 chars, this one 257";
    assertEquals("$.name: " + longest, refusal("{'name': '" + text + "'}"));
    assertEquals("$: " + longest, refusal("{'" + text + "': 1}"));
    String many = repeated(SyntaxNode.MAX_ITEMS + 1, i -> "'a" + i + "'");
    assertEquals(
        "$.aliases: more than 64 elements", refusal("{'name': 'x', 'aliases': [" + many + "]}"));
    assertEquals(
        "$: more than 64 elements",
        refusal("{" + repeated(SyntaxNode.MAX_ITEMS + 1, i -> "'a" + i + "': 1") + "}"));
  }

  @Test
  void documentsAreFlat() {
    String deep = "[".repeat(SyntaxNode.MAX_CHARS / 2);
    assertTrue(refusal("{'name': " + deep).endsWith(": nested deeper than 16"));
    String maybes = "{'maybe': [".repeat(5_000);
    assertTrue(refusal(header(maybes)).endsWith(": nested deeper than 16"));
    assertTrue(refusal("{'a': ".repeat(10_000)).endsWith(": nested deeper than 16"));
  }

  @Test
  void messagesAreShort() {
    String text = "x".repeat(SyntaxNode.MAX_TEXT);
    assertEquals(
        "$: unknown field '" + "x".repeat(80) + "...'; known are " + FIELDS,
        refusal("{'" + text + "': 1}"));
    assertTrue(refusal("{'" + "y".repeat(60_000)).length() < 1_000);
    assertTrue(refusal("{'" + "y".repeat(60_000) + "': tru}").length() < 1_000);
  }

  @Test
  void halvesOfSurrogatePairs() {
    assertEquals("$.name: a string holds half of a surrogate pair", refusal("{'name': '\\ud800'}"));
    assertEquals("$.name: a string holds half of a surrogate pair", refusal("{'name': '\uDC00'}"));
    assertEquals("$: a string holds half of a surrogate pair", refusal("{'\uD800': 1}"));
    assertTrue(refusal("{'\\udc00': 1}").startsWith("$"));
  }

  /** What a header and its ways multiply is bounded before the tables grow. */
  @Test
  void tablesAreBounded() {
    String maybes = repeated(40, i -> "{'maybe': [{'tag': '<m" + i + ">'}]}");
    assertTrue(
        refusal(header("{'name': {}}, " + maybes))
            .contains("more than 4 maybe(…): write call forms side by side"));
    String pairs =
        repeated(
            16,
            i ->
                "{'open': {'tag': '<aFORM_"
                    + i
                    + ">'}, 'close': {'tag': '</aFORM_"
                    + i
                    + ">'}, 'optional': true}");
    String form =
        "{'around': ["
            + pairs
            + "], 'header': [{'tag': '<fFORM='}, {'name': {}}, {'tag': '>'}],"
            + " 'close': {'tag': '</f>'}, "
            + BODY
            + "}";
    String json =
        "{'name': 'x', 'calls': [" + repeated(16, i -> form.replace("FORM", "" + i)) + "]}";
    IllegalArgumentException refused =
        assertTimeout(
            Duration.ofSeconds(10),
            () ->
                assertThrows(
                    IllegalArgumentException.class,
                    () -> WireFormat.read(json.replace('\'', '"'))));
    assertEquals(
        "format x: more than 512 looks: declare fewer call forms, pairs or closers",
        refused.getMessage());
  }
}
