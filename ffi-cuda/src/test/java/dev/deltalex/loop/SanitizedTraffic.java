package dev.deltalex.loop;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.loop.ngram.NgramModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Runs streams through a CUDA loop and checks every token; some streams are cancelled, and some
 * rings become full. Few streams, since a sanitizer makes every access of the kernel slow.
 * Arguments: {@code launch} or {@code graph}, then optionally the path of a driver library, and the
 * milliseconds after which a loop without progress is an error.
 */
final class SanitizedTraffic {
  private static final int SLOTS = 8;
  private static final int STREAMS = 40;
  private static final int STALLS = 40;

  /** Long, since a sanitizer loads the kernel anew and runs it some hundred times slower. */
  private static final long LIMIT_MILLIS = 60_000;

  private static final Duration STEP_LIMIT = Duration.ofSeconds(2);

  private SanitizedTraffic() {}

  /** Runs the streams; fails if a token is wrong, or the loop makes no progress. */
  public static void main(String[] args) {
    Duration limit = Duration.ofMillis(args.length < 3 ? LIMIT_MILLIS : Long.parseLong(args[2]));
    DriverProbe probe =
        args.length < 2 ? DriverLibrary.probe() : DriverLibrary.probe(Path.of(args[1]));
    LoopOptions options =
        LoopOptions.DEFAULT
            .withKind(LoopOptions.Kind.CUDA)
            .withRing(SLOTS, 128, 16)
            .withGraph(args[0].equals("graph"));
    if (!(probe instanceof DriverProbe.Ready ready)) {
      throw new IllegalStateException(probe.describe());
    }
    try (GenerationLoop loop =
        new CudaGenerationLoop(options, NgramModel.shared(), ready, STEP_LIMIT, limit)) {
      System.out.println(loop.description());
      Traffic traffic = new Traffic(loop, 120, limit);
      traffic.run(STREAMS);
      for (int slot = 0; slot < SLOTS; slot++) {
        traffic.admit(slot);
      }
      // No reads until rings are full.
      long stalls = stalls(traffic) + STALLS;
      Deadline deadline =
          Deadline.of(
              limit,
              () ->
                  "%d stalls of %d full rings, at %d; the loop: %s"
                      .formatted(stalls, SLOTS, stalls(traffic), loop.health()));
      while (stalls(traffic) < stalls) {
        if (!(loop.health() instanceof LoopHealth.Running)) {
          throw new IllegalStateException("the loop: " + loop.health());
        }
        deadline.spin();
      }
      for (int slot = 0; slot < SLOTS; slot += 2) {
        traffic.cancel(slot);
      }
      traffic.drain();
      System.out.println("tokens=" + traffic.tokens + " ends=" + traffic.ends);
    }
  }

  private static long stalls(Traffic traffic) {
    return IntStream.range(0, SLOTS).mapToLong(traffic.reader::stalls).sum();
  }
}
