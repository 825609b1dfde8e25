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
import dev.deltalex.thread.Uninterruptibles;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The generation loop on a CUDA device, with one kernel launch or graph replay per step. The ring
 * is host memory that the kernel writes in place. One thread owns the context, launches kernels,
 * writes the heartbeat, and ends the running streams when the device is lost or the loop is closed;
 * it never writes to a slot while a kernel may. Without running streams nothing is launched.
 */
final class CudaGenerationLoop implements GenerationLoop {
  private static final int SPINS = 2_000;
  private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  /** Pause after a step in which every ring was full; doubles with each further one, to 320 us. */
  private static final long STALL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final int STALL_DOUBLINGS = 4;
  private static final int IDLE_SPINS = 200;

  /** Pauses of an idle loop between two checks of the device: about 100 ms. */
  private static final int IDLE_RESTS = 400;

  /**
   * Duration of a step after which a warning is logged, and for which close waits at most. A kernel
   * of this loop takes microseconds.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Limit for the start: the driver opens a device in up to some seconds if no process uses it, and
   * compiles the kernel.
   */
  private static final Duration START = Duration.ofSeconds(60);

  /** Bytes of the owner thread's stack: the driver's compiler needs more than a JVM's default. */
  private static final long STACK_BYTES = 8 << 20;

  private static final System.Logger LOG = System.getLogger("dev.deltalex.loop");

  private final LoopRing ring;
  private final String description;
  private final Thread thread;
  private final Duration stepLimit;

  // Set by the owner thread before the start is complete, since the ring may move until then.
  private @Nullable RingWriter ringWriter;
  private @Nullable RingReader ringReader;
  private @Nullable ConsumerWatch consumer;

  private volatile boolean stopping;

  /** Whether close has timed out: a kernel does not end, and the thread still waits for it. */
  private volatile boolean abandoned;

  /**
   * Opens the device and starts the loop.
   *
   * @throws IllegalStateException if the device or its driver fails; the message has the reason
   */
  CudaGenerationLoop(LoopOptions options, NgramModel model, DriverProbe.Ready probe) {
    this(options, model, probe, PATIENCE, START);
  }

