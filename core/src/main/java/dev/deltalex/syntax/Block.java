package dev.deltalex.syntax;

import dev.deltalex.Region;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reasoning, a part of the answer, or text that is discarded, between markers.
 *
 * @param kind {@link Region#REASONING} or {@link Region#CONTENT}; null: the text is neither, and is
 *     discarded up to a closer, with one diagnostic
 * @param open the literals that open it; if empty, only the generation prompt can open it
 * @param close the literals that close it; if empty, the opener of another block or of a call
 *     closes it
 * @param trim which whitespace inside the markers is structure
 * @param label a literal that is structure directly behind an opener, in place of a newline there;
 *     or null. If only whitespace and a closer follow it, a newline at its end may be missing
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record Block(
    @Nullable Region kind,
    List<Literal> open,
    List<Literal> close,
    Trim trim,
    @Nullable Literal label) {
  /** Which whitespace inside a block's markers is structure, not text. */
  public enum Trim {
    /** None. */
    NOTHING,
    /** One newline after the response's first opener, and one before a closer. */
    NEWLINE
  }

  /** Copies the lists. */
  public Block {
    open = List.copyOf(open);
    close = List.copyOf(close);
    Objects.requireNonNull(trim, "trim");
  }

  /** Whether its text is discarded. */
  public boolean isDiscarded() {
    return kind == null;
  }

  /** A block without a label. */
  public Block(@Nullable Region kind, List<Literal> open, List<Literal> close, Trim trim) {
    this(kind, open, close, trim, null);
  }
}
