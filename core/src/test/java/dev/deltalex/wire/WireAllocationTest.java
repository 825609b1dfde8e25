package dev.deltalex.wire;

import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once the buffers have grown, an event of any kind allocates nothing. */
@Tag("allocation")
class WireAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 200;
  private static final int QUIET = 5;
  private static final int EVENTS = 500;

  private final char[] text = "some \"text\"\n \u00e9\u4e2d\ud83d\ude00 and the rest".toCharArray();
  private final WireBuffer out = new WireBuffer(1 << 26);

  /** Plays all kinds of events, cut inside a surrogate pair. */
  private void play(WireRenderer renderer) {
    int cut = text.length - 14;
    for (int i = 0; i < EVENTS; i++) {
      renderer.reasoning(text, 0, text.length, 0);
      renderer.content(text, 0, cut, 0);
      renderer.content(text, cut, text.length - cut, cut);
      renderer.callOpened(i, 0, "call_a", "get", 0);
      renderer.arguments(i, text, 0, cut, 0);
      renderer.arguments(i, text, cut, text.length - cut, cut);
      renderer.callClosed(i, true, 0);
      renderer.content(text, 5, 0, 0);
      renderer.heartbeat();
      out.clear();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventsAllocateNothing(WireProtocol protocol) {
    WireBuffer texts = new WireBuffer(1 << 30);
    WireRenderer renderer = protocol.streaming(RESPONSE, out, texts).getFirst();
    renderer.start();
    int quiet = 0;
    for (int i = 0; i < ROUNDS && quiet < QUIET; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      play(renderer);
      quiet = THREADS.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
    }
    assertEquals(QUIET, quiet, "quiet rounds in a row");
  }
}
