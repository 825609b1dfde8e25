package dev.deltalex.loop;

import dev.deltalex.cuda.device.DeviceContext;
import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.ConsumerWatch;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.text.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
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

  /** The first rest of a loop whose streams all wait for their readers; it doubles, to 320 us. */
  private static final long STALL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final int STALL_DOUBLINGS = 4;
  private static final int IDLE_SPINS = 200;

  /** Rests of an idle loop between two looks at the device: about 100 ms. */
  private static final int IDLE_RESTS = 400;

  /**
   * How long a step may take before a line tells of it, and how long close waits for it: a kernel
   * of this loop needs microseconds.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger("dev.deltalex.loop");

  private final LoopRing ring;
  private final RingWriter writer;
  private final RingReader doorbell;
  private final String description;
  private final Thread thread;
  private final @Nullable ConsumerWatch consumer;
  private final Duration patience;
  private volatile boolean stopping;

  /** Closed, but the thread waits for a kernel that does not end. */
  private volatile boolean abandoned;

  /**
   * Opens the device and starts.
   *
   * @throws IllegalStateException if the device or its driver refuses; the message says what
   */
  CudaGenerationLoop(LoopOptions options, NgramModel model, DriverProbe.Ready probe) {
    this(options, model, probe, PATIENCE);
  }

  /** With another patience for a step that does not end. */
  CudaGenerationLoop(
      LoopOptions options, NgramModel model, DriverProbe.Ready probe, Duration patience) {
    this.patience = patience;
    this.ring = new LoopRing(options, model);
    this.writer = new RingWriter(ring.block());
    this.doorbell = new RingReader(ring.block());
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
  public LoopHealth health() {
    return ring.health();
  }

  @Override
  public String description() {
    return description;
  }

  /** False: the kernel stamps what it publishes with the device's clock. */
  @Override
  public boolean sharesClock() {
    return false;
  }

  @Override
  public void close() {
    ring.leave(new LoopHealth.Closed());
    stopping = true;
    LockSupport.unpark(thread);
    if (!abandoned && !joined()) {
      abandoned = true;
      LOG.log(
          System.Logger.Level.ERROR,
          "close waited "
              + patience.toMillis()
              + " ms for a kernel that does not end: the thread "
              + thread.getName()
              + " goes on waiting, and then gives back the context and all memory that the kernel"
              + " may use; streams that live end with ERROR. If the kernel never ends, end this"
              + " process; if that does not free the device, nvidia-smi --gpu-reset does");
    }
  }

  /** Whether the loop's thread ended within the patience. */
  private boolean joined() {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    boolean ended = false;
    boolean waiting = true;
    while (waiting) {
      try {
        ended = thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }

  /** The life of the thread that owns the context. */
  private void run(DriverProbe.Ready probe, CompletableFuture<Boolean> started) {
    Throwable failure = null;
    try (DeviceContext context = DeviceContext.open(probe.driver(), probe.ordinal())) {
      DeviceSide device = null;
      try {
        device = new DeviceSide(context, ring);
        writer.state(RingLayout.PRODUCER_RUNNING, 0);
        started.complete(device.replays());
        serve(device);
      } catch (RuntimeException | Error e) {
        failure = e;
        lose(e, started.isDone());
      }
      // Before the context goes: it waits for nothing, and readers do.
      finish(failure, device == null || settles(context, device));
    } catch (RuntimeException | Error e) {
      if (started.isDone()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the CUDA loop's context did not close cleanly: " + e.getMessage(),
            e);
      }
      failure = failure == null ? e : failure;
    }
    started.completeExceptionally(failure == null ? new IllegalStateException("closed") : failure);
  }

  private void lose(Throwable failure, boolean serving) {
    String reason =
        failure instanceof CudaException ? String.valueOf(failure.getMessage()) : "" + failure;
    ring.leave(new LoopHealth.Lost(reason));
    if (serving) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the CUDA loop is lost, all its streams end with ERROR: " + reason,
          failure);
    }
  }

  /** Whether no kernel is under way after a failure, which may have left one. */
  private boolean settles(DeviceContext context, DeviceSide device) {
    try {
      if (!context.isLost()) {
        await(device);
      }
      return true;
    } catch (CudaException e) {
      return context.isLost();
    }
  }

  private void serve(DeviceSide device) {
    long period = TimeUnit.MILLISECONDS.toNanos(ring.options().stepMillis());
    long next = System.nanoTime();
    int idle = 0;
    int stalls = 0;
    while (!stopping) {
      device.stop(beat());
      if (!anyLives()) {
        idle = idle(device, idle);
        continue;
      }
      idle = 0;
      long step = doorbell.step();
      device.launch();
      await(device);
      // The kernel rings only where it published: else every stream waits for its reader.
      stalls = doorbell.step() == step ? rest(stalls) : 0;
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

  /** Leaves the core to the readers, the longer the more steps came to nothing; the next stall. */
  private static int rest(int stalls) {
    LockSupport.parkNanos(STALL_NANOS << stalls);
    return Math.min(stalls + 1, STALL_DOUBLINGS);
  }

  /** Beats; whether the consumer is lost. */
  private boolean beat() {
    long now = System.nanoTime();
    writer.beat(now);
    return consumer != null && consumer.isLost(now);
  }

  /** Waits for the step under way, and beats: a long step is no death. */
  private void await(DeviceSide device) {
    long begun = System.nanoTime();
    boolean told = false;
    for (int spins = 0; !device.isDone(); spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
        continue;
      }
      LockSupport.parkNanos(WAIT_NANOS);
      beat();
      if (abandoned) {
        // No END under the kernel's hands, but this word is not the kernel's.
        writer.state(RingLayout.PRODUCER_FAILED, CudaConstants.CUDA_ERROR_LAUNCH_TIMEOUT);
      } else if (!told && System.nanoTime() - begun > patience.toNanos()) {
        told = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "a step of the CUDA loop is not done after "
                + patience.toMillis()
                + " ms, and its streams wait. Should it never end, close the loop, and end this"
                + " process to free the device");
      }
    }
  }

  /**
   * Rests, the longer the more passes there was nothing to do. Now and then it asks for the device,
   * which throws where the context was lost meanwhile: streams to come are not to pay for that, and
   * a dead context that is held is the next loop's, too.
   *
   * @return passes
   */
  private int idle(DeviceSide device, int passes) {
    if (passes < IDLE_SPINS) {
      Thread.onSpinWait();
      return passes + 1;
    }
    LockSupport.parkNanos(IDLE_NANOS);
    if (passes < IDLE_SPINS + IDLE_RESTS) {
      return passes + 1;
    }
    device.isDone();
    return IDLE_SPINS;
  }

  private boolean anyLives() {
    for (int slot = 0; slot < ring.options().slots(); slot++) {
      if (LoopRing.lives(writer, slot, writer.admittedEpoch(slot))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Every stream gets its END.
   *
   * @param settled whether no kernel runs any more: the last step is done, or its context lost.
   *     Where that is not known the producer's state alone tells of the end
   */
  private void finish(@Nullable Throwable failure, boolean settled) {
    if (settled) {
      EndReason reason = failure == null ? EndReason.CANCELLED : EndReason.ERROR;
      ring.endAll(writer, 0, ring.options().slots(), reason);
    }
    if (failure != null) {
      int code = failure instanceof CudaException cuda ? cuda.result().code() : 1;
      writer.state(RingLayout.PRODUCER_FAILED, code);
    } else if (abandoned) {
      writer.state(RingLayout.PRODUCER_FAILED, CudaConstants.CUDA_ERROR_LAUNCH_TIMEOUT);
    } else {
      writer.state(RingLayout.PRODUCER_CLOSED, 0);
    }
    if (settled) {
      writer.publishStep();
    }
  }
}
