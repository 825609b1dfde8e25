package dev.deltalex.syntax;

import java.util.Objects;

/**
 * A JSON object that describes the call: {@code {"name": …, "arguments": …}}.
 *
 * @param shape its keys
 */
public record CallObject(ObjectShape shape) implements Body {
  /** Refuses null. */
  public CallObject {
    Objects.requireNonNull(shape, "shape");
  }
}
