package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingWriterTest {
  private static final int[] TOKENS = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  private final RingLayout layout = RingLayout.of(3, 64, 8);
  private final MemorySegment block =
      MemorySegment.ofArray(new long[(int) layout.totalBytes() / 8]);
  private final RecordingHandler handler = new RecordingHandler();
  private RingReader reader;
  private RingWriter writer;

  @BeforeEach
  void emptyRing() {
    RingBlock.initialize(block, layout);
    reader = new RingReader(block);
    writer = new RingWriter(block);
  }

  private int fill(int slot, int epoch) {
    int puts = 0;
    while (writer.tryPut(slot, epoch, 0, TOKENS, 0, 1)) {
      puts++;
    }
    return puts;
  }

  @Test
  void aFullSlotKeepsRoomForItsEndAndDisturbsNoOther() {
    reader.admit(0, 1, TOKENS, 0, 0, 100, 0);
    reader.admit(1, 1, TOKENS, 0, 0, 100, 0);

    int puts = fill(0, 1);

    // 12 words must be free, for the largest record and an END: 64 - 3 * 17 = 13, 64 - 3 * 18 = 10.
    assertEquals(18, puts);
    assertFalse(writer.hasRoom(0));
    assertEquals(1, reader.stalls(0));
    assertTrue(writer.tryPut(1, 1, 0, TOKENS, 0, 8));
    assertEquals(0, reader.stalls(1));
    assertTrue(writer.end(0, 1, EndReason.LENGTH));
    assertEquals(19, reader.poll(0, 100, handler));
    assertEquals("0/1 LENGTH", handler.take().getLast());
  }

  @Test
  void roomComesBackAsTheConsumerReads() {
    reader.admit(0, 1, TOKENS, 0, 0, 100, 0);
    fill(0, 1);

    reader.poll(0, 1, handler);
    assertTrue(writer.tryPut(0, 1, 0, TOKENS, 0, 8));
    assertFalse(writer.tryPut(0, 1, 0, TOKENS, 0, 1));
    assertEquals(2, reader.stalls(0));
  }

  @Test
  void aCursorThatCannotBeStopsTheSlot() {
    for (long rd : new long[] {1, -65, Long.MAX_VALUE, Long.MIN_VALUE}) {
      block.set(RingLayout.LONG, layout.slotOffset(0) + RingLayout.RD_OFFSET, rd);
      RingWriter misled = new RingWriter(block);
      assertFalse(misled.tryPut(0, 1, 0, TOKENS, 0, 1), () -> "rd " + rd);
      assertFalse(misled.end(0, 1, EndReason.EOS), () -> "rd " + rd);
    }
    assertTrue(writer.tryPut(0, 1, 0, TOKENS, 0, 1));
  }

  @Test
  void endAfterEndRunsOutOfRoomInsteadOfWritingOver() {
    fill(0, 1);
    int ends = 0;
    while (writer.end(0, 1, EndReason.EOS)) {
      ends++;
    }
    assertEquals(5, ends);
  }

  @Test
  void refusesWhatDoesNotFitARecord() {
    assertThrows(IllegalArgumentException.class, () -> writer.tryPut(0, 1, 0, TOKENS, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> writer.tryPut(0, 1, 0, TOKENS, 0, 9));
    assertThrows(IllegalArgumentException.class, () -> writer.tryPut(0, 1, 256, TOKENS, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> writer.tryPut(0, 1, 0, TOKENS, 8, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> writer.tryPut(3, 1, 0, TOKENS, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> writer.prompt(0, 26));
    assertFalse(reader.hasNews(0));
  }

  @Test
  void admissionsOfAHostileConsumerAreBounded() {
    long at = layout.slotOffset(0);
    block.set(RingLayout.INT, at + RingLayout.PROMPT_LEN_OFFSET, -1);
    block.set(RingLayout.INT, at + RingLayout.MAX_TOKENS_OFFSET, -1);
    block.set(RingLayout.INT, at + RingLayout.DRAFT_TOKENS_OFFSET, -1);
    assertEquals(0, writer.promptLength(0));
    assertEquals(1, writer.maxTokens(0));
    assertEquals(0, writer.k(0));
    block.set(RingLayout.INT, at + RingLayout.PROMPT_LEN_OFFSET, 27);
    block.set(RingLayout.INT, at + RingLayout.DRAFT_TOKENS_OFFSET, 8);
    assertEquals(26, writer.promptLength(0));
    assertEquals(7, writer.k(0));
  }

  @Test
  void aCancelMeantForAnotherEpochDoesNothing() {
    reader.admit(0, 1, TOKENS, 0, 0, 100, 0);
    reader.cancel(0, 1);
    assertTrue(writer.cancelRequested(0, 1));
    writer.end(0, 1, EndReason.CANCELLED);
    reader.poll(0, 10, handler);

    reader.admit(0, 2, TOKENS, 0, 0, 100, 0);

    assertFalse(writer.cancelRequested(0, 2));
  }

  @Test
  void aStreamThatWasGivenUpCountsAsCancelled() {
    reader.admit(0, 1, TOKENS, 0, 0, 100, 0);
    writer.begin(0, 1);
    assertFalse(writer.cancelRequested(0, 1));
    reader.admit(0, 2, TOKENS, 0, 0, 100, 0);

    assertTrue(writer.cancelRequested(0, 1));
    writer.end(0, 1, EndReason.CANCELLED);
    assertEquals(2, writer.admittedEpoch(0));
    assertEquals(1, writer.servedEpoch(0));
    assertTrue(writer.tryPut(0, 2, 0, TOKENS, 0, 2));

    reader.poll(0, 10, handler);
    assertEquals(List.of("0/2 +0 [1, 2]"), handler.take());
  }

  @Test
  void aNewProducerEndsWhatTheOldOneLeft() {
    reader.admit(0, 1, TOKENS, 0, 0, 100, 0);
    reader.admit(1, 1, TOKENS, 0, 0, 100, 0);
    reader.admit(2, 1, TOKENS, 0, 0, 100, 0);
    writer.tryPut(0, 1, 0, TOKENS, 0, 2);
    writer.begin(1, 1);
    writer.end(1, 1, EndReason.EOS);

    RingWriter second = new RingWriter(block);
    assertEquals(1, second.endRunning(EndReason.ERROR));
    assertEquals(0, second.endRunning(EndReason.ERROR));

    for (int slot = 0; slot < 3; slot++) {
      reader.poll(slot, 10, handler);
    }
    assertEquals(List.of("0/1 +0 [1, 2]", "0/1 ERROR", "1/1 EOS"), handler.take());
    // Slot 2 was never served: its admission is still pending.
    assertEquals(1, second.admittedEpoch(2));
    assertEquals(0, second.servedEpoch(2));
  }
}
