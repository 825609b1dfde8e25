package dev.deltalex.soak;

import dev.deltalex.soak.Target.ServerCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A load and fault run. */
public final class Soak {
  /** Time after which the server of {@link #ownServer} drops a client that does not read. */
  private static final int PARK_MILLIS = 2_000;

  /** Long enough for the server to drop a stalled client, see {@link #PARK_MILLIS}. */
  private static final int STALL_MILLIS = PARK_MILLIS + 1_500;

  /** Duration of the warm-up, in which code is compiled and buffers grow. */
  private static final int WARM_UP_SECONDS = 5;

  private static final long PROGRESS_SECONDS = 10;
  private static final long FREE_SECONDS = 20;
  private static final long LOOK_MILLIS = 20;

  private Soak() {}

  /** The script that a server in another process must serve. */
  public static String script() {
    return new Transcripts().lines();
  }

  /** How long clients stall in a run of {@link #ownServer}. */
  public static int stallMillis() {
    return STALL_MILLIS;
  }

  /**
   * Soaks a server that is started for this run.
   *
   * @param progress receives progress lines
   */
  public static SoakReport ownServer(SoakPlan plan, Consumer<String> progress)
      throws InterruptedException, IOException {
    Transcripts transcripts = new Transcripts();
    try (Target target = OwnServer.start(plan, transcripts, PARK_MILLIS)) {
      int warmUp = Math.min(WARM_UP_SECONDS, plan.seconds());
      progress.accept("warming up for " + warmUp + " s");
      load(plan.warmUp(warmUp), target, transcripts, line -> {});
      return measure(plan, target, transcripts, progress);
    }
  }

  /**
   * Soaks a server in another process that serves {@link #script}.
   *
   * @throws IllegalArgumentException if the URL is not a loopback address
   */
  public static SoakReport otherServer(String url, SoakPlan plan, Consumer<String> progress)
      throws InterruptedException, IOException {
    try (Target target = new OtherServer(url)) {
      return measure(plan, target, new Transcripts(), progress);
    }
  }

  private static SoakReport measure(
      SoakPlan plan, Target target, Transcripts transcripts, Consumer<String> progress)
      throws InterruptedException, IOException {
    ServerCounts before = free(target);
    long heapBefore = target.heap();
    Outcome outcome = load(plan, target, transcripts, progress);
    long ended = System.nanoTime();
    ServerCounts after = null;
    try {
      after = free(target).since(before);
    } catch (IOException e) {
      // The report then has the counts of the clients only.
      progress.accept("cannot read the server's counters: " + e.getMessage());
    }
    double freed = (System.nanoTime() - ended) / 1e9;
    return new SoakReport(
        plan,
        target.description(),
        outcome.totals(),
        outcome.neverEnded(),
        after,
        freed,
        heapBefore,
        target.heap(),
        target.complaints());
  }

  /** Waits until nothing is in use, for a limited time; returns the counts at that time. */
  static ServerCounts free(Target target) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FREE_SECONDS);
    ServerCounts counts = target.counts();
    while ((counts.leaked() > 0 || counts.unaccounted() != 0) && System.nanoTime() - deadline < 0) {
      Thread.sleep(LOOK_MILLIS);
      counts = target.counts();
    }
    return counts;
  }

  private record Outcome(Totals totals, int neverEnded) {}

  private static Outcome load(
      SoakPlan plan, Target target, Transcripts transcripts, Consumer<String> progress)
      throws InterruptedException {
    try (HttpClients http = new HttpClients(target.address())) {
      Totals totals = new Totals();
      SplittableRandom seeds = new SplittableRandom(plan.seed());
      long begun = System.nanoTime();
      long end = begun + TimeUnit.SECONDS.toNanos(plan.seconds());
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < plan.streams(); i++) {
        clients.add(
            Thread.ofVirtual()
                .start(new SoakClient(plan, http, transcripts, totals, seeds.nextLong(), end)));
      }
      long wait = end - System.nanoTime();
      while (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(Math.min(wait, TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)));
        wait = end - System.nanoTime();
        progress.accept(
            "%3d s: %,d streams begun, %,d whole, %,d left, %,d failed"
                .formatted(
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
                    totals.begun.get(),
                    totals.whole.get(),
                    totals.abandoned.get(),
                    totals.failed.get()));
      }
      int neverEnded = join(clients, end + TimeUnit.MILLISECONDS.toNanos(plan.graceMillis()));
      progress.accept(
          "the last client went %.1f s later".formatted((System.nanoTime() - end) / 1e9));
      return new Outcome(totals, neverEnded);
    }
  }

  /** Waits for the clients; interrupts and counts those that still run at {@code last}. */
  private static int join(List<Thread> clients, long last) throws InterruptedException {
    int neverEnded = 0;
    for (Thread client : clients) {
      client.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(last - System.nanoTime())));
      if (client.isAlive()) {
        neverEnded++;
        client.interrupt();
      }
    }
    return neverEnded;
  }
}
