package dev.deltalex.mux;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Slot to stream, for the slots of one shard; arrays, no boxing. A slot is free, live, draining
 * (its stream is over here but its END has not been read) or retired (its memory was corrupt).
 */
final class StreamTable {
  private static final byte FREE = 0;
  private static final byte LIVE = 1;
  private static final byte DRAINING = 2;
  private static final byte RETIRED = 3;

  private final int from;
  private final @Nullable StreamHandle[] streams;
  private final byte[] states;
  private final int[] free;
  private int freeCount;
  private int liveCount;
  private int retiredCount;
  private int parkingCount;

  /** All slots free; lent in ascending order at first. */
  StreamTable(int from, int to) {
    this.from = from;
    int count = to - from;
    streams = new StreamHandle[count];
    states = new byte[count];
    free = new int[count];
    for (int i = 0; i < count; i++) {
      free[i] = to - 1 - i;
    }
    freeCount = count;
  }

  boolean hasFree() {
    return freeCount > 0;
  }

  /** Streams that are live. */
  int live() {
    return liveCount;
  }

  /** Whether every slot is retired. */
  boolean isUsedUp() {
    return retiredCount == states.length;
  }

  /** Streams that are live and whose sink is a {@link ParkingSink}. */
  int parking() {
    return parkingCount;
  }

  /** Whether the slot's ring is to be read. */
  boolean isRead(int slot) {
    byte state = states[slot - from];
    return state == LIVE || state == DRAINING;
  }

  boolean isDraining(int slot) {
    return states[slot - from] == DRAINING;
  }

  /** The live stream of the slot, or null. */
  @Nullable StreamHandle stream(int slot) {
    return streams[slot - from];
  }

  /** The slot that {@link #lend} takes next; there must be one. */
  int nextFree() {
    return free[freeCount - 1];
  }

  /** Takes a free slot for a stream. */
  int lend(StreamHandle stream) {
    int slot = free[--freeCount];
    states[slot - from] = LIVE;
    streams[slot - from] = stream;
    liveCount++;
    parkingCount += stream.parking == null ? 0 : 1;
    return slot;
  }

  /** The slot's stream is over, its END not read. */
  void drain(int slot) {
    leave(slot, DRAINING);
  }

  /** The slot's END was read. */
  void release(int slot) {
    leave(slot, FREE);
    free[freeCount++] = slot;
  }

  /** The slot's memory cannot be trusted any more. */
  void retire(int slot) {
    leave(slot, RETIRED);
    retiredCount++;
  }

  /** Takes a slot that another consumer left in use out of the free ones. */
  void takeOver(int slot) {
    int at = 0;
    while (free[at] != slot) {
      at++;
    }
    System.arraycopy(free, at + 1, free, at, --freeCount - at);
    states[slot - from] = DRAINING;
  }

  private void leave(int slot, byte next) {
    byte state = states[slot - from];
    StreamHandle stream = streams[slot - from];
    parkingCount -= stream == null || stream.parking == null ? 0 : 1;
    liveCount -= state == LIVE ? 1 : 0;
    states[slot - from] = next;
    streams[slot - from] = null;
  }

  @Override
  public String toString() {
    return "StreamTable" + Arrays.toString(states);
  }
}
