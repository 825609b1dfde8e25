package dev.deltalex.loop;

import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.cuda.gpu.Gpu;
import dev.deltalex.loop.ngram.NgramModel;

/** The kinds of loops in the tests. */
enum LoopKind {
  HOST,
  HOST_THREADS,
  EMULATED,
  EMULATED_GRAPH,
  DEVICE,
  DEVICE_GRAPH;

  /** Opens a loop; skips the test if the machine does not support it. */
  GenerationLoop open(LoopOptions options) {
    NgramModel model = NgramModel.shared();
    return switch (this) {
      case HOST -> new HostGenerationLoop(options, model, "a test says so");
      case HOST_THREADS -> new HostGenerationLoop(options.withThreads(2), model, "a test says so");
      case EMULATED -> GenerationLoops.cuda(options, model, EmulatedDriver.fresh().ready());
      case EMULATED_GRAPH ->
          GenerationLoops.cuda(options.withGraph(true), model, EmulatedDriver.fresh().ready());
      case DEVICE -> GenerationLoops.cuda(options, model, device());
      case DEVICE_GRAPH -> GenerationLoops.cuda(options.withGraph(true), model, device());
    };
  }

  private static DriverProbe device() {
    return Gpu.require("generation loop on a GPU");
  }
}
