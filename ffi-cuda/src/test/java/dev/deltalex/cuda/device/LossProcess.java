package dev.deltalex.cuda.device;

import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.nativetools.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that loses its context through a kernel that stores to an invalid address, and prints
 * the consequences, one per line. A separate process, since a GPU's error may persist for the
 * process.
 */
final class LossProcess {
  private static final long WRONG_ADDRESS = 8;

  private LossProcess() {}

  /**
   * Runs it.
   *
   * @param library path of the driver library, or empty for the installed one
   * @param environment variables added to this process's environment
   */
  static List<String> run(String library, Map<String, String> environment)
      throws IOException, InterruptedException {
    return JavaProcess.run(LossProcess.class, environment, library);
  }

  public static void main(String[] args) {
    DriverProbe probe =
        args[0].isEmpty() ? DriverLibrary.probe() : DriverLibrary.probe(Path.of(args[0]));
    if (!(probe instanceof DriverProbe.Ready ready)) {
      throw new IllegalStateException(probe.describe());
    }
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      PinnedBuffer pinned = context.pinned(64);
      DeviceStream stream = context.stream();
      stream.launch(
          context.module(TestKernels.ptx()).function("test_fault").plan(1, 1, WRONG_ADDRESS));
      try {
        stream.synchronize();
        System.out.println("nothing was lost");
      } catch (CudaException e) {
        System.out.println("lost=" + context.isLost() + " " + e.getMessage());
      }
      // Pinned memory is host memory: it must be accessible until the context is closed.
      System.out.println("pinned=" + DeviceContract.acquire(pinned.segment(), 0));
    }
    System.out.println("closed");
    try (DeviceContext again = DeviceContext.open(ready.driver(), ready.ordinal())) {
      DeviceStream stream = again.stream();
      stream.synchronize();
      System.out.println("reopened=yes");
    } catch (CudaException e) {
      System.out.println("reopened=no, " + e.getMessage());
    }
  }
}
