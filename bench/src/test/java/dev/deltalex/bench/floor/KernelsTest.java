package dev.deltalex.bench.floor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The kernels of the floors against the plainest code, on texts of all lengths and places. */
class KernelsTest {
  private static final String CHARS = "abcdefghij .;(){}=klmnopqrstuv\n\t\"\\<";

  /** A text without a less-than sign whose second char begins a tag. */
  private static char[] text(Random random, int length) {
    char[] a = new char[length + Kernels.SLACK];
    for (int i = 0; i < length; i++) {
      boolean plain = random.nextInt(8) != 0;
      a[i] = CHARS.charAt(random.nextInt(plain ? 24 : CHARS.length()));
      if (i > 0 && a[i - 1] == '<') {
        a[i] = ' ';
      }
    }
    Arrays.fill(a, length, a.length, '"'); // behind the text is anything
    return a;
  }

  private static int first(char[] a, int from, int to, String any) {
    int i = from;
    while (i < to && (a[i] >= ' ' || !any.contains("\n")) && any.indexOf(a[i]) < 0) {
      i++;
    }
    return i;
  }

  @Test
  void agreeWithPlainCode() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      int length = random.nextInt(100) + 1;
      char[] a = text(random, length);
      int from = random.nextInt(length);
      int hit = first(a, from, length, "\n\"\\<");
      int json = first(a, from, length, "\n\"\\");
      assertEquals(hit == length, Kernels.isPlain(a, from, length));
      assertEquals(hit, Kernels.findEscapeOrAngle(a, from, length));
      assertEquals(first(a, from, length, "<"), Kernels.findAngle(a, from, length));
      assertEquals(json, Kernels.findJsonEnd(a, from, length));
      assertEquals(json == length, Kernels.isPlainJson(a, from, length));
      char[] out = new char[3 * length + 2 * Kernels.SLACK];
      assertEquals(hit - from, Kernels.copyPlain(a, from, length, out, 3));
      assertArrayEquals(
          Arrays.copyOfRange(a, from, hit), Arrays.copyOfRange(out, 3, 3 + hit - from));
      int end = Kernels.escape(a, from, length, out, 5);
      String expected =
          new String(
              JsonStringEncoder.getInstance().quoteAsString(new String(a, from, length - from)));
      assertEquals(expected, new String(out, 5, Math.max(0, end - 5)));
    }
  }

  @Test
  void whatCouldBeATagIsLeftToTheParser() {
    for (String prefix : new String[] {"", "a long enough text in front of it "}) {
      for (String tag : new String[] {"</parameter>", "<function=", "<tool_call>"}) {
        char[] a = Arrays.copyOf((prefix + tag).toCharArray(), 200);
        int to = prefix.length() + tag.length();
        assertEquals(Kernels.STOPPED, Kernels.escape(a, 0, to, new char[400], 0), prefix + tag);
      }
      char[] other = Arrays.copyOf((prefix + "<html>").toCharArray(), 200);
      assertNotEquals(
          Kernels.STOPPED, Kernels.escape(other, 0, prefix.length() + 6, new char[400], 0));
    }
  }
}
