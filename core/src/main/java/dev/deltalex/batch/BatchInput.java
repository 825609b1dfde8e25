package dev.deltalex.batch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Divides an input into chunks of whole lines, which end with a line feed, or with the input. One
 * thread at a time.
 */
public final class BatchInput {
  /** Maximum of bytes in a line; a longer one is a bad line. */
  public static final int MAX_LINE = 1 << 23;

  /** The byte order mark, with which some programs begin a file. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;

  /** Bytes that were read behind the last whole line: {@code rest[0, restEnd)}. */
  private byte[] rest = {};

  private int restEnd;
  private long line = 1;

  /** Reads a stream, which the caller closes. */
  public BatchInput(InputStream in) {
    this.in = in;
  }

  /**
   * Fills a chunk with the next lines.
   *
   * @return false at the end of the input: the chunk is empty
   */
  public boolean fill(BatchChunk chunk) throws IOException {
    chunk.clearInput(line);
    takeRest(chunk);
    int whole = lastNewline(chunk, 0) + 1;
    boolean more = true;
    while (more && (whole == 0 || chunk.end < BatchChunk.TARGET)) {
      if (whole == 0 && chunk.end > MAX_LINE) {
        skipLine(chunk);
        return true;
      }
      int before = chunk.end;
      more = read(chunk);
      whole = Math.max(whole, lastNewline(chunk, before) + 1);
    }
    keepRest(chunk, more ? whole : chunk.end);
    if (line == 1) {
      eraseMark(chunk);
    }
    line += Newlines.count(chunk.input, chunk.end);
    return chunk.end > 0;
  }

  private void takeRest(BatchChunk chunk) {
    if (chunk.input.length < restEnd) {
      chunk.input = new byte[restEnd];
    }
    System.arraycopy(rest, 0, chunk.input, 0, restEnd);
    chunk.end = restEnd;
    restEnd = 0;
  }

  /** Leaves what is behind {@code whole} to the next chunk. */
  private void keepRest(BatchChunk chunk, int whole) {
    restEnd = chunk.end - whole;
    if (rest.length < restEnd || rest.length > 2 * BatchChunk.TARGET) {
      rest = new byte[Math.max(BatchChunk.TARGET, restEnd)];
    }
    System.arraycopy(chunk.input, whole, rest, 0, restEnd);
    chunk.end = whole;
  }

  /** Appends what the stream has; false at its end. */
  private boolean read(BatchChunk chunk) throws IOException {
    if (chunk.end == chunk.input.length) {
      chunk.input = Arrays.copyOf(chunk.input, 2 * chunk.end);
    }
    int count = in.read(chunk.input, chunk.end, chunk.input.length - chunk.end);
    chunk.end += Math.max(0, count);
    return count >= 0;
  }

  /** Skips the line that fills the chunk without an end. */
  private void skipLine(BatchChunk chunk) throws IOException {
    int newline;
    boolean more;
    do {
      chunk.end = 0;
      more = read(chunk);
      newline = Newlines.next(chunk.input, 0, chunk.end);
    } while (more && newline == chunk.end);
    keepRest(chunk, Math.min(chunk.end, newline + 1));
    chunk.end = 0;
    chunk.isTooLong = true;
    line++;
  }

  private static void eraseMark(BatchChunk chunk) {
    if (Arrays.equals(chunk.input, 0, Math.min(chunk.end, MARK.length), MARK, 0, MARK.length)) {
      Arrays.fill(chunk.input, 0, MARK.length, (byte) ' ');
    }
  }

  private static int lastNewline(BatchChunk chunk, int from) {
    for (int i = chunk.end - 1; i >= from; i--) {
      if (chunk.input[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
