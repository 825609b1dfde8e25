package dev.deltalex.loop;

import dev.deltalex.loop.ngram.HostStep;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.ConsumerWatch;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.thread.Uninterruptibles;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The generation loop on platform threads of this JVM, each with a range of slots. A thread steps
 * its slots in turn; when none has work it spins, then yields, then parks for short times, since an
 * admission is visible in the ring only and wakes no thread. The first thread writes the heartbeat.
 */
final class HostGenerationLoop implements GenerationLoop {
  private static final int SPINS = 200;
  private static final int YIELDS = 50;

  /** Pause when every ring is full: short, but the reader gets the core. */
  private static final long STALL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  /**
   * Slots between two heartbeats. A step of a slot takes at most 60 us, so the heartbeat is written
   * every few milliseconds for any number of slots.
   */
  private static final int BEAT_SLOTS = 64;

  private static final System.Logger LOG = System.getLogger("dev.deltalex.loop");

  private final LoopRing ring;
  private final RingWriter writer;
  private final String description;
  private final List<Worker> workers = new ArrayList<>();
  private final @Nullable ConsumerWatch consumer;

  /** Guards the step counter, which all threads increment after they published. */
  private final Object doorbell = new Object();

  /** Threads that have not written their last ENDs; the last one writes the producer's state. */
  private final AtomicInteger serving;

  private volatile boolean stopping;
  private volatile boolean failed;
  private volatile boolean consumerLost;

  /** The step of a slot: {@link HostStep}, or a replacement in tests. */
  interface Steps {
    /** See {@link HostStep#step}. */
    int step(int slot, @Nullable EndReason stop);
  }

  /** Creates the steps of a range of slots. */
  interface StepMaker {
    Steps make(RingWriter writer, int from, int to);
  }

  /**
   * Starts the threads.
   *
   * @param because why the loop runs on the host; completes a sentence after "because"
   */
  HostGenerationLoop(LoopOptions options, NgramModel model, String because) {
    this(
        options,
        model,
        because,
        (writer, from, to) -> new HostStep(model, writer, options.draftOrder(), from, to)::step,
        Thread::new);
  }

  /** With replaceable steps and threads, for tests of failures. */
  HostGenerationLoop(
      LoopOptions options, NgramModel model, String because, StepMaker steps, ThreadFactory maker) {
    this.ring = new LoopRing(options, model);
    this.writer = new RingWriter(ring.block());
    int threads = options.threads();
    this.serving = new AtomicInteger(threads);
    this.description =
        "host: %d thread%s, because %s; %s"
            .formatted(threads, threads == 1 ? "" : "s", because, model);
    int silence = options.consumerSilenceMillis();
    this.consumer =
        silence == 0
            ? null
            : new ConsumerWatch(writer, TimeUnit.MILLISECONDS.toNanos(silence), System.nanoTime());
    for (int i = 0; i < threads; i++) {
      int from = (int) ((long) options.slots() * i / threads);
      int to = (int) ((long) options.slots() * (i + 1) / threads);
      workers.add(new Worker(i, from, to, steps, maker));
    }
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    try {
      workers.forEach(worker -> worker.thread.start());
    } catch (Throwable e) {
      stop(); // ends the threads that were started, since the caller gets no loop to close
      throw e;
    }
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

  @Override
  public void close() {
    ring.leave(new LoopHealth.Closed());
    stop();
    workers.forEach(worker -> Uninterruptibles.join(worker.thread));
  }

  /** Makes every thread write its last ENDs and end. */
  private void stop() {
    stopping = true;
    workers.forEach(worker -> LockSupport.unpark(worker.thread));
  }

  /** Called when a worker throws, which is a bug of the loop: all streams of all workers end. */
  private void fail(Throwable defect) {
    String reason = "a thread of the host loop failed: " + defect;
    failed = true;
    ring.leave(new LoopHealth.Lost(reason));
    LOG.log(System.Logger.Level.ERROR, reason + "; all its streams end with ERROR", defect);
    stop();
  }

  /** Called after the ENDs are written, so that a reader that sees this state also sees them. */
  private void writeFinalState() {
    if (failed) {
      writer.state(RingLayout.PRODUCER_FAILED, 1);
    } else {
      writer.state(RingLayout.PRODUCER_CLOSED, 0);
    }
  }

  /** A thread and its slots. */
  private final class Worker implements Runnable {
    private final Thread thread;
    private final int number;
    private final int from;
    private final int to;
    private final Steps steps;

    Worker(int number, int from, int to, StepMaker steps, ThreadFactory maker) {
      this.number = number;
      this.from = from;
      this.to = to;
      this.steps = steps.make(writer, from, to);
      this.thread = maker.newThread(this);
      thread.setName("deltalex-loop-" + number);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      try {
        serve();
      } catch (RuntimeException | Error e) {
        fail(e);
      } finally {
        ring.endAll(writer, from, to, failed ? EndReason.ERROR : EndReason.CANCELLED);
        publish();
        if (serving.decrementAndGet() == 0) {
          writeFinalState();
        }
      }
    }

    private void serve() {
      long period = TimeUnit.MILLISECONDS.toNanos(ring.options().stepMillis());
      long next = System.nanoTime();
      int idlePasses = 0;
      while (!stopping) {
        boolean stop = consumerLost || writer.stopRequested();
        int result = pass(stop ? EndReason.CANCELLED : null);
        if (period > 0) {
          next = Math.max(next + period, System.nanoTime());
          await(next);
        } else if (result == HostStep.WORKED) {
          idlePasses = 0;
        } else {
          idle(idlePasses, result == HostStep.STALLED ? STALL_NANOS : IDLE_NANOS);
          idlePasses =
              Math.min(
                  idlePasses + 1, SPINS + YIELDS); // the product would overflow after some days
        }
      }
    }

    private void beat() {
      long now = System.nanoTime();
      writer.beat(now);
      if (consumer != null) {
        consumerLost = consumer.isLost(now);
      }
    }

    /** Steps every slot and writes heartbeats between them; returns the maximum of the results. */
    private int pass(@Nullable EndReason stop) {
      int result = HostStep.IDLE;
      for (int slot = from; slot < to; slot++) {
        if (number == 0 && slot % BEAT_SLOTS == 0) {
          beat();
        }
        result = Math.max(result, steps.step(slot, stop));
      }
      if (result == HostStep.WORKED) {
        publish();
      }
      return result;
    }

    private void publish() {
      synchronized (doorbell) {
        writer.publishStep();
      }
    }

    private void idle(int passes, long nanos) {
      if (passes < SPINS) {
        Thread.onSpinWait();
      } else if (passes < SPINS + YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(nanos);
      }
    }

    private void await(long deadline) {
      for (long remaining = deadline - System.nanoTime();
          remaining > 0 && !stopping;
          remaining = deadline - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(remaining, LoopRing.BEAT_NANOS));
        if (number == 0) {
          beat();
        }
      }
    }
  }
}
