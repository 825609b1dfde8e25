package dev.deltalex.parse;

import dev.deltalex.value.SnapshotIo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The state of a stream between two deltas as bytes, and back: a header that binds it to version,
 * tables, tools, options and limits, then every field in order, then a checksum. Invalid bytes are
 * rejected; they end the stream that restores them, and change nothing else.
 *
 * <p>The checksum detects accidental damage. Bytes forged with a right checksum can at worst give
 * wrong events, because every field is checked.
 */
final class Snapshot {
  private static final int MAGIC = 0x444C5853;
  private static final int VERSION = 9;

  /** Bytes of magic and checksum, around the rest. */
  private static final int FRAME = 2 * Integer.BYTES;

  /** Chars of a format's name that are written, for messages. */
  private static final int LONGEST_NAME = 1 << 10;

  private Snapshot() {}

  static byte[] take(ParserCore p) {
    SnapshotIo io = SnapshotIo.writing(p.limits);
    io.half(MAGIC);
    transfer(p, io);
    byte[] fields = io.written();
    io.half(checkSum(fields, fields.length));
    return io.written();
  }

  static void restore(ParserCore p, byte[] snapshot) {
    try {
      int length = snapshot.length - Integer.BYTES;
      if (snapshot.length < FRAME || ByteBuffer.wrap(snapshot).getInt() != MAGIC) {
        throw new IllegalArgumentException("not a snapshot of a stream");
      }
      SnapshotIo io = SnapshotIo.reading(p.limits, snapshot, Integer.BYTES, length);
      int written = ByteBuffer.wrap(snapshot).getInt(length);
      io.check(written == checkSum(snapshot, length), "checksum mismatch");
      transfer(p, io);
      io.check(io.left() == 0, "extra bytes after the end");
    } catch (RuntimeException | Error e) {
      p.abandon();
      if (e instanceof RuntimeException && !(e instanceof IllegalArgumentException)) {
        throw new IllegalArgumentException("the snapshot is damaged: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static int checkSum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  /** What the snapshot is bound to, then the state. */
  private static void transfer(ParserCore p, SnapshotIo io) {
    int version = io.half(VERSION);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "the snapshot has version " + version + ", this parser reads version " + VERSION);
    }
    String own = p.spec().format.name();
    String format = name(own, io);
    long tables = p.grammar.fingerprint();
    if (io.bits(tables) != tables) {
      throw new IllegalArgumentException(
          format.equals(own)
              ? "the snapshot was taken with other tables of format " + format
              : "the snapshot is of format " + format + ", the parser of " + own);
    }
    long tools = p.tools.fingerprint();
    if (io.bits(tools) != tools) {
      throw new IllegalArgumentException("the snapshot was taken with other tools");
    }
    int settings = settings(p);
    if (io.half(settings) != settings) {
      throw new IllegalArgumentException(
          "the snapshot was taken with other options, limits or special tokens");
    }
    SavedState.transfer(p, io);
  }

  /** The format's name is for messages: two names may be those of one grammar. */
  private static String name(String own, SnapshotIo io) {
    int length = io.count(Math.min(LONGEST_NAME, own.length()), LONGEST_NAME, 1, "a name's length");
    char[] name = Arrays.copyOf(own.toCharArray(), length);
    io.chars(name, length);
    return new String(name);
  }

  /**
   * Options and limits are enums, numbers and a name: their text is the same in every process. Of
   * the vocabulary it includes which markers are tokens.
   */
  private static int settings(ParserCore p) {
    MarkerTokens markers = p.spec().markerTokens;
    int table = markers == null ? 0 : markers.fingerprint();
    return 31 * (31 * table + p.options.toString().hashCode()) + p.limits.toString().hashCode();
  }
}
