package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Bursts of several tokens, as speculative decoding makes them: "one delta may carry any number of
 * transitions: all come out, in order".
 */
class SpeculativeBurstTest {
  private static final ToolSet WRITE =
      TestStream.tool(
          "write", "filePath", "string", "content", "string", "mode", "string", "n", "integer");

  private final TestStream stream = TestStream.of("qwen3_coder", WRITE);

  @Test
  void lastParameterAndFunctionEndInOneBurst() {
    stream.feed(
        "<tool_call>\n",
        "<function=write>\n",
        "<parameter=filePath>\n/path/file\n</parameter>\n",
        "<parameter=content>\nhello\n</parameter>\n</function>\n</tool_call>");

    assertEquals("{\"filePath\":\"/path/file\",\"content\":\"hello\"}", stream.arguments());
    assertTrue(stream.log.calls().getFirst().complete());
    assertEquals(FinishReason.TOOL_CALLS, stream.stop().finish());
  }

  @Test
  void tailOfTheLastValueAndFunctionEndInOneBurst() {
    stream.feed("<tool_call>\n<function=write>\n<parameter=content>\nhel");
    assertEquals("{\"content\":\"hel", stream.arguments());

    stream.feed("lo\n</parameter>\n</function>");
    assertEquals("{\"content\":\"hello\"}", stream.arguments());
    assertTrue(stream.log.calls().getFirst().complete());
  }

  @Test
  void severalWholeParametersAndAnOpenOneInOneBurst() {
    stream.feed(
        "<tool_call>\n<function=write>\n"
            + "<parameter=filePath>\na\n</parameter>\n"
            + "<parameter=mode>\nw\n</parameter>\n"
            + "<parameter=content>\nfirst li");
    assertEquals("{\"filePath\":\"a\",\"mode\":\"w\",\"content\":\"first li", stream.arguments());

    stream.feed("ne\n</parameter>\n</function>\n</tool_call>");
    assertEquals(
        "{\"filePath\":\"a\",\"mode\":\"w\",\"content\":\"first line\"}", stream.arguments());
  }

  @Test
  void severalWholeParametersAndAnOpenTypedOneInOneBurst() {
    stream.feed(
        "<tool_call><function=write><parameter=filePath>a</parameter>"
            + "<parameter=mode>w</parameter><parameter=n>4");
    assertEquals("{\"filePath\":\"a\",\"mode\":\"w\"", stream.arguments());

    stream.feed("2</parameter></function></tool_call>");
    assertEquals("{\"filePath\":\"a\",\"mode\":\"w\",\"n\":42}", stream.arguments());
  }

  @Test
  void twoCallsOfTheSameFunctionHaveIndexesAndArgumentsOfTheirOwn() {
    String call = "<tool_call>\n<function=write>\n<parameter=filePath>\n%s\n</parameter>\n</fun";
    stream.feed(
        call.formatted("a"),
        "ction>\n</tool_call>\n" + call.formatted("b"),
        "ction>\n</tool_call>");

    List<EventLog.Call> calls = stream.stop().calls();
    assertEquals(List.of("write", "write"), calls.stream().map(EventLog.Call::name).toList());
    assertEquals(List.of("{\"filePath\":\"a\"}", "{\"filePath\":\"b\"}"), stream.allArguments());
    assertTrue(calls.stream().allMatch(EventLog.Call::complete));
    assertEquals(2, calls.stream().map(EventLog.Call::id).distinct().count());
  }

  @Test
  void wholeResponseInOneBurst() {
    stream.feed(
        "Sure.\n<tool_call>\n<function=write>\n<parameter=n>\n1\n</parameter>\n</function>\n"
            + "</tool_call>\n<tool_call>\n<function=write>\n</function>\n</tool_call>\nDone.");

    assertEquals("Sure.\n\nDone.", stream.stop().content());
    assertEquals(List.of("{\"n\":1}", "{}"), stream.allArguments());
  }

  @Test
  void parameterTagSplitAnywhere() {
    String tag = "<parameter=content>";
    for (int cut = 1; cut < tag.length(); cut++) {
      TestStream split = TestStream.of("qwen3_coder", WRITE);
      split.feed(
          "<tool_call>\n<function=write>\n<parameter=filePath>\na\n</parameter>\n"
              + tag.substring(0, cut));
      // The opener ends the value before it, whatever becomes of the header.
      String closed = cut < "<parameter=".length() ? "" : "\"";
      assertEquals("{\"filePath\":\"a" + closed, split.arguments(), "cut at " + cut);
      split.feed(tag.substring(cut) + "\nx\n</parameter>\n</function>\n</tool_call>");
      assertEquals("{\"filePath\":\"a\",\"content\":\"x\"}", split.arguments(), "cut at " + cut);
      assertEquals(List.of(), split.stop().diagnostics(), "cut at " + cut);
    }
  }

  @Test
  void missingFunctionEndDoesNotSpillTheWrapperIntoTheValue() {
    stream.feed("<tool_call>\n<function=write>\n<parameter=content>\nx\n</tool_call>");

    assertEquals("{\"content\":\"x\"}", stream.stop().calls().getFirst().arguments());
  }
}
