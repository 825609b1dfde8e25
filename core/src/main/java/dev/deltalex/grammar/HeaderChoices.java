package dev.deltalex.grammar;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a header that may be missing, and what that means for the field before them. */
final class HeaderChoices {
  /** The ends of a line. */
  static final List<Literal> NEWLINES =
      List.of(new Literal("\n", Literal.Kind.TOKEN), new Literal("\r\n", Literal.Kind.TOKEN));

  /** The ends of a line and of a word. */
  static final List<Literal> BLANKS =
      List.of(NEWLINES.get(0), NEWLINES.get(1), new Literal(" ", Literal.Kind.TOKEN));

  private HeaderChoices() {}

  /** A header with each choice of the parts that may be missing. */
  static List<List<Part>> of(List<Part> parts) {
    List<List<Part>> all = List.of(List.of());
    for (Part part : parts) {
      List<List<Part>> longer = new ArrayList<>();
      for (List<Part> before : all) {
        if (part instanceof Maybe maybe) {
          longer.add(joined(before, maybe.parts()));
          longer.add(before);
        } else {
          longer.add(joined(before, List.of(part)));
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Part> joined(List<Part> before, List<Part> parts) {
    List<Part> all = new ArrayList<>(before);
    all.addAll(parts);
    return all;
  }

  /**
   * Whether a literal begins a part of the header that may be missing, and so may all parts behind
   * it: then a line's end may be before it, which also ends the field before it.
   */
  static boolean mayBeMissing(CallForm form, Literal literal) {
    boolean found = false;
    for (Part part : form.header()) {
      found |= part instanceof Maybe maybe && maybe.parts().get(0).equals(literal);
      if (found && !(part instanceof Maybe)) {
        return false;
      }
    }
    return found;
  }

  /**
   * The opener of a next call, which shows that a call of the form has no arguments; or null if a
   * literal ends its header.
   */
  static @Nullable Literal openerOfNext(CallForm form) {
    if (form.header().isEmpty()) {
      return null;
    }
    Part last = form.header().get(form.header().size() - 1);
    if (!(last instanceof Field) && !(last instanceof Maybe)) {
      return null;
    }
    if (!form.around().isEmpty()) {
      return form.around().get(0).open();
    }
    return form.header().get(0) instanceof Literal literal ? literal : null;
  }

  /** What the name must be: that of a declared tool if the form asks for it. */
  static NameCheck check(CallForm form, Mode mode) {
    boolean declared =
        form.proof() == CallForm.Proof.DECLARED
            && form.around().isEmpty()
            && form.body() instanceof Arguments;
    return switch (mode.check) {
      case CALLABLE, NOT_EMPTY -> declared ? NameCheck.DECLARED : mode.check;
      default -> mode.check;
    };
  }

  /** The ways, and each of them with a line's end behind it. */
  static List<Way> withLineEnds(List<Way> ways) {
    List<Way> all = new ArrayList<>(ways);
    NEWLINES.forEach(newline -> ways.forEach(way -> all.add(way.then(newline))));
    return all;
  }
}
