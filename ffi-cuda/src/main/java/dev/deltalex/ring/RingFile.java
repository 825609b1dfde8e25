package dev.deltalex.ring;

import dev.deltalex.thread.Uninterruptibles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The open file of {@link SharedRing}s of this JVM. A POSIX record lock is lost when its process
 * closes any descriptor of the file; therefore all rings of a file share one descriptor, which is
 * closed with the last of them. Thread-safe.
 */
final class RingFile implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  /** The open files, by device and inode. Guards {@link #users} of each. */
  private static final Map<Object, RingFile> OPEN = new HashMap<>();

  private final Object key;
  private final FileChannel channel;
  private int users = 1;

  private RingFile(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** An operation with files. */
  interface Operation<T> {
    T run() throws IOException;
  }

  /**
   * Runs an operation on a thread of its own, which is never interrupted: an interrupt during an
   * operation of a channel closes the channel, which releases all locks of this process on the
   * file.
   */
  static <T> T uninterrupted(Operation<T> operation) throws IOException {
    FutureTask<T> task = new FutureTask<>(operation::run);
    Uninterruptibles.join(Thread.ofPlatform().daemon().name("deltalex-ring-file").start(task));
    if (task.state() == Future.State.SUCCESS) {
      return task.resultNow();
    }
    switch (task.exceptionNow()) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(task.exceptionNow());
    }
  }

  /**
   * Creates a file that only its owner can read and write.
   *
   * @throws FileAlreadyExistsException if the path exists
   */
  static RingFile create(Path path) throws IOException {
    synchronized (OPEN) {
      FileChannel channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
              ownerOnly(path));
      try {
        return register(key(path), channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        Files.deleteIfExists(path);
        throw e;
      }
    }
  }

  /**
   * Opens a file that exists and is not a symbolic link.
   *
   * @throws FileSystemException if {@code trust} excludes the file; the message has the path, the
   *     reason and how to proceed
   */
  static RingFile open(Path path, RingTrust trust) throws IOException {
    synchronized (OPEN) {
      Object found = key(path);
      if (trust == RingTrust.OWN_FILES) {
        refuse(path, FileOwner.objection(path));
      }
      RingFile shared = OPEN.get(found);
      if (shared != null) {
        shared.users++;
        return shared;
      }
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        if (!found.equals(key(path))) {
          throw new FileSystemException(
              path.toString(), null, "was replaced while it was opened: open it again");
        }
        return register(found, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  private static RingFile register(Object key, FileChannel channel) {
    RingFile file = new RingFile(key, channel);
    OPEN.put(key, file);
    return file;
  }

  private static Object key(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key != null ? key : path.toRealPath(LinkOption.NOFOLLOW_LINKS);
  }

  private static void refuse(Path path, @Nullable String objection) throws IOException {
    if (objection != null) {
      throw new FileSystemException(
          path.toString(),
          null,
          objection
              + ", so that others can change the ring at any time: use a file of this user with"
              + " permissions 600, or open it with RingTrust.ANY_FILE");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    return FileOwner.isKnown(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Becomes the owner of a role. The lock ends with {@link FileLock#release} or with the process.
   *
   * @param path the name of this file, for messages
   * @throws FileSystemException if the ring has an owner of that role
   */
  FileLock lock(Path path, RingRole role) throws IOException {
    try {
      FileLock lock = channel.tryLock(role.lockOffset, 1, false);
      if (lock != null) {
        return lock;
      }
      throw owned(path, role, "another process");
    } catch (OverlappingFileLockException e) {
      FileSystemException owned = owned(path, role, "this process");
      owned.initCause(e);
      throw owned;
    }
  }

  private static FileSystemException owned(Path path, RingRole role, String owner) {
    return new FileSystemException(
        path.toString(),
        null,
        owner
            + " is the ring's "
            + role
            + " already, and a ring has one at a time: close that one, or use another ring");
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Extends the new file to its size; its space is allocated. */
  void fill(long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes));
    for (long left = bytes; left > 0; ) {
      zeros.clear().limit((int) Math.min(left, zeros.capacity()));
      left -= channel.write(zeros);
    }
  }

  MemorySegment map(long bytes, Arena arena) throws IOException {
    return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
  }

  /** Closes the file if no other ring of this JVM uses it. Call it once for each ring. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(key);
        channel.close();
      }
    }
  }
}
