package dev.deltalex.serve;

import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.LoopHealth;
import dev.deltalex.loop.LoopModel;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.serve.Script.Entry;
import dev.deltalex.thread.Uninterruptibles;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A producer that writes recorded outputs to a token ring. The last token of a stream's prompt is
 * the number of its output; seed and token limit are ignored. One thread serves all slots and
 * writes the heartbeat.
 */
final class ScriptLoop implements GenerationLoop {
  /** The smallest power of two that holds four of the longest bursts. */
  private static final int CAPACITY_WORDS = 512;

  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Attempts to write the END of a stream whose ring is full, while its reader may free space. */
  private static final int LAST_TRIES = 100;

  private final Script script;
  private final MemorySegment block;
  private final RingWriter writer;
  private final Thread thread;
  private volatile LoopHealth health = new LoopHealth.Running();
  private volatile boolean stopping;

  // By slot; accessed by the thread only.
  private final int[] epochs;
  private final boolean[] running;
  private final int[] entries;
  private final int[] nextBurst;
  private final long[] due;

  /** When the next slot is due, of those seen in the current pass. */
  private long earliest;

  ScriptLoop(Script script, int slots) {
    this.script = script;
    this.block =
        RingBlock.allocate(Arena.ofAuto(), RingLayout.of(slots, CAPACITY_WORDS, Script.MAX_BURST));
    this.writer = new RingWriter(block);
    this.epochs = new int[slots];
    this.running = new boolean[slots];
    this.entries = new int[slots];
    this.nextBurst = new int[slots];
    this.due = new long[slots];
    writer.beat(System.nanoTime());
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    this.thread = Thread.ofPlatform().name("deltalex-script").daemon().start(this::run);
  }

  @Override
  public MemorySegment ring() {
    return block;
  }

  @Override
  public LoopModel model() {
    return script;
  }

  @Override
  public LoopHealth health() {
    return health;
  }

  @Override
  public String description() {
    return "script: " + script.entries().size() + " recorded outputs";
  }

  @Override
  public void close() {
    if (health instanceof LoopHealth.Running) {
      health = new LoopHealth.Closed();
    }
    stopping = true;
    LockSupport.unpark(thread);
    Uninterruptibles.join(thread);
  }

  private void run() {
    try {
      while (!stopping) {
        long now = System.nanoTime();
        writer.beat(now);
        earliest = now + IDLE_NANOS;
        if (pass(now, writer.stopRequested())) {
          writer.publishStep();
        }
        long rest = earliest - System.nanoTime();
        if (rest > 0) {
          LockSupport.parkNanos(this, rest);
        }
      }
      endAll();
      writer.state(RingLayout.PRODUCER_CLOSED, 0);
    } catch (RuntimeException | Error defect) {
      health = new LoopHealth.Lost("the thread of the script loop failed: " + defect);
      writer.state(RingLayout.PRODUCER_FAILED, 1);
    }
  }

  private boolean pass(long now, boolean stop) {
    boolean worked = false;
    for (int slot = 0; slot < epochs.length; slot++) {
      worked |= step(slot, now, stop);
    }
    return worked;
  }

  private boolean step(int slot, long now, boolean stop) {
    if (!running[slot] && !begin(slot, now)) {
      return false;
    }
    if (stop || writer.cancelRequested(slot, epochs[slot])) {
      return end(slot, EndReason.CANCELLED);
    }
    if (due[slot] - now > 0) {
      earliest = Math.min(earliest, due[slot]);
      return false;
    }
    Entry entry = script.entries().get(entries[slot]);
    int burst = nextBurst[slot];
    if (burst == entry.bursts().length) {
      return switch (entry.finish()) {
        case STOP -> end(slot, EndReason.EOS);
        case LENGTH -> end(slot, EndReason.LENGTH);
        case ERROR -> end(slot, EndReason.ERROR);
        case NEVER -> false;
      };
    }
    int from = burst == 0 ? 0 : entry.bursts()[burst - 1];
    int count = entry.bursts()[burst] - from;
    if (!writer.tryPut(slot, epochs[slot], count - 1, entry.tokens(), from, count)) {
      return false;
    }
    nextBurst[slot] = burst + 1;
    due[slot] = now + TimeUnit.MILLISECONDS.toNanos(entry.stepMillis());
    earliest = Math.min(earliest, due[slot]);
    return true;
  }

  /** Begins a newly admitted stream, if there is one. */
  private boolean begin(int slot, long now) {
    int epoch = writer.admittedEpoch(slot);
    if (epoch <= 0 || epoch == epochs[slot]) {
      return false;
    }
    int length = writer.promptLength(slot);
    int entry = length == 0 ? -1 : writer.prompt(slot, length - 1);
    if (!writer.stillAdmitted(slot, epoch)) {
      return false;
    }
    writer.begin(slot, epoch);
    epochs[slot] = epoch;
    running[slot] = true;
    nextBurst[slot] = 0;
    if (entry < 0 || entry >= script.entries().size()) {
      end(slot, EndReason.ERROR);
      return false;
    }
    entries[slot] = entry;
    due[slot] = now + TimeUnit.MILLISECONDS.toNanos(script.entries().get(entry).stepMillis());
    return true;
  }

  /** Writes the END; if the ring is full, the next pass tries again. */
  private boolean end(int slot, EndReason reason) {
    boolean ended = writer.end(slot, epochs[slot], reason);
    running[slot] = !ended;
    return ended;
  }

  /**
   * Writes the END of every stream. Streams admitted later learn the end from the producer's state.
   */
  private void endAll() {
    for (int tries = 0; tries < LAST_TRIES; tries++) {
      pass(System.nanoTime(), true);
      writer.publishStep();
      boolean anyRuns = false;
      for (boolean runs : running) {
        anyRuns |= runs;
      }
      if (!anyRuns) {
        return;
      }
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
  }
}
