package dev.deltalex.syntax;

import java.util.Objects;

/**
 * Fixed text of a format.
 *
 * @param text its chars, at least one
 * @param kind how exactly a text must match it
 * @param label the most chars of a label that a tag may carry before its last char, behind a colon:
 *     {@code <tool_call:opensource>} for {@code <tool_call>}; 0: none. A label has no {@code <},
 *     {@code >} or line's end
 */
public record Literal(String text, Kind kind, int label) implements Part {
  /** What is between a tag and its label. */
  public static final char LABEL_MARK = ':';

  /** How exactly a text must match a literal. */
  public enum Kind {
    /**
     * {@code <tool_call>}, {@code <function=}: up to 16 spaces or tabs are tolerated before the
     * last char.
     */
    TAG,
    /** {@code <|call|>}, {@code [ARGS]}: exact; often a special token of the vocabulary. */
    TOKEN,
    /** {@code Action:}: exact, and it counts only at the start of a line. */
    WORDS
  }

  /** Refuses null. */
  public Literal {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(kind, "kind");
  }

  /**
   * Written out, as is {@link #hashCode}: the methods that a record has by itself are linked when
   * they are first called and interpreted as method handles, a fourth of the time in which a
   * process makes the tables of its first format.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Literal literal
        && kind == literal.kind
        && label == literal.label
        && text.equals(literal.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** A literal without a label. */
  public Literal(String text, Kind kind) {
    this(text, kind, 0);
  }

  /** With a label of at most so many chars, which may be missing. */
  public Literal labelled(int maxChars) {
    return new Literal(text, kind, maxChars);
  }

  /** The kind in lower case and the text: {@code tag(<think>)}. */
  @Override
  public String toString() {
    String name =
        switch (kind) {
          case TAG -> "tag";
          case TOKEN -> "token";
          case WORDS -> "words";
        };
    return name + '(' + text + ')' + (label == 0 ? "" : ".labelled(" + label + ')');
  }
}
