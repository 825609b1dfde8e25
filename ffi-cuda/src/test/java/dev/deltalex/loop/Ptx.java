package dev.deltalex.loop;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Compiles the kernel with nvcc; the main method writes the resource that is checked in. */
final class Ptx {
  static final Path RESOURCE =
      NativeTools.MODULE
          .resolve("src/main/resources/dev/deltalex/loop")
          .resolve("generation_loop.ptx");

  /** The oldest instruction set that has all instructions of the kernel. */
  private static final String VERSION = ".version 6.3";

  private static final String ARCHITECTURE = "sm_75";

  private Ptx() {}

  /** Regenerates the resource. Requires nvcc. */
  public static void main(String[] args) throws IOException {
    Path nvcc = NativeTools.nvcc().orElseThrow(() -> new IllegalStateException("no nvcc on PATH"));
    Files.createDirectories(RESOURCE.getParent());
    Files.writeString(RESOURCE, compile(nvcc));
    System.out.println("written: " + RESOURCE);
  }

  /**
   * Compiles {@code generation_loop.cu} to PTX. nvcc writes its own newest ISA version, which older
   * drivers reject although they support all instructions: it is replaced by {@link #VERSION}, and
   * a newer pragma, which is a hint only, is removed. A test checks the result with ptxas.
   */
  static String compile(Path nvcc) {
    try {
      Files.createDirectories(NativeTools.MODULE.resolve("target/native"));
      Path ptx = Files.createTempFile(NativeTools.MODULE.resolve("target/native"), "loop", ".ptx");
      try {
        NativeTools.Outcome outcome =
            NativeTools.run(
                List.of(
                    nvcc.toString(),
                    "-ptx",
                    "-arch=" + ARCHITECTURE,
                    "-std=c++17",
                    "-O3",
                    "-I",
                    NativeTools.CUDA_SOURCES.toString(),
                    "-o",
                    ptx.toString(),
                    NativeTools.CUDA_SOURCES.resolve("generation_loop.cu").toString()));
        if (outcome.status() != 0) {
          throw new AssertionError(outcome.output());
        }
        return Files.readString(ptx)
            .lines()
            .filter(line -> !line.contains("used_bytes_mask"))
            .map(line -> line.startsWith(".version ") ? VERSION : line)
            .collect(Collectors.joining("\n", "", "\n"));
      } finally {
        Files.deleteIfExists(ptx);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of a PTX text with the compiler's build. */
  static String compiler(String ptx) {
    return ptx.lines().filter(line -> line.contains("Compiler Build ID")).findFirst().orElse("");
  }
}
