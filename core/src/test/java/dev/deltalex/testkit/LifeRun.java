package dev.deltalex.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Hunts for breaches of law L12: {@code LifeRun COUNT [SEED]} runs that many scripts of parsers'
 * lives on one thread. Prints progress every two seconds and the first failure of each kind, made
 * small; exit status 1 if there was any.
 */
public final class LifeRun {
  private static final int REPORTS = 8;
  private static final long PROGRESS_NANOS = 2_000_000_000L;
  private static final ThreadLocal<LifeRunner> RUNNERS = ThreadLocal.withInitial(LifeRunner::new);

  private LifeRun() {}

  /** What happened in a script: to see that scripts do what they are there for. */
  public static final class Counts {
    /** Deltas that were taken. */
    public int fed;

    /** Streams that went on in another parser. */
    public int moved;

    /** Deltas in which the sink threw. */
    public int threw;

    /** Streams that were cancelled in a callback. */
    public int cancelledInCallback;

    /** Calls that were refused. */
    public int refused;
  }

  /** What happens in a script, whether the law holds or not. */
  public static Counts counts(LifeScript script) {
    LifeRunner runner = RUNNERS.get();
    runner.check(script);
    return runner.counts();
  }

  /**
   * Asserts law L12 for a script; throws an {@link AssertionError} that tells the smallest failing
   * one found.
   */
  public static void assertHolds(LifeScript script) {
    LifeRunner runner = RUNNERS.get();
    String failure = runner.check(script);
    if (failure != null) {
      throw new AssertionError(report(runner, script, failure));
    }
  }

  /** See the class comment. */
  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      System.err.println("usage: LifeRun COUNT [SEED]");
      System.exit(2);
    }
    long count = Long.parseLong(arguments[0]);
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    System.exit(run(count, seed) == 0 ? 0 : 1);
  }

  private static long run(long count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LifeRunner runner = new LifeRunner();
    Map<String, Integer> kinds = new HashMap<>();
    long failures = 0;
    long steps = 0;
    long done = 0;
    long begun = System.nanoTime();
    long told = begun;
    while (done < count && kinds.size() < REPORTS) {
      LifeScript script = LifeScript.of(random.nextLong());
      String failure = runner.check(script);
      done++;
      steps += script.steps().size();
      if (failure != null) {
        failures++;
        if (kinds.merge(kind(failure), 1, Integer::sum) == 1) {
          System.out.println("=== script " + done + "\n" + report(runner, script, failure));
        }
      }
      long now = System.nanoTime();
      if (now - told >= PROGRESS_NANOS) {
        told = now;
        progress(done, steps, failures, now - begun);
      }
    }
    progress(done, steps, failures, System.nanoTime() - begun);
    kinds.forEach((kind, times) -> System.out.println(times + " x " + kind));
    return failures;
  }

  private static void progress(long done, long steps, long failures, long nanos) {
    System.out.printf(
        "%,d scripts, %,d steps, %,.0f scripts/s, %d failures%n",
        done, steps, done * 1e9 / nanos, failures);
  }

  /** What identifies a failure while the script changes: its first line without numbers. */
  private static String kind(String failure) {
    return failure.lines().findFirst().orElse("").replaceAll("(?<!L)[0-9]+", "#");
  }

  // ---- making a failure small

  private static String report(LifeRunner runner, LifeScript script, String failure) {
    LifeScript smallest = withoutSteps(runner, script, kind(failure));
    smallest = withoutReactions(runner, smallest, kind(failure));
    String told = runner.check(smallest);
    return (told == null ? failure : told) + "\n" + smallest.describe();
  }

  private static LifeScript withoutSteps(LifeRunner runner, LifeScript script, String kind) {
    LifeScript smallest = script;
    for (int piece = Math.max(1, script.steps().size() / 2); piece > 0; ) {
      boolean any = false;
      for (int at = 0; at < smallest.steps().size(); ) {
        int end = Math.min(smallest.steps().size(), at + piece);
        LifeScript candidate = smallest.without(at, end);
        if (still(runner, candidate, kind)) {
          smallest = candidate;
          any = true;
        } else {
          at += piece;
        }
      }
      piece = any ? piece : piece / 2;
    }
    return smallest;
  }

  private static LifeScript withoutReactions(LifeRunner runner, LifeScript script, String kind) {
    LifeScript smallest = script;
    for (int i = 0; i < smallest.steps().size(); i++) {
      LifeStep step = smallest.steps().get(i);
      LifeScript candidate =
          smallest.with(i, LifeStep.of(step.op(), step.slot(), step.number(), step.detail()));
      if (step.reacts() && still(runner, candidate, kind)) {
        smallest = candidate;
      }
    }
    return smallest;
  }

  private static boolean still(LifeRunner runner, LifeScript script, String kind) {
    @Nullable String failure = runner.check(script);
    return failure != null && kind(failure).equals(kind);
  }
}
