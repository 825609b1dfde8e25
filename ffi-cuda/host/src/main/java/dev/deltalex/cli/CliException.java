package dev.deltalex.cli;

/** Something the user can put right: the message, all that is shown, names field and remedy. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String problem) {
    // The stack says nothing to a user who has to change a file or an option.
    super(problem, null, false, false);
  }
}
