package dev.deltalex.ring;

import org.jspecify.annotations.Nullable;

/** Why a stream ended, as the END record says it. */
public enum EndReason {
  /** The model emitted its end-of-sequence token. */
  EOS(1),
  /** The stream's token limit was reached. */
  LENGTH(2),
  /** The consumer asked for it, or vanished. */
  CANCELLED(3),
  /** The producer cannot go on. */
  ERROR(4);

  private final int code;

  EndReason(int code) {
    this.code = code;
  }

  /** The reason's code in an END record, 1 to 4. */
  public int code() {
    return code;
  }

  /** The reason of {@code code}; null where no reason has that code. */
  public static @Nullable EndReason ofCode(int code) {
    return switch (code) {
      case 1 -> EOS;
      case 2 -> LENGTH;
      case 3 -> CANCELLED;
      case 4 -> ERROR;
      default -> null;
    };
  }
}
