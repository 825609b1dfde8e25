package dev.deltalex.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scanning and escaping allocate nothing once warm, whatever the text. */
@Tag("allocation")
class ScannerAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 100_000;
  private static final int BATCHES = 50;

  private final char[] text = new char[4_096];
  private final char[] out = new char[CharScanner.escapeRoom(text.length)];
  private final StopSet[] sets = {
    StopSet.of("<tool", "</tool"), StopSet.of("[T", "<f", "}"), StopSet.NONE
  };
  private int sink;

  ScannerAllocationTest() {
    Random random = new Random(5);
    for (int i = 0; i < text.length; i++) {
      text[i] =
          random.nextInt(12) == 0
              ? ScannerCheck.ALPHABET.charAt(random.nextInt(ScannerCheck.ALPHABET.length()))
              : 'x';
    }
  }

  private long bytes(CharScanner scanner) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    int random = 7;
    for (int i = 0; i < CALLS; i++) {
      random = random * 1_103_515_245 + 12_345;
      int from = (random >>> 8) % text.length;
      int length = (random >>> 24) % ((i & 15) == 0 ? 600 : 40);
      int to = Math.min(text.length, from + length);
      StopSet stops = sets[i % sets.length];
      sink += scanner.findStop(text, from, to, stops);
      sink += scanner.findEscape(text, from, to);
      sink += scanner.findStopOrEscape(text, from, to, stops);
      sink += scanner.escape(text, from, to, out, 0);
      sink += CharScanner.target(scanner.escapeToStop(text, from, to, stops, out, 0));
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void assertAllocatesNothing(CharScanner scanner) {
    // The JIT may still be at work on the call sites here, and now and then owes the thread a few
    // bytes; code that allocates never comes to two quiet batches in a row.
    int quiet = 0;
    for (int i = 0; i < BATCHES && quiet < 2; i++) {
      quiet = bytes(scanner) == 0 ? quiet + 1 : 0;
    }
    assertEquals(2, quiet, scanner.name() + " allocates; " + sink);
  }

  @Test
  void scalarScannerAllocatesNothing() {
    assertAllocatesNothing(ScalarCharScanner.INSTANCE);
  }

  @Test
  void warmScannerAllocatesNothing() {
    assertAllocatesNothing(Scanners.warmUp());
  }
}
