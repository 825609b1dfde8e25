package dev.deltalex.cli;

/** An error that the user can fix. Only the message is printed; it has the field and the fix. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with the message that is printed. */
  public CliException(String problem) {
    // No stack trace: it does not help to fix a file or an option.
    super(problem, null, false, false);
  }
}
