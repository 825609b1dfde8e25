package dev.deltalex.loop;

import java.util.List;

/** The contract on the loops that every machine has, and on the driver that is emulated. */
final class LoopContractTest extends LoopContract {
  static List<LoopKind> kinds() {
    return List.of(
        LoopKind.HOST, LoopKind.HOST_THREADS, LoopKind.EMULATED, LoopKind.EMULATED_GRAPH);
  }
}
