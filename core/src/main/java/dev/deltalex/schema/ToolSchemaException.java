package dev.deltalex.schema;

/**
 * A request's tools are invalid. The message has the JSON path of the invalid value and a valid
 * alternative.
 */
public final class ToolSchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;

  ToolSchemaException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /**
   * The JSON path of the invalid value, such as {@code
   * $[2].function.parameters.properties.city.type}.
   */
  public String path() {
    return path;
  }
}
