package dev.deltalex.ring;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A ring block in a file that two processes map: for example, this JVM reads, and an engine in C,
 * C++, CUDA or Python writes with {@code tokring.h}. Either side may create the file. It persists,
 * so that one side can be restarted: a new reader or writer continues with an existing file.
 *
 * <p>Thread-safe; any thread may use the block until {@link #close()}. Do not truncate a mapped
 * file: accesses then throw {@link InternalError}.
 */
public final class SharedRing implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path path;
  private final Arena arena;
  private final MemorySegment block;
  private final RingLayout layout;

  private SharedRing(Path path, Arena arena, MemorySegment block, RingLayout layout) {
    this.path = path;
    this.arena = arena;
    this.block = block;
    this.layout = layout;
  }

  /** The default path for a ring of that name: in {@code /dev/shm}, else in the temp directory. */
  public static Path defaultPath(String name) {
    Path memory = Path.of("/dev/shm");
    return (Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")))
        .resolve(name);
  }

  /**
   * Creates a file with an empty ring, readable and writable by its owner only. Its space is
   * allocated at once, so that a full file system is an exception here and not a fault at a later
   * access.
   *
   * @throws FileAlreadyExistsException if the path exists
   */
  public static SharedRing create(Path path, RingLayout layout) throws IOException {
    FileChannel file;
    try {
      file =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
              ownerOnly(path));
    } catch (FileAlreadyExistsException e) {
      FileAlreadyExistsException telling =
          new FileAlreadyExistsException(
              path.toString(),
              null,
              "already exists: open it to use it, or delete it if no process uses it");
      telling.initCause(e);
      throw telling;
    }
    try (file) {
      fill(file, layout.totalBytes());
      Arena arena = Arena.ofShared();
      try {
        MemorySegment block = map(file, layout.totalBytes(), arena);
        RingBlock.initialize(block, layout);
        return new SharedRing(path, arena, block, layout);
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw new IOException(path + ": no ring of " + layout.totalBytes() + " bytes: " + e, e);
    }
  }

  /**
   * Opens an existing ring.
   *
   * @throws IOException if the file is not a ring, is damaged or truncated, or has another version;
   *     the message has the file, the field and how to proceed
   */
  public static SharedRing open(Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      long bytes = file.size();
      if (bytes < RingLayout.HEADER_BYTES) {
        RingLayout.read(MemorySegment.ofArray(new long[(int) bytes / Long.BYTES]));
      }
      Arena arena = Arena.ofShared();
      try {
        MemorySegment block = map(file, bytes, arena);
        RingLayout layout = RingLayout.read(block);
        return new SharedRing(path, arena, block.asSlice(0, layout.totalBytes()), layout);
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static MemorySegment map(FileChannel file, long bytes, Arena arena) throws IOException {
    return file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
  }

  private static void fill(FileChannel file, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes));
    for (long left = bytes; left > 0; ) {
      zeros.clear().limit((int) Math.min(left, zeros.capacity()));
      left -= file.write(zeros);
    }
  }

  /** The mapped block, for a {@link RingReader} or {@link RingWriter}. */
  public MemorySegment block() {
    return block;
  }

  /** The layout in the header when the file was opened. */
  public RingLayout layout() {
    return layout;
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  /** Unmaps the block, which must no longer be used. The file is not deleted. */
  @Override
  public void close() {
    arena.close();
  }
}
