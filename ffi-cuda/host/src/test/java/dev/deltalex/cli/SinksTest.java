package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SinksTest {
  @Test
  void eventsArePrintedOnePerLine() {
    StringWriter printed = new StringWriter();
    EventPrinter printer = new EventPrinter(new PrintWriter(printed));
    Events.reasoning(printer, "hm\n");
    Events.content(printer, "Hi \"you\"");
    printer.callOpened(0, 2, "call_1", "get_weather", 3);
    Events.arguments(printer, 0, "{\"a\":1}");
    printer.callClosed(0, true, 9);
    printer.callOpened(1, -1, "call_2", "odd name", 3);
    printer.callClosed(1, false, 9);
    printer.diagnostic(Diagnostic.RECOVERED, 123);
    printer.finished(FinishReason.TOOL_CALLS);
    assertEquals(
        """
        reasoning "hm\\n"
        content   "Hi \\"you\\""
        call 0 open get_weather id=call_1 tool=2
        args 0 "{\\"a\\":1}"
        call 0 closed complete
        call 1 open "odd name" id=call_2 tool=-1
        call 1 closed incomplete
        diagnostic RECOVERED @123
        finished TOOL_CALLS
        """,
        printed.toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void aMessageIsOneLineOfJson() {
    ReplayedMessage message = new ReplayedMessage();
    Events.reasoning(message, "h");
    Events.reasoning(message, "m");
    Events.content(message, "a\n");
    message.callOpened(0, 0, "call_x", "f", 0);
    Events.arguments(message, 0, "{\"a\"");
    Events.arguments(message, 0, ":1}");
    message.callClosed(0, true, 0);
    message.callOpened(1, 0, "call_y", "g", 0);
    message.callClosed(1, false, 0);
    message.diagnostic(Diagnostic.RECOVERED, 5);
    message.diagnostic(Diagnostic.STRAY_TEXT, 7);
    message.finished(FinishReason.TOOL_CALLS);
    String body =
        "\"content\":\"a\\n\",\"reasoning\":\"hm\",\"calls\":["
            + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\",\"complete\":true},"
            + "{\"name\":\"g\",\"arguments\":\"\",\"complete\":false}],"
            + "\"finish\":\"tool_calls\",\"diagnostics\":[\"RECOVERED\",\"STRAY_TEXT\"]}";
    assertEquals("{" + body, message.json(null));
    assertEquals("{\"id\":\"x\\\"\"," + body, message.json("x\""));
    assertEquals("RECOVERED@5 STRAY_TEXT@7", message.diagnostics());
  }

  @Test
  void theOutlineForgetsPiecesButNotOrder() {
    ReplayedMessage one = new ReplayedMessage();
    Events.content(one, "ab");
    Events.call(one, 0, "f", "{}");
    Events.content(one, "c");
    ReplayedMessage pieces = new ReplayedMessage();
    Events.content(pieces, "a");
    Events.content(pieces, "");
    Events.content(pieces, "b");
    Events.call(pieces, 0, "f", "{}");
    Events.content(pieces, "c");
    ReplayedMessage moved = new ReplayedMessage();
    Events.content(moved, "a");
    Events.call(moved, 0, "f", "{}");
    Events.content(moved, "bc");
    assertEquals(one.outline(), pieces.outline());
    assertNotEquals(one.outline(), moved.outline());
    Events.content(pieces, "d");
    pieces.diagnostic(Diagnostic.STRAY_TEXT, 9);
    one.diagnostic(Diagnostic.STRAY_TEXT, 9);
    Events.content(one, "d");
    assertNotEquals(one.outline(), pieces.outline());
  }

  @Test
  void eventsOutOfOrderAreRefused() {
    ReplayedMessage message = new ReplayedMessage();
    assertThrows(IllegalStateException.class, () -> Events.arguments(message, 0, "{}"));
    assertThrows(IllegalStateException.class, () -> message.callOpened(1, 0, "i", "f", 0));
    Events.call(message, 0, "f", "{}");
    assertThrows(IllegalStateException.class, () -> Events.arguments(message, 0, "{}"));
    assertThrows(IllegalStateException.class, () -> message.callClosed(0, true, 0));
    message.finished(FinishReason.STOP);
    assertThrows(IllegalStateException.class, () -> Events.content(message, "x"));
    assertThrows(IllegalStateException.class, () -> message.finished(FinishReason.STOP));
  }
}
