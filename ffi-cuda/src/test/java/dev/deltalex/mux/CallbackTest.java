package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sink must not do in a callback, and how long its callbacks take. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallbackTest {
  private static final String TEXT = "<think>a</think>one two three four five six seven";

  /** Runs an action in the callback of event {@code at}, counted from 0. */
  private static WatchedSink acting(EventLog log, int at, Runnable action) {
    return new WatchedSink(log) {
      private int events;

      @Override
      void event() {
        if (events++ == at) {
          action.run();
        }
      }
    };
  }

  private static String refused(Runnable call) {
    return assertThrows(IllegalStateException.class, call::run).getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 6})
  void aSinkThatClosesOrPollsTheMultiplexerIsRefusedAndChangesNothing(int at) {
    try (MuxRig rig = new MuxRig(2)) {
      List<String> messages = new ArrayList<>();
      EventLog log = new EventLog();
      StreamHandle stream =
          rig.open(
              TEXT,
              acting(
                  log,
                  at,
                  () -> {
                    messages.add(refused(rig.mux::close));
                    messages.add(refused(rig.mux::poll));
                  }));
      EventLog other = new EventLog();
      rig.open(TEXT, other);
      rig.run();
      if (!messages.isEmpty()) {
        assertTrue(messages.get(0).startsWith("close was called in a callback of a sink"));
        assertTrue(messages.get(1).startsWith("poll was called in a callback of a sink"));
      }
      assertEquals(at <= 4 ? 2 : messages.size(), messages.size());
      assertEquals(StreamEnd.MODEL, stream.cause());
      assertEquals(other.print(), log.print());
      assertEquals("one two three four five six seven", log.content());
      EventLog next = new EventLog();
      rig.open("next", next);
      rig.run();
      assertEquals("next", next.content());
    }
  }

  @Test
  void aSinkThatClosesAndDoesNotCatchTheRefusalEndsItsOwnStream() {
    try (MuxRig rig = new MuxRig(2);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      StreamHandle stream = rig.open(TEXT, acting(new EventLog(), 1, rig.mux::close));
      EventLog other = new EventLog();
      rig.open(TEXT, other);
      rig.run();
      assertEquals(StreamEnd.SINK_FAILED, stream.cause());
      assertTrue(logged.only().contains("close was called in a callback of a sink"));
      assertEquals("one two three four five six seven", other.content());
    }
  }

  /** The last events of the streams of a multiplexer that is closed, or whose producer is lost. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeIsRefusedInTheLastCallbacksToo(boolean lost) {
    try (MuxRig rig = new MuxRig(1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      List<String> messages = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        rig.open(
            TEXT,
            new WatchedSink(new EventLog()) {
              @Override
              public void finished(FinishReason reason) {
                super.finished(reason);
                messages.add(refused(rig.mux::close));
              }
            });
      }
      rig.turn();
      if (lost) {
        rig.writer.state(RingLayout.PRODUCER_CLOSED, 0);
        rig.now += MuxRig.MILLI;
        rig.mux.poll();
      } else {
        rig.mux.close();
      }
      assertEquals(2, messages.size());
      assertEquals(0, rig.mux.load());
      assertEquals(lost ? 1 : 0, logged.lines().size());
      rig.mux.close();
    }
  }

  private static void assertLongest(long nanos, Consumer<MuxRig> traffic) {
    try (MuxRig rig = new MuxRig(12)) {
      assertEquals(0, rig.mux.longestCallbackNanos());
      traffic.accept(rig);
      assertEquals(nanos, rig.mux.longestCallbackNanos());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void theLongestCallbackIsMeasured(int at) {
    assertLongest(
        250_000_000,
        rig -> {
          for (int i = 0; i < 12; i++) {
            EventLog log = new EventLog();
            rig.open(TEXT, i == 7 ? acting(log, at, () -> rig.now += 250_000_000) : log);
          }
          rig.run();
          // A shorter one does not replace it.
          rig.open(TEXT, acting(new EventLog(), at, () -> rig.now += 1_000_000));
          rig.run();
        });
  }

  @Test
  void callbacksOfCancelledWaitingAndClosedStreamsAreMeasured() {
    for (String how : List.of("cancel", "cancel waiting", "close", "throw")) {
      assertLongest(
          5_000_000,
          rig -> {
            try (LogCapture _ = new LogCapture("dev.deltalex.mux")) {
              if (how.equals("cancel waiting")) {
                for (int i = 0; i < 12; i++) {
                  rig.open(TEXT, new EventLog());
                }
              }
              StreamHandle stream =
                  rig.open(
                      TEXT,
                      new WatchedSink(new EventLog()) {
                        @Override
                        void event() {
                          if (how.equals("throw")) {
                            rig.now += 5_000_000;
                            throw new IllegalStateException("late");
                          }
                        }

                        @Override
                        public void finished(FinishReason reason) {
                          rig.now += 5_000_000;
                        }
                      });
              rig.mux.poll();
              if (how.startsWith("cancel")) {
                stream.cancel();
                rig.mux.poll();
              } else if (how.equals("close")) {
                rig.mux.close();
              } else {
                rig.run();
              }
              assertTrue(stream.isDone(), how);
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theQuestionWhetherASinkIsReadyIsMeasured(boolean ready) {
    assertLongest(
        7_000_000,
        rig -> {
          boolean[] slow = {true};
          class Slow extends WatchedSink implements ParkingSink {
            Slow() {
              super(new EventLog());
            }

            @Override
            public boolean ready() {
              rig.now += slow[0] ? 7_000_000 : 0;
              slow[0] = false;
              return ready;
            }
          }
          StreamHandle stream = rig.open(TEXT, new Slow());
          for (int i = 0; i < 10; i++) {
            rig.turn();
          }
          assertEquals(ready ? 0 : 1, rig.count(MuxCounter.PARKED));
          stream.cancel();
        });
  }

  /** Time that passes between polls is not a callback's. */
  @Test
  void idleTimeIsNotMeasured() {
    assertLongest(
        0,
        rig -> {
          rig.open(TEXT, new EventLog());
          for (int i = 0; i < 100; i++) {
            rig.now += 400_000;
            rig.producer.beat();
            rig.turn();
          }
        });
  }

  @Test
  void aCallbackThatHasNotReturnedIsMeasuredFromOtherThreads() throws InterruptedException {
    RingLayout layout = RingLayout.of(2, 64, 8);
    MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), layout);
    CountDownLatch release = new CountDownLatch(1);
    try (MultiplexerGroup group =
        MultiplexerGroup.start(ring, ByteTokens.VOCABULARY, MuxOptions.DEFAULT, 2)) {
      StreamHandle stream =
          group.open(
              MuxRig.request(0),
              StreamSpec.of(Formats.byName("think_only")).build(),
              StopStrings.NONE,
              new WatchedSink(new EventLog()) {
                @Override
                public void finished(FinishReason reason) {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
              });
      stream.cancel();
      while (group.longestCallbackNanos() < 50_000_000) {
        Thread.sleep(1);
      }
      release.countDown();
      while (!stream.isDone()) {
        Thread.sleep(1);
      }
      assertTrue(group.longestCallbackNanos() >= 50_000_000);
    }
  }

  /** A sink that blocks must not use up the time for which another sink may be full. */
  @Test
  void theTimeOfABlockedCallbackDoesNotCountAgainstAFullSink() {
    MuxOptions options = MuxOptions.DEFAULT.withParkNanos(10L * MuxRig.MILLI);
    try (MuxRig rig = new MuxRig(2, options, 1)) {
      boolean[] blocks = new boolean[1];
      EventLog blocking = new EventLog();
      StreamHandle first =
          rig.open(
              "0123456789".repeat(10),
              new WatchedSink(blocking) {
                @Override
                void event() {
                  if (blocks[0]) {
                    blocks[0] = false;
                    rig.now += 100L * MuxRig.MILLI;
                  }
                }
              });
      EventLog log = new EventLog();
      TestParkingSink sink = new TestParkingSink(log);
      StreamHandle second = rig.open("0123456789".repeat(10), sink);
      rig.mux.poll();
      assertTrue(first.slot < second.slot);
      for (int i = 0; i < 5; i++) {
        rig.turn();
      }
      sink.full = true;
      blocks[0] = true;
      while (blocks[0]) {
        rig.turn();
      }
      rig.now += MuxRig.MILLI;
      rig.turn();
      sink.full = false;
      rig.run();
      assertEquals(StreamEnd.MODEL, second.cause());
      assertEquals("0123456789".repeat(10), log.content());
    }
  }
}
