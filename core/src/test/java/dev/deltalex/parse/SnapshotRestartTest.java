package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.testkit.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L11 across a restart: snapshots in a file, another JVM, another number of pools and threads. */
class SnapshotRestartTest {
  @TempDir Path directory;

  @Test
  void streamsEndInAnotherJvmAsIfNothingHadHappened() throws IOException {
    Path file = directory.resolve("snapshots");
    run("begin", file, 2);
    RestartProbe.State[] begun = RestartProbe.read(file);
    run("end", file, 5);
    RestartProbe.State[] ended = RestartProbe.read(file);

    int midway = 0;
    for (int i = 0; i < RestartProbe.STREAMS; i++) {
      RestartProbe.Stream stream = RestartProbe.Stream.of(i);
      EventLines expected = new EventLines();
      StreamParser parser = stream.open(new StreamPool(), expected);
      stream.feed(parser, 0, stream.deltas().size());
      stream.law().end(parser);
      assertEquals(
          encodable(expected), ended[i].events(), "stream " + i + "\n" + stream.law().describe());
      boolean hasBegun = !begun[i].events().isEmpty();
      midway += hasBegun && stream.cut() < stream.deltas().size() ? 1 : 0;
    }
    // What was moved was under way.
    assertTrue(midway > RestartProbe.STREAMS / 3, "under way: " + midway);
    long sizes = Arrays.stream(begun).mapToInt(state -> state.snapshot().length).distinct().count();
    assertTrue(sizes > 50, "sizes of snapshots: " + sizes);
  }

  private static void run(String what, Path file, int threads) {
    String said =
        ChildJvm.run(
            List.of("-XX:TieredStopAtLevel=1"),
            RestartProbe.class,
            what,
            file.toString(),
            String.valueOf(threads));
    String expected = what + " of " + RestartProbe.STREAMS + " on " + threads;
    assertEquals(expected + "\nexit 0", said);
  }

  /** As the file has it, where a lone surrogate is a question mark. */
  private static String encodable(EventLines events) {
    byte[] bytes = events.toString().getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
