package dev.deltalex.loop;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Runs streams through a CUDA loop and checks every token; some streams are cancelled, and some
 * rings become full. Few streams, since a sanitizer makes every access of the kernel slow.
 * Arguments: {@code launch} or {@code graph}, then optionally the path of a driver library.
 */
final class SanitizedTraffic {
  private static final int SLOTS = 8;
  private static final int STREAMS = 40;

  private SanitizedTraffic() {}

  /** Runs the streams; fails if a token is wrong. */
  public static void main(String[] args) {
    DriverProbe probe =
        args.length < 2 ? DriverLibrary.probe() : DriverLibrary.probe(Path.of(args[1]));
    LoopOptions options =
        LoopOptions.DEFAULT
            .withKind(LoopOptions.Kind.CUDA)
            .withRing(SLOTS, 128, 16)
            .withGraph(args[0].equals("graph"));
    try (GenerationLoop loop = GenerationLoops.cuda(options, NgramModel.shared(), probe)) {
      System.out.println(loop.description());
      Traffic traffic = new Traffic(loop, 120);
      traffic.run(STREAMS);
      for (int slot = 0; slot < SLOTS; slot++) {
        traffic.admit(slot);
      }
      // No reads until rings are full.
      long stalls = stalls(traffic);
      while (stalls(traffic) < stalls + 40) {
        Thread.onSpinWait();
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
