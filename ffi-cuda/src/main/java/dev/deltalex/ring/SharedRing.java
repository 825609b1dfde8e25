package dev.deltalex.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A ring block in a file that two processes map: for example, this JVM reads, and an engine in C,
 * C++, CUDA or Python writes with {@code tokring.h}. Either side may create the file. It persists,
 * so that one side can be restarted: a new reader or writer continues with an existing file.
 *
 * <p><b>Owners.</b> A ring has one {@link RingRole#PRODUCER} and one {@link RingRole#CONSUMER} at a
 * time. Each holds an exclusive lock on a byte of the file ({@link
 * RingLayout#PRODUCER_LOCK_OFFSET}, {@link RingLayout#CONSUMER_LOCK_OFFSET}) from the time it opens
 * the ring until {@link #close} or the death of its process; a second one is refused with a {@link
 * FileSystemException} that names the file, and changes nothing. Threads of the owner, for example
 * the shards of a multiplexer, share its mapping. On POSIX systems the lock is also lost if this
 * process opens and closes the file by other means than this class.
 *
 * <p><b>Permissions.</b> A ring is created readable and writable by its user only. {@link
 * #open(Path, RingRole)} refuses the file of another user, and one that its group or others can
 * write to, unless {@link RingTrust#ANY_FILE} is passed. File systems without POSIX permissions are
 * not checked.
 *
 * <p>Thread-safe; any thread may use the block until {@link #close()}. Do not truncate a mapped
 * file: accesses then throw {@link InternalError}.
 */
public final class SharedRing implements AutoCloseable {
  private final Path path;
  private final RingRole role;
  private final RingFile file;
  private final FileLock lock;
  private final Arena arena;
  private final MemorySegment block;
  private final RingLayout layout;
  private final Object guard = new Object();

  /** Guarded by {@link #guard}. */
  private boolean closed;

  private SharedRing(Path path, RingRole role, RingFile file, FileLock lock, Mapped mapped) {
    this.path = path;
    this.role = role;
    this.file = file;
    this.lock = lock;
    this.arena = mapped.arena;
    this.block = mapped.block;
    this.layout = mapped.layout;
  }

  private record Mapped(Arena arena, MemorySegment block, RingLayout layout) {}

  /**
   * The default path of the ring of that name, for both sides: in the directory {@code deltalex} of
   * the user's runtime directory, {@code $XDG_RUNTIME_DIR}, if that is an absolute path of a
   * directory of this user that no other user can write to; else in {@code /dev/shm/deltalex-UID},
   * if {@code /dev/shm} exists; else in {@code deltalex-UID} in the temporary directory. UID is the
   * numeric id of the effective user on Linux, elsewhere the user's name. The directory is created
   * with permissions 700 if it does not exist; the file is not.
   *
   * <p>Processes with different environments, such as a login session and a system service, have
   * different runtime directories: pass them the path.
   *
   * @param name a file name without separators, for example {@code engine.ring}
   * @throws IllegalArgumentException if {@code name} is empty, {@code .}, {@code ..} or a path
   * @throws IOException if there is no such directory, or if it belongs to another user or is
   *     writable by others; the message has its path and how to proceed
   */
  public static Path defaultPath(String name) throws IOException {
    return defaultPath(
        name,
        RingDirectory.of(
            System.getenv("XDG_RUNTIME_DIR"),
            Path.of("/dev/shm"),
            Path.of(System.getProperty("java.io.tmpdir"))));
  }

  static Path defaultPath(String name, Path directory) {
    Path path = directory.resolve(name);
    Path own = path.getFileName();
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || own == null
        || !own.toString().equals(name)) {
      throw new IllegalArgumentException(
          "name is '" + name + "'; it must be a file name without separators");
    }
    return path;
  }

  /**
   * Creates a file with an empty ring, readable and writable by its owner only, and becomes the
   * owner of a role. Its space is allocated at once, so that a full file system is an exception
   * here and not a fault at a later access.
   *
   * @throws FileAlreadyExistsException if the path exists
   */
  public static SharedRing create(Path path, RingLayout layout, RingRole role) throws IOException {
    return RingFile.uninterrupted(() -> createHere(path, layout, role));
  }

  private static SharedRing createHere(Path path, RingLayout layout, RingRole role)
      throws IOException {
    RingFile file;
    try {
      file = RingFile.create(path);
    } catch (FileAlreadyExistsException e) {
      FileAlreadyExistsException telling =
          new FileAlreadyExistsException(
              path.toString(),
              null,
              "already exists: open it to use it, or delete it if no process uses it");
      telling.initCause(e);
      throw telling;
    }
    try {
      FileLock lock = file.lock(path, role);
      file.fill(layout.totalBytes());
      Arena arena = Arena.ofShared();
      try {
        MemorySegment block = file.map(layout.totalBytes(), arena);
        RingBlock.initialize(block, layout);
        return new SharedRing(path, role, file, lock, new Mapped(arena, block, layout));
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      file.close();
      Files.deleteIfExists(path);
      throw new IOException(path + ": no ring of " + layout.totalBytes() + " bytes: " + e, e);
    }
  }

  /**
   * Opens an existing ring of this user and becomes the owner of a role. See {@link #open(Path,
   * RingRole, RingTrust)}.
   */
  public static SharedRing open(Path path, RingRole role) throws IOException {
    return open(path, role, RingTrust.OWN_FILES);
  }

  /**
   * Opens an existing ring and becomes the owner of a role.
   *
   * @param trust whether files that other users can write to are accepted
   * @throws FileSystemException if the ring has an owner of that role, or {@code trust} excludes
   *     the file; the message has the file, the reason and how to proceed
   * @throws IOException if the file is not a ring, is damaged or truncated, or has another version;
   *     the message has the file, the field and how to proceed
   */
  public static SharedRing open(Path path, RingRole role, RingTrust trust) throws IOException {
    return RingFile.uninterrupted(() -> openHere(path, role, trust));
  }

  private static SharedRing openHere(Path path, RingRole role, RingTrust trust) throws IOException {
    RingFile file = RingFile.open(path, trust);
    try {
      Mapped mapped = map(file);
      try {
        return new SharedRing(path, role, file, file.lock(path, role), mapped);
      } catch (IOException | RuntimeException e) {
        mapped.arena.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      file.close();
      throw new IOException(path + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Maps the ring in a file.
   *
   * @throws IllegalArgumentException if the file is not a ring
   */
  private static Mapped map(RingFile file) throws IOException {
    long bytes = file.size();
    if (bytes < RingLayout.HEADER_BYTES) {
      RingLayout.read(MemorySegment.ofArray(new long[(int) bytes / Long.BYTES]));
    }
    Arena arena = Arena.ofShared();
    try {
      MemorySegment whole = file.map(bytes, arena);
      RingLayout layout = RingLayout.read(whole);
      return new Mapped(arena, whole.asSlice(0, layout.totalBytes()), layout);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** The mapped block, for {@link RingReader}s or a {@link RingWriter}. */
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

  /** The role of which this is the owner, until it is closed. */
  public RingRole role() {
    return role;
  }

  /**
   * Unmaps the block, which must no longer be used, and gives up the role. The file is not deleted.
   * Idempotent.
   *
   * @throws IllegalStateException if a thread accesses the block at this moment; nothing has
   *     changed then
   */
  @Override
  public void close() {
    synchronized (guard) {
      if (closed) {
        return;
      }
      arena.close();
      closed = true;
    }
    try (file) {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }
}
