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
 * A process in which a kernel of another thread stores to an invalid address, so that a working
 * loop loses its context. Prints the consequences, one per line.
 */
final class LoopLossProcess {
  private static final int SLOTS = 32;
  private static final long WRONG_ADDRESS = 8;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private LoopLossProcess() {}

  /** The path of the driver library, or empty for the installed one. */
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
      traffic.losses = true;
      for (int slot = 0; slot < SLOTS; slot++) {
        try {
          traffic.admit(slot);
        } catch (IllegalStateException lostMeanwhile) {
          // An emulated device counts its steps, which begin before all slots are filled.
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

  /** Makes all owners of the device's primary context lose it. */
  static void fault(DriverProbe.Ready ready) {
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      var stream = context.stream();
      stream.launch(
          context.module(TestKernels.ptx()).function("test_fault").plan(1, 1, WRONG_ADDRESS));
      stream.synchronize();
    } catch (CudaException lost) {
      // Expected, since the loop uses the same context.
    }
  }
}
