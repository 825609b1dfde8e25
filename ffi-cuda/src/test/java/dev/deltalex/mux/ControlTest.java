package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.StreamControl;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.ring.EndReason;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sink that ends its stream by the parser's control, or throws when it receives it. */
class ControlTest {
  private static final String TEXT = "0123456789".repeat(30);

  /** Cancels at an event; -1: when it is opened. */
  private static class Cancelling extends WatchedSink {
    private final int at;
    private int events;
    StreamControl control;

    Cancelling(EventLog log, int at) {
      super(log);
      this.at = at;
    }

    @Override
    public void opened(StreamControl given) {
      control = given;
      if (at < 0) {
        given.cancel();
      }
    }

    @Override
    void event() {
      if (events++ == at) {
        control.cancel();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,false", "3,false", "-1,true", "0,true", "3,true"})
  void aStreamThatItsSinkCancelsEndsHereAndInTheRing(int at, boolean stops) {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      StreamHandle stream =
          rig.open(
              TEXT,
              EndReason.EOS,
              stops ? StopStrings.of(List.of("90123456x")) : StopStrings.NONE,
              new Cancelling(log, at));
      EventLog next = new EventLog();
      rig.open("next", next);
      for (int i = 0; i < 100 && !stream.isDone(); i++) {
        rig.turn();
      }
      assertEquals(StreamEnd.CANCELLED, stream.cause());
      assertEquals(FinishReason.CANCELLED, log.finish());
      assertTrue(log.content().length() < TEXT.length());
      rig.settle();
      assertEquals("next", next.content());
      assertEquals(1, rig.count(MuxCounter.CANCELS));
      assertEquals(2, rig.count(MuxCounter.ENDED));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
      assertTrue(rig.count(MuxCounter.TOKENS) < TEXT.length(), "the producer was stopped");
    }
  }

  /** The other sink hears of it at once; the multiplexer at the stream's next burst, or its END. */
  @ParameterizedTest
  @CsvSource({"EOS", "LENGTH", "ERROR"})
  void aSinkMayCancelAnotherStreamOfItsShard(EndReason end) {
    try (MuxRig rig = new MuxRig(2)) {
      EventLog victim = new EventLog();
      Cancelling target = new Cancelling(victim, Integer.MAX_VALUE);
      EventLog log = new EventLog();
      StreamHandle stream = rig.open("short", end, StopStrings.NONE, target);
      rig.open(
          TEXT,
          new WatchedSink(log) {
            @Override
            void event() {
              target.control.cancel();
            }
          });
      rig.settle();
      assertEquals(TEXT, log.content());
      if (victim.finish() == FinishReason.CANCELLED) {
        assertEquals(StreamEnd.CANCELLED, stream.cause());
      }
      assertEquals(stream.cause().finish(), victim.finish());
      assertEquals(0, rig.count(MuxCounter.LIVE));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }

  @Test
  void aSinkThatThrowsWhenItIsOpenedEndsItsOwnStream() {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      StreamHandle failing =
          rig.open(
              TEXT,
              new WatchedSink(new EventLog()) {
                @Override
                public void opened(StreamControl control) {
                  throw new IllegalStateException("not now");
                }
              });
      EventLog next = new EventLog();
      rig.open("next", next);
      rig.run();
      assertEquals(StreamEnd.SINK_FAILED, failing.cause());
      assertTrue(failing.detail().contains("not now"), failing.detail());
      assertTrue(logged.only().contains("not now"), logged.only());
      assertEquals("next", next.content());
      assertEquals(1, rig.count(MuxCounter.STREAMS), "that of the other one");
      assertEquals(0, rig.mux.load());
    }
  }

  @Test
  void cancelAtEventWhenItIsOpenedEndsTheStream() {
    try (MuxRig rig = new MuxRig(1)) {
      AtomicReference<StreamHandle> handle = new AtomicReference<>();
      EventLog log = new EventLog();
      handle.set(
          rig.open(
              TEXT,
              new WatchedSink(log) {
                @Override
                public void opened(StreamControl control) {
                  handle.get().cancelAtEvent();
                }
              }));
      rig.settle();
      assertEquals(StreamEnd.CANCELLED, handle.get().cause());
      assertEquals("FIN CANCELLED", log.print().strip());
      assertFalse(rig.count(MuxCounter.TOKENS) > 16);
    }
  }
}
