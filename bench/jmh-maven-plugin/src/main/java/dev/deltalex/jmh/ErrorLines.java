package dev.deltalex.jmh;

/**
 * Reads along what JMH says on standard error. It answers some bad arguments in a line, and others
 * (a mode, an output file, a second instance) with a stack trace of its own: the line is worth
 * showing, the frames are not. A benchmark's own exceptions come on standard output, untouched.
 */
final class ErrorLines {
  private static final String NOT_PARSED = "Error parsing command line:";
  private static final String UNCAUGHT = "Exception in thread \"main\" ";
  private static final String ENDED = "ERROR: org.openjdk.jmh.runner.RunnerException: ";

  private boolean notUnderstood;
  private boolean inTrace;

  /** The line as it is to be shown, or null for a frame of JMH's own stack trace. */
  String read(String line) {
    if (line.startsWith(NOT_PARSED)) {
      notUnderstood = true;
      return line;
    }
    if (line.startsWith(UNCAUGHT)) {
      notUnderstood = true;
      inTrace = true;
      String exception = line.substring(UNCAUGHT.length());
      return NOT_PARSED + ' ' + exception.substring(exception.indexOf(' ') + 1);
    }
    if (line.startsWith(ENDED)) {
      inTrace = true;
      return line.substring(ENDED.length());
    }
    boolean frame =
        line.startsWith("\tat ") || line.startsWith("\t... ") || line.startsWith("Caused by: ");
    return inTrace && frame ? null : line;
  }

  /** Whether JMH did not understand its arguments. */
  boolean notUnderstood() {
    return notUnderstood;
  }
}
