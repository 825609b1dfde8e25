package dev.deltalex.loop;

import dev.deltalex.loop.ngram.HostStep;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.ConsumerWatch;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.text.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The generation loop on platform threads of this JVM, each with a range of slots. A thread steps
 * its slots in turn; when none has work it spins, then yields, then parks for short times, since an
 * admission may come through the ring alone. The first thread beats.
 */
final class HostGenerationLoop implements GenerationLoop {
  private static final int SPINS = 200;
  private static final int YIELDS = 50;

  /** A stalled slot waits for its reader: soon enough, and the reader gets the core. */
  private static final long STALL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  /** Tries to write an END that has no room, while the reader may be reading. */
  private static final int LAST_TRIES = 100;

  private final LoopRing ring;
  private final RingWriter writer;
  private final String description;
  private final List<Worker> workers = new ArrayList<>();
  private final @Nullable ConsumerWatch consumer;

  /** One thread at a time rings: the step counts what any of them published. */
  private final Object doorbell = new Object();

  private volatile boolean stopping;
  private volatile boolean consumerLost;

  /**
   * Starts the threads.
   *
   * @param because why the loop runs on the host, to be read behind "because"
   */
  HostGenerationLoop(LoopOptions options, NgramModel model, String because) {
    this.ring = new LoopRing(options, model);
    this.writer = new RingWriter(ring.block());
    int threads = options.threads();
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
      workers.add(new Worker(i, from, to));
    }
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    workers.forEach(worker -> worker.thread.start());
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
    wake(slot);
  }

  @Override
  public void cancel(int slot, int epoch) {
    ring.cancel(slot, epoch);
    wake(slot);
  }

  private void wake(int slot) {
    for (Worker worker : workers) {
      if (slot >= worker.from && slot < worker.to && worker.parked) {
        LockSupport.unpark(worker.thread);
      }
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
    boolean running = ring.leave(new LoopHealth.Closed());
    stopping = true;
    boolean interrupted = false;
    for (Worker worker : workers) {
      interrupted |= worker.finish();
    }
    if (running) {
      writer.state(RingLayout.PRODUCER_CLOSED, 0);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A worker cannot go on, which is a defect of the loop: all streams of all workers end. */
  private void lose(Throwable defect) {
    if (ring.leave(new LoopHealth.Lost("a thread of the host loop failed: " + defect))) {
      writer.state(RingLayout.PRODUCER_FAILED, 1);
    }
    stopping = true;
  }

  /** One thread and its slots. */
  private final class Worker implements Runnable {
    private final Thread thread;
    private final int number;
    private final int from;
    private final int to;
    private final HostStep step;
    private volatile boolean parked;

    Worker(int number, int from, int to) {
      this.number = number;
      this.from = from;
      this.to = to;
      this.step = new HostStep(ring.model(), writer, ring.options().draftOrder(), from, to);
      this.thread = new Thread(this, "deltalex-loop-" + number);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      try {
        serve();
      } catch (RuntimeException | Error e) {
        lose(e);
      } finally {
        endAll();
      }
    }

    private void serve() {
      long period = TimeUnit.MILLISECONDS.toNanos(ring.options().stepMillis());
      long next = System.nanoTime();
      int idlePasses = 0;
      while (!stopping) {
        if (number == 0) {
          beat();
        }
        boolean stop = consumerLost || writer.stopRequested();
        int result = pass(stop ? EndReason.CANCELLED : null);
        if (period > 0) {
          next = Math.max(next + period, System.nanoTime());
          await(next);
        } else if (result == HostStep.WORKED) {
          idlePasses = 0;
        } else {
          idle(idlePasses++, result == HostStep.STALLED ? STALL_NANOS : IDLE_NANOS);
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

    /** A step of every slot; the liveliest of their results. */
    private int pass(@Nullable EndReason stop) {
      int result = HostStep.IDLE;
      for (int slot = from; slot < to; slot++) {
        result = Math.max(result, step.step(slot, stop));
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
        parked = true;
        LockSupport.parkNanos(nanos);
        parked = false;
      }
    }

    private void await(long deadline) {
      for (long left = deadline - System.nanoTime();
          left > 0 && !stopping;
          left = deadline - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }

    /** Every stream of the slots gets its END; the door is shut, so no other will come. */
    private void endAll() {
      boolean lost = ring.health() instanceof LoopHealth.Lost;
      EndReason reason = lost ? EndReason.ERROR : EndReason.CANCELLED;
      int left = to - from;
      for (int tries = 0; tries < LAST_TRIES && left > 0; tries++) {
        left = 0;
        for (int slot = from; slot < to; slot++) {
          left += step.step(slot, reason) == HostStep.STALLED ? 1 : 0;
        }
        publish();
        if (left > 0) {
          LockSupport.parkNanos(IDLE_NANOS);
        }
      }
    }

    /** Waits for the thread's end; whether the caller was interrupted meanwhile. */
    boolean finish() {
      LockSupport.unpark(thread);
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          return interrupted;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }
}
