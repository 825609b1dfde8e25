package dev.deltalex.cli;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.host.HumanNumbers;
import dev.deltalex.parse.StreamPool;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/**
 * {@code deltalex doctor}: prints the features of this machine, which of them are used and why, and
 * recommended flags.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    resourceBundle = "dev.deltalex.cli.doctor",
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final Supplier<DriverProbe> probe;
  private final Supplier<String> ptx;
  private final PrintWriter out;

  /**
   * Creates the command.
   *
   * @param probe finds the CUDA driver
   * @param ptx reads the kernel in the jar
   */
  DoctorCommand(Supplier<DriverProbe> probe, Supplier<String> ptx, PrintWriter out) {
    this.probe = probe;
    this.ptx = ptx;
    this.out = out;
  }

  @Override
  public Integer call() {
    List<String> flags = new ArrayList<>();
    Runtime runtime = Runtime.getRuntime();
    line(
        "java",
        Runtime.version()
            + ", "
            + System.getProperty("java.vm.name")
            + " of "
            + System.getProperty("java.vendor")
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
    line(
        "cores",
        runtime.availableProcessors()
            + "; Java heap up to "
            + HumanNumbers.mebibytes(runtime.maxMemory()));
    line("scanner", StreamPool.warmUp());
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      flags.add("--add-modules " + VECTOR_MODULE);
    }
    Module driver = DriverLibrary.class.getModule();
    String callers = driver.isNamed() ? driver.getName() : "ALL-UNNAMED";
    if (driver.isNativeAccessEnabled()) {
      line("native", "access is enabled for " + callers);
    } else {
      line(
          "native",
          "access is not enabled for " + callers + ": this JVM warns, a later one will deny it");
      flags.add("--enable-native-access=" + callers);
    }
    DriverProbe found = probe.get();
    line("cuda", found.describe());
    if (found instanceof DriverProbe.Ready ready) {
      ready.passedOver().forEach(device -> line("", "passed over: " + device));
    }
    line("kernel", Kernel.describe(ptx.get(), found));
    line(
        "loop",
        found instanceof DriverProbe.Ready
            ? "cuda (--loop auto)"
            : "host (--loop auto): threads of this JVM, since there is no usable GPU");
    line("threads", threads(runtime.availableProcessors(), found));
    line(
        "flags",
        flags.isEmpty() ? "all recommended ones are set" : "add " + String.join(" ", flags));
    out.flush();
    return Main.OK;
  }

  private static String threads(int cores, DriverProbe found) {
    if (found instanceof DriverProbe.Ready) {
      return "generate --shards " + Math.max(1, cores - 1) + " (the device's thread needs a core)";
    }
    // A host loop needs several times the CPU time of the parsers.
    int shards = Math.max(1, cores / 4);
    return String.format(
        Locale.ROOT, "generate --threads %d --shards %d", Math.max(1, cores - shards), shards);
  }

  private void line(String name, String text) {
    out.println(String.format(Locale.ROOT, "%-8s %s", name, text));
  }
}
