package dev.deltalex.scan;

import java.util.Locale;

/**
 * Picks the scanner of this process, and says why.
 *
 * <p>It is the scalar one until {@link #warmUp} has been called: vector kernels allocate and crawl
 * until the JIT has compiled them. Afterwards it is the vector one, if there is one that is worth
 * it. The property {@value #PROPERTY} forces a choice: {@code scalar}; {@code vector128}, {@code
 * vector256} or {@code vector512}; {@code vector} or {@code auto} (the default) for the width that
 * suits the CPU. It is read once.
 *
 * <p>Without the module jdk.incubator.vector, which on the class path is there only with {@code
 * --add-modules jdk.incubator.vector}, the scalar scanner stays. All methods are thread-safe.
 */
public final class Scanners {
  /** Name of the system property. */
  public static final String PROPERTY = "dev.deltalex.scanner";

  private static final String MODULE = "jdk.incubator.vector";
  private static final String SETTING =
      System.getProperty(PROPERTY, "auto").trim().toLowerCase(Locale.ROOT);

  /** The latch: replaced once, by {@link #warmUp}. */
  private static volatile Choice choice = first();

  private static boolean decided;

  private Scanners() {}

  /** A scanner and the reason for it. */
  record Choice(CharScanner scanner, String reason) {}

  /** The scanner to use from now on. Ask once, when a pool is made, and keep the answer. */
  public static CharScanner current() {
    return choice.scanner;
  }

  /**
   * Runs the vector kernels until they are compiled, and makes them current. Takes a second or two
   * where the JIT has a core of its own. If they are not compiled after twelve seconds the scalar
   * scanner stays. Later calls return at once. Never throws: what goes wrong is in {@link
   * #description}.
   *
   * @return the scanner that is current afterwards
   */
  public static synchronized CharScanner warmUp() {
    if (!decided) {
      decided = true;
      choice = decide();
    }
    return choice.scanner;
  }

  /** Which scanner is current, and why: one line for a log. */
  public static String description() {
    Choice now = choice;
    return now.scanner.name() + ": " + now.reason;
  }

  /** What {@link #PROPERTY} said. */
  static String setting() {
    return SETTING;
  }

  private static Choice scalar(String reason) {
    return new Choice(ScalarCharScanner.INSTANCE, reason);
  }

  private static Choice first() {
    return switch (SETTING) {
      case "scalar" -> scalar("asked for by -D" + PROPERTY);
      case "auto", "vector", "vector128", "vector256", "vector512" ->
          scalar("until Scanners.warmUp() has compiled the vector kernels");
      default -> scalar("-D" + PROPERTY + "=" + SETTING + " is not known");
    };
  }

  private static Choice decide() {
    if (!SETTING.equals("auto") && !SETTING.startsWith("vector")) {
      return choice;
    }
    try {
      return VectorWarmUp.run();
    } catch (LinkageError e) {
      return ModuleLayer.boot().findModule(MODULE).isPresent()
          ? scalar("the vector kernels do not link: " + e)
          : scalar("no module " + MODULE + "; start Java with --add-modules " + MODULE);
    }
  }
}
