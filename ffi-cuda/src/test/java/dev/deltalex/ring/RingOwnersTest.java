package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A shared ring has one producer and one consumer at a time, and files of this user only. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingOwnersTest {
  private static final RingLayout LAYOUT = RingLayout.of(2, 64, 8);

  @TempDir Path directory;
  private Path path;

  /** Opens a ring in a process of its own, and holds it until the process is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      RingRole role = RingRole.valueOf(arguments[1]);
      try (SharedRing ring = SharedRing.open(Path.of(arguments[0]), role)) {
        System.out.println("owner of " + ring.path());
        Thread.sleep(Long.MAX_VALUE);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @BeforeEach
  void name() {
    path = directory.resolve("ring");
  }

  private RingProcess holder(RingRole role) throws IOException {
    return RingProcess.startJava(Holder.class, path.toString(), role.name());
  }

  private String refusal(RingRole role) {
    return assertThrows(FileSystemException.class, () -> SharedRing.open(path, role)).getMessage();
  }

  private String taken(String owner, String role) {
    return path
        + ": "
        + owner
        + " is the ring's "
        + role
        + " already, and a ring has one at a time: close that one, or use another ring";
  }

  @ParameterizedTest
  @EnumSource(RingRole.class)
  void aSecondOwnerInThisProcessIsRefused(RingRole role) throws IOException {
    try (SharedRing first = SharedRing.create(path, LAYOUT, role)) {
      assertEquals(role, first.role());
      assertEquals(taken("this process", role.toString()), refusal(role));
    }
    SharedRing.open(path, role).close();
  }

  @ParameterizedTest
  @EnumSource(RingRole.class)
  void aSecondOwnerInAnotherProcessIsRefusedUntilTheFirstIsKilled(RingRole role)
      throws IOException {
    SharedRing.create(path, LAYOUT, role).close();
    try (RingProcess first = holder(role)) {
      first.await("owner of " + path);
      assertEquals(taken("another process", role.toString()), refusal(role));
      first.kill();
      SharedRing.open(path, role).close();
    }
  }

  /** A refused attempt, and the end of the other side, must not release the lock of the process. */
  @ParameterizedTest
  @EnumSource(RingRole.class)
  void aProcessKeepsItsRoleWhenItOpensAndClosesTheFileAgain(RingRole role)
      throws IOException, InterruptedException {
    RingRole other = role == RingRole.PRODUCER ? RingRole.CONSUMER : RingRole.PRODUCER;
    try (SharedRing first = SharedRing.create(path, LAYOUT, role)) {
      refusal(role);
      SharedRing.open(path, other).close();
      refusal(role);
      try (RingProcess second = holder(role)) {
        assertEquals(0, second.join());
        assertEquals(List.of(taken("another process", role.toString())), second.lines());
      }
      assertTrue(first.block().byteSize() > 0);
    }
  }

  /** An interrupt closes a file channel, and a process that closes the file loses its locks. */
  @ParameterizedTest
  @EnumSource(RingRole.class)
  void aProcessKeepsItsRoleWhenAnInterruptedThreadOpensTheFile(RingRole role)
      throws IOException, InterruptedException {
    RingRole other = role == RingRole.PRODUCER ? RingRole.CONSUMER : RingRole.PRODUCER;
    try (SharedRing first = SharedRing.create(path, LAYOUT, role)) {
      Thread.currentThread().interrupt();
      SharedRing.open(path, other).close();
      refusal(role);
      assertTrue(Thread.interrupted(), "the thread is still interrupted");
      try (RingProcess second = holder(role)) {
        assertEquals(0, second.join());
        assertEquals(List.of(taken("another process", role.toString())), second.lines());
      }
      assertEquals(LAYOUT.totalBytes(), first.block().byteSize());
    }
  }

  @Test
  void anInterruptedThreadCreatesARing() throws IOException {
    Thread.currentThread().interrupt();
    try (SharedRing made = SharedRing.create(path, LAYOUT, RingRole.CONSUMER)) {
      assertTrue(Thread.interrupted());
      assertEquals(LAYOUT.totalBytes(), Files.size(made.path()));
    }
  }

  @Test
  void anotherNameOfTheFileIsTheSameRing() throws IOException {
    try (SharedRing first = SharedRing.create(path, LAYOUT, RingRole.CONSUMER)) {
      Path link = Files.createLink(directory.resolve("link"), first.path());
      String message =
          assertThrows(FileSystemException.class, () -> SharedRing.open(link, RingRole.CONSUMER))
              .getMessage();
      assertTrue(message.startsWith(link + ": this process is the ring's consumer"), message);
    }
  }

  @Test
  void aFileThatWasReplacedIsAnotherRing() throws IOException {
    try (SharedRing first = SharedRing.create(path, LAYOUT, RingRole.CONSUMER)) {
      Files.delete(path);
      try (SharedRing second = SharedRing.create(path, LAYOUT, RingRole.CONSUMER)) {
        new RingReader(first.block()).beat(5);
        assertEquals(0, new RingWriter(second.block()).consumerBeat());
      }
    }
  }

  @Test
  void aRefusedOwnerChangesNothing() throws IOException {
    try (SharedRing first = SharedRing.create(path, LAYOUT, RingRole.CONSUMER)) {
      RingReader reader = new RingReader(first.block());
      reader.admit(0, 1, new int[0], 0, 7, 9, 0);
      byte[] before = first.block().toArray(ValueLayout.JAVA_BYTE);
      refusal(RingRole.CONSUMER);
      assertArrayEquals(before, first.block().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  void ofManyAtOnceOneBecomesTheOwner() throws Exception {
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    int attempts = 16;
    try (ExecutorService threads = Executors.newFixedThreadPool(attempts)) {
      List<Callable<Boolean>> calls = new ArrayList<>();
      List<SharedRing> owners = new ArrayList<>();
      for (int i = 0; i < attempts; i++) {
        calls.add(() -> {
          try {
            SharedRing ring = SharedRing.open(path, RingRole.CONSUMER);
            synchronized (owners) {
              owners.add(ring);
            }
            return true;
          } catch (FileSystemException e) {
            return false;
          }
        });
      }
      for (int round = 0; round < 50; round++) {
        int won = 0;
        for (Future<Boolean> attempt : threads.invokeAll(calls)) {
          won += attempt.get() ? 1 : 0;
        }
        assertEquals(1, won);
        owners.removeFirst().close();
      }
    }
  }

  @Test
  void aFailedCreationLeavesNoOwner() throws IOException {
    SharedRing.create(path, LAYOUT, RingRole.PRODUCER).close();
    assertThrows(IOException.class, () -> SharedRing.create(path, LAYOUT, RingRole.PRODUCER));
    SharedRing.open(path, RingRole.PRODUCER).close();
  }

  @Test
  void whatIsNoRingIsNotLocked() throws IOException {
    Files.write(path, new byte[4096]);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    for (int i = 0; i < 2; i++) {
      String message =
          assertThrows(IOException.class, () -> SharedRing.open(path, RingRole.CONSUMER))
              .getMessage();
      assertTrue(message.startsWith(path + ": field magic is 0"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw-rw-"})
  void aFileThatOthersCanWriteToIsRefusedUnlessTrusted(String permissions) throws IOException {
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

    String message = refusal(RingRole.CONSUMER);

    assertTrue(
        message.startsWith(
            path + ": is writable by its group or by others (" + permissions + "), so that"),
        message);
    assertTrue(message.contains("RingTrust.ANY_FILE"), message);
    SharedRing.open(path, RingRole.CONSUMER, RingTrust.ANY_FILE).close();
  }

  /** Only root can make the file of another user. */
  @Test
  void aFileOfAnotherUserIsRefusedUnlessTrusted() throws IOException {
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    try {
      Files.setAttribute(path, "unix:uid", 54_321);
    } catch (FileSystemException e) {
      Assumptions.abort("the owner of a file cannot be changed: " + e.getMessage());
    }

    String message = refusal(RingRole.CONSUMER);

    assertTrue(message.startsWith(path + ": belongs to the user 54321, not to"), message);
    SharedRing.open(path, RingRole.CONSUMER, RingTrust.ANY_FILE).close();
  }

  @Test
  void aFileThatOthersCanOnlyReadIsAccepted() throws IOException {
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    SharedRing.open(path, RingRole.CONSUMER).close();
  }
}
