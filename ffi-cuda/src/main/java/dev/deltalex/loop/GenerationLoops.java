package dev.deltalex.loop;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;

/** Opens generation loops. */
public final class GenerationLoops {
  private GenerationLoops() {}

  /**
   * Opens a loop where the options say. {@link GenerationLoop#description} tells where it runs, and
   * why there.
   *
   * @throws IllegalStateException if it is to run on CUDA and cannot; the message says why
   */
  public static GenerationLoop open(LoopOptions options) {
    NgramModel model = NgramModel.shared();
    return switch (options.kind()) {
      case HOST -> new HostGenerationLoop(options, model, "the options say so");
      case CUDA -> cuda(options, model, DriverLibrary.probe());
      case AUTO -> auto(options, model, DriverLibrary.probe());
    };
  }

  /** The kernel of the CUDA loop, as the PTX text that drivers are given. */
  public static String kernelText() {
    return KernelText.ptx();
  }

  /** A CUDA loop on the driver that was found, or the reason why there is none. */
  static GenerationLoop cuda(LoopOptions options, NgramModel model, DriverProbe probe) {
    if (probe instanceof DriverProbe.Ready ready) {
      return new CudaGenerationLoop(options, model, ready);
    }
    throw new IllegalStateException(probe.describe());
  }

  /** A CUDA loop on the driver that was found, or a host loop. */
  static GenerationLoop auto(LoopOptions options, NgramModel model, DriverProbe probe) {
    try {
      return cuda(options, model, probe);
    } catch (IllegalStateException e) {
      return new HostGenerationLoop(options, model, String.valueOf(e.getMessage()));
    }
  }
}
