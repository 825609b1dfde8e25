package dev.deltalex.grammar;

import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spellings that models take from formats of the same family: for {@code <function=NAME>} they
 * write {@code <function NAME>} and {@code <function name="NAME">}, for the header of a call and
 * for the opener of a parameter. Such a header counts only with a declared name.
 */
final class Sibling {
  private static final int PARTS = 3;

  private Sibling() {}

  /**
   * Whether the parts are a tag that ends in an equals sign, a name, and one char: {@code
   * <function=NAME>}.
   */
  static boolean has(List<Part> parts) {
    return parts.size() == PARTS
        && parts.get(0) instanceof Literal first
        && first.kind() == Literal.Kind.TAG
        && first.text().length() > 2
        && first.text().endsWith("=")
        && parts.get(1) instanceof Field field
        && field.role() != Field.Role.ID
        && field.prefix().isEmpty()
        && field.suffix().isEmpty()
        && parts.get(2) instanceof Literal last
        && last.text().length() == 1;
  }

  /** The first literal of the other spellings, or null if the parts have none. */
  static @Nullable Literal literal(List<Part> parts) {
    if (!has(parts) || !(parts.get(0) instanceof Literal first)) {
      return null;
    }
    String text = first.text();
    return new Literal(text.substring(0, text.length() - 1) + ' ', Literal.Kind.TOKEN);
  }
}
