package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls as Python spells them: the values, and what is held. Each text is read whole and in deltas
 * of one char. The transcripts have the common cases.
 */
class PythonCallsTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "b", "integer");

  private static EventLog read(String format, String text) {
    EventLog whole = TestStream.of(format, TOOLS).feed(text).stop();
    EventLog chars = TestStream.of(format, TOOLS).feedBy(1, text).stop();
    assertEquals(calls(whole), calls(chars), text);
    assertEquals(whole.content().toString(), chars.content().toString(), text);
    return whole;
  }

  private static List<String> calls(EventLog log) {
    return log.calls().stream().map(c -> c.name() + c.arguments() + c.complete()).toList();
  }

  /** The JSON of the argument {@code a} whose value is spelled so. */
  private static String value(String spelled) {
    EventLog log = read("lfm2", "<|tool_call_start|>[f(a=" + spelled + ")]<|tool_call_end|>");
    assertEquals(1, log.calls().size(), spelled);
    assertTrue(log.calls().get(0).complete(), spelled);
    String json = log.calls().get(0).arguments();
    assertTrue(json.startsWith("{\"a\":") && json.endsWith("}"), json);
    return json.substring(5, json.length() - 1);
  }

  private static boolean isRepaired(String spelled) {
    return read("lfm2", "<|tool_call_start|>[f(a=" + spelled + ")]<|tool_call_end|>")
        .has(Diagnostic.VALUE_REPAIRED);
  }

  // ---- strings

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      value = {
        "'x' ~ \"x\"",
        "\"x\" ~ \"x\"",
        "'' ~ \"\"",
        "'it\\'s' ~ \"it's\"",
        "\"a\\\"b\" ~ \"a\\\"b\"",
        "'a\"b' ~ \"a\\\"b\"",
        "'''it's '' x''' ~ \"it's '' x\"",
        "\"\"\"a\"b\"\"c\"\"\" ~ \"a\\\"b\\\"\\\"c\"",
        "'''''' ~ \"\"",
        "r'\\n\\'' ~ \"\\\\n\\\\'\"",
        "R\"\\\\\" ~ \"\\\\\\\\\"",
        "u'x' ~ \"x\"",
        "'a' \"b\" '''c''' ~ \"abc\"",
        "'' 'x' ~ \"x\"",
        "'\\n\\t\\\\' ~ \"\\n\\t\\\\\"",
        "'\\a\\v' ~ \"\\u0007\\u000b\"",
        "'\\x41\\x4a' ~ \"AJ\"",
        "'\\101\\7x\\08' ~ \"A\\u0007x\\u00008\"",
        "'\\u00e9' ~ \"\\u00e9\"",
        "'\\U0001F600' ~ \"\uD83D\uDE00\"",
        "'\\d\\/' ~ \"\\\\d\\\\/\""
      })
  void stringsAreThoseOfPython(String spelled, String json) {
    assertEquals(json, value(spelled));
    assertFalse(isRepaired(spelled), spelled);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      value = {
        "'\\x4' ~ \"\\\\x4\"",
        "'\\u12g' ~ \"\\\\u12g\"",
        "'\\U00110000' ~ \"\\\\U00110000\"",
        "'\\N{DASH}' ~ \"\\\\N{DASH}\"",
        "f'{x}' ~ \"{x}\"",
        "b'x' ~ \"x\""
      })
  void otherEscapesAreTextAndReported(String spelled, String json) {
    assertEquals(json, value(spelled));
    assertTrue(isRepaired(spelled), spelled);
  }

  @Test
  void lineBreaksNeedThreeQuotesOrABackslash() {
    assertEquals("\"a\\nb\"", value("'a\nb'"));
    assertTrue(isRepaired("'a\nb'"));
    assertEquals("\"a\\nb\"", value("'''a\nb'''"));
    assertEquals("\"ab\"", value("'a\\\nb'"));
    assertEquals("\"ab\"", value("'a\\\r\nb'"));
    assertFalse(isRepaired("'''a\nb'''") || isRepaired("'a\\\nb'"));
  }

  @Test
  void halvesOfPairsAreReplaced() {
    assertEquals("\"\\ufffd\"", value("'\\ud83d'"));
    assertEquals("\"\\ud83d\\ude00\"", value("'\\ud83d\\ude00'"));
    assertEquals("\"\\ufffd\\ufffd\"", value("'\\ud83d' '\\ude00'"), "not across strings");
  }

  // ---- other values

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      value = {
        "1 ~ 1",
        "-1.5e3 ~ -1.5e3",
        "1_000 ~ 1000",
        "0x1F ~ 31",
        "0b101 ~ 5",
        "+.5 ~ 0.5",
        "True ~ true",
        "None ~ null",
        "false ~ false",
        "[1,'a',] ~ [1,\"a\"]",
        "{'k':{'l':[]}} ~ {\"k\":{\"l\":[]}}",
        "{} ~ {}"
      })
  void valuesAreTypedByTheirLiteral(String spelled, String json) {
    assertEquals(json, value(spelled));
    assertFalse(isRepaired(spelled), spelled);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      value = {
        "(1,2) ~ [1,2]",
        "() ~ []",
        "((1,),2) ~ [[1],2]",
        "(1) ~ [1]",
        "007 ~ \"007\"",
        "nan ~ \"nan\"",
        "Bern ~ \"Bern\"",
        "0x1FFFFFFFFFFFFFFFF ~ \"0x1FFFFFFFFFFFFFFFF\"",
        "[1 2] ~ [1 ,2]",
        "{1:2} ~ {\"1\":2}",
        "{'k' 1} ~ {\"k\" :1}",
        "[1} ~ [1]"
      })
  void whatIsNoLiteralOfJsonIsReported(String spelled, String json) {
    assertEquals(json, value(spelled));
    assertTrue(isRepaired(spelled), spelled);
  }

  @Test
  void argumentsWithoutNamesAreDiscarded() {
    assertEquals("1", value("1, 2"));
    assertEquals("\"x\"", value("'x', 'y', *z"));
    assertEquals("1,\"b\":2", value("1, 2,b=2"));
    assertEquals("null", value(""));
  }

  // ---- what begins a call

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      value = {
        "f(1)",
        "f('a')",
        "f(a)",
        "f (a=1)",
        "1f(a=1)",
        "f(a b=1)",
        "f(*a)",
        "f(**{})",
        "f(a:1)"
      })
  void onlyAnArgumentWithANameOrNoneMakesACall(String text) {
    EventLog log = read("granite_pythonic", text);
    assertEquals(text, log.content().toString());
    assertTrue(log.calls().isEmpty());
  }

  @Test
  void aCallOfALineIsHeldToItsFirstArgumentOnly() {
    TestStream stream = TestStream.of("granite_pythonic", TOOLS).feed("x\nfoo");
    assertEquals("x\n", stream.log.content().toString(), "may be a name");
    stream.feed(" ");
    assertEquals("x\nfoo ", stream.log.content().toString(), "no name has a blank");
    stream.feed("\nf(");
    assertEquals("x\nfoo \n", stream.log.content().toString());
    stream.feed("a=");
    assertEquals(1, stream.log.calls().size(), "proven by the equals sign");
    stream.feed("'te");
    assertEquals("{\"a\":\"te", stream.arguments(), "strings stream");
  }

  @Test
  void discardedTextOfASectionIsNotSearchedForCalls() {
    String text = "<|tool_call_start|>[f('] f(a=1)\n, f(a=2)'), f(a=3)]<|tool_call_end|>";
    EventLog log = read("lfm2", text);
    assertTrue(log.calls().isEmpty());
    assertTrue(log.has(Diagnostic.STRAY_TEXT));
  }

  @Test
  void aLongNameIsNoCall() {
    String name = "f".repeat(Limits.DEFAULT.maxNameChars() + 1);
    String text = "<function_calls>" + name + "(a=1)</function_calls>";
    assertEquals(text, read("olmo3", text).content().toString());
  }

  // ---- the end

  @Test
  void aCutEscapeIsNotEmitted() {
    TestStream stream = TestStream.of("lfm2", TOOLS).feed("[f(a='x\\");
    assertEquals("{\"a\":\"x", stream.arguments());
    stream.feed("U0001F6");
    assertEquals("{\"a\":\"x", stream.arguments());
    stream.parser.finish(EndCause.LENGTH);
    assertEquals("{\"a\":\"x", stream.arguments());
    assertFalse(stream.log.calls().get(0).complete());
  }

  @Test
  void aStringThatEndedIsClosedWhereTheTextIsCut() {
    TestStream stream = TestStream.of("lfm2", TOOLS).feed("[f(a='x'");
    assertEquals("{\"a\":\"x", stream.arguments(), "another string may follow");
    stream.parser.finish(EndCause.LENGTH);
    assertEquals("{\"a\":\"x\"", stream.arguments());
  }

  @Test
  void recoveringAllClosesWhatIsOpen() {
    ParserOptions all =
        ParserOptions.builder().recoverAtStop(ParserOptions.RecoverAtStop.ALL).build();
    EventLog log = TestStream.of("lfm2", TOOLS, all).feed("[f(a=['x', (1, 'y").stop();
    assertEquals("{\"a\":[\"x\", [1, \"y\"]]}", log.calls().get(0).arguments());
    assertTrue(log.calls().get(0).complete());
  }
}
