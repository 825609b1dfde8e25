package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.RecoverAtStop;
import dev.deltalex.ParserOptions.StructuredValues;
import dev.deltalex.ParserOptions.Truncation;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The model stops inside a call: row {@code finish(STOP) inside a call}. If only closers are
 * missing, the call is complete; a value that is cut makes it incomplete, and the arguments are
 * left open or closed as the options say.
 */
class CutAtStopTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          "["
              + TestStream.toolJson(
                  "f", "s", "string", "n", "integer", "b", "boolean", "o", "object", "a", "array")
              + "]",
          Limits.DEFAULT);

  private static final String JSON = "<tool_call>\n{\"name\": \"f\", \"arguments\": ";
  private static final String TAGS = "<tool_call>\n<function=f>\n";

  private static ParserOptions options(RecoverAtStop recover, Truncation truncation) {
    return ParserOptions.builder().recoverAtStop(recover).truncation(truncation).build();
  }

  /** Reads a text that stops; the same at any delta size. */
  private static EventLog read(String format, String text, ParserOptions options) {
    EventLog whole = TestStream.of(format, TOOLS, options).feed(text).stop();
    for (int size = 1; size <= 9; size++) {
      EventLog cut = TestStream.of(format, TOOLS, options).feedBy(size, text).stop();
      assertTrue(
          whole.agrees(cut, EventLog.Strength.WITHOUT_IDS),
          () -> whole.print() + "differs from\n" + cut.print());
    }
    return whole;
  }

  private static void incomplete(String format, String text, String left, String closed) {
    for (Truncation truncation : Truncation.values()) {
      EventLog log = read(format, text, options(RecoverAtStop.CLOSERS, truncation));
      EventLog.Call call = log.calls().getFirst();
      assertEquals(truncation == Truncation.CLOSE ? closed : left, call.arguments(), text);
      assertFalse(call.complete(), text);
      assertFalse(log.has(Diagnostic.RECOVERED), log.print());
      assertEquals(FinishReason.STOP, log.finish(), text);
    }
  }

  private static void complete(
      String format, String text, RecoverAtStop recover, String arguments) {
    for (Truncation truncation : Truncation.values()) {
      EventLog log = read(format, text, options(recover, truncation));
      EventLog.Call call = log.calls().getFirst();
      assertEquals(arguments, call.arguments(), text);
      assertTrue(call.complete(), text);
      assertTrue(log.has(Diagnostic.RECOVERED), log.print());
      assertEquals(FinishReason.TOOL_CALLS, log.finish(), text);
    }
  }

  // ---- JSON

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A string, a string in an array, an escape.
        "{\"s\": \"ab | {\"s\": \"ab | \"}",
        "{\"o\": {\"k\": [\"ab | {\"o\": {\"k\": [\"ab | \"]}}",
        "{\"s\": \"ab\\ | {\"s\": \"ab | \"}",
        "{\"s\": \" | {\"s\": \" | \"}",
        // A key, at any of its chars, and a key without its value.
        "{\"s | { | }",
        "{\"s\": \"ab\", \" | {\"s\": \"ab\" | }",
        "{\"s\": \"ab\", \"n | {\"s\": \"ab\" | }",
        "{\"s\": \"ab\", \"n\" | {\"s\": \"ab\" | }",
        "{\"s\": \"ab\", \"n\": | {\"s\": \"ab\" | }",
        "{\"o\": {\"k | {\"o\": { | }}",
        // A number, a literal, a bare word.
        "{\"s\": \"ab\", \"n\": 12 | {\"s\": \"ab\" | }",
        "{\"b\": tru | { | }",
        "{\"b\": true | { | }",
        "{\"a\": [1, 2 | {\"a\": [1 | ]}",
        "{\"o\": {\"k\": -1.5e | {\"o\": { | }}"
      })
  void aJsonValueThatIsCutIsLeftAsTheOptionsSay(String arguments, String left, String rest) {
    incomplete("hermes", JSON + arguments, left, left + rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"s\": \"ab\" | {\"s\": \"ab\"}",
        "{\"s\": \"ab\"} | {\"s\": \"ab\"}",
        "{ | {}",
        "{\"o\": {\"k\": [\"ab\" | {\"o\": {\"k\": [\"ab\"]}}",
        "{\"o\": {\"k\": [\"ab\"] | {\"o\": {\"k\": [\"ab\"]}}",
        "{\"n\": 12} | {\"n\": 12}",
        "{\"o\": {} | {\"o\": {}}",
        "\"{\\\"s\\\": \\\"ab\\\"} | {\"s\": \"ab\"}",
        "\"{\\\"s\\\": \\\"ab\\\" | {\"s\": \"ab\"}"
      })
  void jsonThatLacksOnlyClosersIsComplete(String arguments, String closed) {
    complete("hermes", JSON + arguments, RecoverAtStop.CLOSERS, closed);
    complete("hermes", JSON + arguments, RecoverAtStop.ALL, closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}", "}}", "}}\n", "}}\n</", "}}\n</tool", "}}\n</tool_call"})
  void whatFollowsAWholeArgumentDoesNotCutIt(String end) {
    String text = JSON + "{\"s\": \"ab\"" + end;
    EventLog log = read("hermes", text, ParserOptions.DEFAULT);
    EventLog.Call call = log.calls().getFirst();
    assertEquals("{\"s\": \"ab\"}", call.arguments(), text);
    assertTrue(call.complete(), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"{\\\"s\\\": \\\"ab | {\"s\": \"ab | \"}",
        "\"{\\\"s\\\": \\\"ab\\ | {\"s\": \"ab | \"}",
        "\"{\\\"s\\\": 1 | { | }"
      })
  void argumentsInAStringAreCutAsOthersAre(String arguments, String left, String rest) {
    incomplete("hermes", JSON + arguments, left, left + rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"s\": \"ab | {\"s\": \"ab\"}",
        "{\"s\": \"ab\", \"n | {\"s\": \"ab\"}",
        "{\"s\": \"ab\", \"n\": | {\"s\": \"ab\"}",
        "{\"n\": 12 | {\"n\": 12}",
        "{\"b\": true | {\"b\": true}",
        "{\"b\": tru | {\"b\": \"tru\"}",
        "{\"o\": {\"k\": [\"ab | {\"o\": {\"k\": [\"ab\"]}}"
      })
  void recoverAllClosesAndCompletesJson(String arguments, String closed) {
    complete("hermes", JSON + arguments, RecoverAtStop.ALL, closed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{\"s\": \"ab | {\"s\": \"ab | \"}", "{\"n\": 12 | { | }"})
  void bareArgumentsOfANamedToolAreCutAsOthersAre(String text, String left, String rest) {
    for (String format : new String[] {"hermes", "qwen3_coder"}) {
      for (Truncation truncation : Truncation.values()) {
        ParserOptions options =
            options(RecoverAtStop.CLOSERS, truncation).toBuilder()
                .toolChoice(ParserOptions.ToolChoice.NAMED)
                .namedTool("f")
                .build();
        EventLog log = read(format, text, options);
        String expected = truncation == Truncation.CLOSE ? left + rest : left;
        assertEquals(expected, log.calls().getFirst().arguments());
        assertFalse(log.calls().getFirst().complete());
      }
    }
  }

  // ---- tags

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A string is emitted as it comes.
        "<parameter=s>~ab | {\"s\":\"ab | \"}",
        "<parameter=s>~ab~ | {\"s\":\"ab | \"}",
        "<parameter=s>~ab~< | {\"s\":\"ab\\n< | \"}",
        "<parameter=s>~ab~</ | {\"s\":\"ab\\n</ | \"}",
        "<parameter=s>~ab</div | {\"s\":\"ab</div | \"}",
        // A value of another type, or none, is dropped with its key.
        "<parameter=s>~ab~</parameter>~<parameter=n>~12 | {\"s\":\"ab\" | }",
        "<parameter=s>~ab~</parameter>~<parameter=b>~true~ | {\"s\":\"ab\" | }",
        "<parameter=s>~ab~</parameter>~<parameter=o>~{\"k\": [1 | {\"s\":\"ab\" | }",
        "<parameter=a>~[1, 2]~ | { | }",
        "<parameter=s> | { | }",
        "<parameter=s>~ | { | }",
        // The name of a parameter.
        "<parameter=s>~ab~</parameter>~<parameter=n | {\"s\":\"ab\" | }",
        "<parameter=s>~ab~</parameter>~<par | {\"s\":\"ab\" | }"
      })
  void aTaggedValueWithoutACloserIsLeftAsTheOptionsSay(String body, String left, String rest) {
    incomplete("qwen3_coder", TAGS + body.replace('~', '\n'), left, left + rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'' | {}",
        "<parameter=s>~ab~</p | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</parameter | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</parameter> | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</parameter>~ | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</parameter>~< | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</parameter>~</func | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</function> | {\"s\":\"ab\"}",
        "<parameter=s>~ab~</function | {\"s\":\"ab\"}",
        "<parameter=n>~12~</parameter> | {\"n\":12}",
        "<parameter=o>~{\"k\": [1]}~</para | {\"o\":{\"k\": [1]}}",
        "<parameter=s>~</parameter | {\"s\":\"\"}"
      })
  void aTaggedCallThatLacksOnlyClosersIsComplete(String body, String closed) {
    String text = TAGS + (body.equals("''") ? "" : body.replace('~', '\n'));
    for (RecoverAtStop recover : RecoverAtStop.values()) {
      EventLog log = read("qwen3_coder", text, options(recover, Truncation.HONEST));
      assertEquals(closed, log.calls().getFirst().arguments(), text);
      assertTrue(log.calls().getFirst().complete(), text);
      assertTrue(log.has(Diagnostic.RECOVERED) || text.contains("</function>"), log.print());
      assertEquals(FinishReason.TOOL_CALLS, log.finish(), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<parameter=s>~ab | {\"s\":\"ab\"}",
        "<parameter=s>~ab~ | {\"s\":\"ab\"}",
        "<parameter=n>~12 | {\"n\":12}",
        "<parameter=s>~ab~</parameter>~<parameter=n | {\"s\":\"ab\"}",
        "<parameter=s> | {\"s\":\"\"}"
      })
  void recoverAllClosesAndCompletesTags(String body, String closed) {
    complete("qwen3_coder", TAGS + body.replace('~', '\n'), RecoverAtStop.ALL, closed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<parameter=o>~{\"k\": [\"ab | {\"o\":{\"k\": [\"ab | \"]}}",
        "<parameter=o>~{\"k\": [1, 2 | {\"o\":{\"k\": [1 | ]}}",
        "<parameter=o>~{\"k\": [1] | {\"o\":{\"k\": [1] | }}",
        "<parameter=o>~{\"k\": 1, \"l | {\"o\":{\"k\": 1 | }}"
      })
  void aStreamedStructureIsLeftAsTheOptionsSay(String body, String left, String rest) {
    for (Truncation truncation : Truncation.values()) {
      ParserOptions options =
          options(RecoverAtStop.CLOSERS, truncation).toBuilder()
              .structuredValues(StructuredValues.STREAM)
              .build();
      EventLog log = read("qwen3_coder", TAGS + body.replace('~', '\n'), options);
      String expected = truncation == Truncation.CLOSE ? left + rest : left;
      assertEquals(expected, log.calls().getFirst().arguments());
      assertFalse(log.calls().getFirst().complete());
    }
  }

  // ---- as other causes do

  @ParameterizedTest
  @ValueSource(
      strings = {
        JSON + "{\"s\": \"ab",
        JSON + "{\"s\": \"ab\", \"n",
        JSON + "{\"n\": 12",
        TAGS + "<parameter=s>\nab",
        TAGS + "<parameter=n>\n12",
        TAGS + "<parameter=n>\n12\n</parameter>\n<param"
      })
  void aCutValueIsLeftAsTheTokenLimitLeavesIt(String text) {
    String format = text.startsWith(JSON) ? "hermes" : "qwen3_coder";
    for (Truncation truncation : Truncation.values()) {
      ParserOptions options = options(RecoverAtStop.CLOSERS, truncation);
      TestStream limited = TestStream.of(format, TOOLS, options).feed(text);
      limited.parser.finish(EndCause.LENGTH);
      EventLog stopped = read(format, text, options);
      assertEquals(limited.log.calls().toString(), withIdsOf(limited.log, stopped));
      assertEquals(limited.log.diagnostics(), stopped.diagnostics());
      assertEquals(FinishReason.LENGTH, limited.log.finish());
      assertEquals(FinishReason.STOP, stopped.finish());
    }
  }

  /** The calls of a log, printed with the ids of another's. */
  private static String withIdsOf(EventLog ids, EventLog log) {
    String id = ids.calls().getFirst().id();
    return log.calls().toString().replace(log.calls().getFirst().id(), id);
  }
}
