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
import java.util.function.Function;
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
  private final Function<DriverProbe.Ready, String> check;
  private final PrintWriter out;

  /**
   * Creates the command.
   *
   * @param probe finds the CUDA driver
   * @param ptx reads the kernel in the jar
   * @param check runs steps on the device and compares their tokens with the host's; throws
   *     IllegalStateException with the reason if it cannot be used
   */
  DoctorCommand(
      Supplier<DriverProbe> probe,
      Supplier<String> ptx,
      Function<DriverProbe.Ready, String> check,
      PrintWriter out) {
    this.probe = probe;
    this.ptx = ptx;
    this.check = check;
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
    boolean device = found instanceof DriverProbe.Ready ready && passes(ready);
    line(
        "loop",
        device
            ? "cuda (--loop auto)"
            : found instanceof DriverProbe.Ready
                ? "use --loop host: the device did not pass the check above"
                : "host (--loop auto): threads of this JVM, since there is no usable GPU");
    line("threads", threads(runtime.availableProcessors(), device));
    line(
        "flags",
        flags.isEmpty() ? "all recommended ones are set" : "add " + String.join(" ", flags));
    out.flush();
    return device || !(found instanceof DriverProbe.Ready) ? Main.OK : Main.DIFFERS;
  }

  /** Runs the check of a device, since a device that is found may still not work. */
  private boolean passes(DriverProbe.Ready ready) {
    out.flush(); // what is known so far, in case that the device hangs
    try {
      line("step", check.apply(ready));
      return true;
    } catch (IllegalStateException e) {
      line("step", "FAILED: " + e.getMessage());
      return false;
    }
  }

  private static String threads(int cores, boolean device) {
    if (device) {
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
