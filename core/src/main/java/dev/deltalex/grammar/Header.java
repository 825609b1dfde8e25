package dev.deltalex.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the text between two literals of a header is interpreted. Immutable. The text is interpreted
 * once, when the literal at its end was read.
 *
 * @param holds what the text is
 * @param check what the name must be for the header to count
 * @param prefix removed before a name; empty for none
 * @param suffix removed from the end of a name, with all text after it; empty for none
 * @param attributes the attributes that count, or null if the text itself is the name or id
 * @param first whether it begins directly after a pair's opener: whitespace may be between them
 * @param assigns whether a second {@code =} ends the name of a parameter that the open call does
 *     not have yet and that its tool declares: {@code <parameter=NAME=}
 * @param item the name that elements of an array have, empty for none; null if it is not the header
 *     of an element
 * @param endsLow a bit for each of the chars 0 to 63 with which a literal at the end begins
 * @param endsHigh the same for 64 to 127
 * @param messages the fields and rules of a message's header, else null
 */
public record Header(
    Holds holds,
    NameCheck check,
    String prefix,
    String suffix,
    @Nullable AttributeTable attributes,
    boolean first,
    boolean assigns,
    @Nullable String item,
    long endsLow,
    long endsHigh,
    @Nullable MessageTable messages) {
  /** What the text of a header is. */
  public enum Holds {
    /** A name, of a tool or a parameter. */
    NAME,
    /** A name, or a name as the value of an attribute {@code name}. */
    NAME_OR_ATTRIBUTE,
    /** An id; the name is read elsewhere. */
    ID,
    /** An id that contains the name. */
    ID_AND_NAME,
    /** The type of a parameter's value; its name was read before. */
    TYPE,
    /** Attributes. */
    ATTRIBUTES,
    /** The name of a tool that a parenthesis follows: an identifier, which may have dots. */
    CALLEE,
    /** The name of an argument, before its equals sign; the tool's name was read before. */
    KEYWORD
  }

  /** The header of lookaheads that read none. */
  static final Header NONE =
      new Header(Holds.NAME, NameCheck.ANY, "", "", null, false, false, null, 0, 0, null);

  /** The header of a message. */
  static Header of(MessageTable messages) {
    return new Header(
        Holds.NAME, NameCheck.CALLABLE, "", "", null, false, false, null, 0, 0, messages);
  }

  /** A char of the header's text. */
  public static final int TEXT = 0;

  /** A char with which a literal at the end may begin. */
  public static final int END = 1;

  /** A char that no header contains: the text is not a header. */
  public static final int NEVER = 2;

  static Header of(HeaderSpec spec, @Nullable AttributeTable attributes, List<Edge> ends) {
    long low = 0;
    long high = 0;
    for (Edge end : ends) {
      char c = end.literal()[0];
      if (c >= Long.SIZE * 2) {
        throw new IllegalArgumentException(
            "a header ends at " + c + ": only ASCII chars may begin the literal at its end");
      }
      low |= c < Long.SIZE ? 1L << c : 0;
      high |= c < Long.SIZE ? 0 : 1L << c;
    }
    return new Header(
        spec.holds(),
        spec.check(),
        spec.prefix(),
        spec.suffix(),
        attributes,
        spec.first(),
        spec.assigns(),
        spec.item(),
        low,
        high,
        null);
  }

  /** Whether it is one field, whose text has no line's end but whitespace before its end. */
  public boolean holdsField() {
    return switch (holds) {
      case NAME, ID, ID_AND_NAME, TYPE -> true;
      case NAME_OR_ATTRIBUTE, ATTRIBUTES, CALLEE, KEYWORD -> false;
    };
  }

  /** Whether it is an identifier: the name of a tool or argument in Python. */
  public boolean isIdentifier() {
    return holds == Holds.CALLEE || holds == Holds.KEYWORD;
  }

  /** What a char of a header is: {@link #TEXT}, {@link #END} or {@link #NEVER}. */
  public int kindOf(char c) {
    if (c < Long.SIZE * 2 && ((c < Long.SIZE ? endsLow : endsHigh) >>> c & 1) != 0) {
      return END;
    }
    if (isIdentifier()) {
      boolean text = isNameChar(c) || holds == Holds.KEYWORD && (c == ' ' || c == '\t');
      return text ? TEXT : NEVER;
    }
    return isNever(c) ? NEVER : TEXT;
  }

  /** Whether no header contains a char: where no literal ends it there, the text is no header. */
  public boolean isNever(char c) {
    return c == '<' || c == '>' || c == '\n' || c == '\r' || isOpen() && isBracket(c);
  }

  /** Whether a name of Python may begin with the char. */
  public static boolean isNameStart(char c) {
    return c < Long.SIZE * 2
        ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
        : Character.isUnicodeIdentifierStart(c);
  }

  /** Whether a name of Python may contain the char, or a tool's name with dots and hyphens. */
  public static boolean isNameChar(char c) {
    return c < Long.SIZE * 2
        ? isNameStart(c) || c >= '0' && c <= '9' || c == '.' || c == '-'
        : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  /** A char of JSON that no name has which ends at what follows it. */
  private static boolean isBracket(char c) {
    return c == '{' || c == '}' || c == '[' || c == ']';
  }

  /** Whether it ends at a line's end or at what may follow it: the format has no literal there. */
  public boolean isOpen() {
    return (endsLow >>> '\n' & 1) != 0;
  }

  /** The char that ends a header that is a plain name, or 0. */
  char nameEnd(Edge[] ends) {
    boolean plain = holds == Holds.NAME && !first && prefix.isEmpty() && suffix.isEmpty();
    boolean one = (ends.length == 1 || assigns) && ends[0].literal().length == 1;
    return plain && one ? ends[0].literal()[0] : 0;
  }
}
