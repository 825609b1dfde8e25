package dev.deltalex.syntax;

import java.util.List;

/**
 * Parts of a header that may be missing together.
 *
 * @param parts the parts, a literal first
 */
public record Maybe(List<Part> parts) implements Part {
  /** Copies the list. */
  public Maybe {
    parts = List.copyOf(parts);
  }
}
