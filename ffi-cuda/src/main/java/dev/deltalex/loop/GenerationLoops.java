package dev.deltalex.loop;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;

/** Opens generation loops. */
public final class GenerationLoops {
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
      case CUDA -> cuda(options, model, DriverLibrary.probe());
      case AUTO -> auto(options, model, DriverLibrary.probe());
    };
  }

  /** The PTX text of the CUDA loop's kernel. */
  public static String kernelText() {
    return KernelText.ptx();
  }

  /** A CUDA loop on the probed device, or an exception with the reason. */
  static GenerationLoop cuda(LoopOptions options, NgramModel model, DriverProbe probe) {
    if (probe instanceof DriverProbe.Ready ready) {
      return new CudaGenerationLoop(options, model, ready);
    }
    throw new IllegalStateException(probe.describe());
  }

  /** A CUDA loop on the probed device, or a host loop if there is none. */
  static GenerationLoop auto(LoopOptions options, NgramModel model, DriverProbe probe) {
    try {
      return cuda(options, model, probe);
    } catch (IllegalStateException e) {
      return new HostGenerationLoop(options, model, String.valueOf(e.getMessage()));
    }
  }
}
