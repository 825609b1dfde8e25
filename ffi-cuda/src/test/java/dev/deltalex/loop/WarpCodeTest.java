package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.nativetools.NativeTools;
import dev.deltalex.nativetools.NativeTools.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the kernel's code for a device, with all lanes of its blocks, and compares it with the step
 * of one lane: {@code warp_check.cpp} on the fibers of {@code warp_fibers.cpp}. A kernel without
 * one of its barriers or shuffles must not pass, which shows that the check can find such a defect.
 */
@Timeout(300)
final class WarpCodeTest {
  private static final String KERNEL = "generation_loop.cu";
  private static final String STEP = "step.h";
  private static final String BARRIER = "__syncthreads();";

  /** Warps of a block in production: four. */
  private static final int BLOCK = 128;

  private static final int MUTANT_STEPS = 400;
  private static final int MUTANT_SEEDS = 3;

  @TempDir static Path files;

  private static Path program;

  @BeforeAll
  static void writeModel() throws IOException {
    Path tests = NativeTools.TEST_SOURCES;
    program =
        NativeTools.program(
            "warp_check",
            List.of(tests.resolve("warp_check.cpp"), tests.resolve("warp_fibers.cpp")),
            List.of("-I" + tests, "-I" + NativeTools.CUDA_SOURCES, "-rdynamic", "-ldl"));
    NgramModel model = NgramModel.shared();
    MemorySegment image = model.image();
    try (FileChannel out =
        FileChannel.open(
            files.resolve("image"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer words = image.asByteBuffer();
      while (words.hasRemaining()) {
        out.write(words);
      }
    }
    List<String> prompts = new ArrayList<>();
    for (String format : List.of("qwen3_coder", "hermes", "think_only")) {
      for (String tail : List.of("", "<think>\n", "Let me check the file\n")) {
        int[] prompt = model.prompt(format, tail);
        prompts.add(
            prompt.length
                + Arrays.stream(prompt).mapToObj(t -> " " + t).collect(Collectors.joining()));
      }
    }
    Files.write(files.resolve("prompts"), prompts);
  }

  /** Compiles the kernel of a directory for the fibers. */
  private static Path library(String name, Path sources) {
    Path tests = NativeTools.TEST_SOURCES;
    return NativeTools.sharedLibrary(
        name,
        List.of(sources.resolve(KERNEL)),
        List.of(
            "-I" + sources, "-I" + tests, "-include", tests.resolve("warp_lanes.h").toString()));
  }

  private static Outcome check(Path library, int lanes, int steps, int seed) {
    return NativeTools.run(
        List.of(
            program.toString(),
            library.toString(),
            files.resolve("image").toString(),
            files.resolve("prompts").toString(),
            "" + lanes,
            "" + steps,
            "" + seed));
  }

  @ParameterizedTest
  @CsvSource({"32, 500, 1", "64, 500, 2", "96, 500, 3", "128, 1000, 4", "256, 300, 5"})
  void allLanesWriteWhatOneLaneWrites(int lanes, int steps, int seed) {
    Outcome outcome = check(library("warp_kernel", NativeTools.CUDA_SOURCES), lanes, steps, seed);
    System.out.print("[warps] " + outcome.output());
    assertEquals(0, outcome.status(), outcome::output);
    for (String happened :
        List.of("words", "abandoned", "cancels", "stops", "stalls", "barriers", "shuffles")) {
      Matcher count = Pattern.compile(happened + "=(\\d+)").matcher(outcome.output());
      assertTrue(count.find() && Long.parseLong(count.group(1)) > 0, outcome::output);
    }
  }

  @Test
  void aKernelWithoutAnyOneOfItsBarriersIsFound() {
    assertEquals(5, eachIsFound(KERNEL, Pattern.quote(BARRIER), ""));
  }

  @Test
  void aKernelWithoutAnyOneOfItsWarpBarriersIsFound() {
    assertEquals(1, eachIsFound(STEP, Pattern.quote("lanes.sync();"), ""));
  }

  @Test
  void aKernelWithoutAnyOneOfItsShufflesIsFound() {
    assertEquals(
        3, eachIsFound(KERNEL, "__shfl_xor_sync\\(0xFFFFFFFFu, (best\\.\\w+), distance\\)", "$1"));
  }

  /** A reader must not see the cursor before the words, nor the doorbell before the cursors. */
  @Test
  void aKernelThatReleasesTooEarlyIsFound() {
    assertEquals(1, eachIsFound(KERNEL, "before \\+ mine >= DLX_PUBLISHER", "true"));
    assertEquals(1, eachIsFound(KERNEL, "\\(dlx_u32\\)before != gridDim.x - 1u", "!published"));
  }

  /**
   * Replaces each match in a source, one at a time, and runs the check with the mutant.
   *
   * @return the number of mutants; all of them failed
   */
  private static int eachIsFound(String source, String pattern, String replacement) {
    String text = read(NativeTools.CUDA_SOURCES.resolve(source));
    Matcher matches = Pattern.compile(pattern).matcher(text);
    int count = 0;
    while (matches.find()) {
      StringBuilder mutant = new StringBuilder(text);
      String instead = matches.group().replaceFirst(pattern, replacement);
      mutant.replace(matches.start(), matches.end(), instead);
      long line = 1 + text.substring(0, matches.start()).chars().filter(c -> c == '\n').count();
      String name = source + ":" + line + " without " + matches.group();
      String found = firstFailure(compileMutant(source, mutant.toString()));
      assertNotEquals("", found, "not found: " + name);
      System.out.println("[mutant] " + name + ": " + found);
      count++;
    }
    return count;
  }

  /** The message of the first failing run of a mutant, or an empty text. */
  private static String firstFailure(Path library) {
    for (int seed = 1; seed <= MUTANT_SEEDS; seed++) {
      Outcome outcome = check(library, BLOCK, MUTANT_STEPS, seed);
      if (outcome.status() != 0) {
        return outcome.output().isBlank() ? "exit " + outcome.status() : outcome.output().strip();
      }
    }
    return "";
  }

  /** Compiles copies of the sources, one of them changed. */
  private static Path compileMutant(String source, String text) {
    try {
      Path directory = Files.createTempDirectory(files, "mutant");
      for (String name : List.of(KERNEL, STEP, "tokring.h")) {
        Files.copy(NativeTools.CUDA_SOURCES.resolve(name), directory.resolve(name));
      }
      Files.writeString(directory.resolve(source), text);
      return library("warp_mutant", directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
