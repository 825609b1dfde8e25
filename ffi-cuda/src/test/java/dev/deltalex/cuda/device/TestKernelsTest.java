package dev.deltalex.cuda.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.nativetools.NativeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stored PTX of the test kernels equals that of their source, and ptxas assembles it. */
class TestKernelsTest {
  @Test
  void isFresh() throws IOException {
    Path nvcc = NativeTools.require(NativeTools.nvcc(), "nvcc", "comparison of the test kernels");
    String made = TestKernels.ptx().lines().findFirst().orElseThrow();
    if (!made.equals(TestKernels.madeBy(nvcc))) {
      NativeTools.skip("comparison of the test kernels", made + ", here is another release");
    }
    assertEquals(TestKernels.compile(nvcc), TestKernels.ptx());
  }

  @Test
  void assembles() throws IOException {
    Path ptxas = NativeTools.require(NativeTools.ptxas(), "ptxas", "assembly of the test kernels");
    Path directory = Files.createDirectories(NativeTools.MODULE.resolve("target/native"));
    Path text = Files.writeString(directory.resolve(TestKernels.RESOURCE), TestKernels.ptx());
    NativeTools.Outcome outcome =
        NativeTools.run(
            List.of(ptxas.toString(), "-arch=sm_75", text.toString(), "-o", text + ".cubin"));
    assertEquals(0, outcome.status(), outcome.output());
  }
}
