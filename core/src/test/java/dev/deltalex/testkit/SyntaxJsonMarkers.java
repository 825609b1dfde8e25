package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The markers that count in a call written as JSON, outside of strings.
 *
 * <ul>
 *   <li>They are the closers of its form and the openers of its pairs; for arguments behind a
 *       header also the literal that begins the header.
 *   <li>Of an object without an opening, forced calls too, they are those of all forms written as
 *       JSON; a format without such forms has none.
 * </ul>
 */
final class SyntaxJsonMarkers {
  private final List<CallForm> forms = new ArrayList<>();
  private final SyntaxLook look;
  private @Nullable CallForm form;
  private int level;

  SyntaxJsonMarkers(SyntaxForms all, SyntaxAnnounced announced, List<CallForm> declared) {
    look = all.look();
    for (CallForm each : declared) {
      boolean own = announced.opening() == null || each == announced.form();
      if (own && SyntaxForms.json(each) && (announced.opening() != null || !quoted(each))) {
        forms.add(each);
      }
    }
  }

  /** Whether a marker may begin with this char. */
  boolean mayBegin(char c) {
    for (CallForm each : forms) {
      for (Literal closer : SyntaxForms.closersByLevel(each)) {
        if (closer != null && closer.text().charAt(0) == c) {
          return true;
        }
      }
      for (Literal opener : openers(each)) {
        if (opener.text().charAt(0) == c) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean quoted(CallForm form) {
    return form.body() instanceof Arguments arguments && arguments.quote() != null;
  }

  /** The openers of a form by level. */
  private static List<Literal> openers(CallForm form) {
    List<Literal> openers = new ArrayList<>();
    form.around().forEach(pair -> openers.add(pair.open()));
    if (!quoted(form)
        && !form.header().isEmpty()
        && form.header().get(0) instanceof Literal literal) {
      openers.add(literal);
    }
    return openers;
  }

  /** The form of the last closer that was found. */
  CallForm form() {
    CallForm last = form;
    if (last == null) {
      throw new IllegalStateException("no closer was found");
    }
    return last;
  }

  /** The level of the last marker that was found. */
  int level() {
    return level;
  }

  private int find(boolean closers, ToIntFunction<Literal> at) {
    int verdict = NO;
    for (CallForm each : forms) {
      List<@Nullable Literal> literals = new ArrayList<>();
      literals.addAll(closers ? SyntaxForms.closersByLevel(each) : openers(each));
      for (int k = literals.size() - 1; k >= 0; k--) {
        Literal literal = literals.get(k);
        verdict = best(verdict, literal == null ? NO : at.applyAsInt(literal));
        if (verdict >= 0) {
          form = each;
          level = k;
          return verdict;
        }
      }
    }
    return verdict;
  }

  /** A closer at {@code p}. */
  int closer(int p) {
    return find(true, literal -> look.literal(p, literal));
  }

  /** A closer at {@code p} that came as its token. */
  int closerToken(int p) {
    return find(true, literal -> look.asToken(p, literal));
  }

  /** An opener at {@code p}; its level is not open then. */
  int opener(int p) {
    return find(false, literal -> look.literal(p, literal));
  }
}
