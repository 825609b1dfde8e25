package dev.deltalex.testkit;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Hunts: {@code LawRun FORMAT COUNT [SEED]} runs generated, damaged and random texts through all
 * laws on one thread. FORMAT may be several names separated by commas, {@code all}, or {@code
 * templates}: the tests' response templates; each gets the count. The cheap laws see every text,
 * the expensive ones every eighth. Prints progress every two seconds and the first failures of each
 * kind, made small; exit status 1 if there was any.
 */
public final class LawRun {
  private static final int TEXTS_PER_SETTING = 16;
  private static final int THOROUGH_EVERY = 8;
  private static final int REPORTS = 12;
  private static final long PROGRESS_NANOS = 2_000_000_000L;

  private final WireFormat format;
  private final long count;
  private final LawRunner runner = new LawRunner();
  private final Map<String, Integer> kinds = new HashMap<>();
  private final SplittableRandom random;
  private long done;
  private long chars;
  private long failures;
  private long severalCalls;
  private long markersInValues;
  private long made;

  private LawRun(WireFormat format, long count, long seed) {
    this.format = format;
    this.count = count;
    random = new SplittableRandom(seed);
  }

  /** See the class comment. */
  public static void main(String[] arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: LawRun FORMAT COUNT [SEED]");
      System.exit(2);
    }
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    long failures = 0;
    for (WireFormat format : formats(arguments[0])) {
      LawRun run = new LawRun(format, Long.parseLong(arguments[1]), seed);
      run.run();
      failures += run.failures;
    }
    System.exit(failures == 0 ? 0 : 1);
  }

  private static List<WireFormat> formats(String names) {
    if (names.equals("templates")) {
      return Templates.NAMES.stream().map(Templates::format).toList();
    }
    return names.equals("all")
        ? Formats.all()
        : Arrays.stream(names.split(",", -1)).map(Formats::byName).toList();
  }

  private void run() {
    long begun = System.nanoTime();
    long told = begun;
    Cases.Source[] sources = Cases.Source.values();
    while (done < count && kinds.size() < REPORTS) {
      Cases.Source source = sources[random.nextInt(sources.length)];
      Cases.Setting setting = Cases.setting(format, source, random.nextLong());
      for (int i = 0; i < TEXTS_PER_SETTING && done < count; i++) {
        one(Cases.next(setting, source, random.nextLong()));
      }
      long now = System.nanoTime();
      if (now - told >= PROGRESS_NANOS) {
        told = now;
        progress(now - begun);
      }
    }
    progress(System.nanoTime() - begun);
    kinds.forEach((kind, times) -> System.out.println(times + " x " + kind));
  }

  private void one(LawCase law) {
    Cuts cuts = Cuts.any(law.seed());
    Set<Law> laws = done % THOROUGH_EVERY == 0 ? Law.ALL : Law.CHEAP;
    String failure = runner.check(law, cuts, laws);
    done++;
    chars += law.text().length();
    Expected expected = law.expected();
    if (expected != null) {
      made++;
      severalCalls += expected.callCount() > 1 ? 1 : 0;
      markersInValues += expected.markerInValue() ? 1 : 0;
    }
    if (failure != null) {
      failures++;
      if (kinds.merge(Shrinker.kind(failure), 1, Integer::sum) == 1) {
        System.out.println(
            "=== case " + done + "\n" + Shrinker.report(runner, law, cuts, laws, failure));
      }
    }
  }

  private void progress(long nanos) {
    System.out.printf(
        "%s: %,d cases, %,d chars, %,.0f cases/s, %d failures; made %d, several calls %d, markers"
            + " in values %d, uncertain %d%n",
        format.name(),
        done,
        chars,
        done * 1e9 / nanos,
        failures,
        made,
        severalCalls,
        markersInValues,
        runner.uncertain());
  }
}
