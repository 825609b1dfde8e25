package dev.deltalex.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.deltalex.value.CharArrayPool;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Decoding, looking tokens up and borrowing slabs allocate nothing. */
@Tag("allocation")
class TextAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 100_000;

  private final byte[] bytes =
      "plain text, then \u00e9\u4e2d\ud83d\ude00 and more".getBytes(StandardCharsets.UTF_8);
  private final char[] out = new char[bytes.length + 1];
  private final Utf8Carry carry = new Utf8Carry();
  private final CharArrayPool arrays = new CharArrayPool();
  private final Vocabulary vocabulary =
      Vocabulary.builder().add(0, "a").add(1, new byte[] {(byte) 0xE4}).build();
  private long sink;

  private long allocated() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      int cut = i % bytes.length;
      int end = carry.decode(bytes, 0, cut, out, 0);
      end = carry.decode(bytes, cut, bytes.length, out, end);
      sink += carry.flush(out, end) + vocabulary.entry(i & 3);
      char[] slab = arrays.acquire(i & 0xFFF);
      slab = arrays.grow(slab, slab.length, slab.length + 1);
      arrays.release(slab);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void nothingIsAllocatedOnceWarm() {
    int quiet = 0;
    for (int i = 0; i < 50 && quiet < 2; i++) {
      quiet = allocated() == 0 ? quiet + 1 : 0;
    }
    assertEquals(2, quiet, "still allocates; " + sink);
  }
}
