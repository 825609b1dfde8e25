package dev.deltalex.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times compiled versions of core against each other; {@code --help} says how. */
public final class CompareJars {
  private static final String HELP =
      """
      Times two or three compiled versions of deltalex-core in one JVM, in alternating slices.

        java --add-modules jdk.incubator.vector -Xmx3g -cp bench/target/classes \\
            dev.deltalex.bench.compare.CompareJars a=OLD b=COPY-OF-OLD c=NEW [option=value ...]

      OLD, COPY-OF-OLD and NEW are directories of classes or jars. A change is judged with three:
      it costs nothing if c/a is at most 1 plus the larger of 5 % and what b/a differs from 1.
      With a and b alone the ratio b/a is shown without a verdict.

        scenarios=LIST  names, or beginnings of names, separated by commas (default: all)
        rounds=N        timed slices of each side per scenario and load (default 500)
        loads=N         how often all versions are loaded and compiled anew (default 9). The JIT
                        compiles one of two equal copies to code that is 15 to 30 % slower in a
                        third of the loads: fewer than 6 prove little
        warm=MS         warm-up of each scenario and side in milliseconds (default 200)
        lib=JAR         jackson-core (default: from the class path or the local Maven repository)

      Scenarios; a delta is a call of feed:
        q-plain-4 q-code-4 q-plain-24 q-code-24   string argument in deltas of 4 or 24 chars,
        h-plain-4 h-code-4 h-plain-24 h-code-24   prose or code; q: qwen3_coder, h: hermes
        q-call q-call4 h-call h-call4             calls with two parameters, a call per delta or
                                                  in deltas of 4 chars
        q-text q-text-n h-text t-text             content in deltas of 4 chars; n: with newlines,
                                                  t: think_only
        many-16384                                4 chars for each of 16,384 streams (qwen3_coder)
        tok-plain-1 tok-plain-4                   tokens of a string argument, 1 or 4 a delta

      Columns: nanoseconds per delta of each side (median, best slice), the median ratio of the
      slices of a round and, in parentheses, its lowest and highest value over the loads.
      """;

  private static final List<String> SCENARIOS =
      List.of(
          "q-plain-4",
          "q-code-4",
          "q-plain-24",
          "q-code-24",
          "q-call",
          "q-call4",
          "q-text",
          "q-text-n",
          "h-plain-4",
          "h-code-4",
          "h-plain-24",
          "h-code-24",
          "h-call",
          "h-call4",
          "h-text",
          "many-16384",
          "tok-plain-1",
          "tok-plain-4",
          "t-text");

  /** Passes over all scenarios within a load, so that a disturbance hits a part of each. */
  private static final int PASSES = 5;

  private static final double ALLOWED = 0.05;

  private final Random random = new Random(1);
  private final List<String> names = new ArrayList<>();
  private final List<List<Path>> classPaths = new ArrayList<>();
  private final List<String> scenarios;
  private final int rounds;
  private final int loads;
  private final long warmNanos;
  private final Map<String, Object> texts = SharedTexts.all();
  private final Map<String, Measured> results = new LinkedHashMap<>();

  private CompareJars(Map<String, String> options) throws IOException {
    Path lib = library(options.remove("lib"));
    Path own = Path.of(location(CompareJars.class));
    for (String side : List.of("a", "b", "c")) {
      String at = options.remove(side);
      if (at != null) {
        Path core = Path.of(at);
        if (!Files.exists(core)) {
          throw new IllegalArgumentException(side + ": Not found: " + core.toAbsolutePath());
        }
        names.add(side);
        classPaths.add(List.of(core, lib, own));
      }
    }
    if (names.size() < 2 || !names.get(0).equals("a")) {
      throw new IllegalArgumentException("a= and b= are required; --help explains");
    }
    scenarios = chosen(options.remove("scenarios"));
    rounds = number(options.remove("rounds"), 500);
    loads = number(options.remove("loads"), 9);
    warmNanos = 1_000_000L * number(options.remove("warm"), 200);
    if (!options.isEmpty()) {
      throw new IllegalArgumentException("Unknown option: " + options.keySet());
    }
  }

  /** Compares the versions that the arguments name. */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (equals < 0) {
        System.out.print(HELP);
        return;
      }
      options.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    if (options.isEmpty()) {
      System.out.print(HELP);
      return;
    }
    CompareJars compare;
    try {
      compare = new CompareJars(options);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    int failed = 0;
    for (int load = 1; load <= compare.loads; ) {
      if (compare.load(load)) {
        load++;
      } else if (++failed > compare.loads) {
        System.err.println("The scanners differ in too many loads.");
        System.exit(1);
      }
      System.gc();
    }
    compare.print();
  }

