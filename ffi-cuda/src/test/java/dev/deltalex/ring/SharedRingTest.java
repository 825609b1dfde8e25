package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedRingTest {
  private static final RingLayout LAYOUT = RingLayout.of(2, 64, 8);

  @TempDir Path directory;

  private static String refusal(Path path) {
    return assertThrows(IOException.class, () -> SharedRing.open(path, RingRole.CONSUMER))
        .getMessage();
  }

  @Test
  void twoMappingsAreOneRing() throws IOException {
    Path path = directory.resolve("ring");
    try (SharedRing here = SharedRing.create(path, LAYOUT, RingRole.CONSUMER);
        SharedRing there = SharedRing.open(path, RingRole.PRODUCER)) {
      assertEquals(path, there.path());
      assertEquals(RingRole.PRODUCER, there.role());
      assertEquals(LAYOUT.totalBytes(), there.block().byteSize());
      assertEquals(2, there.layout().slots());
      RingReader reader = new RingReader(here.block());
      RingWriter writer = new RingWriter(there.block());
      RecordingHandler handler = new RecordingHandler();

      reader.admit(1, 1, new int[] {5}, 1, 0, 10, 0);
      assertEquals(5, writer.prompt(1, 0));
      writer.tryPut(1, 1, 0, new int[] {9, 8}, 0, 2);
      writer.end(1, 1, EndReason.LENGTH);
      reader.poll(1, 10, handler);

      assertEquals(List.of("1/1 +0 [9, 8]", "1/1 LENGTH"), handler.take());
    }
    assertTrue(Files.exists(path));
  }

  @Test
  void onlyItsOwnerCanOpenTheFile() throws IOException {
    Path path = directory.resolve("ring");
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();

    assertEquals(LAYOUT.totalBytes(), Files.size(path));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void doesNotTouchAFileThatExists() throws IOException {
    Path path = directory.resolve("ring");
    Files.writeString(path, "mine");

    FileAlreadyExistsException e =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> SharedRing.create(path, LAYOUT, RingRole.CONSUMER));

    assertTrue(e.getMessage().contains("delete it if no process uses it"), e.getMessage());
    assertEquals("mine", Files.readString(path));
  }

  @Test
  void leavesNoFileWhereTheRingDoesNotFit() {
    Path path = directory.resolve("missing").resolve("ring");

    assertThrows(
        NoSuchFileException.class, () -> SharedRing.create(path, LAYOUT, RingRole.CONSUMER));

    assertFalse(Files.exists(path));
  }

  @Test
  void namesTheFileAndWhatToDo() throws IOException {
    Path path = directory.resolve("ring");
    assertThrows(NoSuchFileException.class, () -> SharedRing.open(path, RingRole.CONSUMER));
    Files.createFile(path);
    assertTrue(refusal(path).startsWith(path + ": the block has 0 bytes"));
    Files.write(path, new byte[383]);
    assertTrue(refusal(path).contains("fewer than the 384 of a header"), refusal(path));
    Files.write(path, new byte[4096]);
    assertTrue(refusal(path).startsWith(path + ": field magic is 0: the ring's creator has not"));
    Files.writeString(path, "x".repeat(4096));
    assertTrue(refusal(path).contains("not a token ring"));
  }

  @ParameterizedTest
  @CsvSource({
    "8, 7, field version is 7",
    "16, 9, field ring_off is 1152",
    "20, 0, field cap_words is 0",
    "40, 64, field cap_words is 64",
  })
  void refusesADamagedHeader(int offset, int value, String field) throws IOException {
    Path path = directory.resolve("ring");
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      file.writeInt(Integer.reverseBytes(value));
    }

    assertTrue(refusal(path).startsWith(path + ": " + field), refusal(path));
  }

  @Test
  void refusesAFileThatWasCutShort() throws IOException {
    Path path = directory.resolve("ring");
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(LAYOUT.totalBytes() - 1);
    }

    assertTrue(refusal(path).contains("was truncated"), refusal(path));
  }

  @Test
  void refusesASymbolicLink() throws IOException {
    Path path = directory.resolve("ring");
    SharedRing.create(path, LAYOUT, RingRole.CONSUMER).close();
    Path link = Files.createSymbolicLink(directory.resolve("link"), path);

    assertThrows(IOException.class, () -> SharedRing.open(link, RingRole.CONSUMER));
  }

  @Test
  void aClosedRingCannotBeUsed() throws IOException {
    SharedRing ring = SharedRing.create(directory.resolve("ring"), LAYOUT, RingRole.CONSUMER);
    RingReader reader = new RingReader(ring.block());
    ring.close();
    ring.close();

    assertThrows(IllegalStateException.class, reader::step);
  }
}
