package dev.deltalex.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which scanner a process gets, and the reason it is given. */
class ScannersTest {
  private static final String ADD = "--add-modules=jdk.incubator.vector";

  private static String probe(String... options) {
    return ChildJvm.run(new ArrayList<>(List.of(options)), ScannersTest.class);
  }

  /** Prints what is current before and after the warm-up; with an argument, after attempts. */
  public static void main(String[] args) {
    if (args.length > 0) {
      attempts();
      return;
    }
    System.out.println("before " + Scanners.current() + " (" + Scanners.description() + ")");
    CharScanner warm = Scanners.warmUp();
    System.out.println("after " + warm + " (" + Scanners.description() + ")");
    boolean latched =
        Scanners.current() == warm && (!Scanners.isSettled() || Scanners.warmUp() == warm);
    System.out.println("latched " + latched);
  }

  private static void attempts() {
    int[] made = {0};
    for (int i = 0; i < 4; i++) {
      CharScanner scanner =
          Scanners.warmUp(() ->
              new Scanners.Choice(
                  ScalarCharScanner.INSTANCE, "attempt " + ++made[0], made[0] == 3));
      System.out.println(scanner.name() + " " + Scanners.isSettled() + " " + made[0]);
    }
    System.out.println(Scanners.description());
  }

  /** Until a choice is final, another warm-up tries again. */
  @Test
  void aBusyMachineIsNotTheLastWord() {
    String output = ChildJvm.run(List.of(), ScannersTest.class, "attempts");
    assertTrue(
        output.contains(
            String.join(
                System.lineSeparator(),
                "scalar false 1",
                "scalar false 2",
                "scalar true 3",
                "scalar true 3",
                "scalar: attempt 3")),
        output);
  }

  @Test
  void withoutTheModuleItStaysScalarAndNamesTheFlag() {
    String output = probe();
    assertTrue(output.contains("before scalar (scalar: until Scanners.warmUp()"), output);
    assertTrue(output.contains("after scalar (scalar: no module jdk.incubator.vector"), output);
    assertTrue(output.contains("--add-modules jdk.incubator.vector"), output);
    assertTrue(output.contains("latched true"), output);
    assertTrue(output.endsWith("exit 0"), output);
  }

  @Test
  void vectorIsUsedOnlyWhenWarm() {
    String output = probe(ADD, "-D" + Scanners.PROPERTY + "=vector");
    assertTrue(output.contains("before scalar"), output);
    // Which one depends on the machine; the scalar one says which of two reasons it has.
    assertTrue(
        output.contains("after vector")
            || output.contains("after scalar (scalar: the vector kernels still allocate")
            || output.contains("after scalar (scalar: the vector kernels are slower here"),
        output);
    assertTrue(output.contains("latched true"), output);
  }

  @Test
  void scalarCanBeForced() {
    String output = probe(ADD, "-D" + Scanners.PROPERTY + "=scalar");
    assertTrue(output.contains("before scalar (scalar: asked for"), output);
    assertTrue(output.contains("after scalar (scalar: asked for"), output);
  }

  @Test
  void unknownSettingIsSaid() {
    String output = probe(ADD, "-D" + Scanners.PROPERTY + "=simd");
    assertTrue(output.contains("after scalar"), output);
    assertTrue(output.contains("=simd is not known"), output);
  }

  @Test
  void withoutCompiledKernelsItStaysScalar() {
    String output = probe(ADD, "-Xint");
    assertTrue(output.contains("after scalar (scalar: the vector kernels"), output);
  }

  @Test
  void warmUpIsALatch() {
    CharScanner warm = Scanners.warmUp();
    assertSame(warm, Scanners.current());
    if (Scanners.isSettled()) {
      assertSame(warm, Scanners.warmUp());
    }
    assertEquals(warm.name(), Scanners.description().split(":", 2)[0]);
    ScannerCheck.all(warm, 21);
  }
}
