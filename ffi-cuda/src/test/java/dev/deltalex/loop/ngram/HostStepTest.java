package dev.deltalex.loop.ngram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Single steps, in Java and, if g++ is installed, in C++. */
final class HostStepTest {
  private static final RingLayout LAYOUT = RingLayout.of(2, 128, 16);
  private static final NgramModel MODEL = NgramModel.shared();

  private final Arena arena = Arena.ofConfined();

  /** A ring, its step, and the records that were read. */
  private final class Side implements BurstHandler {
    private final MemorySegment block = RingBlock.allocate(arena, LAYOUT);
    private final RingReader reader = new RingReader(block);
    private final List<String> events = new ArrayList<>();
    private final Runnable step;

    Side(boolean nativeCode) {
      if (nativeCode) {
        NativeStep twin = NativeStep.compile();
        MemorySegment loop = NativeStep.loop(arena, block, LAYOUT, MODEL.image(), 3);
        this.step = () -> twin.step(loop, 32);
      } else {
        HostStep host = new HostStep(MODEL, new RingWriter(block), 3, 0, 2);
        this.step =
            () -> {
              host.step(0, null);
              host.step(1, null);
            };
      }
    }

    @Override
    public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
      events.add(slot + "/" + epoch + " tokens");
    }

    @Override
    public void onEnd(int slot, int epoch, EndReason reason) {
      events.add(slot + "/" + epoch + " " + reason);
    }

    @Override
    public void onCorrupt(int slot, String detail) {
      throw new AssertionError(detail);
    }

    List<String> poll() {
      events.clear();
      reader.poll(0, 100, this);
      reader.poll(1, 100, this);
      return List.copyOf(events);
    }

    void admit(int slot, int epoch, int maxTokens) {
      int[] prompt = MODEL.prompt("hermes", "");
      reader.admit(slot, epoch, prompt, prompt.length, 4, maxTokens, 3);
    }
  }

  @AfterEach
  void free() {
    arena.close();
  }

  private void onBoth(Consumer<Side> test) {
    test.accept(new Side(false));
    test.accept(new Side(true));
  }

  @Test
  void aCancelEndsAtTheNextStep() {
    onBoth(side -> {
      side.admit(0, 1, 1_000);
      side.admit(1, 1, 1_000);
      side.step.run();
      assertEquals(List.of("0/1 tokens", "1/1 tokens"), side.poll());
      side.reader.cancel(0, 1);
      side.step.run();
      assertEquals(List.of("0/1 CANCELLED", "1/1 tokens"), side.poll());
      side.step.run();
      assertEquals(List.of("1/1 tokens"), side.poll());
    });
  }

  @Test
  void aCancelBeforeTheFirstStepLeavesNoToken() {
    onBoth(side -> {
      side.admit(0, 1, 1_000);
      side.reader.cancel(0, 1);
      side.step.run();
      assertEquals(List.of("0/1 CANCELLED"), side.poll());
      side.reader.cancel(0, 1);
      side.admit(0, 2, 1_000);
      side.step.run();
      assertEquals(List.of("0/2 tokens"), side.poll());
    });
  }

  @Test
  void aStreamThatWasGivenUpMakesRoom() {
    onBoth(side -> {
      side.admit(0, 1, 1_000);
      side.step.run();
      side.admit(0, 2, 1_000);
      side.step.run();
      side.step.run();
      assertEquals(List.of("0/2 tokens"), side.poll());
      assertTrue(side.reader.strays() > 0);
    });
  }

  @Test
  void anEndWithoutRoomIsTriedAgain() {
    onBoth(side -> {
      side.admit(0, 1, 1_000_000);
      for (int i = 0; i < 100; i++) {
        side.step.run();
      }
      int epoch = 1;
      assertTrue(side.reader.stalls(0) > 0);
      // Consumers that abandon one stream after another use up the room that is reserved for ENDs.
      for (int i = 0; i < 200; i++) {
        side.admit(0, ++epoch, 1_000_000);
        side.reader.cancel(0, epoch);
        side.step.run();
      }
      assertEquals(List.of(), side.poll(), "all of streams that were given up");
      side.step.run();
      assertEquals(List.of(), side.poll(), "the END that found no room");
      side.step.run();
      assertEquals(List.of("0/" + epoch + " CANCELLED"), side.poll());
      side.admit(0, ++epoch, 1);
      side.step.run();
      side.step.run();
      assertEquals(List.of("0/" + epoch + " tokens", "0/" + epoch + " LENGTH"), side.poll());
    });
  }

  @Test
  @Tag("allocation")
  void stepsAllocateNothing() {
    Side side = new Side(false);
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    HostStep host = new HostStep(MODEL, new RingWriter(side.block), 3, 0, 2);
    int[] prompt = MODEL.prompt("hermes", "");
    int[] ends = new int[1];
    BurstHandler counter =
        new BurstHandler() {
          @Override
          public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {}

          @Override
          public void onEnd(int slot, int epoch, EndReason reason) {
            ends[0]++;
            side.reader.admit(slot, epoch + 1, prompt, prompt.length, epoch, 1_000, 5);
          }

          @Override
          public void onCorrupt(int slot, String detail) {
            throw new AssertionError(detail);
          }
        };
    side.admit(0, 1, 1_000);
    long allocated = Long.MAX_VALUE;
    // Warm-up, until the JIT compilers are done.
    for (int batch = 0; batch < 300 && allocated > 0; batch++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2_000; i++) {
        host.step(0, null);
        side.reader.poll(0, 8, counter);
      }
      allocated = bean.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, allocated);
    assertTrue(ends[0] > 10);
  }
}
