package dev.deltalex.cuda.device;

import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.gpu.Deadline;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs checks of a device that end although a kernel does not. The check has its own thread, and
 * its result is handed over before its context is closed, since closing waits for kernels.
 */
final class DeviceCheck {
  /** Looks at a word between two questions to the driver, each of which takes microseconds. */
  private static final int LOOKS = 4_096;

  private DeviceCheck() {}

  /** A check. It must not close the context. */
  interface Body<T> {
    T run(DeviceContext context) throws Exception;
  }

  /**
   * Runs a check and closes its context.
   *
   * @param limit for the check, and again for closing the context
   * @throws AssertionError if the check is not done in time, with the place where its thread is; or
   *     with the failure of the check as its cause and in its message
   */
  static <T> T run(DriverProbe.Ready ready, Duration limit, Body<T> body) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
                try {
                  result.complete(body.run(context));
                } catch (Throwable e) {
                  result.completeExceptionally(e);
                }
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "device-check");
    thread.setDaemon(true);
    thread.start();
    T value;
    try {
      value = result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw late("the check is not done", limit, thread);
    }
    if (!thread.join(limit)) {
      throw late("the context does not close: a kernel runs", limit, thread);
    }
    return value;
  }

  private static AssertionError late(String what, Duration limit, Thread thread) {
    return new AssertionError(
        what
            + " after "
            + limit.toMillis()
            + " ms; its thread is at "
            + Arrays.stream(thread.getStackTrace()).limit(8).toList());
  }

  /**
   * Waits until a kernel of the stream has written a value. Fails when the limit is over, when the
   * context is lost, and when the kernel has ended without writing it.
   */
  static void await(
      DeviceStream stream, MemorySegment memory, int word, long value, Deadline deadline) {
    for (int looks = 1; DeviceContract.acquire(memory, word) != value; looks++) {
      Thread.onSpinWait();
      if (looks % LOOKS == 0) {
        deadline.check();
        if (stream.query() && DeviceContract.acquire(memory, word) != value) {
          throw new AssertionError(
              "the kernel has ended, but word %d is %d and not %d"
                  .formatted(word, DeviceContract.acquire(memory, word), value));
        }
      }
    }
  }
}
