package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.ring.EndReason;
import dev.deltalex.testkit.EventLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sink that throws ends its own stream with ERROR and one log line, but not the poll loop. */
class SinkFailureTest {
  private static final String TEXT = "<think>a</think>one two three four five six seven";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void aSinkThatThrowsEndsItsOwnStreamAndNoOther(int events) {
    try (MuxRig rig = new MuxRig(4);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      List<EventLog> logs = new ArrayList<>();
      StreamHandle failing =
          rig.open(TEXT, Logs.throwing(new IllegalStateException("full disk"), events));
      for (int i = 0; i < 12; i++) {
        EventLog log = new EventLog();
        logs.add(log);
        rig.open(TEXT + i, log);
      }
      rig.settle();
      for (int i = 0; i < 12; i++) {
        assertEquals("one two three four five six seven" + i, logs.get(i).content());
        assertEquals(FinishReason.STOP, logs.get(i).finish());
      }
      assertEquals(StreamEnd.SINK_FAILED, failing.cause());
      assertEquals(FinishReason.ERROR, StreamEnd.SINK_FAILED.finish());
      assertTrue(
          failing.detail().startsWith("its sink threw java.lang.IllegalStateException: full disk"),
          failing.detail());
      String line = logged.only();
      assertTrue(line.startsWith("stream in slot "), line);
      assertTrue(line.contains("full disk at dev.deltalex"), line);
      assertEquals(1, line.lines().count());
      assertEquals(1, rig.count(MuxCounter.SINK_FAILURES));
      assertEquals(1, rig.count(MuxCounter.ERRORS));
      assertEquals(0, rig.count(MuxCounter.DRAINING), "the slot is free again");
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
    }
  }

  @Test
  void aSinkThatThrowsAtTheEndFreesItsSlotAtOnce() {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      StreamHandle failing =
          rig.open(
              "x",
              new WatchedSink(new EventLog()) {
                @Override
                public void finished(FinishReason reason) {
                  throw new AssertionError("not again");
                }
              });
      EventLog next = new EventLog();
      rig.open("next", next);
      rig.run();
      assertEquals(StreamEnd.SINK_FAILED, failing.cause());
      assertEquals("next", next.content());
      assertEquals(1, logged.lines().size());
    }
  }

  @Test
  void aSinkThatThrowsWhenCancelledIsCaughtToo() {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      StreamHandle live = rig.open(TEXT, Logs.throwing(new IllegalStateException("live"), 0));
      StreamHandle waiting = rig.open(TEXT, Logs.throwing(new IllegalStateException("waits"), 0));
      rig.mux.poll();
      live.cancel();
      waiting.cancel();
      EventLog next = new EventLog();
      rig.open("next", next);
      rig.settle();
      assertEquals(StreamEnd.SINK_FAILED, live.cause());
      assertEquals(StreamEnd.SINK_FAILED, waiting.cause());
      assertTrue(waiting.detail().contains("waits"), waiting.detail());
      assertEquals("next", next.content());
      assertEquals(2, logged.lines().size());
    }
  }

  @Test
  void aSinkThatThrowsWhenAskedWhetherItIsReadyEndsItsStream() {
    try (MuxRig rig = new MuxRig(2);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      TestParkingSink sink = new TestParkingSink(new EventLog());
      StreamHandle failing = rig.open(TEXT, sink);
      EventLog other = new EventLog();
      rig.open("other", EndReason.EOS, StopStrings.NONE, other);
      rig.turn();
      sink.failure = new IllegalStateException("closed");
      rig.settle();
      assertEquals(StreamEnd.SINK_FAILED, failing.cause());
      assertEquals("other", other.content());
      assertTrue(logged.only().contains("closed"), logged.only());
    }
  }

  /** Exceptions whose own methods throw. */
  @Test
  void anExceptionThatCannotBeToldEndsItsStream() {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      IllegalStateException mute =
          new IllegalStateException() {
            @Override
            public String getMessage() {
              throw new IllegalStateException("no message");
            }
          };
      StreamHandle live = rig.open(TEXT, Logs.throwing(mute, 0));
      StreamHandle waiting = rig.open(TEXT, Logs.throwing(mute, 0));
      EventLog next = new EventLog();
      rig.open("next", next);
      waiting.cancel();
      rig.settle();
      assertEquals(StreamEnd.SINK_FAILED, live.cause());
      assertEquals(StreamEnd.SINK_FAILED, waiting.cause());
      assertTrue(live.detail().startsWith("its sink threw " + mute.getClass().getName()));
      assertEquals("next", next.content());
      assertEquals(2, logged.lines().size());
    }
  }

  @Test
  void aMessageOfManyLinesIsToldInOne() {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      String text = "one\r\ntwo\n\nthree\u2028four\u001b[2Jfive";
      StreamHandle failing = rig.open(TEXT, Logs.throwing(new IllegalStateException(text), 0));
      rig.settle();
      String told = IllegalStateException.class.getName() + ": one two three four [2Jfive at ";
      assertTrue(failing.detail().startsWith("its sink threw " + told), failing.detail());
      assertTrue(logged.only().contains(told), logged.only());
    }
  }
}
