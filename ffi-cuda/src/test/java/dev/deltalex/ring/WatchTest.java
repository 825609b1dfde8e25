package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ring.ProducerWatch.Health;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each side detects the loss of the other one, and nothing else counts as a loss. */
class WatchTest {
  private static final int SILENCE = 160;
  private static final long HOUR = 3_600_000_000_000L;

  private final RingLayout layout = RingLayout.of(1, 64, 8);
  private final MemorySegment block =
      MemorySegment.ofArray(new long[(int) layout.totalBytes() / 8]);
  private final RecordingHandler handler = new RecordingHandler();
  private RingReader reader;
  private RingWriter writer;

  /** The clock wraps in every test. */
  private long now = Long.MAX_VALUE - 10;

  @BeforeEach
  void emptyRing() {
    RingBlock.initialize(block, layout);
    reader = new RingReader(block);
    writer = new RingWriter(block);
  }

  /** Checks once per nanosecond; returns the last result. */
  private Health pass(ProducerWatch watch, int nanos) {
    for (int i = 1; i < nanos; i++) {
      watch.check(++now);
    }
    return watch.check(++now);
  }

  private boolean pass(ConsumerWatch watch, int nanos) {
    for (int i = 1; i < nanos; i++) {
      watch.isLost(++now);
    }
    return watch.isLost(++now);
  }

  @Test
  void aSilentConsumerIsLostUntilItBeatsAgain() {
    ConsumerWatch watch = new ConsumerWatch(writer, SILENCE, now);
    assertFalse(pass(watch, SILENCE));
    assertTrue(pass(watch, 1));
    reader.beat(1);
    assertFalse(pass(watch, 1));
    assertFalse(pass(watch, SILENCE));
    assertTrue(pass(watch, 1));
    assertThrows(IllegalArgumentException.class, () -> new ConsumerWatch(writer, 0, 0));

    reader.admit(0, 1, new int[0], 0, 0, 100, 0);
    writer.tryPut(0, 1, 0, new int[] {5}, 0, 1);
    assertEquals(1, writer.endRunning(EndReason.CANCELLED));
    reader.poll(0, 10, handler);
    assertEquals("0/1 CANCELLED", handler.take().getLast());
  }

  @Test
  void aPauseOfTheProcessIsNoLoss() {
    ConsumerWatch consumer = new ConsumerWatch(writer, SILENCE, now);
    ProducerWatch producer = new ProducerWatch(reader, SILENCE, now);
    writer.beat(1);
    for (int i = 0; i < 16; i++) {
      now += HOUR;
      assertFalse(consumer.isLost(now), "look " + i);
      assertEquals(Health.ALIVE, producer.check(now), "look " + i);
    }
    // A clock that steps back is not a beat either.
    now -= HOUR;
    assertFalse(consumer.isLost(now));
    assertEquals(Health.ALIVE, producer.check(now));
    // After seventeen checks, at any distance, the silence is detected.
    now += HOUR;
    assertTrue(consumer.isLost(now));
    assertEquals(Health.ALIVE, producer.check(now), "it has beaten since");
    assertEquals(Health.SILENT, producer.check(now + HOUR));
  }

  @Test
  void aSilentProducerIsNoticedWhateverItsClockSays() {
    ProducerWatch watch = new ProducerWatch(reader, SILENCE, now);
    writer.beat(Long.MAX_VALUE);
    assertEquals(Health.ALIVE, pass(watch, 1));
    assertEquals(Health.ALIVE, pass(watch, SILENCE));
    assertEquals(Health.SILENT, pass(watch, 1));
    assertEquals(
        "no heartbeat of the producer for 0 ms, allowed are 0 ms", watch.describe(Health.SILENT));
    assertEquals(SILENCE + 1, watch.silentFor());
    writer.beat(3);
    assertEquals(Health.ALIVE, pass(watch, 1));
    // A step is not a beat.
    writer.publishStep();
    assertEquals(Health.SILENT, pass(watch, SILENCE + 1));
    assertThrows(IllegalArgumentException.class, () -> new ProducerWatch(reader, 0, 0));
  }

  @Test
  void errorsOfAProducerAreSticky() {
    ProducerWatch watch = new ProducerWatch(reader, SILENCE, now);
    assertEquals(Health.ABSENT, pass(watch, 1));
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    assertEquals(Health.ALIVE, pass(watch, 1));
    writer.state(RingLayout.PRODUCER_RUNNING, 719);
    assertEquals(Health.FAILED, pass(watch, 1));
    assertEquals("the producer failed with error 719", watch.describe(Health.FAILED));
    writer.beat(1);
    assertEquals(Health.FAILED, pass(watch, 1));
    writer.state(RingLayout.PRODUCER_FAILED, 0);
    assertEquals(Health.FAILED, pass(watch, 1));
    writer.state(RingLayout.PRODUCER_CLOSED, 0);
    assertEquals(Health.CLOSED, pass(watch, 2 * SILENCE));
  }

  @Test
  void aProducerThatNeverComesIsNotSilent() {
    ProducerWatch watch = new ProducerWatch(reader, SILENCE, now);
    assertEquals(Health.ABSENT, pass(watch, 10 * SILENCE));
    assertEquals(10 * SILENCE, watch.silentFor());
    assertEquals("no producer has attached to the ring", watch.describe(Health.ABSENT));
    // A new state counts as a sign of life like a beat; after it, beats are required.
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    assertEquals(Health.ALIVE, pass(watch, 1));
    assertEquals(Health.SILENT, pass(watch, SILENCE + 1));
  }

  @Test
  void whatAnOldProducerLeftIsNoNews() {
    for (int error : List.of(0, 700)) {
      writer.beat(1);
      writer.state(RingLayout.PRODUCER_FAILED, error);
      ProducerWatch watch = new ProducerWatch(reader, SILENCE, now);
      assertEquals(Health.ABSENT, pass(watch, 10 * SILENCE));
      assertEquals(
          "no producer has attached to the ring after one that failed with error " + error,
          watch.describe(Health.ABSENT));
      // The first beat of a new producer may be visible before its first state.
      writer.beat(2);
      assertEquals(Health.ALIVE, pass(watch, 1));
      writer.state(RingLayout.PRODUCER_RUNNING, 0);
      assertEquals(Health.ALIVE, pass(watch, 1));
      writer.state(RingLayout.PRODUCER_FAILED, error);
      assertEquals(Health.FAILED, pass(watch, 1), "the same error, and a new one");
    }
  }
}
