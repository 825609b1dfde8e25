package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.loop.HostGenerationLoop.StepMaker;
import dev.deltalex.loop.ngram.HostStep;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.loop.ngram.Plain;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step of a host loop throws: all streams end, and all threads end. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostLossTest {
  private static final int SLOTS = 8;
  private static final String DEFECT = "a defect that the test put there";
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.HOST).withRing(SLOTS, 256, 16).withThreads(2);

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean broken;

  private Thread thread(Runnable task) {
    Thread made = new Thread(task);
    threads.add(made);
    return made;
  }

  private GenerationLoop open(LoopOptions options, StepMaker steps) {
    return new HostGenerationLoop(
        options, NgramModel.shared(), "a test says so", steps, this::thread);
  }

  /**
   * Steps that throw in one slot when the test requests it: while a stream is served, or always.
   */
  private StepMaker brokenIn(int slot, boolean forEver) {
    return (writer, from, to) -> {
      HostStep good = new HostStep(NgramModel.shared(), writer, 3, from, to);
      return (own, stop) -> {
        if (broken && own == slot && (forEver || stop == null)) {
          throw new IllegalStateException(DEFECT);
        }
        return good.step(own, stop);
      };
    };
  }

  @Test
  void everyStreamEndsWithAnError() {
    breaks(1, false);
    breaks(SLOTS - 1, false);
  }

  /** The cleanup after the failure fails as well. */
  @Test
  void everyStreamEndsThoughTheDefectStays() {
    breaks(1, true);
    breaks(SLOTS - 1, true);
  }

  private void breaks(int slot, boolean forEver) {
    broken = false;
    threads.clear();
    GenerationLoop loop = open(OPTIONS, brokenIn(slot, forEver));
    Traffic traffic = new Traffic(loop, 100_000);
    traffic.losses = true;
    try (loop) {
      // Twice as many streams as slots have ended or are running, so the loop was at work.
      while (traffic.admitted() < 2 * SLOTS) {
        admitAll(traffic);
        traffic.poll();
      }
      // Slot 0 gets a stream that is longer than its ring, which is not read: it is still running.
      for (boolean fits = true; fits; ) {
        while (!traffic.isFree(0)) {
          traffic.poll();
        }
        StreamRequest next = traffic.request(traffic.admitted());
        fits =
            Plain.continuation(NgramModel.shared(), next.prompt(), next.seed(), 1_000).length < 256;
        traffic.admit(0);
      }
      admitAll(traffic);
      traffic.ends.clear();
      int live = traffic.live;
      broken = true;
      while (traffic.reader.producerState() != RingLayout.PRODUCER_FAILED) {
        for (int other = 1; other < SLOTS; other++) {
          traffic.reader.poll(other, Integer.MAX_VALUE, traffic);
        }
      }
      // The state is written last: after it is read, every END is in the ring.
      traffic.poll();
      assertEquals(0, traffic.live, () -> "streams without an END; " + traffic.ends);
      assertEquals(0, traffic.reader.strays());
      assertEquals(live, traffic.ends.values().stream().mapToInt(n -> n).sum());
      assertTrue(traffic.ends.get(EndReason.ERROR) > 0, () -> "" + traffic.ends);
      assertFalse(traffic.ends.containsKey(EndReason.CANCELLED), () -> "" + traffic.ends);
      assertEquals(1, traffic.reader.producerError());
      LoopHealth.Lost lost = assertInstanceOf(LoopHealth.Lost.class, loop.health());
      assertTrue(lost.reason().contains(DEFECT), lost::reason);
    }
    assertEquals(2, threads.size());
    threads.forEach(thread -> assertFalse(thread.isAlive(), thread::getName));
    assertInstanceOf(LoopHealth.Closed.class, loop.health());
    assertEquals(RingLayout.PRODUCER_FAILED, traffic.reader.producerState());
    loop.close();
  }

  private static void admitAll(Traffic traffic) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (traffic.isFree(slot)) {
        traffic.admit(slot);
      }
    }
  }

  /**
   * A thread that sleeps between two steps of a paced loop ends as soon as another thread fails.
   */
  @Test
  void aDefectWakesTheOthers() throws InterruptedException {
    CountDownLatch served = new CountDownLatch(1);
    CountDownLatch fail = new CountDownLatch(1);
    StepMaker steps =
        (writer, from, to) -> {
          HostStep good = new HostStep(NgramModel.shared(), writer, 3, from, to);
          return (slot, stop) -> {
            if (slot == SLOTS - 1 && stop == null) {
              await(fail);
              throw new IllegalStateException(DEFECT);
            }
            int result = good.step(slot, stop);
            if (slot == SLOTS / 2 - 1) {
              served.countDown();
            }
            return result;
          };
        };
    try (GenerationLoop loop = open(OPTIONS.withStepMillis(60_000), steps)) {
      served.await();
      Traffic traffic = new Traffic(loop, 100);
      traffic.losses = true;
      // A slot of the other thread, which has done its step and sleeps for a minute.
      traffic.admit(0);
      fail.countDown();
      traffic.drain();
      assertEquals(Map.of(EndReason.ERROR, 1), traffic.ends);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A stream that replaced an abandoned one gets its END as well. */
  @Test
  void closeEndsTheStreamBehindOneGivenUp() throws InterruptedException {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch served = new CountDownLatch(1);
    StepMaker steps =
        (writer, from, to) -> {
          HostStep good = new HostStep(NgramModel.shared(), writer, 3, from, to);
          return (slot, stop) -> {
            int result = good.step(slot, stop);
            if (result == HostStep.WORKED && stop == null) {
              served.countDown();
              await(closing);
            }
            return result;
          };
        };
    GenerationLoop loop = open(OPTIONS.withThreads(1), steps);
    Traffic traffic = new Traffic(loop, 100_000);
    traffic.cuts = true;
    traffic.admit(0);
    served.await();
    traffic.withdraw(0);
    traffic.admit(0);
    Thread closer = new Thread(loop::close);
    closer.start();
    while (loop.health() instanceof LoopHealth.Running) {
      Thread.onSpinWait();
    }
    // Closed before, or about when, the step continues: then the stream is served and ended.
    while (closer.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    closing.countDown();
    closer.join();
    traffic.poll();
    assertEquals(Map.of(EndReason.CANCELLED, 1), traffic.ends);
  }

  /** If a thread cannot be started, the threads that were started end. */
  @Test
  void aThreadThatDoesNotStartTakesTheOthersAlong() throws InterruptedException {
    ThreadFactory factory =
        task ->
            threads.isEmpty()
                ? thread(task)
                : new Thread(task) {
                  @Override
                  public void start() {
                    throw new OutOfMemoryError("no thread of the test's");
                  }
                };
    NgramModel model = NgramModel.shared();
    assertThrows(
        OutOfMemoryError.class,
        () ->
            new HostGenerationLoop(OPTIONS, model, "a test says so", brokenIn(0, false), factory));
    threads.getFirst().join();
  }
}
