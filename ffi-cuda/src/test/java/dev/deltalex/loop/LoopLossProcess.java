package dev.deltalex.loop;

import dev.deltalex.cuda.device.DeviceContext;
import dev.deltalex.cuda.device.TestKernels;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.RingLayout;
import java.nio.file.Path;

/**
 * A process that loses the context under a loop at work, by a kernel of another thread that stores
 * to a wrong address, and tells what follows, a line each.
 */
final class LoopLossProcess {
  private static final int SLOTS = 32;
  private static final long WRONG_ADDRESS = 8;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private LoopLossProcess() {}

  /** The driver library, or the machine's where it is empty. */
  public static void main(String[] args) throws InterruptedException {
    DriverProbe probe =
        args[0].isEmpty() ? DriverLibrary.probe() : DriverLibrary.probe(Path.of(args[0]));
    if (!(probe instanceof DriverProbe.Ready ready)) {
      throw new IllegalStateException(probe.describe());
    }
    LoopOptions options =
        LoopOptions.DEFAULT.withKind(LoopOptions.Kind.CUDA).withRing(SLOTS, 256, 16);
    try (GenerationLoop loop = GenerationLoops.cuda(options, NgramModel.shared(), ready)) {
      Traffic traffic = new Traffic(loop, 100_000);
      for (int slot = 0; slot < SLOTS; slot++) {
        try {
          traffic.admit(slot);
        } catch (IllegalStateException lostMeanwhile) {
          // An emulated device counts its steps, and they do not wait for all slots to be filled.
          traffic.withdraw(slot);
        }
      }
      while (traffic.tokens == 0) {
        traffic.poll();
      }
      Thread breaker = new Thread(() -> fault(ready));
      long start = System.nanoTime();
      breaker.start();
      while (traffic.reader.producerState() != RingLayout.PRODUCER_FAILED) {
        traffic.poll();
        if (System.nanoTime() - start > LIMIT_NANOS) {
          throw new IllegalStateException("nothing was lost");
        }
      }
      traffic.poll();
      System.out.println("micros=" + (System.nanoTime() - start) / 1_000);
      System.out.println(
          "without an END: " + traffic.live + ", strays: " + traffic.reader.strays());
      System.out.println("health=" + loop.health());
      breaker.join();
    }
    System.out.println("closed");
  }

  /** Loses the primary context of the device, for everybody who holds it. */
  static void fault(DriverProbe.Ready ready) {
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      var stream = context.stream();
      stream.launch(
          context.module(TestKernels.ptx()).function("test_fault").plan(1, 1, WRONG_ADDRESS));
      stream.synchronize();
    } catch (CudaException lost) {
      // As it should be: the context is the loop's as well.
    }
  }
}
