package dev.deltalex.parse;

import com.sun.management.ThreadMXBean;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.format.Formats;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.LawCase;
import java.lang.management.ManagementFactory;

/**
 * Reads every stream twice and prints what the second time allocated. To be run by a JVM that only
 * interprets: there the count is exact, as no compilation allocates on the side.
 */
public final class AllocationProbe {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int[] SIZES = {1, 4, 61, 1 << 20};
  private static final int GENERATED = 100;

  private final StreamPool pool = new StreamPool(ScalarCharScanner.INSTANCE, 1);
  private final CountingSink sink = new CountingSink();
  private int checked;

  private AllocationProbe() {}

  /** Prints a line for every stream that allocated, and then how many were checked. */
  public static void main(String[] ignored) {
    AllocationProbe probe = new AllocationProbe();
    for (String[] kind : AllocationTexts.KINDS) {
      for (int size : SIZES) {
        probe.check(
            kind[0],
            AllocationTexts.text(kind[1]),
            AllocationTexts.TOOLS,
            Policies.DEFAULT,
            Limits.DEFAULT,
            FinishReason.STOP,
            size,
            kind[0] + " " + kind[1] + " by " + size);
      }
    }
    for (String format : new String[] {"qwen3_coder", "hermes", "think_only"}) {
      for (int seed = 0; seed < GENERATED; seed++) {
        LawCase law = Cases.next(format, Cases.Source.values()[seed % 3], seed);
        probe.check(
            format,
            law.text(),
            law.tools(),
            law.policies(),
            law.limits(),
            law.reason(),
            3,
            law.describe());
      }
    }
    System.out.println("checked " + probe.checked);
  }

  private void check(
      String format,
      String text,
      ToolSet tools,
      Policies policies,
      Limits limits,
      FinishReason reason,
      int size,
      String label) {
    char[] chars = text.toCharArray();
    StreamParser parser = pool.open(Formats.byName(format), tools, policies, limits, sink);
    read(parser, chars, size, reason);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    read(parser, chars, size, reason);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (bytes != 0) {
      System.out.println(bytes + " bytes: " + label);
    }
    pool.recycle(parser);
    checked++;
  }

  private void read(StreamParser parser, char[] text, int size, FinishReason reason) {
    parser.reset(sink, 1);
    for (int at = 0; at < text.length; at += size) {
      parser.feed(text, at, Math.min(text.length, at + size));
    }
    parser.finish(reason);
  }
}
