package dev.deltalex.schema;

/**
 * A request's tools cannot be read. Nothing of them was applied. The message begins with the JSON
 * path of the offending value and says what to write instead.
 */
public final class ToolSchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;

  ToolSchemaException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /** Where the problem is, such as {@code $[2].function.parameters.properties.city.type}. */
  public String path() {
    return path;
  }
}
