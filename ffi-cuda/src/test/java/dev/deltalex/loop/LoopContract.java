package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.cuda.gpu.Gpu;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import java.lang.invoke.VarHandle;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of every generation loop. A subclass has a static method {@code kinds} with the
 * loops to test.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LoopContract {
  private static final LoopOptions OPTIONS = LoopOptions.DEFAULT.withRing(16, 256, 16);

  @ParameterizedTest
  @MethodSource("kinds")
  void streamsAreTheModelsOwn(LoopKind kind) {
    try (GenerationLoop loop = kind.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 200);
      traffic.run(500);
      assertEquals(500, traffic.ends.values().stream().mapToInt(n -> n).sum());
      assertEquals(Set.of(EndReason.EOS, EndReason.LENGTH), traffic.ends.keySet());
      assertTrue(traffic.reader.step() > 0, "the doorbell never rang");
      assertEquals(loop.model().bos(), traffic.request(0).prompt()[0]);
      assertEquals(RingLayout.PRODUCER_RUNNING, traffic.reader.producerState());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void cancelsDisturbNobodyElse(LoopKind kind) {
    Random random = new Random(7);
    int cancels = 0;
    try (GenerationLoop loop = kind.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 400);
      int enough = Gpu.count(10_000, 500);
      while (cancels < enough) {
        for (int slot = 0; slot < 16; slot++) {
          if (traffic.isFree(slot)) {
            if (random.nextInt(8) == 0) {
              // Too late: its stream has ended, and it must not cancel the next one.
              traffic.reader.cancel(slot, traffic.reader.epoch(slot));
            }
            traffic.admit(slot);
          }
          // Slots 0 to 3 are not cancelled.
          if (slot > 3 && random.nextInt(4) == 0 && traffic.cancel(slot)) {
            cancels++;
          }
        }
        for (int spins = random.nextInt(300); spins > 0; spins--) {
          Thread.onSpinWait();
        }
        traffic.poll();
      }
      traffic.drain();
      assertEquals(traffic.admitted(), traffic.ends.values().stream().mapToInt(n -> n).sum());
      assertTrue(traffic.ends.get(EndReason.CANCELLED) > enough / 2, () -> "" + traffic.ends);
      // No slot has leaked: all slots serve streams again.
      traffic.run(64);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aStreamWithoutReaderWaitsAlone(LoopKind kind) throws InterruptedException {
    try (GenerationLoop loop = kind.open(OPTIONS.withRing(4, 128, 16))) {
      Traffic traffic = new Traffic(loop, 2_000);
      traffic.stall(0);
      for (int i = 0; i < 20; i++) {
        traffic.admit(2);
        traffic.finish(2, 8);
      }
      traffic.drain();
    }
  }

  /**
   * A step that published nothing does not ring the doorbell, so that readers do not scan in vain.
   */
  @ParameterizedTest
  @MethodSource("kinds")
  void aStalledLoopDoesNotRing(LoopKind kind) throws InterruptedException {
    try (GenerationLoop loop = kind.open(OPTIONS.withRing(4, 128, 16))) {
      Traffic traffic = new Traffic(loop, 2_000);
      traffic.cuts = true;
      traffic.stall(0);
      long step = traffic.reader.step();
      assertTrue(step > 0);
      traffic.awaitStalls(0, traffic.reader.stalls(0) + 20);
      assertEquals(step, traffic.reader.step());
      // It rings again when there is room.
      traffic.drain();
      assertTrue(traffic.reader.step() > step);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void closeEndsWhatLives(LoopKind kind) {
    Traffic traffic;
    GenerationLoop loop = kind.open(OPTIONS.withRing(16, 128, 16));
    try (loop) {
      traffic = new Traffic(loop, 100_000);
      for (int slot = 0; slot < 16; slot++) {
        traffic.admit(slot);
      }
    }
    traffic.cuts = true;
    traffic.drain();
    assertEquals(16, traffic.ends.values().stream().mapToInt(n -> n).sum());
    assertTrue(!traffic.ends.containsKey(EndReason.ERROR), () -> "" + traffic.ends);
    assertInstanceOf(LoopHealth.Closed.class, loop.health());
    assertEquals(RingLayout.PRODUCER_CLOSED, traffic.reader.producerState());
    loop.close();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void stopAllEndsWhatLives(LoopKind kind) {
    try (GenerationLoop loop = kind.open(OPTIONS.withRing(16, 128, 16))) {
      Traffic traffic = new Traffic(loop, 100_000);
      traffic.cuts = true;
      for (int slot = 0; slot < 16; slot++) {
        traffic.admit(slot);
      }
      // Some are stalled and some have ended; all must end.
      traffic.reader.stopAll(true);
      traffic.drain();
      traffic.admit(3);
      traffic.drain();
      assertTrue(traffic.ends.get(EndReason.CANCELLED) >= 1, () -> "" + traffic.ends);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void streamsOfALostConsumerAreCancelled(LoopKind kind) {
    try (GenerationLoop loop = kind.open(OPTIONS.withConsumerSilenceMillis(500))) {
      Traffic traffic = new Traffic(loop, 100_000);
      traffic.cuts = true;
      Deadline cancelled = Deadline.of("a stream of a silent consumer to be cancelled");
      while (!traffic.ends.containsKey(EndReason.CANCELLED)) {
        cancelled.check();
        if (traffic.live == 0) {
          traffic.admit(1);
        }
        traffic.poll();
      }
      // The consumer returns.
      traffic.cuts = false;
      traffic.ends.clear();
      long beat = 1;
      Deadline ended = Deadline.of("a stream of a consumer that is back to end");
      while (!traffic.ends.containsKey(EndReason.EOS)) {
        ended.check();
        traffic.reader.beat(beat++);
        if (traffic.live == 0) {
          traffic.cuts = traffic.ends.isEmpty();
          traffic.admit(1);
        }
        traffic.poll();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itBeatsWhileIdle(LoopKind kind) {
    try (GenerationLoop loop = kind.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 10);
      long beat = traffic.reader.beat();
      Deadline beats = Deadline.of("three beats of an idle loop");
      for (int i = 0; i < 3; i++) {
        while (traffic.reader.beat() == beat) {
          beats.spin();
        }
        beat = traffic.reader.beat();
      }
      assertNotEquals(0, beat);
      assertInstanceOf(LoopHealth.Running.class, loop.health());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPacedLoopSaysTheSame(LoopKind kind) {
    try (GenerationLoop loop = kind.open(OPTIONS.withStepMillis(1))) {
      Traffic traffic = new Traffic(loop, 60);
      traffic.run(32);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aCancelIsHonouredWithinOneStep(LoopKind kind) {
    // With several threads, the doorbell does not count the steps of one slot.
    Assumptions.assumeTrue(kind != LoopKind.HOST_THREADS);
    try (GenerationLoop loop = kind.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 100_000);
      int[] ends = cancelledWithin(traffic, 300);
      assertEquals(300, ends[0] + ends[1]);
      // The remaining streams, so that none is running when the loop is closed.
      for (int slot = 0; slot < 16; slot++) {
        if (!traffic.isFree(slot)) {
          traffic.cancel(slot);
        }
      }
      traffic.drain();
    }
  }

  /**
   * Cancels streams one by one while the others run, and fails if an END is late. The step that is
   * running when the cancel is stored may have passed the slot; the next one ends the stream.
   *
   * @return the number of ENDs written in the running step, and in the next one
   */
  static int[] cancelledWithin(Traffic traffic, int cancels) {
    int[] ends = new int[2];
    RingReader reader = traffic.reader;
    int slots = reader.layout().slots();
    Deadline next = Deadline.of("the next step of a loop with streams");
    while (ends[0] + ends[1] < cancels) {
      next.restart();
      keepBusy(traffic, slots, -1);
      int slot = (ends[0] + ends[1]) % slots;
      if (traffic.isFree(slot)) {
        continue;
      }
      int before = traffic.ends.getOrDefault(EndReason.CANCELLED, 0);
      traffic.cancel(slot);
      VarHandle.fullFence();
      long step = reader.step();
      for (int steps = 1; steps <= 2; steps++) {
        while (reader.step() < step + steps) {
          keepBusy(traffic, slots, slot);
          next.check();
        }
        if (reader.poll(slot, Integer.MAX_VALUE, traffic) > 0 && traffic.isFree(slot)) {
          // Streams that end before their cancellation do not count.
          boolean cancelled = traffic.ends.getOrDefault(EndReason.CANCELLED, 0) > before;
          ends[steps - 1] += cancelled ? 1 : 0;
          break;
        }
        assertEquals(1, steps, "the END comes late");
      }
    }
    return ends;
  }

  private static void keepBusy(Traffic traffic, int slots, int except) {
    for (int slot = 0; slot < slots; slot++) {
      if (slot != except) {
        traffic.reader.poll(slot, Integer.MAX_VALUE, traffic);
        if (traffic.isFree(slot)) {
          traffic.admit(slot);
        }
      }
    }
  }

  /** It beats between two distant steps; otherwise it would be taken for a lost producer. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aPacedLoopBeatsBetweenItsSteps(LoopKind kind) {
    try (GenerationLoop loop = kind.open(OPTIONS.withStepMillis(60_000))) {
      Traffic traffic = new Traffic(loop, 10_000);
      traffic.cuts = true;
      traffic.admit(0);
      Deadline beats = Deadline.of("four beats between two steps");
      long beat = traffic.reader.beat();
      for (int i = 0; i < 4; i++) {
        while (traffic.reader.beat() == beat) {
          beats.spin();
        }
        beat = traffic.reader.beat();
      }
    }
  }
}