  /** Opens a loop with other time limits: for a step that does not end, and for the start. */
  CudaGenerationLoop(
      LoopOptions options,
      NgramModel model,
      DriverProbe.Ready probe,
      Duration stepLimit,
      Duration startLimit) {
    this.stepLimit = stepLimit;
    this.ring = new LoopRing(options, model);
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    this.thread = new Thread(null, () -> run(probe, started), "deltalex-cuda-loop", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    String how = awaitStart(started, startLimit) ? "graph replay" : "a launch per step";
    how += DeviceSide.fewFences() ? " with few fences" : "";
    this.description = "CUDA: %s; %s; %s".formatted(probe.describe(), how, model);
  }

  /** Waits for the start; returns whether steps are graph replays. */
  private boolean awaitStart(CompletableFuture<Boolean> started, Duration limit) {
    String reason;
    Throwable cause;
    try {
      return started.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      reason = String.valueOf(e.getCause());
      cause = e;
    } catch (TimeoutException e) {
      reason =
          "it is not done after "
              + limit.toMillis()
              + " ms; its thread is in "
              + Arrays.stream(thread.getStackTrace())
                  .map(StackTraceElement::getMethodName)
                  .limit(6)
                  .collect(Collectors.joining(" < "))
              + "; the device or its driver hangs, nvidia-smi -q shows its state";
      cause = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "interrupted";
      cause = e;
    }
    // A start that goes on later ends at once, and releases what it has opened.
    ring.leave(new LoopHealth.Closed());
    stopping = true;
    throw new IllegalStateException("the CUDA loop did not start: " + reason, cause);
  }

  private RingWriter writer() {
    return Objects.requireNonNull(ringWriter, "not started");
  }

  private void watch(LoopRing ring) {
    RingWriter writer = new RingWriter(ring.block());
    ringWriter = writer;
    ringReader = new RingReader(ring.block());
    int silence = ring.options().consumerSilenceMillis();
    consumer =
        silence == 0
            ? null
            : new ConsumerWatch(writer, TimeUnit.MILLISECONDS.toNanos(silence), System.nanoTime());
  }

  @Override
  public MemorySegment ring() {
    return ring.block();
  }

  @Override
  public LoopModel model() {
    return ring.model();
  }

  @Override
  public LoopHealth health() {
    return ring.health();
  }

  @Override
  public String description() {
    return description;
  }

  /** False, since the kernel writes times of the device's clock. */
  @Override
  public boolean sharesClock() {
    return false;
  }

  @Override
  public void close() {
    ring.leave(new LoopHealth.Closed());
    stopping = true;
    LockSupport.unpark(thread);
    if (!abandoned && !Uninterruptibles.join(thread, stepLimit)) {
      abandoned = true;
      LOG.log(
          System.Logger.Level.ERROR,
          "close waited "
              + stepLimit.toMillis()
              + " ms for a kernel that does not end: the thread "
              + thread.getName()
              + " keeps waiting and then releases the context and all memory that the kernel"
              + " may use; running streams end with ERROR. If the kernel never ends, stop this"
              + " process; if that does not free the device, use nvidia-smi --gpu-reset");
    }
  }

  /** The main method of the thread that owns the context. */
  private void run(DriverProbe.Ready probe, CompletableFuture<Boolean> started) {
    Throwable failure = null;
    try (DeviceContext context = DeviceContext.open(probe.driver(), probe.ordinal())) {
      DeviceSide device = null;
      try {
        device = new DeviceSide(context, ring);
        watch(ring);
        writer().state(RingLayout.PRODUCER_RUNNING, 0);
        started.complete(device.replays());
        serve(device);
      } catch (RuntimeException | Error e) {
        failure = e;
        fail(e, started.isDone());
      }
      // Before the context is closed, so that readers get the ENDs without a delay.
      if (device != null && ringWriter != null) {
        finish(writer(), failure, settles(context, device));
      }
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

  private void fail(Throwable failure, boolean serving) {
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

  /** After a failure: whether no kernel is running. */
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
    RingReader doorbell = Objects.requireNonNull(ringReader, "not started");
    long period = TimeUnit.MILLISECONDS.toNanos(ring.options().stepMillis());
    long next = System.nanoTime();
    int idle = 0;
    int stalls = 0;
    while (!stopping) {
      device.stop(beat());
      if (!hasStreams()) {
        idle = idle(device, idle);
        continue;
      }
      idle = 0;
      long step = doorbell.step();
      device.launch();
      await(device);
      // The kernel increments the step only if it published; else the ring of every stream is full.
      stalls = doorbell.step() == step ? rest(stalls) : 0;
      if (period > 0) {
        next = Math.max(next + period, System.nanoTime());
        for (long remaining = next - System.nanoTime();
            remaining > 0 && !stopping;
            remaining = next - System.nanoTime()) {
          LockSupport.parkNanos(Math.min(remaining, LoopRing.BEAT_NANOS));
          beat();
        }
      }
    }
  }

  /**
   * Pauses, so that readers get the core; returns the number of stalls, which sets the duration.
   */
  private static int rest(int stalls) {
    LockSupport.parkNanos(STALL_NANOS << stalls);
    return Math.min(stalls + 1, STALL_DOUBLINGS);
  }

  /** Writes the heartbeat; returns whether the consumer is lost. */
  private boolean beat() {
    long now = System.nanoTime();
    writer().beat(now);
    ConsumerWatch watch = consumer;
    return watch != null && watch.isLost(now);
  }

  /** Waits for the current step; keeps writing the heartbeat, since a long step is not a loss. */
  private void await(DeviceSide device) {
    long begun = System.nanoTime();
    boolean warned = false;
    for (int spins = 0; !device.isDone(); spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
        continue;
      }
      LockSupport.parkNanos(WAIT_NANOS);
      beat();
      if (abandoned) {
        // The kernel may still write to its slots, but never to this word.
        writer().state(RingLayout.PRODUCER_FAILED, CudaConstants.CUDA_ERROR_LAUNCH_TIMEOUT);
      } else if (!warned && System.nanoTime() - begun > stepLimit.toNanos()) {
        warned = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "a step of the CUDA loop is not done after "
                + stepLimit.toMillis()
                + " ms and blocks its streams. If it never ends, close the loop and stop this"
                + " process to free the device");
      }
    }
  }

  /**
   * Spins first, then parks. Queries the device from time to time, which throws if the context was
   * lost meanwhile: the loss is detected before the next stream is admitted, and the lost context
   * is released, which would also break the next loop of this process.
   *
   * @return the number of idle passes, for the next call
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

  private boolean hasStreams() {
    RingWriter writer = writer();
    for (int slot = 0; slot < ring.options().slots(); slot++) {
      if (LoopRing.hasUnendedStream(writer, slot, writer.admittedEpoch(slot))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes the END of every stream, and the producer's final state.
   *
   * @param settled whether no kernel runs any more: the last step is done, or its context is lost.
   *     If false, only the producer's state is written
   */
  private void finish(RingWriter writer, @Nullable Throwable failure, boolean settled) {
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
