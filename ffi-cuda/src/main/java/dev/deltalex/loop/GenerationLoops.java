package dev.deltalex.loop;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;
import java.time.Duration;

/** Opens generation loops. */
public final class GenerationLoops {
  /** Limit for the driver's answer: {@code cuInit} takes up to some seconds. */
  private static final Duration PROBE = Duration.ofSeconds(30);

  private static final Duration CHECK = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger("dev.deltalex.loop");

  private GenerationLoops() {}

  /**
   * Opens a loop of the kind in the options. {@link GenerationLoop#description} has the device and
   * the reason for it.
   *
   * @throws IllegalStateException if the kind is CUDA and no device is usable; the message has the
   *     reason
   */
  public static GenerationLoop open(LoopOptions options) {
    NgramModel model = NgramModel.shared();
    return switch (options.kind()) {
      case HOST -> new HostGenerationLoop(options, model, "the options require it");
      case CUDA -> cuda(options, model, DriverLibrary.probe(PROBE));
      case AUTO -> auto(options, model, DriverLibrary.probe(PROBE));
    };
  }

  /**
   * Opens a loop on threads of this JVM.
   *
   * @param because why it runs on the host, for its description: completes a sentence after
   *     "because"
   */
  public static GenerationLoop host(LoopOptions options, String because) {
    return new HostGenerationLoop(options, NgramModel.shared(), because);
  }

  /** The PTX text of the CUDA loop's kernel. */
  public static String kernelText() {
    return KernelText.ptx();
  }

  /**
   * Runs a few steps on a device and compares their tokens with the host's.
   *
   * @return what was compared, in one line
   * @throws IllegalStateException with the reason, in one line, if the device cannot be used or
   *     computes other tokens
   */
  public static String check(DriverProbe.Ready ready) {
    NgramModel model = NgramModel.shared();
    try (GenerationLoop loop = cuda(LoopCheck.OPTIONS, model, ready)) {
      return LoopCheck.run(loop, model, CHECK);
    }
  }

  /** A CUDA loop on the probed device, or an exception with the reason. */
  static GenerationLoop cuda(LoopOptions options, NgramModel model, DriverProbe probe) {
    if (probe instanceof DriverProbe.Ready ready) {
      return new CudaGenerationLoop(options, model, ready);
    }
    throw new IllegalStateException(probe.describe());
  }

  /**
   * A CUDA loop on the probed device, or a host loop if that is not possible. If there is a driver,
   * the reason is logged.
   */
  static GenerationLoop auto(LoopOptions options, NgramModel model, DriverProbe probe) {
    try {
      return cuda(options, model, probe);
    } catch (IllegalStateException e) {
      if (!(probe instanceof DriverProbe.Absent)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "CUDA is installed but not used, the loop runs on the host: " + e.getMessage());
      }
      return new HostGenerationLoop(options, model, String.valueOf(e.getMessage()));
    }
  }
}
