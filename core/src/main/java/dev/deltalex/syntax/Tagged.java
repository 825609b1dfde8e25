package dev.deltalex.syntax;

import java.util.List;
import java.util.Objects;

/**
 * Parameters between tags, their values as raw text.
 *
 * @param open what is before a value, a literal first; exactly one part holds the key
 * @param close the literal after a value
 * @param framing which whitespace around a value the template adds
 * @param cdata whether a value may be inside of {@code <![CDATA[} and {@code ]]>}: only its closer
 *     behind the latter ends it then
 * @param whole the names of parameters that hold all arguments of a call, as one JSON object of
 *     parameters of the tool, where they are its only parameter and the tool does not declare them
 * @param orObject whether one JSON object of all arguments may be in place of the parameters
 */
public record Tagged(
    List<Part> open,
    Literal close,
    Framing framing,
    boolean cdata,
    List<String> whole,
    boolean orObject)
    implements Body {
  /** Which whitespace around a value the template adds; it is not part of the value. */
  public enum Framing {
    /** None: the value is verbatim. */
    VERBATIM,
    /** One line feed, or carriage return and line feed, on each side, if present. */
    ONE_NEWLINE,
    /** All whitespace on both sides. */
    TRIMMED
  }

  /** Copies the lists. */
  public Tagged {
    open = List.copyOf(open);
    Objects.requireNonNull(close, "close");
    Objects.requireNonNull(framing, "framing");
    whole = List.copyOf(whole);
  }

  /** Parameters whose values are between the tags and nothing else. */
  public Tagged(List<Part> open, Literal close, Framing framing) {
    this(open, close, framing, false, List.of(), false);
  }

  /** With other framing than {@link Framing#VERBATIM}. */
  public Tagged framing(Framing newFraming) {
    return new Tagged(open, close, newFraming, cdata, whole, orObject);
  }

  /** With values that may be inside of CDATA. */
  public Tagged inCdata() {
    return new Tagged(open, close, framing, true, whole, orObject);
  }

  /** With parameters that may hold all arguments. */
  public Tagged whole(String... names) {
    return new Tagged(open, close, framing, cdata, List.of(names), orObject);
  }

  /** With one JSON object of all arguments in place of the parameters, if the model writes one. */
  public Tagged orJson() {
    return new Tagged(open, close, framing, cdata, whole, true);
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
