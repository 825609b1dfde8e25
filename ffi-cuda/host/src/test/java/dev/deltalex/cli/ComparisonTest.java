package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.cli.ConformanceCase.Expected;
import dev.deltalex.cli.ConformanceCase.ExpectedCall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void outerWhitespaceIsNoDifferenceInnerIs() {
    ReplayedMessage got = message("\n a  b\n", "r\n");
    assertEquals(List.of(), differences(new Expected("a  b", " r", List.of()), got));
    assertEquals(
        List.of("content: expected \"a b\", got \"a  b\""),
        differences(new Expected("a b", "r", List.of()), got));
  }

  @Test
  void argumentsAreComparedParsed() {
    assertEquals(List.of(), oneCall("{\"b\":2.0,\"a\":1}", "{ \"a\": 1, \"b\": 2 }", null));
    assertEquals(
        List.of("call 0 arguments: expected \"{\\\"a\\\":1}\", got \"{\\\"a\\\":\\\"1\\\"}\""),
        oneCall("{\"a\":1}", "{\"a\":\"1\"}", null));
  }

  @Test
  void rawArgumentsHoldNumbersToTheirText() {
    assertEquals(List.of(), oneCall("{\"a\":9.0}", "{\"a\":9.10}", "{\"a\": 9.10}"));
    assertEquals(1, oneCall("{\"a\":9.1}", "{\"a\":9.1}", "{\"a\":9.10}").size());
  }

  @Test
  void argumentsThatAreNotJsonAreADifference() {
    List<String> differences = oneCall("{\"a\":1}", "{\"a\":1", null);
    assertEquals(1, differences.size());
    assertTrue(
        differences.getFirst().startsWith("call 0 arguments are not strict JSON: "),
        differences.toString());
  }

  @Test
  void argumentsOfAnIncompleteCallAreClosedFirst() {
    for (String cut :
        List.of(
            "{\"a\":[{\"b\":\"x}\\\"",
            "{\"a\":[{\"b\":\"x}\\\"\"",
            "{\"a\":[{\"b\":\"x}\\\"\"}]}")) {
      assertEquals(List.of(), oneCut("{\"a\":[{\"b\":\"x}\\\"\"}]}", cut), cut);
    }
    assertEquals(List.of(), oneCut("{}", "{"));
    assertEquals(List.of(), oneCut("{}", ""));
    assertEquals(
        List.of(
            "call 0 arguments (incomplete): expected \"{\\\"a\\\":\\\"xy\\\"}\","
                + " got \"{\\\"a\\\":\\\"x\\\"}\""),
        oneCut("{\"a\":\"xy\"}", "{\"a\":\"x"));
  }

  @Test
  void longArgumentsAreShownMemberByMember() {
    String text = "x".repeat(300);
    List<String> differences =
        oneCall(
            "{\"same\":\"" + text + "\",\"n\":5,\"gone\":null}",
            "{\"n\": \"5\", \"same\": \"" + text + "\"}",
            null);
    assertEquals(
        List.of(
            "call 0 arguments \"n\": expected \"5\", got \"string 5\"",
            "call 0 arguments \"gone\": expected \"NULL\", got \"nothing\""),
        differences);
  }

  @Test
  void callsAreComparedByNumberNameAndOrder() {
    ReplayedMessage got = new ReplayedMessage();
    Events.call(got, 0, "f", "{}");
    Events.call(got, 1, "g", "{}");
    ExpectedCall f = new ExpectedCall("f", "{}");
    ExpectedCall g = new ExpectedCall("g", "{}");
    assertEquals(List.of(), differences(new Expected("", "", List.of(f, g)), got));
    assertEquals(2, differences(new Expected("", "", List.of(g, f)), got).size());
    assertEquals(
        List.of("calls: expected \"[f]\", got \"[f, g]\""),
        differences(new Expected("", "", List.of(f)), got));
  }

  @Test
  void theFinishReasonCountsIfTheCaseNamesOne() {
    ReplayedMessage got = message("", "");
    got.finished(FinishReason.STOP);
    assertEquals(List.of(), Comparison.withExpected(asked(null, "stop", null), got));
    assertEquals(
        List.of("finish: expected \"tool_calls\", got \"stop\""),
        Comparison.withExpected(asked(null, "tool_calls", null), got));
  }

  @Test
  void longTextsAreShownAroundTheFirstDifference() {
    String same = "y".repeat(500);
    String difference =
        differences(new Expected(same + "A", "", List.of()), message(same + "B", "")).getFirst();
    assertTrue(difference.startsWith("content from char 500: expected ..."), difference);
    assertTrue(difference.contains("yA\" (501 chars), got ..."), difference);
  }

  @Test
  void answersToTwoCuttingsMustAgreeInEverything() {
    assertNull(Comparison.ofCuttings(message("a", "b"), message("a", "b")));
    assertEquals(
        "content: whole \"a\", cut \"a \"",
        Comparison.ofCuttings(message("a", ""), message("a ", "")));
    ReplayedMessage diagnosed = message("a", "b");
    diagnosed.diagnostic(Diagnostic.RECOVERED, 4);
    assertEquals(
        "diagnostics: whole \"\", cut \"RECOVERED@4\"",
        Comparison.ofCuttings(message("a", "b"), diagnosed));
    ReplayedMessage swapped = new ReplayedMessage();
    Events.content(swapped, "a");
    Events.reasoning(swapped, "b");
    assertNotNull(Comparison.ofCuttings(message("a", "b"), swapped));
  }

  private static ReplayedMessage message(String content, String reasoning) {
    ReplayedMessage message = new ReplayedMessage();
    Events.reasoning(message, reasoning);
    Events.content(message, content);
    return message;
  }

  private static List<String> oneCall(String expected, String got, @Nullable String raw) {
    ReplayedMessage message = new ReplayedMessage();
    Events.call(message, 0, "f", got);
    Expected wanted = new Expected("", "", List.of(new ExpectedCall("f", expected)));
    return Comparison.withExpected(asked(wanted, null, raw), message);
  }

  private static List<String> oneCut(String expected, String got) {
    ReplayedMessage message = new ReplayedMessage();
    message.callOpened(0, -1, "id", "f", 0);
    message.arguments(0, got.toCharArray(), 0, got.length(), 1);
    message.callClosed(0, false, 2);
    Expected wanted = new Expected("", "", List.of(new ExpectedCall("f", expected)));
    return differences(wanted, message);
  }

  private static List<String> differences(Expected expected, ReplayedMessage got) {
    return Comparison.withExpected(asked(expected, null, null), got);
  }

  private static ConformanceCase asked(
      @Nullable Expected expected, @Nullable String finish, @Nullable String raw) {
    return new ConformanceCase(
        "id",
        "format",
        "",
        null,
        null,
        null,
        expected,
        finish,
        raw == null ? List.of() : List.of(raw),
        false,
        false);
  }
}
