package dev.deltalex.scan;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the vector kernels until they are compiled, and compares them with the scalar scanner.
 *
 * <p>The JIT compiles only branches that were taken and deoptimizes the code when another one is
 * taken; a vector kernel then allocates. The texts therefore have all kinds of chars, and the runs
 * all kinds of lengths and positions. No other code in core reads a clock.
 */
final class VectorWarmUp {
  /**
   * Time limit. One or two seconds suffice on an idle machine; on a busy one the JIT compiles late.
   */
  private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(12);

  /** Calls of each kernel per round: enough for the first to reach the JIT's last tier. */
  private static final int CALLS = 2_500;

  /** Consecutive rounds without allocation that end the warm-up. */
  private static final int QUIET_ROUNDS = 3;

  /** Number of rounds if allocation cannot be measured. */
  private static final int BLIND_ROUNDS = 30;

  private static final int TEXT = 1 << 12;

  private static final StopSet[] STOPS = {
    StopSet.of("<tool_call>", "</tool_call>", "<function=", "<parameter="),
    StopSet.of("[TOOL_CALLS]", "<think>"),
    StopSet.of("}", "\"t", "[T", "\u4e2d\n"),
    StopSet.of("fx"),
    StopSet.NONE
  };

  private int random = 1;
  private final VectorCharScanner expanding = new VectorCharScanner(true);
  private final VectorCharScanner walking = new VectorCharScanner(false);
  private final char[][] texts = {
    code(),
    mixed(TEXT, 40),
    mixed(TEXT + 64, 10),
    mixed(TEXT, 2),
    mixed(100, 10),
    mixed(40, 5),
    mixed(33, 5),
    mixed(5, 2)
  };
  private final int[] ids = {3, 0, 1, -1, 2, 1, 4, 1, 0, 1, 3, 2, 1, 0, 1};
  private final long[] spans = {
    CharScanner.span(5, 4), CharScanner.span(70, 7), CharScanner.span(9, 40), CharScanner.span(1, 0)
  };
  private final char[] out = new char[CharScanner.escapeRoom(TEXT)];
  private final byte[] bytes = new byte[CharScanner.LONGEST_ESCAPE * TEXT + CharScanner.BYTE_SLACK];
  private int sink;

  private VectorWarmUp() {}

  /**
   * Warms up and returns the scanner to use. Throws LinkageError if there is no Vector API. {@link
   * Scanners} calls it by name.
   */
  static Scanners.Choice run() {
    return new VectorWarmUp().choose();
  }

  private Scanners.Choice choose() {
    long deadline = System.nanoTime() + BUDGET_NANOS;
    if (!warm(deadline)) {
      return scalar("the vector kernels still allocate after the warm-up");
    }
    long expand = time(expanding);
    long walk = time(walking);
    boolean forced = Scanners.setting().matches("vector\\d+");
    if (Math.min(expand, walk) > time(ScalarCharScanner.INSTANCE) && !forced) {
      return scalar("the vector kernels are slower here");
    }
    CharScanner best = expanding.expands() && expand < walk ? expanding : walking;
    String way = best == expanding ? "escapes by expanding" : "escapes by walking";
    return new Scanners.Choice(best, forced ? way + ", width forced" : way, true);
  }

  /** Another process may have been the reason: a later warm-up may choose otherwise. */
  private static Scanners.Choice scalar(String reason) {
    return new Scanners.Choice(ScalarCharScanner.INSTANCE, reason, false);
  }

  /** Whether the kernels are compiled, judged by their allocation. */
  private boolean warm(long deadline) {
    MethodHandle meter = allocationMeter();
    int quiet = 0;
    for (int rounds = 1; quiet < QUIET_ROUNDS; rounds++) {
      long before = allocated(meter);
      if (!round(deadline)) {
        return meter == null;
      }
      if (meter == null) {
        quiet = rounds < BLIND_ROUNDS ? 0 : QUIET_ROUNDS;
      } else {
        quiet = allocated(meter) - before < CALLS ? quiet + 1 : 0;
      }
    }
    return true;
  }

  /** Calls all kernels; returns false after the time limit. */
  private boolean round(long deadline) {
    for (int i = 0; i < CALLS; i++) {
      if ((i & 63) == 0 && System.nanoTime() > deadline) {
        return false;
      }
      char[] a = texts[i & 7];
      StopSet stops = STOPS[(next() >>> 4) % STOPS.length];
      int from = next() % a.length;
      int to = Math.min(a.length, from + ((i & 31) < 3 ? next() % TEXT : next() % 40));
      int at = i % 100 == 0 ? out.length - CharScanner.LONGEST_ESCAPE * (to - from) : 0;
      sink += use(expanding, a, from, to, stops, at);
      sink += use(walking, a, from, to, stops, at);
    }
    return true;
  }

  private int use(CharScanner scanner, char[] a, int from, int to, StopSet stops, int at) {
    int first = next() & 7;
    return scanner.join(ids, first, first + (next() & 7), spans, texts[0], out, 0)
        + scanner.findStop(a, from, to, stops)
        + (from < to && scanner.isPlain(a, from, to, stops) ? 1 : 0)
        + scanner.findEscape(a, from, to)
        + scanner.findStopOrEscape(a, from, to, stops)
        + scanner.escape(a, from, to, out, at)
        + scanner.escapeAscii(a, from, to, bytes, 0)
        + CharScanner.target(scanner.escapeToStop(a, from, to, stops, out, at));
  }

  /**
   * Nanoseconds to escape bursts of code, the most frequent operation; the minimum of several runs.
   */
  private long time(CharScanner scanner) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      for (int from = 0; from + 24 <= TEXT; from += 24) {
        long answer = scanner.escapeToStop(texts[0], from, from + 24, STOPS[0], out, 0);
        sink += CharScanner.target(answer);
      }
      sink += scanner.escape(texts[0], 0, TEXT, out, 0);
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  private int next() {
    random = random * 1_103_515_245 + 12_345;
    return random >>> 8;
  }

  /** Code with about one char in thirty to escape. */
  private char[] code() {
    String line = "  if (a < b && text.equals(\"x\")) {\n    return list.get(index + 1);\n  }\n";
    return line.repeat(TEXT / line.length() + 1).toCharArray();
  }

  /**
   * Letters, with one stop char or char to escape in {@code sparse} chars. Most surrogates are in
   * pairs, since kernels return early for a lone one.
   */
  private char[] mixed(int length, int sparse) {
    String matters = "<<tf/[T\"\\}\b\t\n\f\r\u0000\u001b\u4e2d\uff0c\ud83d";
    char[] text = new char[length];
    int i = 0;
    while (i < length) {
      text[i] = next() % sparse == 0 ? matters.charAt(next() % matters.length()) : 'x';
      i++;
      if (Character.isHighSurrogate(text[i - 1]) && i < length && next() % 8 != 0) {
        text[i++] = '\ude00';
      }
    }
    return text;
  }

  /**
   * A supplier of the bytes that this thread has allocated; null if the JVM does not count them.
   */
  private static @Nullable MethodHandle allocationMeter() {
    try {
      Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
      Object bean = factory.getMethod("getThreadMXBean").invoke(null);
      Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
      MethodHandle meter =
          MethodHandles.publicLookup()
              .findVirtual(
                  type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
              .bindTo(bean);
      return allocated(meter) > 0 ? meter : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null; // java.management and jdk.management are optional
    }
  }

  private static long allocated(@Nullable MethodHandle meter) {
    try {
      return meter == null ? 0 : (long) meter.invokeExact();
    } catch (Throwable e) {
      return 0;
    }
  }
}
