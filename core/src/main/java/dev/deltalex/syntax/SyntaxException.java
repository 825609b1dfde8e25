package dev.deltalex.syntax;

/**
 * A declaration or template cannot be read. The message begins with the JSON path of the offending
 * value and says what is allowed there.
 */
public final class SyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /** With the JSON path, and what is wrong there. */
  public SyntaxException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /** Where the problem is, such as {@code $.calls[0].header[1]}. */
  public String path() {
    return path;
  }
}
