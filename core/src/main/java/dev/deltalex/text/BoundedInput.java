package dev.deltalex.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of limited size. Closing it does not close the stream that it reads, which belongs to the
 * caller.
 */
final class BoundedInput extends FilterInputStream {
  /** Maximum of bytes in a file: the largest known tokenizer.json has 33 MB. */
  static final int MAX_BYTES = 1 << 28;

  private final int max;
  private long count;

  BoundedInput(InputStream in) {
    this(in, MAX_BYTES);
  }

  BoundedInput(InputStream in, int max) {
    super(in);
    this.max = max;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int bytes) {
    count += bytes;
    if (count > max) {
      throw new VocabularyException(
          "byte " + max, "the file has more than " + max + " bytes; it is no vocabulary");
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {
    // The caller's stream stays open.
  }
}
