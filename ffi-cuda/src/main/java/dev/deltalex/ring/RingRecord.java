package dev.deltalex.ring;

import java.util.Objects;

/** Decodes the first word of a record, which is not trusted. */
final class RingRecord {
  private static final int REASON = 0xFFFFFF;

  private RingRecord() {}

  /**
   * Number of tokens of a record: 0 for an END, -1 if it is not a valid record of at most {@code
   * words} words.
   */
  static int tokenCount(int head, long words, int maxBurst) {
    int kind = head >>> 24;
    if (kind == RingLayout.KIND_BURST) {
      int count = head & RingLayout.MAX_BURST;
      return count >= 1 && count <= maxBurst && RingLayout.RECORD_WORDS + count <= words
          ? count
          : -1;
    }
    boolean end =
        kind == RingLayout.KIND_END
            && EndReason.ofCode(head & REASON) != null
            && RingLayout.RECORD_WORDS <= words;
    return end ? 0 : -1;
  }

  /** The reason in an END record. */
  static EndReason reason(int head) {
    return Objects.requireNonNull(EndReason.ofCode(head & REASON));
  }

  /** Describes an invalid word at {@code cursor} in one line. */
  static String complaint(int head, long cursor, long words, int maxBurst) {
    return "word %d is 0x%08x, %d words before wr: needs a BURST of 1 to %d tokens or an END"
        .formatted(cursor, head, words, maxBurst);
  }
}
