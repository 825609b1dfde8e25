package dev.deltalex.wire;

import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Much text, odd chars, wrong order. */
class HostileTextTest {
  private static final int MEGA = 1 << 20;

  private static ReadMessage read(WireProtocol protocol, byte[] bytes) {
    return switch (protocol) {
      case CHAT_COMPLETIONS -> ChatReader.stream(bytes, 1).message(0);
      case MESSAGES -> MessagesReader.stream(bytes).message();
      case RESPONSES -> ResponsesReader.stream(bytes).message();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_COMPLETIONS,0",
    "CHAT_COMPLETIONS,34",
    "CHAT_COMPLETIONS,0x2028",
    "CHAT_COMPLETIONS,0xD83D",
    "CHAT_COMPLETIONS,0xDE00",
    "CHAT_COMPLETIONS,0xFFFF",
    "MESSAGES,0",
    "MESSAGES,0xD83D",
    "RESPONSES,0",
    "RESPONSES,0x2029",
    "RESPONSES,0xDE00"
  })
  void aMillionTimesOneChar(WireProtocol protocol, String code) {
    char[] text = new char[MEGA];
    Arrays.fill(text, (char) (int) Integer.decode(code));
    EventScript script = new EventScript().content(new String(text));
    byte[] bytes = Rendered.stream(protocol, RESPONSE, script, FinishReason.STOP);
    ReadMessage read = read(protocol, bytes);
    assertEquals(MeantMessage.encodable(new String(text)), read.text(Kind.CONTENT));
  }

  /** A server repeats what a client sent: its halves of pairs, too, are no question marks. */
  @Test
  void requestFieldsKeepNoHalfPairs() {
    WireResponse response =
        RESPONSE.withRequestFields(
            RequestFields.of("\"instructions\":\"a\ud800\u00e9\ud83d\ude00\udc00\""));
    String fields = "\"instructions\":\"a\ufffd\u00e9\ud83d\ude00\ufffd\"";
    EventScript script = new EventScript().content("x");
    for (byte[] bytes :
        new byte[][] {
          Rendered.stream(WireProtocol.RESPONSES, response, script, FinishReason.STOP),
          Rendered.body(WireProtocol.RESPONSES, response, script, FinishReason.STOP)
        }) {
      assertTrue(Rendered.text(bytes).contains(fields), Rendered.text(bytes));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLongSpanIsCutIntoBoundedEventsOnCodePoints(WireProtocol protocol) {
    String text = "x" + "\ud83d\ude00".repeat(5000);
    WireBuffer out = new WireBuffer(MEGA);
    WireRenderer renderer = protocol.streaming(RESPONSE, out).getFirst();
    new EventScript().reasoning(text).play(renderer, 0, Integer.MAX_VALUE);
    for (SseReader.Event event : SseReader.events(out.toByteArray())) {
      assertTrue(event.data().length < 8192);
    }
    renderer.finished(FinishReason.STOP);
    assertEquals(text, read(protocol, out.toByteArray()).text(Kind.REASONING));
  }

  @ParameterizedTest
  @EnumSource
  void idsNamesAndModelsAreEscaped(WireProtocol protocol) {
    WireResponse response = WireResponse.of("id\"\n\u2028", 0, "model\\\u0000\ud83d");
    WireBuffer out = new WireBuffer(MEGA);
    WireBuffer body = new WireBuffer(MEGA);
    for (boolean folded : new boolean[] {false, true}) {
      WireRenderer renderer =
          (folded ? protocol.body(response, body) : protocol.streaming(response, out)).getFirst();
      renderer.callOpened(0, -1, "i\"d\n", "na\"me\u0000\u4e2d", 0);
      renderer.callClosed(0, true, 0);
      renderer.finished(FinishReason.TOOL_CALLS);
    }
    assertEquals("na\"me\u0000\u4e2d", read(protocol, out.toByteArray()).calls().getFirst().name());
    assertTrue(JsonTree.object(body.toByteArray()).toString().contains("na\"me\u0000\u4e2d"));
  }

  @ParameterizedTest
  @EnumSource
  void emptyStreamsAreWhole(WireProtocol protocol) {
    EventScript script = new EventScript();
    byte[] bytes = Rendered.stream(protocol, RESPONSE, script, FinishReason.STOP);
    assertEquals("", read(protocol, bytes).text(Kind.CONTENT));
    byte[] body = Rendered.body(protocol, RESPONSE, script, FinishReason.STOP);
    assertTrue(JsonTree.object(body).containsKey("usage"));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsWrittenBehindTheEnd(WireProtocol protocol) {
    WireBuffer out = new WireBuffer(MEGA);
    WireRenderer renderer = protocol.streaming(RESPONSE, out).getFirst();
    EventScript script = new EventScript().reasoning("a").content("b").call("call_a", "{}");
    script.play(renderer, FinishReason.TOOL_CALLS);
    int length = out.length();
    script.play(renderer, FinishReason.STOP);
    renderer.fail(new WireError(500, "late", null, null));
    renderer.heartbeat();
    assertEquals(length, out.length());
    assertTrue(renderer.isOver());
  }

  @Test
  void argumentsOutsideACallAreAProgrammersError() {
    WireBuffer out = new WireBuffer(MEGA);
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    char[] text = {'{', '}'};
    assertThrows(IllegalStateException.class, () -> renderer.arguments(0, text, 0, 2, 0));
  }

  @Test
  void descriptionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> WireResponse.of("", 0, "m"));
    assertThrows(IllegalArgumentException.class, () -> WireResponse.of("i", -1, "m"));
    assertThrows(IllegalArgumentException.class, () -> WireResponse.of("i", 0, "m".repeat(1025)));
    assertThrows(IllegalArgumentException.class, () -> RESPONSE.withChoices(0));
    assertThrows(IllegalArgumentException.class, () -> RESPONSE.withChoices(129));
    assertThrows(IllegalArgumentException.class, () -> new WireError(200, "ok", null, null));
  }
}
