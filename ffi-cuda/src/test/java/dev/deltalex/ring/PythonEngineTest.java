package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example engine in Python, through the shared library and ctypes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonEngineTest {
  private static final String SKIPPED = "the example engine in Python";

  @TempDir Path directory;

  private static List<String> engine(Path ring) {
    try {
      if (NativeTools.run(List.of("python3", "-c", "import ctypes")).status() != 0) {
        NativeTools.skip(SKIPPED, "python3 has no ctypes");
      }
    } catch (UncheckedIOException e) {
      NativeTools.skip(SKIPPED, "no python3 on PATH");
    }
    Path examples = NativeTools.CUDA_SOURCES.resolve("examples");
    Path library =
        NativeTools.sharedLibrary(
            "tokring",
            List.of(examples.resolve("tokring_shared.c")),
            List.of("-pedantic", "-I" + NativeTools.CUDA_SOURCES));
    return List.of(
        "python3", examples.resolve("engine.py").toString(), library.toString(), ring.toString());
  }

  private static String outcome(RingReader reader, RecordingHandler handler, int slot) {
    while (handler.lines.isEmpty() || !handler.lines.getLast().matches(".*[A-Z]+")) {
      reader.beat(System.nanoTime());
      reader.poll(slot, 16, handler);
      Thread.yield();
    }
    return String.join(" | ", handler.take());
  }

  @Test
  void servesStreamsAndHonoursCancels() throws IOException, InterruptedException {
    Path path = directory.resolve("ring");
    try (SharedRing ring = SharedRing.create(path, RingLayout.of(2, 64, 4));
        RingProcess engine = RingProcess.start(engine(path))) {
      RingReader reader = new RingReader(ring.block());
      RecordingHandler handler = new RecordingHandler();

      reader.admit(1, 1, new int[] {3, 100}, 2, 0, 5, 1);
      assertEquals(
          "1/1 +1 [101, 102] | 1/1 +1 [103, 104] | 1/1 +0 [105] | 1/1 LENGTH",
          outcome(reader, handler, 1));

      reader.admit(0, 1, new int[] {-3}, 1, 0, Integer.MAX_VALUE, 1);
      while (reader.poll(0, 1, handler) == 0) {
        Thread.yield();
      }
      assertEquals(List.of("0/1 +1 [-2, -1]"), handler.take());
      reader.cancel(0, 1);
      assertTrue(outcome(reader, handler, 0).endsWith("0/1 CANCELLED"));

      assertTrue(reader.beat() != 0);
      reader.stopAll(true);
      assertEquals(0, engine.join(), () -> engine.lines().toString());
      assertEquals(RingLayout.PRODUCER_CLOSED, reader.producerState());
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException, InterruptedException {
    Path path = directory.resolve("no-ring");
    Files.write(path, new byte[1000]);
    try (RingProcess engine = RingProcess.start(engine(path))) {
      assertEquals(1, engine.join());
      assertTrue(
          engine.lines().getLast().contains(path + ": no token ring"),
          () -> engine.lines().toString());
    }
  }
}
