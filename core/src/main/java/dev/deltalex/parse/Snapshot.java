package dev.deltalex.parse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The state of a stream between two deltas as bytes, and back: a header that binds it to version,
 * format, tools, policies and limits, then every field in order. Bytes that do not fit are refused
 * before anything is changed but the stream itself, which is then closed.
 */
final class Snapshot {
  private static final int MAGIC = 0x444C5853;
  private static final int VERSION = 3;

  /** Longest text that a snapshot may hold: the bound of {@code Limits.buffered}, in chars. */
  private static final int LONGEST = 1 << 28;

  private Snapshot() {}

  static byte[] take(ParserCore p) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(p.format.name());
      out.writeLong(p.tools.fingerprint());
      out.writeInt(settings(p));
      SavedState.save(p, out);
      CRC32 sum = new CRC32();
      sum.update(bytes.toByteArray());
      out.writeInt((int) sum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void restore(ParserCore p, byte[] snapshot) {
    int length = snapshot.length - Integer.BYTES;
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(snapshot, 0, Math.max(0, length)))) {
      if (length < 2 * Integer.BYTES || in.readInt() != MAGIC) {
        throw new IllegalArgumentException("these bytes are no snapshot of a stream");
      }
      checkSum(snapshot, length);
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "the snapshot has version " + version + ", this parser reads version " + VERSION);
      }
      String format = in.readUTF();
      if (!format.equals(p.format.name())) {
        throw new IllegalArgumentException(
            "the snapshot is of format " + format + ", the parser of " + p.format.name());
      }
      if (in.readLong() != p.tools.fingerprint()) {
        throw new IllegalArgumentException("the snapshot was taken with other tools");
      }
      if (in.readInt() != settings(p)) {
        throw new IllegalArgumentException("the snapshot was taken with other policies or limits");
      }
      SavedState.load(p, in);
      if (in.read() >= 0) {
        throw new IOException("more bytes than a snapshot has");
      }
    } catch (IOException | RuntimeException e) {
      p.abandon();
      if (e instanceof IllegalArgumentException known) {
        throw known;
      }
      throw new IllegalArgumentException("the snapshot is damaged: " + e.getMessage(), e);
    }
  }

  /** Damage by accident is noticed here; the checks of the fields are a second line. */
  private static void checkSum(byte[] snapshot, int length) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(snapshot, 0, length);
    int written = ByteBuffer.wrap(snapshot, length, Integer.BYTES).getInt();
    if (written != (int) sum.getValue()) {
      throw new IOException("its checksum is wrong");
    }
  }

  /** Policies and limits are enums and numbers: their text is the same in every process. */
  private static int settings(ParserCore p) {
    return 31 * p.policies.toString().hashCode() + p.limits.toString().hashCode();
  }

  static void writeChars(DataOutputStream out, char[] a, int length) throws IOException {
    out.writeInt(length);
    for (int i = 0; i < length; i++) {
      out.writeChar(a[i]);
    }
  }

  /** Reads the length of a text. */
  static int length(DataInputStream in) throws IOException {
    return in(in.readInt(), 0, Math.min(LONGEST, in.available() / Character.BYTES), "a length");
  }

  static void readChars(DataInputStream in, char[] a, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      a[i] = in.readChar();
    }
  }

  /** {@code value}, if it is in bounds. */
  static int in(int value, int low, int high, String what) throws IOException {
    if (value < low || value > high) {
      throw new IOException(what + " is " + value);
    }
    return value;
  }
}
