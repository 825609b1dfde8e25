package dev.deltalex.mux;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Maps the slots of one shard to streams, in arrays. A slot is free, live, draining (its stream has
 * ended but its END record was not read yet) or retired (its ring was corrupt).
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

  /** Creates a table of free slots, which are first assigned in ascending order. */
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

  /** Number of live streams. */
  int live() {
    return liveCount;
  }

  /** Whether every slot is retired. */
  boolean isUsedUp() {
    return retiredCount == states.length;
  }

  /** Number of live streams whose sink is a {@link ParkingSink}. */
  int parking() {
    return parkingCount;
  }

  /** Whether the slot's ring must be read. */
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

  /** The slot that the next {@link #lend} assigns. Requires a free slot. */
  int nextFree() {
    return free[freeCount - 1];
  }

  /** Assigns a free slot to a stream. */
  int lend(StreamHandle stream) {
    int slot = free[--freeCount];
    states[slot - from] = LIVE;
    streams[slot - from] = stream;
    liveCount++;
    parkingCount += stream.parking == null ? 0 : 1;
    return slot;
  }

  /** Marks the slot as draining: its stream has ended, its END record was not read yet. */
  void drain(int slot) {
    leave(slot, DRAINING);
  }

  /** Marks the slot as free: its END record was read. */
  void release(int slot) {
    leave(slot, FREE);
    free[freeCount++] = slot;
  }

  /** Marks the slot as retired: its ring is corrupt. */
  void retire(int slot) {
    leave(slot, RETIRED);
    retiredCount++;
  }

  /** Marks a free slot as draining because an earlier consumer left a stream in it. */
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
