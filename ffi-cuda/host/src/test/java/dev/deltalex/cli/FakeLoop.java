package dev.deltalex.cli;

import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.LoopHealth;
import dev.deltalex.loop.LoopModel;
import dev.deltalex.loop.LoopOptions;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.thread.Uninterruptibles;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A loop without a model: emits random chars in bursts of random length, on one thread. */
final class FakeLoop implements GenerationLoop {
  private static final int TOKENS = 90;

  private final Arena arena = Arena.ofShared();
  private final RingLayout layout;
  private final MemorySegment ring;
  private final RingWriter writer;
  private final Model model;
  private final Thread thread;
  private final int dieAfter;
  private final boolean sharesClock;
  private volatile boolean closing;

  /**
   * Starts the loop.
   *
   * @param dieAfter number of steps with streams after which it fails; 0: never
   * @param sharesClock the result of {@code sharesClock()}
   */
  FakeLoop(LoopOptions options, int dieAfter, boolean sharesClock) {
    this.dieAfter = dieAfter;
    this.sharesClock = sharesClock;
    layout = RingLayout.of(options.slots(), options.capacityWords(), options.maxBurst());
    ring = RingBlock.allocate(arena, layout);
    writer = new RingWriter(ring);
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int i = 0; i < TOKENS; i++) {
      builder.add(i, Character.toString(' ' + i));
    }
    model = new Model(builder.build());
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    thread = Thread.ofPlatform().daemon().start(this::run);
  }

  private void run() {
    SplittableRandom random = new SplittableRandom(1);
    int[] served = new int[layout.slots()];
    int[] remaining = new int[layout.slots()];
    int busy = 0;
    for (long step = 1; !closing; step++) {
      for (int slot = 0; slot < served.length; slot++) {
        serve(slot, served, remaining, random);
      }
      writer.beat(step);
      writer.publishStep();
      busy += served[0] == 0 ? 0 : 1;
      if (dieAfter > 0 && busy == dieAfter) {
        writer.state(RingLayout.PRODUCER_FAILED, 719);
        return;
      }
      Thread.yield();
    }
  }

  private void serve(int slot, int[] served, int[] remaining, SplittableRandom random) {
    int epoch = writer.admittedEpoch(slot);
    if (epoch != 0 && epoch != served[slot]) {
      served[slot] = epoch;
      remaining[slot] = writer.maxTokens(slot);
      writer.begin(slot, epoch);
    }
    if (epoch == 0 || remaining[slot] < 0) {
      return;
    }
    if (writer.cancelRequested(slot, epoch) || remaining[slot] == 0) {
      writer.end(slot, epoch, remaining[slot] == 0 ? EndReason.LENGTH : EndReason.CANCELLED);
      remaining[slot] = -1;
      return;
    }
    int[] burst = random.ints(layout.maxBurst(), 0, TOKENS).toArray();
    int count = Math.min(remaining[slot], 1 + random.nextInt(burst.length));
    if (writer.tryPut(slot, epoch, writer.k(slot), burst, 0, count)) {
      remaining[slot] -= count;
    }
  }

  @Override
  public MemorySegment ring() {
    return ring;
  }

  @Override
  public LoopModel model() {
    return model;
  }

  @Override
  public LoopHealth health() {
    return closing ? new LoopHealth.Closed() : new LoopHealth.Running();
  }

  @Override
  public String description() {
    return "host: a fake, because this is a test";
  }

  @Override
  public boolean sharesClock() {
    return sharesClock;
  }

  @Override
  public void close() {
    closing = true;
    Uninterruptibles.join(thread);
    arena.close();
  }

  private record Model(Vocabulary vocabulary) implements LoopModel {
    @Override
    public int bos() {
      return 0;
    }

    @Override
    public int eos() {
      return 1;
    }

    @Override
    public int[] prompt(String format, String tail) {
      return new int[] {0};
    }

    @Override
    public int countTokens(String text) {
      return text.length();
    }

    @Override
    public String tools() {
      return "[]";
    }
  }
}
