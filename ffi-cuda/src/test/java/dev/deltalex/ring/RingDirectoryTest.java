package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where rings without a path are: in a directory that only this user can write to. */
class RingDirectoryTest {
  @TempDir Path temp;
  private Path runtime;
  private Path shared;

  @BeforeEach
  void directories() throws IOException {
    runtime = directory("runtime", "rwx------");
    shared = directory("shared", "rwxrwxrwx");
  }

  private Path directory(String name, String permissions) throws IOException {
    Path made = Files.createDirectory(temp.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
  }

  private static void assertPrivate(Path directory) throws IOException {
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
  }

  @Test
  void itIsInTheRuntimeDirectoryOfTheUser() throws IOException {
    Path found = RingDirectory.of(runtime.toString(), shared);

    assertEquals(runtime.resolve("deltalex"), found);
    assertPrivate(found);
    assertEquals(found, RingDirectory.of(runtime.toString(), shared), "the second time, too");
  }

  @Test
  void withoutARuntimeDirectoryItIsAPrivateOneInASharedDirectory() throws IOException {
    Path expected = shared.resolve("deltalex-" + FileOwner.label());

    assertEquals(expected, RingDirectory.of(null, temp.resolve("missing"), shared));
    assertPrivate(expected);
    assertEquals(expected, RingDirectory.of("", shared));
  }

  @Test
  void aRuntimeDirectoryThatIsNotPrivateIsNotUsed() throws IOException {
    Path expected = shared.resolve("deltalex-" + FileOwner.label());
    Path open = directory("open", "rwxrwx---");

    assertEquals(expected, RingDirectory.of(open.toString(), shared));
    assertEquals(expected, RingDirectory.of("relative", shared));
    assertEquals(expected, RingDirectory.of(temp.resolve("missing").toString(), shared));
    assertFalse(Files.exists(open.resolve("deltalex")));
  }

  @Test
  void aPlantedDirectoryThatOthersCanWriteToIsRefused() throws IOException {
    Path planted = shared.resolve("deltalex-" + FileOwner.label());
    Files.createDirectory(planted);
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));

    String refusal =
        assertThrows(FileSystemException.class, () -> RingDirectory.of(null, shared)).getMessage();

    assertTrue(
        refusal.startsWith(planted + ": is writable by its group or by others (rwxrwxrwx)"),
        refusal);
    assertTrue(refusal.contains("set XDG_RUNTIME_DIR, or pass the path"), refusal);
  }

  @Test
  void aLinkInItsPlaceIsRefused() throws IOException {
    Files.createSymbolicLink(shared.resolve("deltalex-" + FileOwner.label()), runtime);

    String refusal =
        assertThrows(FileSystemException.class, () -> RingDirectory.of(null, shared)).getMessage();

    assertTrue(refusal.contains("is not a directory"), refusal);
  }

  @Test
  void withoutAnyDirectoryTheMessageNamesTheVariable() {
    String refusal =
        assertThrows(IOException.class, () -> RingDirectory.of(null, temp.resolve("missing")))
            .getMessage();

    assertTrue(refusal.contains("set XDG_RUNTIME_DIR"), refusal);
  }

  @Test
  void theDefaultPathIsAFileInADirectoryThatExists() throws IOException {
    Path path = SharedRing.defaultPath("engine.ring");

    assertEquals("engine.ring", path.getFileName().toString());
    assertTrue(Files.isDirectory(path.getParent()));
    assertFalse(Files.exists(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../up", "a/b", "/etc/passwd", "a/"})
  void aNameThatIsNoFileNameIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> SharedRing.defaultPath(name));
  }
}
