package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Cancellations at random times, between two threads. */
class CancelStormTest {
  private static final int SLOTS = 16;
  private static final int CANCELS = 10_000;

  /**
   * Every second slot is cancelled again and again, sometimes when the stream is about to end by
   * itself; the other streams run to their ends. {@link StreamCheck} fails on a token after an END,
   * on a second END, and on a token of another slot; at the end every slot is free.
   */
  @Test
  void cancelsEndTheirStreamsAndNoOthers() throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment block = RingBlock.allocate(arena, RingLayout.of(SLOTS, 64, 8));
      RingReader reader = new RingReader(block);
      Thread producer = Thread.ofPlatform().daemon().start(new ToyProducer(block));
      StreamCheck check = new StreamCheck(SLOTS);
      SplittableRandom random = new SplittableRandom(42);
      int[] cancelAt = new int[SLOTS];
      long streams = 0;
      for (int slot = 0; slot < SLOTS; slot++) {
        cancelAt[slot] = admit(reader, check, random, slot);
      }
      int cancelled = 0;
      int survived = 0;
      while (cancelled < CANCELS) {
        for (int slot = 0; slot < SLOTS; slot++) {
          reader.poll(slot, 1 + random.nextInt(4), check);
          if (check.ended(slot)) {
            assertTrue(reader.isFree(slot));
            streams++;
            if (check.end(slot) == EndReason.CANCELLED) {
              assertEquals(0, slot & 1, "a slot that nobody cancelled");
            } else if ((slot & 1) != 0) {
              survived++;
            }
            cancelAt[slot] = admit(reader, check, random, slot);
          } else if (check.received(slot) >= cancelAt[slot]) {
            check.cancel(reader, slot);
            cancelAt[slot] = Integer.MAX_VALUE;
            cancelled++;
          }
        }
      }
      reader.stopAll(true);
      producer.join();
      drain(reader, check);

      assertTrue(streams >= CANCELS - SLOTS, () -> "streams ended");
      assertTrue(survived > 0);
      assertEquals(0, reader.strays());
      assertEquals(RingLayout.PRODUCER_CLOSED, reader.producerState());
    }
  }

  /**
   * Returns the token count at which the stream is to be cancelled: never, at once, near its end.
   */
  private static int admit(
      RingReader reader, StreamCheck check, SplittableRandom random, int slot) {
    int limit = (slot & 1) != 0 ? 500 : 1 + random.nextInt(60);
    check.admit(reader, slot, random.nextLong(), limit, random.nextInt(8));
    return (slot & 1) != 0 ? Integer.MAX_VALUE : random.nextInt(limit + 1);
  }

  private static void drain(RingReader reader, StreamCheck check) {
    for (int slot = 0; slot < SLOTS; slot++) {
      check.expectCancelled(slot);
      reader.poll(slot, Integer.MAX_VALUE, check);
      assertTrue(check.ended(slot) && reader.isFree(slot), "slot " + slot + " is leaked");
    }
  }
}
