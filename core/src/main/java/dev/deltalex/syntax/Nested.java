package dev.deltalex.syntax;

import java.util.List;
import java.util.Objects;

/**
 * Parameters between tags that nest: an element holds raw text, or the elements of an object or
 * array.
 *
 * @param elements the kinds of elements; models may mix them
 * @param item the name of the elements of an array; empty if these have no name
 */
public record Nested(List<Element> elements, String item) implements Body {
  /**
   * A kind of elements.
   *
   * @param open what is before a value: a literal first, and the key
   * @param close what is behind a value: a literal; or a literal, the key and a literal
   */
  public record Element(List<Part> open, List<Part> close) {
    /** Copies the lists. */
    public Element {
      open = List.copyOf(open);
      close = List.copyOf(close);
    }

    /** Whether the closer repeats the key. */
    public boolean isNamed() {
      return close.size() > 1;
    }
  }

  /** Copies the list. */
  public Nested {
    elements = List.copyOf(elements);
    Objects.requireNonNull(item, "item");
  }
}
