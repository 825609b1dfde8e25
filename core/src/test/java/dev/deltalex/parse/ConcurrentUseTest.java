package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.format.Formats;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two threads in one pool at the same time are refused, where assertions are enabled. */
class ConcurrentUseTest {
  private static final StreamSpec SPEC = StreamSpec.of(Formats.byName("qwen3_coder")).build();

  private final StreamPool pool = new StreamPool(2);

  /** What a call in another thread throws. */
  private static @Nullable Throwable elsewhere(Runnable call) {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread = new Thread(call, "other");
    thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return thrown.isEmpty() ? null : thrown.get(0);
  }

  /** Collects content; its next callback lets another thread do something. */
  private static final class Intruded implements DeltaSink {
    final StringBuilder content = new StringBuilder();
    @Nullable Runnable intrusion;
    @Nullable Throwable thrown;

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      content.append(buffer, offset, length);
      Runnable call = intrusion;
      if (call != null) {
        intrusion = null;
        thrown = elsewhere(call);
      }
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {}

    @Override
    public void finished(FinishReason reason) {}
  }

  private static void assertRefused(Intruded log, String call) {
    String message = assertInstanceOf(AssertionError.class, log.thrown).getMessage();
    assertTrue(message.startsWith(call + " in thread other while another thread"), message);
  }

  @Test
  void feedDuringACallbackOfTheInterpreter() {
    Intruded log = new Intruded();
    StreamParser parser = pool.open(SPEC, log);
    log.intrusion = () -> parser.feed("y");
    parser.feed("x <");

    assertRefused(log, "feed");
    parser.feed("z");
    parser.finish(EndCause.STOP);
    assertEquals("x <z", log.content.toString());
  }

  @Test
  void feedOfASiblingDuringACallbackOfTheFastPath() {
    Intruded log = new Intruded();
    StreamParser parser = pool.open(SPEC, log);
    StreamParser sibling = pool.open(SPEC, new Intruded());
    parser.feed("a");
    parser.feed("b");
    log.intrusion = () -> sibling.feed("y");
    parser.feed("c");

    assertRefused(log, "feed");
    parser.finish(EndCause.STOP);
    assertEquals("abc", log.content.toString());
  }

  @Test
  void aPoolMayBeHandedOver() {
    Intruded log = new Intruded();
    StreamParser parser = pool.open(SPEC, log);
    parser.feed("a");
    assertNull(elsewhere(() -> parser.feed("b")));
    parser.feed("c");
    assertNull(elsewhere(() -> parser.finish(EndCause.STOP)));

    assertEquals("abc", log.content.toString());
  }
}
