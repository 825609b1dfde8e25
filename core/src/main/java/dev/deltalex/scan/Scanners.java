package dev.deltalex.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Chooses the scanner of this process, with a reason.
 *
 * <p>The vector kernels are compiled for Java 25: the jar has them under META-INF/versions/25,
 * which earlier versions ignore. Nothing else refers to them, and this class only by name.
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

  /** The Java version whose Vector API the kernels are compiled with. */
  private static final int VECTOR_JAVA = 25;

  private static final String VECTOR_WARM_UP = "dev.deltalex.scan.VectorWarmUp";
  private static final String SETTING =
      System.getProperty(PROPERTY, "auto").trim().toLowerCase(Locale.ROOT);

  /** The current choice; {@link #warmUp} replaces it until one is final. */
  private static volatile Choice choice = first();

  /** Whether {@link #warmUp} has made a final choice. */
  private static boolean isSettled;

  private Scanners() {}

  /**
   * A scanner and the reason for it.
   *
   * @param isFinal whether another warm-up would change nothing; false if the machine was too busy
   *     to compile the kernels or to measure them
   */
  record Choice(CharScanner scanner, String reason, boolean isFinal) {}

  /** The current scanner. Call it once when a pool is created, and keep the result. */
  public static CharScanner current() {
    return choice.scanner;
  }

  /**
   * Runs the vector kernels until they are compiled, and makes them current. Takes one or two
   * seconds if the JIT has an idle core. If they are not compiled after twelve seconds, the scalar
   * scanner remains current, and a later call tries again; so it does where they were slower than
   * the scalar one, as a busy machine may have been the reason. Otherwise later calls return at
   * once. Never throws; a failure is in {@link #description}.
   *
   * @return the scanner that is current afterwards
   */
  public static CharScanner warmUp() {
    return warmUp(Scanners::decide);
  }

  /** As above, with another way to choose. */
  static synchronized CharScanner warmUp(Supplier<Choice> attempt) {
    if (!isSettled) {
      Choice next = attempt.get();
      choice = next;
      isSettled = next.isFinal;
    }
    return choice.scanner;
  }

  /** Whether a warm-up has chosen for good: another one would change nothing. */
  public static synchronized boolean isSettled() {
    return isSettled;
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
    return new Choice(ScalarCharScanner.INSTANCE, reason, true);
  }

  private static Choice first() {
    int java = Runtime.version().feature();
    return switch (SETTING) {
      case "scalar" -> scalar("asked for by -D" + PROPERTY);
      case "auto", "vector", "vector128", "vector256", "vector512" ->
          java < VECTOR_JAVA
              ? scalar("the vector kernels need Java " + VECTOR_JAVA + "; this is Java " + java)
              : scalar("until Scanners.warmUp() has compiled the vector kernels");
      default -> scalar("-D" + PROPERTY + "=" + SETTING + " is not known");
    };
  }

  private static Choice decide() {
    if (Runtime.version().feature() < VECTOR_JAVA
        || !SETTING.equals("auto") && !SETTING.startsWith("vector")) {
      return choice;
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodType type = MethodType.methodType(Choice.class);
      return (Choice)
          lookup.findStatic(lookup.findClass(VECTOR_WARM_UP), "run", type).invokeExact();
    } catch (ClassNotFoundException e) {
      return scalar("no vector kernels; a repacked jar needs Multi-Release: true in its manifest");
    } catch (Throwable e) { // a method handle declares every one
      return ModuleLayer.boot().findModule(MODULE).isPresent()
          ? scalar("the vector kernels do not run: " + e)
          : scalar("no module " + MODULE + "; start Java with --add-modules " + MODULE);
    }
  }
}
