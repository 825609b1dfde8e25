package dev.deltalex.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks are whole lines, in order, of bounded size. */
class BatchInputTest {
  /** A stream that gives as many bytes as it likes at a time. */
  private static InputStream inPieces(byte[] bytes, SplittableRandom random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, 1 + random.nextInt(100_000)));
      }
    };
  }

  private static String text(BatchChunk chunk) {
    return new String(chunk.input, 0, chunk.end, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void chunksAreWholeLinesInOrder(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < 3_000; i++) {
      int length = random.nextInt(50) == 0 ? random.nextInt(600_000) / 10 : random.nextInt(200);
      lines.write(("x".repeat(length) + '\n').getBytes(StandardCharsets.UTF_8));
    }
    String ended = lines + "x".repeat(random.nextInt(2) * 300_000);
    byte[] bytes = ended.getBytes(StandardCharsets.UTF_8);
    BatchInput input = new BatchInput(inPieces(bytes, random));
    BatchChunk chunk = new BatchChunk();
    StringBuilder read = new StringBuilder();
    int chunks = 0;
    while (input.fill(chunk)) {
      assertEquals(1 + read.chars().filter(c -> c == '\n').count(), chunk.firstLine);
      read.append(text(chunk));
      assertTrue(read.length() == bytes.length || text(chunk).endsWith("\n"));
      chunks++;
    }
    assertEquals(ended, read.toString());
    assertTrue(chunks > 5, "chunks: " + chunks);
    assertFalse(input.fill(chunk));
  }

  @Test
  void aLineBeyondTheLimitIsSkippedAndCounts() throws IOException {
    String longest = "x".repeat(BatchInput.MAX_LINE);
    String lines = "a\n" + longest + "\n" + longest + "xx\n" + longest + longest + "\nb\n";
    BatchInput input =
        new BatchInput(inPieces(lines.getBytes(StandardCharsets.UTF_8), new SplittableRandom(7)));
    BatchParser parser = new BatchParser(BatchSettings.builder().build());
    BatchChunk chunk = new BatchChunk();
    StringBuilder told = new StringBuilder();
    int longestArray = 0;
    while (input.fill(chunk)) {
      longestArray = Math.max(longestArray, chunk.input.length);
      parser.read(chunk);
      chunk.reports().forEach(r -> told.append(r.line()).append(' ').append(r.text()).append('\n'));
    }
    String[] reports = told.toString().split("\n");
    assertEquals(5, reports.length, told::toString);
    assertTrue(reports[1].startsWith("2 not valid JSON"), reports[1]);
    assertEquals("3 more than 8 MiB; shorten it", reports[2]);
    assertEquals("4 more than 8 MiB; shorten it", reports[3]);
    assertTrue(reports[4].startsWith("5 not valid JSON"), reports[4]);
    assertTrue(longestArray <= 2 * BatchInput.MAX_LINE + BatchChunk.TARGET, "" + longestArray);
  }

  @Test
  void arraysOfALongLineAreNotKept() throws IOException {
    String text = "y".repeat(3 << 20);
    String lines =
        "{\"format\":\"hermes\",\"text\":\""
            + text
            + "\"}\n"
            + ("{\"format\":\"hermes\",\"text\":\"y\"}\n").repeat(100_000);
    BatchInput input =
        new BatchInput(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    BatchParser parser = new BatchParser(BatchSettings.builder().build());
    BatchChunk chunk = new BatchChunk();
    assertTrue(input.fill(chunk));
    parser.read(chunk);
    assertTrue(chunk.outputLength() > text.length(), chunk.reports()::toString);
    assertTrue(input.fill(chunk));
    parser.read(chunk);
    assertTrue(chunk.input.length <= 1 << 20, "input " + chunk.input.length);
    assertTrue(chunk.output().length <= 1 << 22, "output " + chunk.output().length);
    assertEquals(0, chunk.counts().bad());
  }

  /** Neighbours of the line feed, which carries and high bits may be mistaken for. */
  @Test
  void lineFeedsAreFoundAmongAllBytes() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] near = {'\n', '\n' - 1, '\n' + 1, '\n' | (byte) 0x80, 0, -1, 0x7F, (byte) 0x80};
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = near[random.nextInt(1, near.length)];
        bytes[i] = random.nextInt(10) == 0 ? (byte) '\n' : bytes[i];
      }
      int to = random.nextInt(bytes.length + 1);
      int from = random.nextInt(to + 1);
      int first = from;
      while (first < to && bytes[first] != '\n') {
        first++;
      }
      int count = 0;
      for (int i = 0; i < to; i++) {
        count += bytes[i] == '\n' ? 1 : 0;
      }
      assertEquals(first, Newlines.next(bytes, from, to));
      assertEquals(count, Newlines.count(bytes, to));
    }
  }
}
