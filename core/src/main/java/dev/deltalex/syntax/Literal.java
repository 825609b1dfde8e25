package dev.deltalex.syntax;

import java.util.Objects;

/**
 * Fixed text of a format.
 *
 * @param text its chars, at least one
 * @param kind how exactly a text must match it
 */
public record Literal(String text, Kind kind) implements Part {
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

  /** The kind in lower case and the text: {@code tag(<think>)}. */
  @Override
  public String toString() {
    String name =
        switch (kind) {
          case TAG -> "tag";
          case TOKEN -> "token";
          case WORDS -> "words";
        };
    return name + '(' + text + ')';
  }
}
