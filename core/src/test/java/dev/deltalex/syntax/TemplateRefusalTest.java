package dev.deltalex.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates that are refused, with the JSON path and the remedy; apostrophes are quotes. */
class TemplateRefusalTest {
  private static final String TRANSFORM =
      "'transform': {'type': 'function', 'function': {'name': '{name}', 'arguments': '{content}'}}";

  private static final String TAGS =
      "'content': 'xml-inline', 'open_pattern': '<f=(?P<name>\\\\w+)>', 'close': '</f>', "
          + TRANSFORM;

  private static String refusal(String json) {
    SyntaxException refused =
        assertThrows(
            SyntaxException.class, () -> WireFormat.readTemplate("t", json.replace('\'', '"')));
    assertTrue(refused.getMessage().startsWith(refused.path() + ": "), refused.getMessage());
    return refused.getMessage().replace('"', '\'');
  }

  private static String template(String fields) {
    return "{'response_template': {'start_anchor': '<a>', 'fields': {" + fields + "}}}";
  }

  /** A template with content and one more field, which is refused. */
  private static void refused(String name, String field, String expected) {
    String message = refusal(template("'content': {}, '" + name + "': {" + field + "}"));
    String path = "$.response_template.fields." + name;
    assertTrue(message.startsWith(path), message);
    assertEquals(expected, message.substring(path.length()));
  }

  private static void pattern(String pattern, String expected) {
    refused(
        "thinking",
        "'close': '</t>', 'open_pattern': '" + pattern.replace("\\", "\\\\") + "'",
        ".open_pattern: "
            + expected
            + "; a pattern may have literals, alternations of literals, \\s*, and named groups"
            + " between literals");
  }

  // ---- documents

  @Test
  void aDocumentWithoutATemplate() {
    String none =
        "$: no 'response_template' is in this document; transformers 5.13 and later write one to"
            + " tokenizer_config.json, if the model has one";
    assertEquals(none, refusal("{}"));
    assertEquals(none, refusal("{'chat_template': '{{ x }}', 'response_template': null}"));
    assertEquals("$: expected an object, found a list", refusal("[]"));
    assertEquals("$: expected an object, found nothing", refusal(" "));
    assertEquals(
        "$.response_template: expected an object, found the string '### Answer:'",
        refusal("{'response_template': '### Answer:'}"));
  }

  @Test
  void theFormBeforeTemplates() {
    String schema =
        ": this is a response_schema, the form with a regular expression for each value that"
            + " transformers had before 5.13; it is not read. Only a response_template is: look for"
            + " a newer tokenizer_config.json of the model";
    assertEquals(
        "$.response_schema" + schema,
        refusal("{'x': 1, 'response_schema': {'type': 'object', 'properties': {}}}"));
    assertEquals("$" + schema, refusal("{'type': 'object', 'x-regex': '<a>(.*)</a>'}"));
    assertEquals(
        "$.response_template" + schema,
        refusal("{'response_template': {'type': 'object', 'properties': {}}}"));
  }

