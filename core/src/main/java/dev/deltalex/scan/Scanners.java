package dev.deltalex.scan;

import java.util.Locale;

/**
 * Chooses the scanner of this process, with a reason.
 *
 * <p>It is the scalar one until {@link #warmUp} has been called, since vector kernels allocate and
 * are slow until the JIT has compiled them. After that it is the vector one if it is available and
 * faster. The property {@value #PROPERTY} forces a choice: {@code scalar}; {@code vector128},
 * {@code vector256} or {@code vector512}; {@code vector} or {@code auto} (the default) for the
 * preferred width of the CPU. It is read once.
 *
 * <p>Without the module jdk.incubator.vector, which on the class path requires {@code --add-modules
 * jdk.incubator.vector}, it is always the scalar one. All methods are thread-safe.
 */
public final class Scanners {
  /** Name of the system property. */
  public static final String PROPERTY = "dev.deltalex.scanner";

  private static final String MODULE = "jdk.incubator.vector";
  private static final String SETTING =
      System.getProperty(PROPERTY, "auto").trim().toLowerCase(Locale.ROOT);

  /** The current choice; {@link #warmUp} replaces it once. */
  private static volatile Choice choice = first();

  private static boolean decided;

  private Scanners() {}

  /** A scanner and the reason for it. */
  record Choice(CharScanner scanner, String reason) {}

  /** The current scanner. Call it once when a pool is created, and keep the result. */
  public static CharScanner current() {
    return choice.scanner;
  }

  /**
   * Runs the vector kernels until they are compiled, and makes them current. Takes one or two
   * seconds if the JIT has an idle core. If they are not compiled after twelve seconds, the scalar
   * scanner remains current. Later calls return at once. Never throws; a failure is in {@link
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

  /** The current scanner and the reason, in one line for a log. */
  public static String description() {
    Choice now = choice;
    return now.scanner.name() + ": " + now.reason;
  }

  /** The value of {@link #PROPERTY}. */
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
