package dev.deltalex.syntax;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two literals around one or more calls. Text behind a call inside a pair of {@link
 * Literal.Kind#TAG tags} leaves the pair open until its closer; it ends any other pair.
 *
 * @param open the opener
 * @param close the closer, or null if the format writes none
 * @param optional whether models omit it: the header inside it then opens a call
 * @param many whether the format's template writes several calls in one pair; several are read in
 *     any case
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record Pair(Literal open, @Nullable Literal close, boolean optional, boolean many) {
  /** Refuses null openers. */
  public Pair {
    Objects.requireNonNull(open, "open");
  }

  /** The properties of a pair; none is set by default. */
  public enum Option {
    /** See {@link Pair#optional}. */
    OPTIONAL,
    /** See {@link Pair#many}. */
    MANY
  }
}
