package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;
import dev.deltalex.syntax.CallForm;
import org.jspecify.annotations.Nullable;

/**
 * How a call written as JSON was announced.
 *
 * @param opening its opening; null without one
 * @param form its form; null for a forced call in a format without objects
 * @param holdStart where whitespace begins that belongs to it
 * @param openerAt where the literal or bracket begins that announces it
 * @param bodyAt the object's brace; of arguments behind a header, where the header ends
 */
record SyntaxAnnounced(
    SyntaxReference.Kind kind,
    @Nullable SyntaxOpening opening,
    @Nullable CallForm form,
    int holdStart,
    int openerAt,
    int bodyAt) {

  SyntaxAnnounced(
      SyntaxReference.Kind kind, SyntaxOpening opening, int holdStart, int openerAt, int bodyAt) {
    this(kind, opening, opening.form(), holdStart, openerAt, bodyAt);
  }

  SyntaxAnnounced(
      SyntaxReference.Kind kind, @Nullable CallForm form, int holdStart, int openerAt, int bodyAt) {
    this(kind, null, form, holdStart, openerAt, bodyAt);
  }

  /** The name of the tool whose arguments are all that there is, or empty. */
  String argumentsOf(ParserOptions options) {
    if (opening != null && !opening.name().isEmpty()) {
      return opening.name();
    }
    return kind == SyntaxReference.Kind.ARGUMENTS ? options.namedTool() : "";
  }
}
