package dev.deltalex.cli;

/** An error that the user can fix. Only the message is printed; it has the field and the fix. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String problem) {
    // No stack trace: it does not help to fix a file or an option.
    super(problem, null, false, false);
  }
}
