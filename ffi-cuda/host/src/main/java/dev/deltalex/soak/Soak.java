package dev.deltalex.soak;

import dev.deltalex.soak.Target.Standing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A load and fault run. */
public final class Soak {
  /** A client of the run's own server that does not read is dropped after this time. */
  private static final int PARK_MILLIS = 2_000;

  /** Behind it, what a slow client left unread was either dropped or is still there. */
  private static final int STALL_MILLIS = PARK_MILLIS + 1_500;

  /** Code is compiled and buffers have grown when measuring begins. */
  private static final int WARM_UP_SECONDS = 5;

  private static final long PROGRESS_SECONDS = 10;
  private static final long FREE_SECONDS = 20;
  private static final long LOOK_MILLIS = 20;

  private Soak() {}

  /** What the script file of a server must hold that is soaked from another process. */
  public static String script() {
    return new Transcripts().lines();
  }

  /** How long clients stall at a server of this run's own. */
  public static int stallMillis() {
    return STALL_MILLIS;
  }

  /**
   * Soaks a server that is started for the purpose.
   *
   * @param progress takes lines on the way
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
   * Soaks a server of another process, which serves {@link #script}.
   *
   * @throws IllegalArgumentException if the URL is none of loopback
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
    Standing before = free(target);
    long heapBefore = target.heap();
    Outcome outcome = load(plan, target, transcripts, progress);
    long ended = System.nanoTime();
    Standing after = null;
    try {
      after = free(target).since(before);
    } catch (IOException e) {
      // What the clients saw is told all the same.
      progress.accept("how the server stands is not known: " + e.getMessage());
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

  /** Waits until nothing is in use, but not for ever; answers how the server stands then. */
  static Standing free(Target target) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FREE_SECONDS);
    Standing standing = target.standing();
    while ((standing.leaked() > 0 || standing.unaccounted() != 0)
        && System.nanoTime() - deadline < 0) {
      Thread.sleep(LOOK_MILLIS);
      standing = target.standing();
    }
    return standing;
  }

  private record Outcome(Totals totals, int neverEnded) {}

  private static Outcome load(
      SoakPlan plan, Target target, Transcripts transcripts, Consumer<String> progress)
      throws InterruptedException {
    Totals totals = new Totals();
    InetSocketAddress address = target.address();
    SplittableRandom seeds = new SplittableRandom(plan.seed());
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(plan.seconds());
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < plan.streams(); i++) {
      clients.add(
          Thread.ofVirtual()
              .start(new SoakClient(plan, address, transcripts, totals, seeds.nextLong(), end)));
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
                  totals.left.get(),
                  totals.failed.get()));
    }
    long last = end + TimeUnit.MILLISECONDS.toNanos(plan.graceMillis());
    int neverEnded = 0;
    for (Thread client : clients) {
      long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(last - System.nanoTime()));
      client.join(left);
      if (client.isAlive()) {
        neverEnded++;
        client.interrupt();
      }
    }
    progress.accept("the last client went %.1f s later".formatted((System.nanoTime() - end) / 1e9));
    return new Outcome(totals, neverEnded);
  }
}
