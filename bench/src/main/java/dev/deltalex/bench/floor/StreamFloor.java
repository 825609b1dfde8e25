package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;

/**
 * One of many streams: as large as a parser that is inside a string, of which it reads as little.
 */
public final class StreamFloor extends StringFloor {
  /** Fills the object up to 360 bytes with what a parser keeps for the rest of the stream. */
  long r00, r01, r02, r03, r04, r05, r06, r07, r08, r09;

  long r10, r11, r12, r13, r14, r15, r16, r17, r18, r19;
  long r20, r21, r22, r23, r24, r25, r26, r27, r28, r29;
  long r30, r31, r32, r33, r34, r35, r36, r37, r38, r39, r40;

  /** A stream that is inside a string. */
  public StreamFloor(DeltaSink sink) {
    super(sink);
  }
}
