package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.batch.BatchSettings;
import dev.deltalex.format.Formats;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Order and memory of a run on several threads. */
class BulkRunTest {
  private static final int LINE = 256;

  /** Lines of {@link #LINE} bytes without an end, up to a number of them. */
  private static final class Lines extends InputStream {
    private final byte[] line;
    private final long end;
    private long at;

    Lines(int lines) {
      String begin = "{\"format\":\"hermes\",\"text\":\"";
      String text = "x".repeat(LINE - begin.length() - 3);
      line = (begin + text + "\"}\n").getBytes(StandardCharsets.UTF_8);
      end = (long) lines * LINE;
    }

    @Override
    public int read() {
      return at == end ? -1 : line[(int) (at++ % LINE)];
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int count = (int) Math.min(length, end - at);
      for (int i = 0; i < count; i++) {
        to[offset + i] = line[(int) (at++ % LINE)];
      }
      return count == 0 ? -1 : count;
    }
  }

  /** However long the input is, what is read and not yet written is a few chunks. */
  @Test
  void chunksInFlightAreBounded() throws Exception {
    int threads = 3;
    int lines = 200_000;
    Lines in = new Lines(lines);
    long[] most = new long[1];
    long[] written = new long[1];
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("a byte at a time");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            most[0] = Math.max(most[0], in.at - written[0] * LINE);
            for (int i = offset; i < offset + length; i++) {
              written[0] += bytes[i] == '\n' ? 1 : 0;
            }
          }
        };
    BulkRun run = new BulkRun(BatchSettings.builder().build(), threads, report -> {});
    assertTrue(run.run(in, out));
    assertEquals(lines, written[0]);
    assertEquals(lines, run.counts().total().lines());
    // Each chunk has 256 KiB; one more may begin a line that ends behind it.
    long chunk = 1 << 18;
    long bound = threads * BulkRun.CHUNKS_PER_THREAD * chunk + chunk;
    assertTrue(most[0] <= bound, most[0] + " of " + bound);
    assertTrue(most[0] > 2 * chunk, "several at a time: " + most[0]);
    assertTrue(bound < (long) lines * LINE / 10, "the input is larger");
  }

  /** The first line ends after one of another chunk: their order stays. */
  @Test
  void orderIsKeptWhereALaterChunkIsFasterThanTheFirst() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    int lines = 3_000;
    StringBuilder input = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      String text = i == 1 ? "first" : i == lines ? "last" : "y".repeat(200);
      input.append("{\"id\":%d,\"format\":\"hermes\",\"text\":\"<think>%s\"}\n".formatted(i, text));
    }
    boolean[] waited = new boolean[1];
    // Differs in every line: this format has no reasoning.
    BatchSettings settings =
        BatchSettings.builder()
            .compare(
                Formats.byName("functionary_v31"),
                (format, own, other) -> {
                  if (own.reasoning().equals("first")) {
                    waited[0] = await(later);
                  } else if (own.reasoning().equals("last")) {
                    later.countDown();
                  }
                  return List.of(own.reasoning());
                })
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BulkRun run = new BulkRun(settings, 2, report -> {});
    assertTrue(run.run(bytes(input.toString()), out));
    assertTrue(waited[0], "the last line was not read while the first one waited");
    List<String> written = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(lines, written.size());
    for (int i = 1; i <= lines; i++) {
      assertTrue(written.get(i - 1).startsWith("{\"id\":" + i + ","), written.get(i - 1));
    }
  }

  @Test
  void aFailureToWriteEndsTheRun() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    BulkRun run = new BulkRun(BatchSettings.builder().build(), 2, report -> {});
    assertThrows(IOException.class, () -> run.run(new Lines(50_000), full));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
