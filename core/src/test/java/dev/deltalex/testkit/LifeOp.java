package dev.deltalex.testkit;

/** What a step of a {@link LifeScript} does. Append only: fuzz inputs name an op by its place. */
enum LifeOp {
  /** Opens a parser in the slot, after closing the one that is there. */
  OPEN,
  /** Begins another response in the same parser. */
  RESET,
  /** Reads the tail of a prompt. */
  PRIME,
  /** Feeds a {@code char[]}. */
  CHARS,
  /** Feeds a {@code CharSequence}. */
  STRING,
  /** Feeds bytes. */
  UTF8,
  /** Feeds token ids. */
  TOKENS,
  /** Cancels the stream. */
  CANCEL,
  /** Ends the stream. */
  FINISH,
  /** Gives the parser back. */
  CLOSE,
  /** Keeps a snapshot of the stream. */
  SNAPSHOT,
  /** Goes on with a stream of which a snapshot was kept. */
  RESTORE,
  /** Calls all methods of the handle that was closed in the slot before. */
  STALE,
  /** Calls a method with arguments that it must refuse. */
  MISUSE,
  /** The sink throws. As a step of its own it does nothing. */
  THROW;

  /** Whether the step feeds text. */
  boolean feeds() {
    return this == CHARS || this == STRING || this == UTF8 || this == TOKENS;
  }
}
