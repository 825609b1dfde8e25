package dev.deltalex.bench.floor;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finds out whether the CPU expands shorts in one instruction: without it a call takes a
 * microsecond.
 */
final class ExpandProbe {
  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_512;
  private static final int CALLS = 20_000;

  /** Nanoseconds of a call that is compiled to one instruction, with a wide margin. */
  private static final long FEW_NANOS = 50;

  private ExpandProbe() {}

  static boolean wins() {
    short[] text = new short[SPECIES.length()];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 12; round++) {
      long start = System.nanoTime();
      spread(text);
      least = Math.min(least, System.nanoTime() - start);
    }
    return least < FEW_NANOS * CALLS;
  }

  private static void spread(short[] text) {
    for (int i = 0; i < CALLS; i++) {
      VectorMask<Short> mask = VectorMask.fromLong(SPECIES, 0x5555_5555L + i);
      ShortVector.fromArray(SPECIES, text, 0).expand(mask).intoArray(text, 0);
    }
  }
}
