package dev.deltalex.wire;

import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.value.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireBufferTest {
  private static final EventScript LONG =
      new EventScript()
          .reasoning("Think. ".repeat(20_000))
          .content("\u4e2d\ud83d\ude00\n".repeat(20_000))
          .call("call_a", "{\"a\":\"" + "\\n".repeat(50_000) + "\"}");

  @Test
  void takesFromTheFrontAndKeepsOrder() {
    WireBuffer buffer = new WireBuffer(WireBuffer.MIN_LIMIT);
    buffer.put(JsonBytes.ascii("hello"));
    buffer.consume(2);
    buffer.put(JsonBytes.ascii("!"));
    assertEquals("llo!", Rendered.text(buffer.toByteArray()));
    assertEquals('l', buffer.array()[buffer.offset()]);
    assertThrows(IllegalArgumentException.class, () -> buffer.consume(5));
    assertThrows(IllegalArgumentException.class, () -> buffer.consume(-1));
    buffer.consume(4);
    assertEquals(0, buffer.length());
    assertEquals(0, buffer.offset());
  }

  @Test
  void limitHasALowerBound() {
    int tooLow = WireBuffer.MIN_LIMIT - 1;
    assertThrows(IllegalArgumentException.class, () -> new WireBuffer(tooLow));
  }

  @ParameterizedTest
  @EnumSource
  void fullBufferThrowsBehindAWholeEvent(WireProtocol protocol) {
    WireBuffer buffer = new WireBuffer(WireBuffer.MIN_LIMIT);
    WireRenderer renderer = protocol.streaming(RESPONSE, buffer).getFirst();
    assertThrows(WireOverflowException.class, () -> LONG.play(renderer, FinishReason.TOOL_CALLS));
    assertTrue(buffer.length() > WireBuffer.MIN_LIMIT / 2);
    assertTrue(buffer.array().length <= WireBuffer.MIN_LIMIT);
    assertTrue(SseReader.events(buffer.toByteArray()).size() > 2);
    if (protocol != WireProtocol.RESPONSES) {
      buffer.clear();
      renderer.fail(new WireError(503, "The client is too slow.", null, null));
      assertEquals(1, SseReader.events(buffer.toByteArray()).size());
    }
  }

  /** A text that is done is an event of its whole length: only here a drain finds half events. */
  @ParameterizedTest
  @EnumSource
  void drainedBufferNeverOverflows(WireProtocol protocol) {
    ByteArrayOutputStream drained = new ByteArrayOutputStream();
    WireBuffer buffer =
        new WireBuffer(
            WireBuffer.MIN_LIMIT,
            full -> {
              drained.write(full.array(), full.offset(), full.length());
              full.clear();
            });
    LONG.play(protocol.streaming(RESPONSE, buffer).getFirst(), FinishReason.TOOL_CALLS);
    drained.writeBytes(buffer.toByteArray());
    assertArrayEquals(
        Rendered.stream(protocol, RESPONSE, LONG, FinishReason.TOOL_CALLS), drained.toByteArray());
    assertTrue(buffer.array().length <= WireBuffer.MIN_LIMIT);
  }

  @Property(tries = 50)
  void takingInAnyPiecesChangesNothing(@ForAll long seed) {
    EventScript script = EventScript.random(seed);
    SplittableRandom random = new SplittableRandom(seed);
    WireBuffer whole = new WireBuffer(1 << 20);
    WireBuffer taken = new WireBuffer(1 << 20);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    WireRenderer one = WireProtocol.MESSAGES.streaming(RESPONSE, whole).getFirst();
    WireRenderer two = WireProtocol.MESSAGES.streaming(RESPONSE, taken).getFirst();
    for (int i = 0; i < 20; i++) {
      script.play(one, seed + i, 9);
      script.play(two, seed + i, 9);
      int count = random.nextInt(taken.length() + 1);
      got.write(taken.array(), taken.offset(), count);
      taken.consume(count);
    }
    got.writeBytes(taken.toByteArray());
    assertArrayEquals(whole.toByteArray(), got.toByteArray());
  }
}
