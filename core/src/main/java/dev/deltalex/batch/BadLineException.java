package dev.deltalex.batch;

/** A line that cannot be read: the member that is wrong, and the remedy. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1;

  /** Without a stack trace: an input may have millions of such lines. */
  BadLineException(String message) {
    super(message, null, false, false);
  }
}