  private static int number(@Nullable String value, int otherwise) {
    int number = value == null ? otherwise : Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException("Not a positive number: " + value);
    }
    return number;
  }

  private static List<String> chosen(@Nullable String wanted) {
    if (wanted == null || wanted.equals("all")) {
      return SCENARIOS;
    }
    List<String> found = new ArrayList<>();
    for (String begin : wanted.split(",", -1)) {
      boolean isName = SCENARIOS.contains(begin);
      int before = found.size();
      for (String name : SCENARIOS) {
        if (!found.contains(name) && (isName ? name.equals(begin) : name.startsWith(begin))) {
          found.add(name);
        }
      }
      if (found.size() == before) {
        throw new IllegalArgumentException("Unknown or repeated scenario: " + begin);
      }
    }
    return found;
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static Path library(@Nullable String given) throws IOException {
    if (given != null) {
      return Path.of(given);
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.contains("jackson-core")) {
        return Path.of(entry);
      }
    }
    Path home = Path.of(System.getProperty("user.home"));
    Path repository = home.resolve(".m2/repository/com/fasterxml/jackson/core/jackson-core");
    if (Files.isDirectory(repository)) {
      try (Stream<Path> files = Files.walk(repository)) {
        return files
            .filter(f -> f.toString().endsWith(".jar"))
            .max(Path::compareTo)
            .orElseThrow(() -> new IllegalArgumentException("lib= is required: no jackson-core"));
      }
    }
    throw new IllegalArgumentException("lib= is required: no jackson-core in " + repository);
  }

  /** Loads all sides, compiles them and times them. Returns whether they can be compared. */
  private boolean load(int load) throws IOException, ReflectiveOperationException {
    System.out.println("# load " + load + " of " + loads + ": warm-up");
    List<Side> sides = new ArrayList<>();
    try {
      for (int k = 0; k < names.size(); k++) {
        sides.add(new Side(names.get(k), classPaths.get(k)));
      }
      // The one that runs first may be compiled in another way: each is the first in turn.
      List<Side> turn = new ArrayList<>(sides);
      Collections.rotate(turn, load - 1);
      for (Side side : turn) {
        side.start();
      }
      if (sides.stream().map(Side::scanner).distinct().count() > 1) {
        // The warm-up of a scanner may fail on a loaded machine.
        System.out.println("# load " + load + " does not count: the sides have other scanners");
        return false;
      }
      for (String scenario : scenarios) {
        for (Side side : turn) {
          side.add(scenario, texts);
        }
        compareDigests(turn, scenario);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (String scenario : scenarios) {
          warm(sides, scenario);
        }
      }
      time(sides, load);
    } finally {
      for (Side side : sides) {
        side.close();
      }
    }
    results.values().forEach(Measured::endLoad);
    return true;
  }

  private static void compareDigests(List<Side> sides, String scenario) {
    Side first = sides.get(0);
    long digest = first.digest(scenario);
    for (Side side : sides.subList(1, sides.size())) {
      if (side.digest(scenario) != digest) {
        System.out.printf("! %s: %s and %s emit other events%n", scenario, first.name, side.name);
      }
    }
  }

  /** Warms the sides up in random order: what the JIT makes of one depends on its position. */
  private void warm(List<Side> sides, String scenario) {
    List<Integer> order = order();
    long[] spent = new long[sides.size()];
    long least = 0;
    while (least < warmNanos / 2) {
      Collections.shuffle(order, random);
      for (int k : order) {
        spent[k] += sides.get(k).slice(scenario);
      }
      least = Arrays.stream(spent).min().orElse(warmNanos);
    }
  }

  private List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      order.add(k);
    }
    return order;
  }

  private void time(List<Side> sides, int load) {
    List<Integer> order = order();
    long[] nanos = new long[sides.size()];
    for (int pass = 1; pass <= PASSES; pass++) {
      System.out.printf("# load %d of %d: pass %d of %d%n", load, loads, pass, PASSES);
      for (String scenario : scenarios) {
        Measured measured =
            results.computeIfAbsent(
                scenario, s -> new Measured(sides.size(), sides.get(0).deltas(s)));
        // The first slices find the caches and the branch predictor with another scenario's data.
        for (int i = 0; i < 3; i++) {
          for (Side side : sides) {
            side.slice(scenario);
          }
        }
        for (int round = 0; round < (rounds + PASSES - 1) / PASSES; round++) {
          Collections.shuffle(order, random);
          for (int k : order) {
            nanos[k] = sides.get(k).slice(scenario);
          }
          measured.add(nanos);
        }
      }
    }
  }

  private void print() {
    for (int k = 0; k < names.size(); k++) {
      System.out.println(names.get(k) + ": " + classPaths.get(k).get(0).toAbsolutePath());
    }
    StringBuilder head = new StringBuilder("%-12s".formatted("ns per delta"));
    for (String name : names) {
      head.append(" | %15s".formatted(name + " median best"));
    }
    for (int k = 1; k < names.size(); k++) {
      head.append(" | %-18s".formatted(names.get(k) + "/a"));
    }
    System.out.println(head);
    int worse = 0;
    for (Map.Entry<String, Measured> result : results.entrySet()) {
      Measured m = result.getValue();
      StringBuilder row = new StringBuilder("%-12s".formatted(result.getKey()));
      for (int k = 0; k < names.size(); k++) {
        row.append(" | %8s %6s".formatted(time(m.median(k)), time(m.best(k))));
      }
      for (int k = 1; k < names.size(); k++) {
        row.append(
            String.format(
                Locale.ROOT,
                " | %.3f (%.2f-%.2f)",
                m.ratio(k),
                m.lowestRatio(k),
                m.highestRatio(k)));
      }
      if (names.size() == 3) {
        double allowed = Math.max(ALLOWED, Math.abs(m.ratio(1) - 1));
        boolean isWorse = m.ratio(2) > 1 + allowed;
        worse += isWorse ? 1 : 0;
        row.append(isWorse ? " | WORSE" : m.ratio(2) < 1 - allowed ? " | better" : " | equal");
      }
      System.out.println(row);
    }
    if (names.size() == 3) {
      System.out.println(worse == 0 ? "None is worse." : worse + " worse.");
    }
  }

  private static String time(double nanos) {
    return String.format(Locale.ROOT, nanos < 100 ? "%.2f" : "%.0f", nanos);
  }
}
