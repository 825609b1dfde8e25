package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingReaderTest {
  private static final int[] NONE = {};

  private final RingLayout layout = RingLayout.of(4, 64, 8);
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

  private void admit(int slot, int epoch) {
    reader.admit(slot, epoch, NONE, 0, 1, 100, 0);
  }

  private void put(int slot, int epoch, int... tokens) {
    assertTrue(writer.tryPut(slot, epoch, 0, tokens, 0, tokens.length));
  }

  /** Writes words without checks, like a hostile producer. */
  private void raw(int slot, int... words) {
    long at = layout.slotOffset(slot) + RingLayout.WR_OFFSET;
    long wr = block.get(RingLayout.LONG, at);
    for (int word : words) {
      block.set(RingLayout.INT, layout.ringOffset(slot) + (wr++ & 63) * 4, word);
    }
    block.set(RingLayout.LONG, at, wr);
  }

  @Test
  void handsOverBurstsAndTheEnd() {
    admit(2, 1);
    assertFalse(reader.hasNews(2));
    assertTrue(writer.tryPut(2, 1, 3, new int[] {0, 5, -6, 7}, 1, 3));
    writer.end(2, 1, EndReason.EOS);

    assertTrue(reader.hasNews(2));
    assertEquals(2, reader.poll(2, 10, handler));

    assertEquals(List.of("2/1 +3 [5, -6, 7]", "2/1 EOS"), handler.take());
    assertFalse(reader.hasNews(2));
    assertEquals(0, reader.poll(2, 10, handler));
    assertEquals(3, reader.drafted(2));
    assertEquals(2, reader.accepted(2));
    assertTrue(reader.publishNanos(2) != 0);
  }

  @Test
  void findsTheSlotsWithNews() {
    assertEquals(0, reader.slotsWithNews(0));
    admit(1, 1);
    admit(3, 1);
    put(1, 1, 5);
    put(3, 1, 6);

    assertEquals(0b1010, reader.slotsWithNews(0));
    assertEquals(0b101, reader.slotsWithNews(1));
    assertEquals(0b10, reader.slotsWithNews(2));
    assertEquals(1, reader.slotsWithNews(3));

    reader.poll(1, 10, handler);
    assertEquals(0b1000, reader.slotsWithNews(0));
    reader.poll(3, 10, handler);
    assertEquals(0, reader.slotsWithNews(0));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.slotsWithNews(4));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.slotsWithNews(-1));
  }

  @Test
  void findsNewsAmongItsOwnSlotsOnly() {
    RingReader middle = new RingReader(block, 1, 3);
    put(0, 1, 5);
    put(3, 1, 6);
    assertEquals(0, middle.slotsWithNews(1));
    put(2, 1, 7);
    assertEquals(0b10, middle.slotsWithNews(1));
    assertThrows(IndexOutOfBoundsException.class, () -> middle.slotsWithNews(0));
    assertThrows(IndexOutOfBoundsException.class, () -> middle.slotsWithNews(3));
  }

  @Test
  void findsNewsIn64SlotsAtOnce() {
    MemorySegment many = RingBlock.allocate(Arena.ofAuto(), RingLayout.of(130, 256, 16));
    RingReader all = new RingReader(many);
    RingWriter source = new RingWriter(many);
    for (int slot : new int[] {0, 63, 64, 129}) {
      assertTrue(source.tryPut(slot, 1, 0, new int[] {7}, 0, 1));
    }
    assertEquals(1L << 63 | 1, all.slotsWithNews(0));
    assertEquals(1, all.slotsWithNews(64));
    assertEquals(0b10, all.slotsWithNews(128));
    assertEquals(1L << 63, all.slotsWithNews(66));
  }

  @Test
  void leavesWhatIsOverTheLimit() {
    admit(0, 1);
    put(0, 1, 1);
    put(0, 1, 2);
    put(0, 1, 3);

    assertEquals(2, reader.poll(0, 2, handler));
    assertEquals(List.of("0/1 +0 [1]", "0/1 +0 [2]"), handler.take());
    assertEquals(6, block.get(RingLayout.LONG, layout.slotOffset(0) + RingLayout.RD_OFFSET));
    assertEquals(0, reader.poll(0, 0, handler));
    assertEquals(1, reader.poll(0, 2, handler));
    assertEquals(List.of("0/1 +0 [3]"), handler.take());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, // kind 0
        0x03_00_0001, // an unknown kind
        0xFF_00_0001,
        0x01_00_0000, // an empty burst
        0x01_00_0009, // more than max_burst
        0x01_00_FFFF,
        0x01_00_0003, // more than there are words
        0x02_00_0000, // unknown reasons
        0x02_00_0005,
        0x02_01_0001,
      })
  void poisonsTheSlotAtABadRecord(int head) {
    admit(1, 1);
    put(1, 1, 42);
    raw(1, head, 1, 7, 8);

    assertEquals(1, reader.poll(1, 10, handler));

    List<String> lines = handler.take();
    assertEquals("1/1 +0 [42]", lines.getFirst());
    assertTrue(
        lines
            .getLast()
            .startsWith("1 corrupt: word 3 is 0x%08x, 4 words before wr".formatted(head)),
        lines.getLast());
    assertEquals(2, lines.size());
    assertTrue(reader.isPoisoned(1));
    assertEquals(0, reader.poll(1, 10, handler));
    assertEquals(0, handler.take().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01_00_0001, 0x02_00_0001})
  void aRecordIsNeverReadBeyondWr(int head) {
    admit(1, 1);
    raw(1, head);

    assertEquals(0, reader.poll(1, 10, handler));

    assertTrue(handler.take().getFirst().contains("corrupt"));
  }

  @ParameterizedTest
  @CsvSource({"-1", "65", "9223372036854775807", "-9223372036854775808"})
  void poisonsTheSlotAtABadCursor(long wr) {
    admit(3, 1);
    block.set(RingLayout.LONG, layout.slotOffset(3) + RingLayout.WR_OFFSET, wr);

    assertEquals(0, reader.poll(3, 10, handler));

    assertEquals(List.of("3 corrupt: wr is " + wr + ", needs 0 to 64"), handler.take());
    assertTrue(reader.isPoisoned(3));
  }

  @Test
  void aNewEpochHealsAPoisonedSlot() {
    admit(1, 1);
    raw(1, 0, 0, 0, 0, 0);
    reader.poll(1, 10, handler);
    handler.take();

    admit(1, 2);
    put(1, 1, 66); // the old stream continues for one step
    put(1, 2, 77);

    assertEquals(2, reader.poll(1, 10, handler), "with the record that was skipped");
    assertEquals(List.of("1/2 +0 [77]"), handler.take());
    assertEquals(1, reader.strays());
  }

  @Test
  void aHandlerMayAdmitWhenTheSlotIsFoundCorrupt() {
    admit(1, 1);
    raw(1, 0, 0, 0, 0, 0);
    BurstHandler healing =
        new BurstHandler() {
          @Override
          public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
            handler.onBurst(slot, epoch, drafted, tokens, count);
          }

          @Override
          public void onEnd(int slot, int epoch, EndReason reason) {
            handler.onEnd(slot, epoch, reason);
          }

          @Override
          public void onCorrupt(int slot, String detail) {
            admit(slot, 2);
          }
        };

    reader.poll(1, 10, healing);
    put(1, 2, 9);

    assertEquals(1, reader.poll(1, 10, healing));
    assertEquals(List.of("1/2 +0 [9]"), handler.take());
  }

  @Test
  void skipsOtherEpochsAndWhatFollowsAnEnd() {
    admit(0, 7);
    put(0, 6, 1);
    put(0, 7, 2);
    put(0, 8, 3);
    writer.end(0, 7, EndReason.LENGTH);
    put(0, 7, 4);
    writer.end(0, 7, EndReason.EOS);

    assertEquals(6, reader.poll(0, 10, handler));

    assertEquals(List.of("0/7 +0 [2]", "0/7 LENGTH"), handler.take());
    assertEquals(4, reader.strays());
  }

  @Test
  void recordsThatAreSkippedCountAgainstTheLimit() {
    admit(0, 7);
    for (int i = 0; i < 6; i++) {
      put(0, 6, i); // of a past epoch
    }
    put(0, 7, 9);
    put(0, 7, 10);

    assertEquals(4, reader.poll(0, 4, handler));
    assertEquals(List.of(), handler.take());
    assertEquals(4, reader.strays());
    assertTrue(reader.hasNews(0));
    assertEquals(3, reader.poll(0, 3, handler));
    assertEquals(List.of("0/7 +0 [9]"), handler.take());
    assertEquals(1, reader.poll(0, 1, handler));
    assertEquals(List.of("0/7 +0 [10]"), handler.take());
    assertEquals(0, reader.poll(0, 1, handler));
  }

  @Test
  void whatAThrowingHandlerSawIsRead() {
    admit(0, 1);
    put(0, 1, 1);
    put(0, 1, 2);
    BurstHandler throwing =
        new BurstHandler() {
          @Override
          public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
            throw new IllegalStateException("full");
          }

          @Override
          public void onEnd(int slot, int epoch, EndReason reason) {}

          @Override
          public void onCorrupt(int slot, String detail) {}
        };

    assertThrows(IllegalStateException.class, () -> reader.poll(0, 10, throwing));

    assertEquals(1, reader.poll(0, 10, handler));
    assertEquals(List.of("0/1 +0 [2]"), handler.take());
  }

  @Test
  void admissionCarriesTheRequest() {
    int[] prompt = new int[40];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = 1000 + i;
    }

    reader.admit(2, 9, prompt, 38, 0xFEDCBA9876543210L, 77, 5);

    assertEquals(9, writer.admittedEpoch(2));
    assertEquals(26, writer.promptLength(2));
    assertEquals(1012, writer.prompt(2, 0));
    assertEquals(1037, writer.prompt(2, 25));
    assertEquals(0xFEDCBA9876543210L, writer.seed(2));
    assertEquals(77, writer.maxTokens(2));
    assertEquals(5, writer.k(2));
    assertTrue(writer.stillAdmitted(2, 9));
    assertFalse(writer.stillAdmitted(2, 8));
    assertEquals(0, writer.admittedEpoch(1));
  }

  @Test
  void refusesWrongAdmissions() {
    admit(0, 5);

    assertThrows(IllegalArgumentException.class, () -> admit(0, 5));
    assertThrows(IllegalArgumentException.class, () -> admit(1, 0));
    assertThrows(IllegalArgumentException.class, () -> admit(1, -3));
    assertThrows(IllegalArgumentException.class, () -> reader.admit(1, 1, NONE, 0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> reader.admit(1, 1, NONE, 0, 0, 1, 8));
    assertThrows(IllegalArgumentException.class, () -> reader.admit(1, 1, NONE, 0, 0, 1, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.admit(1, 1, NONE, 1, 0, 1, 0));
    assertEquals(0, reader.epoch(1));
  }

  @Test
  void epochsFollowEachOther() {
    assertEquals(1, reader.nextEpoch(0));
    admit(0, 1);
    assertEquals(2, reader.nextEpoch(0));
    admit(0, Integer.MAX_VALUE);
    assertEquals(1, reader.nextEpoch(0));
    // If a reader died during an admission, the epoch is 0: the last epoch is the producer's echo.
    writer.begin(1, 41);
    assertEquals(42, reader.nextEpoch(1));
  }

  /**
   * The reader keeps the admitted epoch itself, since the other side can change the word in the
   * block.
   */
  @Test
  void anEpochThatTheOtherSideChangesMisleadsNobody() {
    admit(0, 7);
    put(0, 7, 1);
    writer.end(0, 7, EndReason.EOS);
    block.set(RingLayout.INT, layout.slotOffset(0) + RingLayout.EPOCH_OFFSET, 6);

    assertEquals(2, reader.poll(0, 10, handler));
    assertEquals(List.of("0/7 +0 [1]", "0/7 EOS"), handler.take());
    assertTrue(reader.isFree(0));
    assertEquals(8, reader.nextEpoch(0));
    admit(0, 8);
    assertEquals(8, writer.admittedEpoch(0));
  }

  @Test
  void cancellationDoesNotMeetItsEpochAgain() {
    admit(0, 1);
    reader.cancel(0, 1);
    assertTrue(writer.cancelRequested(0, 1));
    admit(0, Integer.MAX_VALUE);
    assertEquals(1, reader.nextEpoch(0));
    admit(0, 1);
    assertFalse(writer.cancelRequested(0, 1));
  }

  /** After 2^31 admissions, if the streams of the later ones were abandoned. */
  @Test
  void anEndDoesNotMeetItsEpochAgain() {
    admit(0, 1);
    writer.end(0, 1, EndReason.EOS);
    reader.poll(0, 10, handler);
    handler.take();
    admit(0, Integer.MAX_VALUE);
    writer.begin(0, Integer.MAX_VALUE);
    admit(0, reader.nextEpoch(0));
    assertEquals(1, reader.epoch(0));

    assertFalse(reader.isFree(0));
    put(0, 1, 5);
    writer.end(0, 1, EndReason.LENGTH);
    reader.poll(0, 10, handler);

    assertEquals(List.of("0/1 +0 [5]", "0/1 LENGTH"), handler.take());
    assertTrue(reader.isFree(0));
  }

  @Test
  void aReaderOfSomeSlotsRefusesOthers() {
    RingReader shard = new RingReader(block, 1, 3);

    assertEquals(1, shard.fromSlot());
    assertEquals(3, shard.toSlot());
    shard.admit(2, 1, NONE, 0, 0, 1, 0);
    assertThrows(IndexOutOfBoundsException.class, () -> shard.poll(0, 1, handler));
    assertThrows(IndexOutOfBoundsException.class, () -> shard.cancel(3, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> shard.admit(3, 1, NONE, 0, 0, 1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> new RingReader(block, 2, 5));
  }

  @Test
  void aNewReaderGoesOnWhereTheOldOneStopped() {
    admit(0, 1);
    put(0, 1, 1);
    put(0, 1, 2);
    reader.poll(0, 1, handler);
    handler.take();

    RingReader second = new RingReader(block);

    assertFalse(second.isFree(0));
    assertEquals(1, second.poll(0, 10, handler));
    assertEquals(List.of("0/1 +0 [2]"), handler.take());
  }

  @Test
  void aSlotIsFreeOnceItsEndWasRead() {
    assertTrue(reader.isFree(0));
    admit(0, 1);
    assertFalse(reader.isFree(0));
    put(0, 1, 1);
    assertFalse(reader.isFree(0));
    writer.end(0, 1, EndReason.EOS);
    assertFalse(new RingReader(block).isFree(0));
    assertFalse(reader.isFree(0));
    reader.poll(0, 10, handler);
    assertTrue(reader.isFree(0));
    assertTrue(new RingReader(block).isFree(0));
    admit(0, 2);
    assertFalse(reader.isFree(0));
    assertFalse(new RingReader(block).isFree(0));
    writer.begin(0, 2);
    assertFalse(new RingReader(block).isFree(0));
  }

  @Test
  void headerWordsReachTheOtherSide() {
    writer.publishStep();
    writer.publishStep();
    writer.beat(55);
    writer.state(RingLayout.PRODUCER_FAILED, 719);
    assertEquals(2, reader.step());
    assertEquals(55, reader.beat());
    assertEquals(RingLayout.PRODUCER_FAILED, reader.producerState());
    assertEquals(719, reader.producerError());

    assertFalse(writer.stopRequested());
    reader.stopAll(true);
    reader.beat(66);
    assertTrue(writer.stopRequested());
    assertEquals(66, writer.consumerBeat());
    reader.stopAll(false);
    assertFalse(writer.stopRequested());
  }
}
