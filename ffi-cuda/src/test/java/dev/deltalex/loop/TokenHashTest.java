package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares the loops, by the hash of all tokens of many streams, with the stored results. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TokenHashTest {
  /** Streams with more than a million tokens. */
  static final int STREAMS = TokenHash.STORED[1];

  /** The stored results are of this model; TokenHash regenerates them. */
  @Test
  void theStoredResultsAreOfTheModel() {
    assertEquals(TokenHash.modelHash(), TokenHash.storedModel());
    TokenHash stored = TokenHash.stored(TokenHash.STORED[0]);
    assertEquals(stored, TokenHash.ofHost(TokenHash.STORED[0]));
    for (int i = 0; i < TokenHash.STORED.length; i++) {
      long least = new long[] {100_000, 1_000_000, 100_000_000}[i];
      assertTrue(TokenHash.stored(TokenHash.STORED[i]).tokens() >= least);
    }
  }

  @Test
  void aMillionTokensOfTheHostLoopAreTheStoredOnes() {
    compare(LoopKind.HOST, STREAMS, 64);
  }

  @Test
  void aMillionTokensOfTheDriversKernelAreTheStoredOnes() {
    compare(LoopKind.EMULATED, STREAMS, 64);
  }

  @Test
  @Tag("long")
  void aHundredMillionTokensOfTheHostAreTheStoredOnes() {
    assertEquals(TokenHash.stored(TokenHash.STORED[2]), TokenHash.ofHost(TokenHash.STORED[2]));
  }

  @Test
  @Tag("long")
  @Timeout(value = 3_600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aHundredMillionTokensOfTheDriversKernelAreTheStoredOnes() {
    compare(LoopKind.EMULATED_GRAPH, TokenHash.STORED[2], 512);
  }

  /** Runs streams through a loop, whose tokens are the stored ones; returns their hash. */
  static TokenHash compare(LoopKind kind, int streams, int slots) {
    LoopOptions options =
        LoopOptions.DEFAULT.withRing(slots, 1024, TokenHash.BURST).withDraftOrder(4);
    try (GenerationLoop loop = kind.open(options)) {
      Traffic traffic = new Traffic(loop, TokenHash.MAX_TOKENS);
      traffic.compares = false;
      traffic.run(streams);
      assertEquals(TokenHash.stored(streams), traffic.result());
      return traffic.result();
    }
  }
}
