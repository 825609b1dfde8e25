package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Keywords;
import java.util.function.Predicate;

/**
 * Whether a call as Python spells it begins at a place of the text: an identifier, which may have
 * dots and hyphens, directly before a parenthesis; behind that, after whitespace, the closing one
 * or the name of an argument and an equals sign.
 */
final class SyntaxKeywordForms {
  private final SyntaxLook look;
  private final int nameLimit;
  private String name = "";

  SyntaxKeywordForms(SyntaxLook look, int nameLimit) {
    this.look = look;
    this.nameLimit = nameLimit;
  }

  static boolean isKeywords(CallForm form) {
    return form.body() instanceof Keywords;
  }

  static boolean isList(CallForm form) {
    return isKeywords(form) && form.between() == CallForm.Between.COMMA_IN_BRACKETS;
  }

  /** The name of the last tool that was found. */
  String name() {
    return name;
  }

  /**
   * The index of the parenthesis of a call whose name begins at {@code p} and counts, or a verdict.
   */
  int call(int p, Predicate<String> counts) {
    int parenthesis = behindName(p);
    if (parenthesis >= 0) {
      name = look.text().substring(p, parenthesis);
      parenthesis = look.at(parenthesis, '(');
      parenthesis = parenthesis < 0 || counts.test(name) ? parenthesis : NO;
    }
    if (parenthesis < 0) {
      return parenthesis;
    }
    int first = look.pastWhitespace(parenthesis + 1);
    int verdict = best(look.at(first, ')'), keyword(first));
    return verdict < 0 ? verdict : parenthesis;
  }

  private int keyword(int p) {
    int q = behindName(p);
    while (q >= 0 && (look.see(q) == ' ' || look.see(q) == '\t') && q - p < nameLimit) {
      q++;
    }
    return q < 0 ? q : look.at(q, '=');
  }

  /** The index behind a name, whose next char is there. */
  private int behindName(int p) {
    int c = look.see(p);
    if (c < 0) {
      return c;
    }
    if (!Character.isUnicodeIdentifierStart(c) && c != '_') {
      return NO;
    }
    int q = p;
    while (c >= 0 && isInName((char) c)) {
      if (++q - p > nameLimit) {
        return NO;
      }
      c = look.see(q);
    }
    return c < 0 ? c : q;
  }

  private static boolean isInName(char c) {
    boolean ignored = Character.isIdentifierIgnorable(c);
    return c == '.' || c == '-' || !ignored && Character.isUnicodeIdentifierPart(c);
  }
}
