package dev.deltalex.mux;

import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A producer that emits scripts: a stream's seed is the number of its script. The lengths of bursts
 * are random, and each step skips random slots. Single-threaded.
 */
final class ScriptedProducer {
  /** The tokens of a stream and its END; null: no END is written. */
  record Script(int[] tokens, EndReason end) {}

  private final RingWriter writer;
  private final RingLayout layout;
  private final SplittableRandom random;
  private final List<Script> scripts = new ArrayList<>();
  private final int[] served;
  private final int[] at;
  private final boolean[] over;
  private long beat;

  /** Whether streams continue after a cancellation. */
  boolean ignoresCancel;

  ScriptedProducer(RingWriter writer, RingLayout layout, long seed) {
    this.writer = writer;
    this.layout = layout;
    this.random = new SplittableRandom(seed);
    served = new int[layout.slots()];
    at = new int[layout.slots()];
    over = new boolean[layout.slots()];
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
  }

  /** Adds a script and returns its number, which is the seed to request it. */
  int add(Script script) {
    scripts.add(script);
    return scripts.size() - 1;
  }

  /**
   * Runs a step: writes a burst for some of the streams, then the doorbell. Returns the number of
   * records written.
   */
  int step() {
    int records = 0;
    for (int slot = 0; slot < layout.slots(); slot++) {
      int epoch = writer.admittedEpoch(slot);
      if (epoch != 0 && epoch != served[slot]) {
        served[slot] = epoch;
        at[slot] = 0;
        over[slot] = false;
        writer.begin(slot, epoch);
      }
      if (epoch != 0 && !over[slot] && random.nextInt(4) != 0) {
        records += serve(slot, epoch);
      }
    }
    beat();
    writer.publishStep();
    return records;
  }

  private int serve(int slot, int epoch) {
    Script script = scripts.get((int) writer.seed(slot));
    if (!ignoresCancel && writer.cancelRequested(slot, epoch)) {
      writer.end(slot, epoch, EndReason.CANCELLED);
      over[slot] = true;
      return 1;
    }
    int remaining = script.tokens.length - at[slot];
    if (remaining == 0) {
      writer.end(slot, epoch, script.end);
      over[slot] = true;
      return 1;
    }
    int count = Math.min(remaining, 1 + random.nextInt(layout.maxBurst()));
    int drafted = Math.min(RingLayout.MAX_DRAFTED, count - 1 + random.nextInt(3));
    if (!writer.tryPut(slot, epoch, drafted, script.tokens, at[slot], count)) {
      return 0;
    }
    at[slot] += count;
    return 1;
  }

  /** Writes a heartbeat. */
  void beat() {
    writer.beat(++beat);
  }
}
