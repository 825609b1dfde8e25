package dev.deltalex.grammar;

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
}
