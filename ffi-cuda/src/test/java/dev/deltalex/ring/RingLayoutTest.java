package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingLayoutTest {
  private static String refusal(MemorySegment block) {
    return assertThrows(IllegalArgumentException.class, () -> RingLayout.read(block)).getMessage();
  }

  @Test
  void placesLinesAndRings() {
    RingLayout layout = RingLayout.of(3, 64, 8);

    assertEquals(384, layout.slotOffset(0));
    assertEquals(384 + 2 * 384, layout.slotOffset(2));
    assertEquals(384 + 3 * 384, layout.ringOffset(0));
    assertEquals(384 + 3 * 384 + 256, layout.ringOffset(1));
    assertEquals(384 + 3 * 384 + 3 * 256, layout.totalBytes());
    assertEquals("3 slots of 64 words, bursts of up to 8", layout.toString());
  }

  @Test
  void countsTheLargestBlockInLongs() {
    RingLayout layout =
        RingLayout.of(RingLayout.MAX_SLOTS, RingLayout.MAX_CAPACITY_WORDS, RingLayout.MAX_BURST);

    assertEquals(4_398_071_677_312L, layout.totalBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 64, 8, slots is 0",
    "65537, 64, 8, slots is 65537",
    "1, 63, 8, cap_words is 63",
    "1, 32, 8, cap_words is 32",
    "1, 33554432, 8, cap_words is 33554432",
    "1, -2147483648, 8, cap_words is -2147483648",
    "1, 64, 0, max_burst is 0",
    "1, 64, -1, max_burst is -1",
    "1, 16777216, 65536, max_burst is 65536",
  })
  void namesWhatIsOutOfRange(int slots, int capacityWords, int maxBurst, String named) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> RingLayout.of(slots, capacityWords, maxBurst))
            .getMessage();

    assertTrue(message.startsWith(named + ", needs "), message);
  }

  @Test
  void readsWhatWasWritten() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = RingBlock.allocate(arena, RingLayout.of(5, 128, 16));

      RingLayout read = RingLayout.read(block);

      assertEquals(5, read.slots());
      assertEquals(128, read.capacityWords());
      assertEquals(16, read.maxBurst());
      assertEquals(0, block.address() % 128);
    }
  }

  @Test
  void initializeClearsWhatWasThere() {
    RingLayout layout = RingLayout.of(2, 32, 4);
    MemorySegment block = MemorySegment.ofArray(new long[(int) layout.totalBytes() / 8 + 1]);
    block.fill((byte) 0x5A);

    RingBlock.initialize(block, layout);

    RingReader reader = new RingReader(block);
    assertEquals(0, reader.step());
    assertTrue(reader.isFree(1));
    assertEquals(0, reader.poll(1, 10, new RecordingHandler()));
    assertEquals(0x5A, block.get(ValueLayout.JAVA_BYTE, layout.totalBytes()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x123, 'field magic is 0x0000000000000123, needs 0x31474e52544d4c4c', not a token ring",
    "0, 0, field magic is 0, has not finished or died",
    "8, 2, 'field version is 2, needs 1', update the older of the two programs",
    "12, 128, 'field header_bytes is 128, needs 384', delete the ring",
    "16, -1, 'field slots is -1, needs 1 to 65536', delete the ring",
    "16, 3, 'field ring_off is 1152, needs 1536', delete the ring",
    "20, 96, 'field cap_words is 96, needs a power of two', delete the ring",
    "24, 0, 'field slot_off is 0, needs 384', delete the ring",
    "28, 0, 'field ring_off is 0, needs 1152', delete the ring",
    "32, 99, 'field total_bytes is 99, needs 1664', delete the ring",
    "40, 13, 'field cap_words is 64, needs 68', delete the ring",
    "44, 1, 'field flags is 1, needs 0', update this program",
  })
  void namesTheFieldAndTheRemedy(long offset, String value, String field, String remedy) {
    RingLayout layout = RingLayout.of(2, 64, 8);
    MemorySegment block = MemorySegment.ofArray(new long[(int) layout.totalBytes() / 8]);
    RingBlock.initialize(block, layout);
    if (offset == 0 || offset == 32) {
      block.set(RingLayout.LONG, offset, Long.decode(value));
    } else {
      block.set(RingLayout.INT, offset, Integer.decode(value));
    }

    String message = refusal(block);

    assertTrue(message.startsWith(field), message);
    assertTrue(message.contains(remedy), message);
  }

  @Test
  void refusesBlocksThatAreTooShortOrNotAligned() {
    RingLayout layout = RingLayout.of(2, 64, 8);
    MemorySegment block = MemorySegment.ofArray(new long[(int) layout.totalBytes() / 8]);
    RingBlock.initialize(block, layout);

    assertTrue(
        refusal(block.asSlice(0, 383)).contains("383 bytes, fewer than the 384 of a header"));
    assertTrue(refusal(block.asSlice(0, layout.totalBytes() - 4)).contains("was truncated"));
    assertTrue(refusal(MemorySegment.ofArray(new int[1000])).contains("not a multiple of 8"));
    assertThrows(
        IllegalArgumentException.class,
        () -> RingBlock.initialize(block.asSlice(0, layout.totalBytes() - 8), layout));
  }

  @Test
  void magicSpellsItsName() {
    assertEquals(RingLayout.MAGIC, littleEndian("LLMTRNG1"));
  }

  private static long littleEndian(String text) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | text.charAt(i);
    }
    return value;
  }
}
