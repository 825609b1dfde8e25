package dev.deltalex.wire;

import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.FinishReason;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** W11: behind a call, a segment of content that is only whitespace is dropped. */
class BlanksTest {
  private static final String LONG = "t".repeat(WireRenderer.DELTA_CHARS + 1);

  private static List<ReadMessage> read(WireProtocol protocol, EventScript script) {
    byte[] stream = Rendered.stream(protocol, RESPONSE, script, FinishReason.TOOL_CALLS);
    byte[] body = Rendered.body(protocol, RESPONSE, script, FinishReason.TOOL_CALLS);
    return switch (protocol) {
      case CHAT_COMPLETIONS ->
          List.of(ChatReader.stream(stream, 1).message(0), ChatReader.body(body, 0));
      case MESSAGES -> List.of(MessagesReader.stream(stream).message(), MessagesReader.body(body));
      case RESPONSES ->
          List.of(ResponsesReader.stream(stream).message(), ResponsesReader.body(body));
    };
  }

  private static void assertText(
      WireProtocol protocol, EventScript script, String reasoning, String content) {
    for (ReadMessage message : read(protocol, script)) {
      assertEquals(reasoning, message.text(Kind.REASONING));
      assertEquals(content, message.text(Kind.CONTENT));
    }
  }

  /** Reasoning ends the segment: what stood before it is no part of what comes behind. */
  @ParameterizedTest
  @EnumSource
  void blanksBeforeReasoningAreDropped(WireProtocol protocol) {
    for (String thought : new String[] {"a", "a\ud83d", LONG}) {
      EventScript script =
          new EventScript().call("call_a", "{}").content(" \n").reasoning(thought).content("x");
      assertText(protocol, script, MeantMessage.encodable(thought), "x");
    }
  }

  /** The same where the run of reasoning is open already, and goes on behind the blanks. */
  @ParameterizedTest
  @EnumSource
  void blanksBetweenReasoningAreDropped(WireProtocol protocol) {
    for (String thought : new String[] {"b", "b\ud83d", LONG}) {
      EventScript script =
          new EventScript()
              .call("call_a", "{}")
              .reasoning("a")
              .content(" \n")
              .reasoning(thought)
              .content("x");
      assertText(protocol, script, "a" + MeantMessage.encodable(thought), "x");
    }
  }

  @ParameterizedTest
  @EnumSource
  void blanksBeforeACallAreDropped(WireProtocol protocol) {
    EventScript script =
        new EventScript().call("call_a", "{}").content("\n").call("call_b", "{}").content("x");
    assertText(protocol, script, "", "x");
  }

  @ParameterizedTest
  @EnumSource
  void blanksBeforeContentAreContent(WireProtocol protocol) {
    EventScript script = new EventScript().call("call_a", "{}").content(" \n").content("x");
    assertText(protocol, script, "", " \nx");
  }
}
