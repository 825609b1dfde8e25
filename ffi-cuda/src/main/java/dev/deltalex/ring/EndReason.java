package dev.deltalex.ring;

import org.jspecify.annotations.Nullable;

/** Why a stream ended; stored in the END record. */
public enum EndReason {
  /** The model emitted its end-of-sequence token. */
  EOS(1),
  /** The stream's token limit was reached. */
  LENGTH(2),
  /** The consumer cancelled it, or its heartbeat stopped. */
  CANCELLED(3),
  /** The producer failed. */
  ERROR(4);

  private final int code;

  EndReason(int code) {
    this.code = code;
  }

  /** The reason's code in an END record, 1 to 4. */
  public int code() {
    return code;
  }

  /** The reason with a code, or null if there is none. */
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
