package dev.deltalex.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Compares owner and permissions of files with the user of this process. On file systems without
 * POSIX attributes, such as those of Windows, every file passes.
 */
final class FileOwner {
  /** On Linux, a directory that belongs to the effective user of this process. */
  private static final Path SELF = Path.of("/proc/self");

  private FileOwner() {}

  /** Whether the file system of {@code path} has POSIX owners and permissions. */
  static boolean isKnown(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Why another user can write to the file or directory, in words that follow its name; null if
   * only the user of this process can.
   */
  static @Nullable String objection(Path path) throws IOException {
    if (!isKnown(path)) {
      return null;
    }
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!isSelf(found.owner())) {
      return "belongs to the user " + found.owner().getName() + ", not to the user of this process";
    }
    boolean shared =
        found.permissions().contains(PosixFilePermission.GROUP_WRITE)
            || found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    return shared
        ? "is writable by its group or by others ("
            + PosixFilePermissions.toString(found.permissions())
            + ")"
        : null;
  }

  /**
   * The user of this process for a file name: on Linux the numeric id of the effective user, else
   * the user's name with other chars than letters, digits, {@code .}, {@code _} and {@code -}
   * replaced by {@code _}.
   */
  static String label() {
    try {
      return String.valueOf(Files.getAttribute(SELF, "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return fileName(System.getProperty("user.name", "unknown"));
    }
  }

  private static String fileName(String text) {
    StringBuilder name = new StringBuilder(text);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      name.setCharAt(i, plain ? c : '_');
    }
    return name.toString();
  }

  private static boolean isSelf(UserPrincipal owner) throws IOException {
    // /proc/self belongs to root if the process is not dumpable, for example because the java
    // binary has capabilities: then the name decides.
    return Files.exists(SELF) && owner.equals(Files.getOwner(SELF))
        || owner.getName().equals(System.getProperty("user.name"));
  }
}
