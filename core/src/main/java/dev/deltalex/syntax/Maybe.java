package dev.deltalex.syntax;

import java.util.List;

/**
 * Parts of a header that may be missing together. At the start of a header they are expected
 * directly behind the opener of a pair only.
 *
 * @param parts the parts, a literal first
 */
public record Maybe(List<Part> parts) implements Part {
  /** Copies the list. */
  public Maybe {
    parts = List.copyOf(parts);
  }
}
