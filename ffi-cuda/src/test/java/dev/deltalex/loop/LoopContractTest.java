package dev.deltalex.loop;

import java.util.List;

/** The contract on the host loops and on a CUDA loop with the emulated driver. */
final class LoopContractTest extends LoopContract {
  static List<LoopKind> kinds() {
    return List.of(
        LoopKind.HOST, LoopKind.HOST_THREADS, LoopKind.EMULATED, LoopKind.EMULATED_GRAPH);
  }
}
