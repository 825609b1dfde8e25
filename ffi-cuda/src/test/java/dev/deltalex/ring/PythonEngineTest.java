package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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

  private static final Path EXAMPLES = NativeTools.CUDA_SOURCES.resolve("examples");

  private static Path library() {
    try {
      if (NativeTools.run(List.of("python3", "-c", "import ctypes")).status() != 0) {
        NativeTools.skip(SKIPPED, "python3 has no ctypes");
      }
    } catch (UncheckedIOException e) {
      NativeTools.skip(SKIPPED, "no python3 on PATH");
    }
    return NativeTools.sharedLibrary(
        "tokring",
        List.of(EXAMPLES.resolve("tokring_shared.c")),
        List.of("-pedantic", "-I" + NativeTools.CUDA_SOURCES));
  }

  private static List<String> engine(Path ring) {
    String script = EXAMPLES.resolve("engine.py").toString();
    return List.of("python3", script, library().toString(), ring.toString());
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
    try (SharedRing ring = SharedRing.create(path, RingLayout.of(2, 64, 4), RingRole.CONSUMER);
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

  /** A call that the ring refuses is neither a success nor a request to retry. */
  @Test
  void aRefusedValueIsAnError() throws IOException, InterruptedException {
    Path path = directory.resolve("ring");
    String script =
        """
        import sys
        sys.path.insert(0, sys.argv[1])
        import engine
        ring = engine.Ring(sys.argv[2], sys.argv[3])
        def attempt(call):
            try:
                print("taken:", call())
            except ValueError as e:
                print(e)
        attempt(lambda: ring.put(0, 1, 256, [7]))
        attempt(lambda: ring.put(0, 1, 0, []))
        attempt(lambda: ring.put(0, 1, 0, [7] * 5))
        attempt(lambda: ring.put(2, 1, 0, [7]))
        attempt(lambda: ring.call("end", 0, 1, 5))
        attempt(lambda: ring.call("end", 2, 1, 1))
        attempt(lambda: ring.put(0, 1, 0, [7]))
        attempt(lambda: ring.call("end", 0, 1, 1))
        """;
    // -B: writes no byte code next to the sources.
    List<String> command =
        List.of(
            "python3",
            "-B",
            "-c",
            script,
            EXAMPLES.toString(),
            library().toString(),
            path.toString());
    try (SharedRing ring = SharedRing.create(path, RingLayout.of(2, 64, 4), RingRole.CONSUMER)) {
      RingReader reader = new RingReader(ring.block());
      reader.admit(0, 1, new int[0], 0, 0, 5, 1);
      try (RingProcess python = RingProcess.start(command)) {
        assertEquals(0, python.join(), () -> python.lines().toString());
        String put = "ring_put: an argument is out of range";
        String end = "ring_end: an argument is out of range";
        assertEquals(List.of(put, put, put, put, end, end, "taken: 1", "taken: 1"), python.lines());
      }
      RecordingHandler handler = new RecordingHandler();
      reader.poll(0, 16, handler);
      assertEquals(List.of("0/1 +0 [7]", "0/1 EOS"), handler.take());
    }
  }

  @Test
  void aRingHasOneEngineAtATime() throws IOException, InterruptedException {
    Path path = directory.resolve("ring");
    try (SharedRing ring = SharedRing.create(path, RingLayout.of(2, 64, 4), RingRole.CONSUMER)) {
      RingReader reader = new RingReader(ring.block());
      try (RingProcess first = RingProcess.start(engine(path))) {
        while (reader.beat() == 0) {
          Thread.sleep(1);
        }
        try (RingProcess second = RingProcess.start(engine(path))) {
          assertEquals(1, second.join());
          assertTrue(
              second.lines().getLast().contains(path + ": another process is the ring's producer"),
              () -> second.lines().toString());
        }
        assertThrows(IOException.class, () -> SharedRing.open(path, RingRole.PRODUCER));
        assertTrue(first.isAlive());
        first.kill();
      }
      SharedRing.open(path, RingRole.PRODUCER).close();
    }
  }

  @Test
  void aFileThatOthersCanWriteToIsRefusedUnlessTold() throws IOException, InterruptedException {
    Path path = directory.resolve("ring");
    SharedRing.create(path, RingLayout.of(2, 64, 4), RingRole.CONSUMER).close();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    try (RingProcess engine = RingProcess.start(engine(path))) {
      assertEquals(1, engine.join());
      assertTrue(
          engine.lines().getLast().contains(path + ": is writable by its group"),
          () -> engine.lines().toString());
    }
    List<String> command = new ArrayList<>(engine(path));
    command.add("--any-owner");
    try (SharedRing ring = SharedRing.open(path, RingRole.CONSUMER, RingTrust.ANY_FILE);
        RingProcess engine = RingProcess.start(command)) {
      RingReader reader = new RingReader(ring.block());
      reader.stopAll(true);
      assertEquals(0, engine.join(), () -> engine.lines().toString());
    }
  }

  @Test
  void findsANamedRingWhereSharedRingDoes() throws IOException, InterruptedException {
    Path runtime = Files.createDirectory(directory.resolve("runtime"));
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
    for (String variable : List.of(runtime.toString(), open.toString(), "relative", "")) {
      List<String> command =
          List.of(
              "env",
              "XDG_RUNTIME_DIR=" + variable,
              "python3",
              "-B",
              "-c",
              "import sys; sys.path.insert(0, sys.argv[1]); import engine;"
                  + " print(engine.default_path('my.ring'))",
              EXAMPLES.toString());
      Path expected =
          SharedRing.defaultPath(
              "my.ring", RingDirectory.of(variable, Path.of("/dev/shm"), Path.of("/tmp")));
      try (RingProcess python = RingProcess.start(command)) {
        assertEquals(0, python.join(), () -> python.lines().toString());
        assertEquals(List.of(expected.toString()), python.lines());
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException, InterruptedException {
    Path path = directory.resolve("no-ring");
    Files.write(path, new byte[1000]);
    try (RingProcess engine = RingProcess.start(engine(path))) {
      assertEquals(1, engine.join());
      assertTrue(
          engine.lines().getLast().contains(path + ": not a token ring"),
          () -> engine.lines().toString());
    }
  }
}
