package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Part;
import java.util.ArrayList;
import java.util.List;

/** What of elements is at a place of the text, and whether it is cut, for the reference. */
abstract class SyntaxElementForms {
  final CallForm form;
  final Nested nested;
  final String text;
  final int length;
  final SyntaxForms forms;
  final SyntaxLook look;
  ReferenceNestedCall call;

  SyntaxElementForms(SyntaxReference outside, CallForm form, Nested nested) {
    this.form = form;
    this.nested = nested;
    text = outside.text;
    length = outside.length;
    forms = new SyntaxForms(outside.syntax, outside.input);
    look = forms.look();
    call = new ReferenceNestedCall(outside.input, outside.log, "", -1, nested.item());
  }

  static Literal opener(Nested.Element element) {
    return (Literal) element.open().get(0);
  }

  static Literal closer(Nested.Element element) {
    return (Literal) element.close().get(0);
  }

  /** The closer of an element at {@code p}, whole or damaged. */
  final int closing(int p, Nested.Element element) {
    if (!element.isNamed()) {
      return look.damaged(p, closer(element));
    }
    int end = forms.header.read(p, element.close(), List.of());
    return end >= 0 && forms.header.name().isEmpty() ? NO : end;
  }

  /** How many elements the closer closes that was read last. */
  final int closed(Nested.Element element) {
    if (!element.isNamed()) {
      return Math.min(call.depth(), 1);
    }
    return call.closedBy(forms.header.name());
  }

  final int opening(int p, Nested.Element element) {
    int end = forms.header.read(p, element.open(), List.of());
    // A closer without a name closes an element without one, too.
    boolean mustHaveName = element.isNamed() || !nested.item().isEmpty();
    return end >= 0 && mustHaveName && forms.header.name().isEmpty() ? NO : end;
  }

  /** Whether a literal other than those of elements is at {@code p}, whole. */
  final boolean isOther(int p, boolean inside) {
    List<Literal> others = new ArrayList<>(forms.headerLiterals());
    others.addAll(inside ? outermost() : forms.pairOpeners());
    for (Literal closer : SyntaxForms.closersByLevel(form)) {
      if (closer != null) {
        others.add(closer);
      }
    }
    return forms.any(p, others) >= 0;
  }

  final List<Literal> outermost() {
    return form.around().isEmpty() ? List.of() : List.of(form.around().get(0).open());
  }

  /** Whether the rest of the text may be the beginning of a literal that is not an element's. */
  final boolean beginsOther(int p) {
    String rest = text.substring(p);
    List<Literal> others = new ArrayList<>(forms.pairOpeners());
    others.addAll(forms.headerLiterals());
    for (Literal closer : SyntaxForms.closersByLevel(form)) {
      if (closer != null) {
        others.add(closer);
      }
    }
    return others.stream().anyMatch(literal -> isBeginning(rest, literal));
  }

  static boolean isBeginning(String rest, Literal literal) {
    boolean tag = literal.kind() == Literal.Kind.TAG;
    String body = tag ? literal.text().substring(0, literal.text().length() - 1) : literal.text();
    boolean blanks = rest.startsWith(body) && rest.substring(body.length()).matches("[ \t]{0,16}");
    return body.startsWith(rest) || tag && blanks;
  }

  /** Whether the text from {@code p} on may only be the opener of an element, and is cut. */
  final boolean isCutOpener(int p) {
    String rest = text.substring(p);
    if (rest.length() < 2 || beginsOther(p) || isOther(p, false)) {
      return false;
    }
    for (Nested.Element element : nested.elements()) {
      Literal closer = closer(element);
      boolean closes = isBeginning(rest, closer) || look.stem(p, closer) >= 0;
      if (closes) {
        return false;
      }
    }
    for (Nested.Element element : nested.elements()) {
      boolean begins = isBeginning(rest, opener(element));
      if (begins || look.literal(p, opener(element)) >= 0 && opening(p, element) == END) {
        return true;
      }
    }
    return false;
  }

  /** What may follow a closer that ends at {@code q}. */
  final int behind(int q, Nested.Element closed, boolean mayDouble) {
    int p = look.pastWhitespace(q);
    int verdict = NO;
    for (Nested.Element element : nested.elements()) {
      if (element.isNamed()) {
        verdict = best(verdict, look.literal(p, closer(element)));
      } else if (call.depth() > 1) {
        verdict = best(verdict, look.stem(p, closer(element)));
      }
      verdict = best(verdict, follows(p, element));
    }
    for (Literal closer : SyntaxForms.closersByLevel(form)) {
      verdict = best(verdict, closer == null ? NO : look.literal(p, closer));
    }
    if (verdict < 0) {
      verdict = best(verdict, forms.anyOpening(p, form, form.around().size()));
    }
    if (mayDouble && verdict < 0 && !closed.isNamed()) {
      int second = look.damaged(p, closer(closed));
      verdict = best(verdict, second < 0 ? second : behind(second, closed, false));
    }
    return verdict;
  }

  /** The opener of an element, whatever becomes of its header; a tag's name must end there. */
  final int follows(int p, Nested.Element element) {
    int end = look.literal(p, opener(element));
    Part second = element.open().get(1);
    if (end < 0 || !(second instanceof Attributes attributes)) {
      return end;
    }
    int c = look.see(end);
    char last = attributes.end().text().charAt(0);
    boolean another = c >= 0 && !Blanks.ws((char) c) && c != last;
    return another ? NO : c == END ? END : end;
  }

  /** Whether a cut closer is one: its name is as far as it goes that of the innermost element. */
  final boolean cutCloserInText(int p) {
    if (beginsOther(p) || isOther(p, true)) {
      return true;
    }
    for (Nested.Element element : nested.elements()) {
      int name = element.isNamed() ? look.literal(p, closer(element)) : NO;
      if (name >= 0 && closing(p, element) == END) {
        return name < length && call.beginsName(text.substring(name));
      }
    }
    return true;
  }

  /** Whether cut text has as much in common with the opener of an element as with a closer. */
  final boolean cutOpenerInText(int p) {
    if (isOther(p, true)) {
      return false;
    }
    int opener = 0;
    int closer = 0;
    for (Nested.Element element : nested.elements()) {
      opener = Math.max(opener, look.shared(p, opener(element)));
      closer = Math.max(closer, look.shared(p, closer(element)));
    }
    for (Literal outer : SyntaxForms.closersByLevel(form)) {
      closer = outer == null ? closer : Math.max(closer, look.shared(p, outer));
    }
    return opener >= 2 && opener >= closer;
  }
}
