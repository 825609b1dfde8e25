package dev.deltalex.parse;

import com.sun.management.ThreadMXBean;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
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
            ParserOptions.DEFAULT,
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
            law.options(),
            law.limits(),
            law.reason(),
            3,
            law.describe());
      }
    }
    probe.checkReserved();
    System.out.println("checked " + probe.checked);
  }

  /** After a short value, far longer ones, in several streams at once. */
  private void checkReserved() {
    StreamPool reserved = new StreamPool(ScalarCharScanner.INSTANCE, 1);
    reserved.reserve(4);
    StreamParser[] parsers = new StreamParser[4];
    for (int i = 0; i < parsers.length; i++) {
      parsers[i] =
          reserved.open(
              StreamSpec.of(Formats.byName("qwen3_coder")).tools(AllocationTexts.TOOLS).build(),
              sink);
    }
    readAtOnce(parsers, buffered(1));
    char[] text = buffered(30_000);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    readAtOnce(parsers, text);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (bytes != 0) {
      System.out.println(bytes + " bytes: long values in a pool that was reserved");
    }
    checked++;
  }

  private void readAtOnce(StreamParser[] parsers, char[] text) {
    for (StreamParser parser : parsers) {
      parser.reset(sink, 1);
    }
    for (int at = 0; at < text.length; at += 50) {
      for (StreamParser parser : parsers) {
        parser.feed(text, at, Math.min(text.length, at + 50));
      }
    }
    for (StreamParser parser : parsers) {
      parser.finish(EndCause.STOP);
    }
  }

  /** A call with a value of so many chars that is written when it is complete. */
  private static char[] buffered(int digits) {
    return ("<tool_call>\n<function=f>\n<parameter=n>\n"
            + "7".repeat(digits)
            + "\n</parameter>\n</function>\n</tool_call>")
        .toCharArray();
  }

  private void check(
      String format,
      String text,
      ToolSet tools,
      ParserOptions options,
      Limits limits,
      FinishReason reason,
      int size,
      String label) {
    char[] chars = text.toCharArray();
    StreamParser parser =
        pool.open(
            StreamSpec.of(Formats.byName(format))
                .tools(tools)
                .options(options)
                .limits(limits)
                .build(),
            sink);
    read(parser, chars, size, reason);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    read(parser, chars, size, reason);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (bytes != 0) {
      System.out.println(bytes + " bytes: " + label);
    }
    parser.close();
    checked++;
  }

  private void read(StreamParser parser, char[] text, int size, FinishReason reason) {
    parser.reset(sink, 1);
    for (int at = 0; at < text.length; at += size) {
      parser.feed(text, at, Math.min(text.length, at + size));
    }
    LawCase.end(parser, reason);
  }
}
