package dev.deltalex.serve;

import org.jspecify.annotations.Nullable;

/** Text that is not JSON, or a value in it that is wrong. */
final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable String path;
  private final transient String problem;

  /**
   * Creates it.
   *
   * @param path of the value, such as {@code tools[2].name}; null if the text is not JSON
   * @param problem what is wrong, such as {@code must be a string}
   */
  JsonException(@Nullable String path, String problem) {
    // No stack trace: it becomes an error message.
    super(problem, null, false, false);
    this.path = path;
    this.problem = problem;
  }

  @Nullable String path() {
    return path;
  }

  String problem() {
    return problem;
  }
}
