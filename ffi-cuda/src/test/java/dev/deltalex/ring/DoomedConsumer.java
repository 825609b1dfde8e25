package dev.deltalex.ring;

import java.io.IOException;
import java.nio.file.Path;

/** Reads endless streams in all slots of a shared ring until the process is killed. */
final class DoomedConsumer implements BurstHandler {
  private long tokens;

  private DoomedConsumer() {}

  public static void main(String[] arguments) throws IOException {
    SharedRing ring = SharedRing.open(Path.of(arguments[0]), RingRole.CONSUMER);
    RingReader reader = new RingReader(ring.block());
    int slots = ring.layout().slots();
    // The producer started before this process, so it may consider its consumer lost and would
    // cancel admitted streams. After its next beat it has seen this beat.
    reader.beat(System.nanoTime());
    long beat = reader.beat();
    while (reader.beat() == beat) {
      Thread.onSpinWait();
    }
    for (int slot = 0; slot < slots; slot++) {
      reader.admit(slot, reader.nextEpoch(slot), new int[0], 0, slot, Integer.MAX_VALUE, 3);
    }
    DoomedConsumer handler = new DoomedConsumer();
    boolean said = false;
    while (true) {
      reader.beat(System.nanoTime());
      for (int slot = 0; slot < slots; slot++) {
        reader.poll(slot, 16, handler);
      }
      if (!said && handler.tokens > 1_000) {
        said = true;
        System.out.println("reading");
      }
    }
  }

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] ids, int count) {
    tokens += count;
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    System.out.println("slot " + slot + " ended: " + reason);
  }

  @Override
  public void onCorrupt(int slot, String detail) {
    System.out.println("slot " + slot + " is corrupt: " + detail);
  }
}
