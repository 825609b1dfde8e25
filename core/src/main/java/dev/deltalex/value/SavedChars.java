package dev.deltalex.value;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Chars in a snapshot: their number, then they themselves. A snapshot may be damaged. */
final class SavedChars {
  private SavedChars() {}

  static void write(DataOutputStream stream, char[] a, int length) throws IOException {
    stream.writeInt(length);
    for (int i = 0; i < length; i++) {
      stream.writeChar(a[i]);
    }
  }

  /**
   * The number of chars that follow.
   *
   * @throws IOException if there cannot be as many
   */
  static int readLength(DataInputStream stream) throws IOException {
    int length = stream.readInt();
    if (length < 0 || length > stream.available() / Character.BYTES) {
      throw new IOException("a length is " + length);
    }
    return length;
  }

  static void read(DataInputStream stream, char[] to, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      to[i] = stream.readChar();
    }
  }
}
