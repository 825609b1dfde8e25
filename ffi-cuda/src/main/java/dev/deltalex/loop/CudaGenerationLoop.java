package dev.deltalex.loop;

import dev.deltalex.cuda.device.DeviceContext;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.ConsumerWatch;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.text.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The generation loop on a CUDA device: a kernel launch, or a graph replay, per step. The ring is
 * host memory that the device writes in place. One thread owns the context, launches, beats, and
 * ends what lives when the device is lost or the loop closed; it never touches a slot while a
 * kernel may. Where nothing lives, nothing is launched.
 */
final class CudaGenerationLoop implements GenerationLoop {
  private static final int SPINS = 2_000;
  private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);
  private static final int IDLE_SPINS = 200;

  private final LoopRing ring;
  private final RingWriter writer;
  private final String description;
  private final Thread thread;
  private final @Nullable ConsumerWatch consumer;
  private volatile boolean stopping;
  private volatile boolean parked;

  /**
   * Opens the device and starts.
   *
   * @throws IllegalStateException if the device or its driver refuses; the message says what
   */
  CudaGenerationLoop(LoopOptions options, NgramModel model, DriverProbe.Ready probe) {
    this.ring = new LoopRing(options, model);
    this.writer = new RingWriter(ring.block());
    int silence = options.consumerSilenceMillis();
    this.consumer =
        silence == 0
            ? null
            : new ConsumerWatch(writer, TimeUnit.MILLISECONDS.toNanos(silence), System.nanoTime());
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    this.thread = new Thread(() -> run(probe, started), "deltalex-cuda-loop");
    thread.setDaemon(true);
    thread.start();
    try {
      boolean replays = started.join();
      String how = replays ? "graph replay" : "a launch per step";
      this.description = "CUDA: %s; %s; %s".formatted(probe.describe(), how, model);
    } catch (CompletionException e) {
      throw new IllegalStateException("the CUDA loop did not start: " + e.getCause(), e);
    }
  }

  @Override
  public MemorySegment ring() {
    return ring.block();
  }

  @Override
  public Vocabulary vocabulary() {
    return ring.model().vocabulary();
  }

  @Override
  public int bos() {
    return ring.model().bos();
  }

  @Override
  public int eos() {
    return ring.model().eos();
  }

  @Override
  public int[] prompt(String format, String tail) {
    return ring.model().prompt(format, tail);
  }

  @Override
  public String tools() {
    return NgramModel.tools();
  }

  @Override
  public void admit(int slot, int epoch, StreamRequest request) {
    ring.admit(slot, epoch, request);
    wake();
  }

  @Override
  public void cancel(int slot, int epoch) {
    ring.cancel(slot, epoch);
    wake();
  }

  private void wake() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public LoopHealth health() {
    return ring.health();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    ring.leave(new LoopHealth.Closed());
    stopping = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The life of the thread that owns the context. */
  private void run(DriverProbe.Ready probe, CompletableFuture<Boolean> started) {
    Throwable failure = null;
    try (DeviceContext context = DeviceContext.open(probe.driver(), probe.ordinal())) {
      try {
        DeviceSide device = new DeviceSide(context, ring);
        writer.state(RingLayout.PRODUCER_RUNNING, 0);
        started.complete(device.replays());
        serve(device);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      // Before the context goes: it waits for nothing, and readers do.
      finish(failure);
    } catch (RuntimeException | Error e) {
      failure = failure == null ? e : failure;
    }
    started.completeExceptionally(failure == null ? new IllegalStateException("closed") : failure);
  }

  private void serve(DeviceSide device) {
    long period = TimeUnit.MILLISECONDS.toNanos(ring.options().stepMillis());
    long next = System.nanoTime();
    int idle = 0;
    while (!stopping) {
      device.stop(beat());
      if (!anyLives()) {
        idle(idle++);
        continue;
      }
      idle = 0;
      device.launch();
      await(device);
      if (period > 0) {
        next = Math.max(next + period, System.nanoTime());
        for (long left = next - System.nanoTime();
            left > 0 && !stopping;
            left = next - System.nanoTime()) {
          LockSupport.parkNanos(Math.min(left, LoopRing.BEAT_NANOS));
          beat();
        }
      }
    }
  }

  /** Beats; whether the consumer is lost. */
  private boolean beat() {
    long now = System.nanoTime();
    writer.beat(now);
    return consumer != null && consumer.isLost(now);
  }

  private void await(DeviceSide device) {
    for (int spins = 0; !device.isDone(); spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(WAIT_NANOS);
        beat();
      }
    }
  }

  private void idle(int passes) {
    if (passes < IDLE_SPINS) {
      Thread.onSpinWait();
      return;
    }
    parked = true;
    LockSupport.parkNanos(IDLE_NANOS);
    parked = false;
  }

  private boolean anyLives() {
    for (int slot = 0; slot < ring.options().slots(); slot++) {
      if (LoopRing.lives(writer, slot, writer.admittedEpoch(slot))) {
        return true;
      }
    }
    return false;
  }

  /** Every stream gets its END. No kernel runs any more: the last step is done, or its context. */
  private void finish(@Nullable Throwable failure) {
    EndReason reason = failure == null ? EndReason.CANCELLED : EndReason.ERROR;
    if (failure != null) {
      ring.leave(new LoopHealth.Lost(String.valueOf(failure.getMessage())));
    }
    ring.endAll(writer, 0, ring.options().slots(), reason);
    int code = failure instanceof CudaException cuda ? cuda.result().code() : 1;
    writer.state(
        failure == null ? RingLayout.PRODUCER_CLOSED : RingLayout.PRODUCER_FAILED,
        failure == null ? 0 : code);
    writer.publishStep();
  }
}
