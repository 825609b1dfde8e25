package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The error for an invalid value has the field, the value and the valid range. */
class OptionsTest {
  @Test
  void everyBoundIsChecked() {
    assertEquals(
        "MuxOptions.queue is 0; it must be from 1 to 1000000",
        refused(() -> MuxOptions.DEFAULT.withQueue(0)));
    assertEquals(
        "MuxOptions.recordsPerPoll is 1025; it must be from 1 to 1024",
        refused(() -> MuxOptions.DEFAULT.withRecordsPerPoll(1_025)));
    assertEquals(
        "MuxOptions.parkNanos is 0; it must be 1 or more",
        refused(() -> MuxOptions.DEFAULT.withParkNanos(0)));
    assertEquals(
        "MuxOptions.pendingBytes is -1; it must be 1 or more",
        refused(() -> MuxOptions.DEFAULT.withPendingBytes(-1)));
    assertEquals(
        "MuxOptions.lostNanos is 0; it must be 1 or more",
        refused(() -> MuxOptions.DEFAULT.withLostNanos(0)));
    assertEquals(
        "longestNanos is 1; it must be 50000 or more", refused(() -> IdleStrategy.parking(1)));
  }

  private static String refused(Runnable making) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, making::run).getMessage());
  }
}
