package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.nativetools.NativeTools;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The PTX in the jar is compiled from the source, and old drivers accept it. */
final class PtxTest {
  @Test
  void theResourceIsCompiledFromTheSource() {
    Path nvcc = NativeTools.require(NativeTools.nvcc(), "nvcc", "comparison of the PTX text");
    String fresh = Ptx.compile(nvcc);
    String stored = KernelText.ptx();
    if (!Ptx.compiler(fresh).equals(Ptx.compiler(stored))) {
      NativeTools.skip(
          "comparison of the PTX text",
          "it was compiled by another release of nvcc than the installed one");
    }
    assertEquals(stored, fresh, "run dev.deltalex.loop.Ptx to regenerate the resource");
  }

  @Test
  void theAssemblerTakesIt() {
    Path ptxas = NativeTools.require(NativeTools.ptxas(), "ptxas", "assembly of the PTX text");
    List<String> architectures = architectures(ptxas);
    assertTrue(architectures.containsAll(List.of("sm_75", "sm_90")), architectures::toString);
    for (String architecture : architectures) {
      NativeTools.Outcome outcome =
          NativeTools.run(
              List.of(
                  ptxas.toString(),
                  "-arch=" + architecture,
                  "-o",
                  "/dev/null",
                  Ptx.RESOURCE.toString()));
      assertEquals(0, outcome.status(), outcome::output);
    }
  }

  /** Every device that the installed assembler knows, from 7.5 on. */
  private static List<String> architectures(Path ptxas) {
    String help = NativeTools.run(List.of(ptxas.toString(), "--help")).output();
    return Pattern.compile("'(sm_(\\d+)[af]?)'")
        .matcher(help)
        .results()
        .filter(match -> Integer.parseInt(match.group(2)) >= 75)
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  @Test
  void oldDriversTakeIt() {
    String ptx = KernelText.ptx();
    assertTrue(ptx.lines().anyMatch(".version 6.3"::equals));
    assertTrue(ptx.lines().anyMatch(".target sm_75"::equals));
    assertTrue(ptx.contains(".visible .entry " + KernelText.FUNCTION + "("));
    assertTrue(ptx.contains("st.release.sys.u64"), "publication is a system-scope release");
    assertTrue(ptx.contains("ld.acquire.sys.u32"), "admission is a system-scope acquire");
    // Two in an admission, after the first read of the epoch, if that is relaxed, and before the
    // second; two around the ticket.
    assertEquals(4, ptx.lines().filter(line -> line.contains("membar.sys")).count());
    assertFalse(ptx.contains("used_bytes_mask"));
    // The only one is the ticket, in device memory.
    assertEquals(1, ptx.lines().filter(line -> line.contains("atom.")).count());
    assertEquals(0, ptx.lines().filter(line -> line.strip().startsWith("red.")).count());
  }
}
