package dev.deltalex.testkit;

/**
 * One step of a {@link LifeScript}. Every combination of values is a step: what is out of range is
 * folded into it, and what is illegal at its time must be refused.
 *
 * @param slot the parser slot that it is about
 * @param number OPEN: the setting; PRIME: the prompt; feeds: see {@link LifeTexts#delta}; FINISH:
 *     the reason; SNAPSHOT, RESTORE: where the snapshot is kept; MISUSE: which
 * @param detail OPEN, RESET: twice the number of the text, plus 1 if the parser is reset at once,
 *     so that its ids are known; UTF8: bytes of the last code point that come with the next delta;
 *     TOKENS: how the text is cut
 * @param at OPEN, RESET: the event in whose callback {@code reaction} is done, from 1; 0 for none
 * @param reaction what the callback does
 * @param other the slot that {@code reaction} is about
 */
record LifeStep(LifeOp op, int slot, int number, int detail, int at, LifeOp reaction, int other) {

  /** A step without a reaction. */
  static LifeStep of(LifeOp op, int slot, int number, int detail) {
    return new LifeStep(op, slot, number, detail, 0, LifeOp.THROW, 0);
  }

  /** What the callback does. */
  LifeStep inCallback() {
    return of(reaction, other, number, detail);
  }

  /** Whether a callback does something, too. */
  boolean reacts() {
    return at > 0 && (op == LifeOp.OPEN || op == LifeOp.RESET);
  }

  @Override
  public String toString() {
    String step = op + " slot " + slot + ", " + number + "/" + detail;
    return reacts() ? step + ", at event " + at + ": " + reaction + " slot " + other : step;
  }
}
