package dev.deltalex.loop;

import dev.deltalex.cuda.gpu.Gpu;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on a GPU, and its tokens against the host's. */
@Tag("gpu")
final class GpuLoopTest extends LoopContract {
  static List<LoopKind> kinds() {
    return List.of(LoopKind.DEVICE, LoopKind.DEVICE_GRAPH);
  }

  @Test
  void aMillionTokensAreTheHosts() {
    TokenHashTest.compare(LoopKind.DEVICE, TokenHashTest.STREAMS, 1_000_000);
  }

  @Test
  @Tag("long")
  void aHundredMillionTokensAreTheHosts() {
    var ready = Gpu.require("token hash of 10^8 tokens");
    Traffic device =
        TokenHashTest.compare(LoopKind.DEVICE_GRAPH, 100 * TokenHashTest.STREAMS, 100_000_000);
    Gpu.result("token-hash", ready)
        .number("tokens", device.tokens)
        .text("hash", Long.toHexString(device.hash))
        .store();
  }
}
