package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Whether a parameter opens or a value's closer counts at a place of the text.
 *
 * <ul>
 *   <li>A parameter in a sibling's spelling counts if the tool declares it and the call lacks it.
 *   <li>The opener of a parameter behind a value's closer counts whether its header is whole or
 *       damaged; of a tag with attributes, its name must end there.
 *   <li>A damaged closer of a value has no doubled form.
 * </ul>
 */
final class SyntaxParameterForms {
  private final SyntaxForms forms;
  private final SyntaxLook look;
  private String assignedKey = "";

  /** Whether a parameter is declared and the open call does not have it yet. */
  private Predicate<String> declaresNew = key -> false;

  SyntaxParameterForms(SyntaxForms forms) {
    this.forms = forms;
    look = forms.look();
  }

  /** Sets which parameters the open call may still get. */
  void declares(Predicate<String> declaredAndNew) {
    declaresNew = declaredAndNew;
  }

  /** The opening of a parameter; its key may be empty. Without one, nothing behind it counts. */
  int opener(int p, Tagged tagged) {
    int end = forms.header.read(p, tagged.open(), List.of());
    return end < 0 && forms.header.nameless() ? NO : end;
  }

  /** Whether the key of an opener ends, of which more parts may be missing. */
  boolean keyEnds(int p, Tagged tagged) {
    List<Part> parts = tagged.open();
    for (int i = 0; i + 1 < parts.size(); i++) {
      boolean key = parts.get(i) instanceof Field field && field.role() == Field.Role.KEY;
      if (key && i + 2 < parts.size()) {
        return forms.header.read(p, parts.subList(0, i + 2), List.of()) >= 0;
      }
    }
    return false;
  }

  /** The opening of a parameter in a sibling's spelling, if the open call may still get it. */
  int sibling(int p, Tagged tagged) {
    int end = forms.header.sibling(p, tagged.open());
    return end >= 0 && !declaresNew.test(forms.header.name()) ? NO : end;
  }

  /**
   * The place behind the second equals sign of a damaged opener, {@code <parameter=K=}, whose K the
   * open call may still get.
   */
  int assigned(int p, Tagged tagged) {
    int from =
        SyntaxHeader.hasSibling(tagged.open())
            ? look.literal(p, SyntaxForms.parameter(tagged))
            : NO;
    for (int q = from; from >= 0; q++) {
      int c = look.see(q);
      String key = c == '=' ? SyntaxHeader.stripped(look.text().substring(from, q)) : "";
      if (c == '=' && declaresNew.test(key)) {
        assignedKey = key;
        return q + 1;
      }
      boolean over = "<>\n\r".indexOf(c) >= 0 || q - from >= forms.input.limits().maxNameChars();
      if (c < 0 || over) {
        return c < 0 ? c : NO;
      }
    }
    return from;
  }

  /** The K of {@link #assigned}. */
  String assignedKey() {
    return assignedKey;
  }

  /** The opener of a parameter behind a value, whatever becomes of its forms.header. */
  private int parameterFollows(int p, Tagged tagged) {
    int end = look.literal(p, SyntaxForms.parameter(tagged));
    boolean attributes = tagged.open().size() > 1 && tagged.open().get(1) instanceof Attributes;
    if (end < 0 || !attributes) {
      return end;
    }
    int c = look.see(end);
    char last = ((Attributes) tagged.open().get(1)).end().text().charAt(0);
    boolean another = c >= 0 && !Blanks.ws((char) c) && c != last;
    return another ? NO : c == END ? END : end;
  }

  /** A closer that names the open parameter, with the sign that the value is complete. */
  int closingElement(int p, CallForm form, Tagged tagged, String key) {
    String close = tagged.close().text();
    boolean element = tagged.close().kind() == Literal.Kind.TAG && close.matches("</.*[A-Za-z]>");
    Literal stem = new Literal(close.substring(0, close.length() - 1), Literal.Kind.TOKEN);
    List<Literal> others = new ArrayList<>(List.of(stem));
    SyntaxForms.closersByLevel(form).stream().filter(Objects::nonNull).forEach(others::add);
    if (!element || forms.any(p, others) >= 0) {
      return NO;
    }
    int name = look.literal(p, new Literal("</", Literal.Kind.TOKEN));
    int end = name < 0 ? name : look.spelled(name, key + '>', true);
    if (end < 0) {
      return end;
    }
    int next = look.pastWhitespace(end);
    Literal own = SyntaxForms.ownCloser(form);
    int sign =
        best(
            look.literal(next, SyntaxForms.parameter(tagged)),
            own == null ? NO : look.literal(next, own));
    return sign < 0 ? sign : end;
  }

  /** The key of the parameter that was found last. */
  String key() {
    return forms.header.name();
  }

  /** What may follow the closer of a value; a doubled closer counts once. */
  private int behindValue(int q, CallForm form, Tagged tagged, boolean mayDouble) {
    int p = look.pastWhitespace(q);
    int verdict =
        best(parameterFollows(p, tagged), forms.anyOpening(p, form, form.around().size()));
    verdict = best(verdict, verdict >= 0 ? NO : sibling(p, tagged));
    for (Literal closer : SyntaxForms.closersByLevel(form)) {
      verdict = best(verdict, closer == null ? NO : look.literal(p, closer));
    }
    if (mayDouble && verdict < 0) {
      int second = look.damaged(p, tagged.close());
      verdict = best(verdict, second < 0 ? second : behindValue(second, form, tagged, false));
    }
    return verdict;
  }

  /** A value's closer that counts; {@code ends}: the end of the text may follow it. */
  int closingValue(int p, CallForm form, Tagged tagged, boolean ends) {
    int end = look.damaged(p, tagged.close());
    boolean whole = look.literal(p, tagged.close()) >= 0;
    return end < 0 ? end : SyntaxForms.confirmed(end, behindValue(end, form, tagged, whole), ends);
  }
}
