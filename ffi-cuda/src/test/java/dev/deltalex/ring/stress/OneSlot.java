package dev.deltalex.ring.stress;

import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.MemorySegment;

/**
 * A ring of one slot, small enough to create millions of it, and the records that a handler
 * received.
 */
class OneSlot implements BurstHandler {
  private static final RingLayout LAYOUT = RingLayout.of(1, 32, 4);

  final MemorySegment block = MemorySegment.ofArray(new long[(int) LAYOUT.totalBytes() / 8]);
  final RingReader reader;
  final RingWriter writer;

  /** The received tokens as decimal digits, plus 100 times the code of the END. */
  int seen;

  int corrupt;

  OneSlot() {
    RingBlock.initialize(block, LAYOUT);
    reader = new RingReader(block);
    writer = new RingWriter(block);
  }

  final void admit(int epoch) {
    reader.admit(0, epoch, new int[] {epoch}, 1, epoch, epoch, 0);
  }

  final void put(int epoch, int... tokens) {
    writer.tryPut(0, epoch, 0, tokens, 0, tokens.length);
  }

  final int poll(int records) {
    return reader.poll(0, records, this);
  }

  @Override
  public final void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
    for (int i = 0; i < count; i++) {
      seen = seen * 10 + tokens[i];
    }
  }

  @Override
  public final void onEnd(int slot, int epoch, EndReason reason) {
    seen += 100 * reason.code();
  }

  @Override
  public final void onCorrupt(int slot, String detail) {
    corrupt++;
  }
}
