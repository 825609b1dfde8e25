package dev.deltalex.ring;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Finds or creates the directory of {@link SharedRing#defaultPath}. */
final class RingDirectory {
  private static final String NAME = "deltalex";

  private RingDirectory() {}

  /**
   * Finds or creates the directory.
   *
   * @param runtime the value of {@code XDG_RUNTIME_DIR}; null or empty if it is not set
   * @param shared directories that all users can write to, the preferred one first
   */
  static Path of(@Nullable String runtime, Path... shared) throws IOException {
    if (runtime != null && !runtime.isEmpty()) {
      Path directory = Path.of(runtime);
      if (directory.isAbsolute()
          && Files.isDirectory(directory)
          && Files.isWritable(directory)
          && FileOwner.objection(directory) == null) {
        return privateDirectory(directory.resolve(NAME));
      }
    }
    for (Path parent : shared) {
      if (Files.isDirectory(parent) && Files.isWritable(parent)) {
        return privateDirectory(parent.resolve(NAME + "-" + FileOwner.label()));
      }
    }
    throw new IOException(
        "no directory for rings: set XDG_RUNTIME_DIR to a directory of this user with permissions"
            + " 700, or pass the path of the ring");
  }

  /** Creates the directory for this user only; one that exists must be so. */
  private static Path privateDirectory(Path directory) throws IOException {
    FileAttribute<?>[] attributes =
        FileOwner.isKnown(directory)
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    try {
      return Files.createDirectory(directory, attributes);
    } catch (FileAlreadyExistsException e) {
      // Another user may have created it first, in a directory that all users can write to.
      String objection =
          Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
              ? FileOwner.objection(directory)
              : "is not a directory";
      if (objection != null) {
        FileSystemException refusal =
            new FileSystemException(
                directory.toString(),
                null,
                objection + ": remove it, set XDG_RUNTIME_DIR, or pass the path of the ring");
        refusal.initCause(e);
        throw refusal;
      }
      return directory;
    }
  }
}
