package dev.deltalex.syntax;

import java.util.List;

/** Finds the errors of literals, of headers, and of the parameters between tags. */
final class PartCheck {
  /** Each doubles the number of ways in which a header may be written. */
  private static final int MAX_MAYBES = 4;

  /** A label is held with its tag. */
  private static final int MAX_LABEL = 64;

  /** Parts of a closer that repeats the key. */
  private static final int NAMED_CLOSER = 3;

  private final List<String> problems;

  PartCheck(List<String> problems) {
    this.problems = problems;
  }

  private void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  void literal(Literal literal, String where) {
    if (literal.text().isBlank()) {
      problem(where, "a literal needs a char that is not whitespace");
    }
    boolean tag = literal.kind() == Literal.Kind.TAG && literal.text().length() > 1;
    if (literal.label() < 0 || literal.label() > MAX_LABEL || literal.label() > 0 && !tag) {
      problem(where, "a label has at most " + MAX_LABEL + " chars, in a tag: " + literal);
    }
  }

  private void parameter(List<Part> open, String where) {
    int keys = parts(open, where, Field.Role.KEY);
    if (keys != 1) {
      problem(where, "must contain one key, not " + keys + ": use key()");
    }
    if (open.isEmpty() || !(open.get(0) instanceof Literal)) {
      problem(where, "must begin with a literal");
    }
  }

  void tagged(Tagged tagged, String where) {
    literal(tagged.close(), where);
    parameter(tagged.open(), where);
    if (tagged.cdata() && tagged.framing() != Tagged.Framing.VERBATIM) {
      problem(where, "cdata needs values that are verbatim: remove .framing(…)");
    }
    if (tagged.whole().stream().anyMatch(String::isBlank)) {
      problem(where, "the name of a whole parameter needs a char that is not whitespace");
    }
  }

  void nested(Nested nested, String where) {
    if (nested.elements().isEmpty()) {
      problem(where, "needs an element: add element(…)");
    }
    for (Nested.Element element : nested.elements()) {
      String name = where + ", element";
      parameter(element.open(), name);
      element.close().forEach(part -> closerPart(part, name));
      List<Part> close = element.close();
      boolean fits = close.size() == 1 && close.get(0) instanceof Literal;
      if (!fits && !isNamedCloser(close)) {
        problem(name, "its closer must be a literal, or a literal, key() and a literal");
      }
    }
  }

  private void closerPart(Part part, String where) {
    if (part instanceof Literal literal) {
      literal(literal, where + ", closer");
    }
  }

  private static boolean isNamedCloser(List<Part> close) {
    return close.size() == NAMED_CLOSER
        && close.get(0) instanceof Literal
        && close.get(1) instanceof Field field
        && field.role() == Field.Role.KEY
        && field.prefix().isEmpty()
        && field.suffix().isEmpty()
        && close.get(2) instanceof Literal;
  }

  /** Checks the parts of a header; returns the number of those with the role {@code needed}. */
  int parts(List<Part> parts, String where, Field.Role needed) {
    int found = 0;
    if (parts.stream().filter(part -> part instanceof Maybe).count() > MAX_MAYBES) {
      problem(where, "more than " + MAX_MAYBES + " maybe(…): write call forms side by side");
    }
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean last = i == parts.size() - 1;
      if (part instanceof Literal literal) {
        literal(literal, where);
      } else if (part instanceof Maybe maybe) {
        if (maybe.parts().isEmpty() || !(maybe.parts().get(0) instanceof Literal)) {
          problem(where, "maybe(…) must begin with a literal");
        }
        if (maybe.parts().stream().anyMatch(inner -> inner instanceof Maybe)) {
          problem(where, "maybe(…) inside maybe(…): write them side by side");
        }
        if (needed == Field.Role.KEY) {
          problem(where, "cannot hold maybe(…)");
        }
        found += parts(maybe.parts(), where, needed);
      } else if (part instanceof Field field) {
        boolean holds = field.role() == needed;
        found += holds || needed == Field.Role.NAME && field.holdsName() ? 1 : 0;
        boolean misplaced = !holds && !(field.role() == Field.Role.ID && needed == Field.Role.NAME);
        if (misplaced) {
          problem(where, "must not contain a field of role " + field.role());
        }
        if (!last && parts.get(i + 1) instanceof Field) {
          problem(where, "two fields without a literal between them");
        }
      } else if (part instanceof Attributes attributes) {
        Attributes.Meaning meaning =
            needed == Field.Role.NAME ? Attributes.Meaning.NAME : Attributes.Meaning.KEY;
        found += attributes.by().containsValue(meaning) ? 1 : 0;
        literal(attributes.end(), where);
      }
    }
    return found;
  }
}
