package dev.deltalex.syntax;

import dev.deltalex.Region;
import java.util.List;
import java.util.Objects;

/**
 * Reasoning, or a part of the answer, between markers.
 *
 * @param kind {@link Region#REASONING} or {@link Region#CONTENT}
 * @param open the literals that open it; none: only the prompt can
 * @param close the literals that close it; none: what opens another block or a call does
 * @param trim which whitespace inside the markers is structure
 */
public record Block(Region kind, List<Literal> open, List<Literal> close, Trim trim) {
  /** Which whitespace inside a block's markers is structure, not text. */
  public enum Trim {
    /** None. */
    NOTHING,
    /** One newline behind the response's first opener, and one before a closer. */
    NEWLINE
  }

  /** Copies the lists. */
  public Block {
    Objects.requireNonNull(kind, "kind");
    open = List.copyOf(open);
    close = List.copyOf(close);
    Objects.requireNonNull(trim, "trim");
  }
}