  @Test
  void whatIsNotJson() {
    assertTrue(
        refusal("{'response_template': {'fields': {'content': }}}")
            .startsWith("$.response_template.fields.content: not valid JSON at line 1, column 46"));
    assertTrue(refusal("{'a': [1, 2}").startsWith("$.a[1]: not valid JSON"));
    assertTrue(refusal("{'response_template': {").contains("not valid JSON"));
    assertEquals(
        "$: more text after the declaration; a document holds one",
        refusal(template("'content': {}") + "{}"));
    assertEquals(
        "$: field 'fields' is there twice; remove one", refusal("{'fields': {}, 'fields': {}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'fields': {'content': {}}|$: one of 'start_anchor' and 'start_anchor_pattern' is required",
        "'start_anchor': '', 'fields': {}|$.start_anchor: a literal needs a char that is not"
            + " whitespace",
        "'start_anchor': [], 'fields': {}|$.start_anchor: an empty list; leave the field out",
        "'start_anchor': 1, 'fields': {}|$.start_anchor: expected a string, found a number",
        "'start_anchor': 'a', 'start_anchor_pattern': 'b', 'fields': {}|$.start_anchor_pattern:"
            + " there is 'start_anchor' already; only one of them is allowed",
        "'start_anchor': 'a', 'fields': {}|$.fields: 1 to 16 fields are allowed, not 0",
        "'start_anchor': 'a', 'fields': []|$.fields: expected an object, found a list",
        "'version': 2, 'start_anchor': 'a', 'fields': {}|$.version: only version 1 is read",
        "'start_anchor': 'a', 'fields': {}, 'mode': 1|$: unknown field 'mode'; known are version,"
            + " defaults, start_anchor, start_anchor_pattern, fields",
        "'defaults': {'role': 'tool'}, 'start_anchor': 'a', 'fields': {}|$.defaults.role: only"
            + " 'role': 'assistant' and empty texts can be set beforehand"
      })
  void theTemplateItself(String fields, String expected) {
    assertEquals(expected, refusal("{" + fields + "}"));
  }

  // ---- patterns

  @Test
  void patternsBeyondTheSubset() {
    pattern("<t>.*?<u>", "'.' at char 4 is free text outside of a named group");
    pattern("<t[^>]*>", "'[^>]' at char 3 is free text outside of a named group");
    pattern("^<t>", "'^' at char 1 is a place in the text, not a literal");
    pattern("<t>$", "'$' at char 4 is a place in the text, not a literal");
    pattern("<t>(?=x)", "'(?=' at char 4 is a lookaround, flag, back-reference or atomic group");
    pattern("(?i)<t>", "'(?i' at char 1 is a lookaround, flag, back-reference or atomic group");
    pattern("<t>+", "'>+' at char 3 repeats a literal");
    pattern("(?:ab){2}", "'(?:ab){' at char 1 repeats a literal");
    pattern("<t>\\w+", "'\\w' at char 4 is not a literal outside of a named group");
    pattern("<t>\\s<u>", "'\\s<' at char 4 is one char of whitespace");
    pattern("<t>\\1", "'\\1' at char 4 is not a literal outside of a named group");
    pattern("<t>)", "')' at char 4 closes no group");
    pattern("(?:<t>", "'(?:<t>' at char 1 is a group that nothing closes");
    pattern("<t>\\", "'\\' at char 4 escapes nothing");
    pattern("*<t>", "'*' at char 1 repeats nothing");
  }

  @Test
  void namedGroupsThatAreNotFreeText() {
    String calls = "'close': '</f>', 'content': 'json', " + TRANSFORM + ", 'open_pattern': ";
    String subset =
        "; a pattern may have literals, alternations of literals, \\s*, and named groups between"
            + " literals";
    refused(
        "tool_calls",
        calls + "'<f=(?P<name>a|b)>'",
        ".open_pattern: '(?P<name>a' at char 4 must hold classes of chars, such as \\w+, and"
            + " nothing else"
            + subset);
    refused(
        "tool_calls",
        calls + "'<f=(?P<name>.+)>'",
        ".open_pattern: '.+' at char 13 takes as much as it can; with ? behind it, it ends at the"
            + " literal"
            + subset);
    refused(
        "tool_calls",
        calls + "'<f=(?P<name>\\\\w{1,9})>'",
        ".open_pattern: '\\w{' at char 13 counts chars, which is not read" + subset);
    refused(
        "tool_calls",
        calls + "'<f=(?P<name>\\\\w+)?>'",
        ".open_pattern: '(?P<name>\\w+)?' at char 4 is a named group that may be missing or repeat"
            + subset);
  }

  @Test
  void patternsOfTexts() {
    String only =
        "has a named group, or whitespace inside of a marker; only literals and alternations of"
            + " literals are read here";
    refused(
        "thinking", "'open_pattern': '<(?P<n>\\\\w+)>', 'close': '</t>'", ".open_pattern: " + only);
    refused(
        "thinking", "'open': '<t>', 'close_pattern': '<a>\\\\s*<b>'", ".close_pattern: " + only);
    refused(
        "thinking",
        "'open_pattern': '(?:<t>)?', 'close': 'x'",
        ".open_pattern: a marker has two chars or more, not ''");
    refused(
        "thinking", "'open': '>', 'close': 'x'", ".open: a marker has two chars or more, not '>'");
    refused(
        "thinking",
        "'open': '<t>', 'close': 'eos'",
        ".close: 'eos' is not a literal of the text; leave the field out");
  }

  // ---- fields of text

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'close': '</t>'|: field 'open' is missing; only 'content' may be what the other fields"
            + " leave",
        "'open': '<t>', 'content': 'json'|.content: json is not read here: text, int, float and"
            + " bool are",
        "'open': '<t>', 'content': 'yaml'|.content: expected one of text, int, float, bool, json,"
            + " xml-inline, kv-lines, found 'yaml'",
        "'open': '<t>', 'content': 'int', 'content_args': {'base': 16}|.content_args: int has none;"
            + " remove this field",
        "'open': '<t>', 'content_args': {'strip': 1}|.content_args.strip: expected true or false,"
            + " found a number",
        "'open': '<t>', 'transform': {'a': '{content}'}|.transform: text is passed on as the model"
            + " writes it; remove this field",
        "'open': '<t>', 'repeats': true, 'join': ', '|.join: nothing is added between texts: only"
            + " '' is read, or remove this field",
        "'open': '<t>', 'repeats': 'yes'|.repeats: expected true or false, found the string 'yes'",
        "'open': '<t>', 'greedy': true|: unknown field 'greedy'; known are open, open_pattern,"
            + " close, close_pattern, repeats, join, optional, content, content_args, transform,"
            + " transform_each"
      })
  void texts(String field, String expected) {
    refused("thinking", field, expected);
  }

  @Test
  void fieldsThatAreDiscardedNeedBothMarkers() {
    refused(
        "score",
        "'open': '<s>'",
        ": 'open' and 'close' are required: the field is neither content, reasoning nor tool_calls,"
            + " and its text is discarded");
  }

  @Test
  void fieldsThatContradictEachOther() {
    String fields = "$.response_template.fields.";
    assertEquals(
        fields + "b: '<t>' also opens " + fields + "a; a field needs its own",
        refusal(
            template(
                "'a': {'open': '<t>', 'close': '</t>'}, 'b': {'open': '<t>', 'close': '</b>'}")));
  }

  // ---- calls

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'content': 'json', 'close': '</c>', 'transform': {'function': '{content}'}|: calls need"
            + " 'open' or 'open_pattern'",
        "'open': '<c>', 'content': 'kv-lines'|.content: calls must be json or xml-inline, not"
            + " kv-lines: nothing says where a parameter begins in the other kinds",
        "'open': '<c>', 'content': 'json'|: field 'transform' is missing; it says where name and"
            + " arguments are: {'type': 'function', 'function': {'name': '{name}', 'arguments':"
            + " '{content}'}}",
        "'open': '<c>', 'content': 'json', 'transform': '{content}'|.transform: expected an object,"
            + " found the string '{content}'",
        "'open': '<c>', 'content': 'json', 'transform': {'type': 'tool', 'function': '{content}'}"
            + "|.transform.type: the type of a call is 'function', not 'tool'",
        "'open': '<c>', 'content': 'json', 'transform': {'function': 'do {content}'}"
            + "|.transform.function: expected one placeholder, such as '{content}' or '{name}', as"
            + " the whole string, found 'do {content}'",
        "'open': '<c>', 'content': 'json', 'transform': {'function': {'name': '{tool}',"
            + " 'arguments': '{content}'}}|.transform: the name is '{tool}', which neither is a key"
            + " of the object, such as '{content.name}', nor a named group of open_pattern",
        "'open': '<c>', 'content': 'json', 'transform': {'function': {'name': '{content.a.b}',"
            + " 'arguments': '{content.c}'}}|.transform: the name is '{content.a.b}', which neither"
            + " is a key of the object, such as '{content.name}', nor a named group of open_pattern",
        "'open': '<c>', 'content': 'json', 'content_args': {'allow_non_json': true}, 'transform':"
            + " {'function': '{content}'}|.content_args.allow_non_json: what is not JSON cannot be a"
            + " call's arguments; remove this field",
        "'open': '<c>', 'content': 'json', 'content_args': {'string_delims': [['a', 'b']]},"
            + " 'transform': {'function': '{content}'}|.content_args.string_delims: the same literal"
            + " must be before and behind a string",
        "'open': '<c>', 'content': 'json', 'content_args': {'string_delims': [['a', 'a']]},"
            + " 'transform': {'function': '{content}'}|.content_args.string_delims: is read with"
            + " keys that have no quotes only: 'unquoted_keys': true",
        "'open': '<c>', 'content': 'json', 'join': '', 'transform': {'function': '{content}'}"
            + "|.join: calls are not joined; remove this field"
      })
  void calls(String field, String expected) {
    refused("tool_calls", field, expected);
  }

  @Test
  void groupsOfCallsThatNothingUses() {
    String json = "'content': 'json', 'close': '</c>', " + TRANSFORM + ", 'open_pattern': ";
    refused(
        "tool_calls",
        json + "'<c>(?P<name>\\\\w+)<d>(?P<x>\\\\w+)<e>'",
        ".open_pattern: the group 'x' is neither name nor id of the transform, or twice");
    refused(
        "tool_calls",
        json + "'<c>(?P<tool>\\\\w+)<d>'",
        ".open_pattern: the group 'tool' is neither name nor id of the transform, or twice");
    refused(
        "tool_calls",
        json + "'(?P<name>\\\\w+)<d>'",
        ".open_pattern: a call must begin with a literal");
    refused(
        "tool_calls",
        json.replace("'close':", "'close_pattern': '(?P<x>\\\\w+)</c>', 'repeats': true, 'join_':")
                .replace("'join_': '</c>', ", "")
            + "'<c>(?P<name>\\\\w+)<d>'",
        ".close_pattern: the group 'x' behind a call is not read");
    refused(
        "tool_calls",
        json + "'<c>(?P<name>\\\\w+)<d>|<f><c>(?P<name>\\\\w+)<d>'",
        ".open_pattern: '<d>' is in two alternatives of the opener, which must differ");
  }

  @Test
  void tagsThatAreNotRead() {
    String args = ", 'content_args': {'tag_pattern': '<p=(?P<key>\\\\w+)>(?P<value>.*?)</p>'";
    refused("tool_calls", TAGS, ".content: xml-inline needs content_args with a tag_pattern");
    refused(
        "tool_calls",
        TAGS + args + ", 'merge_duplicates': true}",
        ".content_args.merge_duplicates: the first of several parameters with one name counts;"
            + " remove this field");
    refused(
        "tool_calls",
        TAGS + args + ", 'value_parser': {'name': 'json'}}",
        ".content_args.value_parser.name: a value is raw text: json needs 'args':"
            + " {'allow_non_json': true}");
    refused(
        "tool_calls",
        TAGS + args + ", 'value_parser': {'name': 'kv-lines'}}",
        ".content_args.value_parser.name: kv-lines inside of a value is not read; tags do not nest");
    refused(
        "tool_calls",
        TAGS + ", 'content_args': {'tag_pattern': '@@(?P<key>\\\\w+)>(?P<value>.*?)</p>'}",
        ".content_args.tag_pattern: '@@' holds a char with which another marker may begin");
    refused(
        "tool_calls",
        TAGS + ", 'content_args': {'tag_pattern': '<(?P<value>.*?)=(?P<key>\\\\w+)>'}",
        ".content_args.tag_pattern: must be a literal, the group 'key', a literal, the group 'value'"
            + " and a literal: <p=(?P<key>\\w+)>(?P<value>.*?)</p>");
    refused(
        "tool_calls",
        TAGS + ", 'content_args': {'tag_pattern': '<p=(?P<key>\\\\w+)>\\\\s*(?P<value>.*?)</p>'}",
        ".content_args.tag_pattern: whitespace around 'value' must be \\s* or \\n? on both sides, or"
            + " on none");
    refused(
        "tool_calls",
        TAGS.replace("'</f>'", "['</f>', '<|end|>']") + args + "}",
        ".close: several closers: one is read. The end of the response closes a call in any case, so"
            + " that the end-of-turn token need not be among them");
    refused(
        "tool_calls",
        TAGS.replace("'close': '</f>', ", "") + args + "}",
        ": needs a closer: add .close(…) or a pair with a closer");
  }

  @Test
  void whatOnlyTheTablesShowHasThePathOfTheFields() {
    String message =
        refusal(
            template(
                "'thinking': {'open': '<|t', 'close': '</t>'},"
                    + " 'content': {'open': '<|tt>', 'close': '<|x|>'}"));
    assertTrue(message.startsWith("$.response_template.fields: "), message);
  }
}
