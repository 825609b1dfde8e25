package dev.deltalex.syntax;

import java.util.List;
import java.util.Objects;

/**
 * Parameters between tags, their values as raw text.
 *
 * @param open what is before a value, a literal first; exactly one part holds the key
 * @param close the literal after a value
 * @param framing which whitespace around a value the template adds
 */
public record Tagged(List<Part> open, Literal close, Framing framing) implements Body {
  /** Which whitespace around a value the template adds; it is not part of the value. */
  public enum Framing {
    /** None: the value is verbatim. */
    VERBATIM,
    /** One line feed, or carriage return and line feed, on each side, if present. */
    ONE_NEWLINE
  }

  /** Copies the list. */
  public Tagged {
    open = List.copyOf(open);
    Objects.requireNonNull(close, "close");
    Objects.requireNonNull(framing, "framing");
  }

  /** With other framing than {@link Framing#VERBATIM}. */
  public Tagged framing(Framing newFraming) {
    return new Tagged(open, close, newFraming);
  }

  /** The parts before a value; {@link #close} adds the closer. */
  public record Opening(List<Part> open) {
    /** Copies the list. */
    public Opening {
      open = List.copyOf(open);
    }

    /** The parameter that this literal closes. */
    public Tagged close(Literal literal) {
      return new Tagged(open, literal, Framing.VERBATIM);
    }
  }
}
