package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.ObjectShape;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The markers that count in a call written as JSON, outside of strings.
 *
 * <ul>
 *   <li>They are the closers of its form and the openers of its pairs; for arguments behind a
 *       header also the literal that begins the header. The outermost openers of the other forms
 *       written as JSON count, too.
 *   <li>A literal that begins with a letter or digit is a word of JSON and does not count.
 *   <li>Of forced calls they are those of the first form written as JSON whose keys are the usual
 *       ones, else of the first; a format without such forms has none.
 * </ul>
 */
final class SyntaxJsonMarkers {
  private final List<CallForm> forms = new ArrayList<>();

  /** The outermost openers of other forms. */
  private final List<Literal> outermost = new ArrayList<>();

  private final SyntaxLook look;
  private final Syntax syntax;

  /** The place of the fence around the arguments, or -1. */
  private int fence = -1;

  private @Nullable CallForm form;
  private int level;

  SyntaxJsonMarkers(SyntaxForms all, SyntaxAnnounced announced, Syntax syntax) {
    look = all.look();
    this.syntax = syntax;
    CallForm own = announced.form();
    boolean forced =
        own == null
            || announced.kind() == SyntaxReference.Kind.ELEMENT
            || announced.kind() == SyntaxReference.Kind.ARGUMENTS;
    CallForm of = forced ? usual(syntax.calls()) : own;
    for (CallForm each : syntax.calls()) {
      if (each == of) {
        forms.add(each);
      } else if (of != null && !(each.body() instanceof Tagged) && !each.around().isEmpty()) {
        outermost.add(each.around().get(0).open());
      }
    }
  }

  private static @Nullable CallForm usual(List<CallForm> declared) {
    List<CallForm> json =
        declared.stream().filter(each -> SyntaxForms.json(each) && !quoted(each)).toList();
    for (CallForm each : json) {
      boolean usual = !(each.body() instanceof CallObject);
      if (each.body() instanceof CallObject object) {
        ObjectShape keys = object.shape();
        usual =
            keys.name().equals(ObjectShape.USUAL.name())
                && keys.arguments().equals(ObjectShape.USUAL.arguments())
                && keys.id().isEmpty();
      }
      if (usual) {
        return each;
      }
    }
    return json.isEmpty() ? null : json.get(0);
  }

  /** The arguments are in the form's fence at this place. */
  void inFence(int place) {
    fence = place;
  }

  /** Whether a marker may begin with this char. */
  boolean mayBegin(char c) {
    return firstChars().indexOf(c) >= 0;
  }

  /** The chars with which markers begin. */
  String firstChars() {
    List<@Nullable Literal> literals = new ArrayList<>(outermost);
    for (CallForm each : forms) {
      literals.addAll(closers(each));
      literals.addAll(openers(each));
    }
    StringBuilder chars = new StringBuilder();
    for (Literal literal : literals) {
      if (literal != null && counts(literal)) {
        chars.append(literal.text().charAt(0));
      }
    }
    return chars.toString();
  }

  /**
   * The closers of a form by level; those of messages have none. Of fences, that of the open one.
   */
  private List<@Nullable Literal> closers(CallForm form) {
    Messages messages = syntax.messages();
    if (messages != null && syntax.isMessage(form)) {
      return new ArrayList<>(messages.closers());
    }
    List<@Nullable Literal> closers = SyntaxForms.closersOfLevels(form);
    int first = form.around().size() + 1;
    for (int level = first; level < closers.size(); level++) {
      closers.set(level, level - first == fence ? closers.get(level) : null);
    }
    return closers;
  }

  private static boolean quoted(CallForm form) {
    return form.body() instanceof Arguments arguments && arguments.quote() != null;
  }

  /** The openers of a form by level. */
  private List<Literal> openers(CallForm form) {
    List<Literal> openers = new ArrayList<>();
    Messages messages = syntax.messages();
    if (messages != null && syntax.isMessage(form)) {
      openers.add(messages.start().get(0));
    }
    form.around().forEach(pair -> openers.add(pair.open()));
    boolean alone = form.around().isEmpty() && !form.header().isEmpty();
    if (alone && !quoted(form) && form.header().get(0) instanceof Literal literal) {
      openers.add(literal);
    }
    return openers;
  }

  private static boolean counts(Literal literal) {
    return !Character.isLetterOrDigit(literal.text().charAt(0));
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
      literals.addAll(closers ? closers(each) : openers(each));
      for (int k = literals.size() - 1; k >= 0; k--) {
        Literal literal = literals.get(k);
        boolean looked = literal != null && counts(literal);
        verdict = best(verdict, looked ? at.applyAsInt(literal) : NO);
        if (verdict >= 0) {
          form = each;
          level = syntax.isMessage(each) ? 0 : k;
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
    int verdict = find(false, literal -> look.literal(p, literal));
    for (Literal opener : outermost) {
      int end = verdict < 0 && counts(opener) ? look.literal(p, opener) : NO;
      level = end >= 0 ? 0 : level;
      verdict = best(verdict, end);
    }
    return verdict;
  }
}
