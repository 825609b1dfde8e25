package dev.deltalex.cuda.device;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** PTX of {@code test_kernels.cu}, stored as a resource for machines without nvcc. */
public final class TestKernels {
  static final String RESOURCE = "test_kernels.ptx";

  private TestKernels() {}

  /** Regenerates the resource. Requires nvcc. */
  public static void main(String[] args) throws IOException {
    Path nvcc = NativeTools.nvcc().orElseThrow(() -> new IllegalStateException("no nvcc on PATH"));
    Path resource =
        NativeTools.MODULE.resolve("src/test/resources/dev/deltalex/cuda/device").resolve(RESOURCE);
    Files.writeString(resource, compile(nvcc));
    System.out.println("written: " + resource);
  }

  /** The PTX text. */
  public static String ptx() {
    try (InputStream in =
        Objects.requireNonNull(TestKernels.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** First line of the text: the source and the release of nvcc. */
  static String madeBy(Path nvcc) {
    String version = NativeTools.run(List.of(nvcc.toString(), "--version")).output();
    int at = version.indexOf("release ");
    String release =
        at < 0 ? "of unknown release" : version.substring(at, version.indexOf(',', at));
    return "// test_kernels.cu by nvcc " + release;
  }

  /**
   * Compiles the source with nvcc. The ISA version is set to 6.3, the lowest that these kernels
   * need: nvcc writes its own version, which older drivers reject. The comments with the compiler's
   * build are replaced by a line with its release, since another release gives other text.
   */
  static String compile(Path nvcc) throws IOException {
    Path directory = Files.createDirectories(NativeTools.MODULE.resolve("target/native"));
    Path out = Files.createTempFile(directory, "test_kernels", ".ptx");
    try {
      NativeTools.Outcome outcome =
          NativeTools.run(
              List.of(
                  nvcc.toString(),
                  "-ptx",
                  "-arch=sm_75",
                  NativeTools.TEST_SOURCES.resolve("test_kernels.cu").toString(),
                  "-o",
                  out.toString()));
      if (outcome.status() != 0) {
        throw new AssertionError(outcome.output());
      }
      StringBuilder text = new StringBuilder(madeBy(nvcc)).append('\n');
      for (String line : Files.readAllLines(out)) {
        if (line.startsWith(".version ")) {
          text.append(".version 6.3\n");
        } else if (!line.startsWith("//")) {
          text.append(line).append('\n');
        }
      }
      return text.toString();
    } finally {
      Files.deleteIfExists(out);
    }
  }
}
