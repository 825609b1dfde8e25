package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares the loops by the hash of all tokens of many streams. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TokenHashTest {
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withRing(64, 1024, 16).withDraftOrder(4);

  /** This many streams have more than a million tokens. */
  static final int STREAMS = 14_000;

  @Test
  void aMillionTokensOfTheDriversKernelAreTheHosts() {
    compare(LoopKind.EMULATED, STREAMS, 1_000_000);
  }

  @Test
  @Tag("long")
  void tenMillionTokensOfTheDriversKernelAreTheHosts() {
    compare(LoopKind.EMULATED_GRAPH, 10 * STREAMS, 10_000_000);
  }

  static Traffic compare(LoopKind other, int streams, long tokens) {
    Traffic theirs = run(other, streams);
    Traffic host = run(LoopKind.HOST, streams);
    assertEquals(host.hash, theirs.hash);
    assertEquals(host.tokens, theirs.tokens);
    assertEquals(host.ends, theirs.ends);
    assertTrue(host.tokens >= tokens, () -> host.tokens + " tokens");
    return theirs;
  }

  private static Traffic run(LoopKind kind, int streams) {
    try (GenerationLoop loop = kind.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 1_000);
      traffic.run(streams);
      return traffic;
    }
  }
}
