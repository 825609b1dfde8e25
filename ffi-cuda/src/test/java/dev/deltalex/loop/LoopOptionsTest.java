package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ring.RingLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The error for an invalid value has the parameter's name and the valid range. */
final class LoopOptionsTest {
  private static final LoopOptions GOOD = LoopOptions.DEFAULT;

  private static void refused(String message, Executable options) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, options).getMessage());
  }

  @Test
  void ringsForADraftTakeSomeOfItsLongestBursts() {
    for (int k = 0; k <= 255; k++) {
      LoopOptions options = LoopOptions.DEFAULT.withRingFor(3, k);
      assertEquals(3, options.slots());
      assertEquals(k + 1, options.maxBurst());
      assertTrue(options.capacityWords() >= 16 * (k + 5), options::toString);
      assertTrue(options.capacityWords() < 32 * (k + 5), options::toString);
      RingLayout.of(3, options.capacityWords(), options.maxBurst());
    }
  }

  @Test
  void refusalsNameTheFieldAndItsRange() {
    refused("slots is 0, needs 1 to 65536", () -> GOOD.withRing(0, 256, 16));
    refused("slots is 65537, needs 1 to 65536", () -> GOOD.withRing(65_537, 256, 16));
    refused("maxBurst is 0, needs 1 to 65535", () -> GOOD.withRing(4, 256, 0));
    refused(
        "capacityWords is 64, needs a power of two from 80 to 16777216",
        () -> GOOD.withRing(4, 64, 16));
    refused(
        "capacityWords is 100, needs a power of two from 80 to 16777216",
        () -> GOOD.withRing(4, 100, 16));
    refused(
        "capacityWords is -2147483648, needs a power of two from 80 to 16777216",
        () -> GOOD.withRing(4, Integer.MIN_VALUE, 16));
    refused("draftOrder is 6, needs 1 to 5", () -> GOOD.withDraftOrder(6));
    refused("threads is 65, needs 1 to 64", () -> GOOD.withThreads(65));
    refused("stepMillis is -1, needs 0 to 60000", () -> GOOD.withStepMillis(-1));
    refused(
        "consumerSilenceMillis is -1, needs 0 to 2147483647",
        () -> GOOD.withConsumerSilenceMillis(-1));
  }

  @Test
  void refusalsOfARequestDoSoToo() {
    int[] prompt = {1};
    refused("maxTokens is 0, needs 1 or more", () -> new StreamRequest(prompt, 1, 0, 1));
    refused("draftTokens is -1, needs 0 to 255", () -> new StreamRequest(prompt, 1, 1, -1));
    refused("draftTokens is 256, needs 0 to 255", () -> new StreamRequest(prompt, 1, 1, 256));
  }

  @Test
  void boundsAreInside() {
    assertEquals(1, GOOD.withRing(1, 32, 1).threads());
    assertEquals(1 << 24, GOOD.withRing(1, 1 << 24, 65_535).capacityWords());
    assertEquals(65_536, GOOD.withRing(65_536, 32, 1).slots());
  }
}
