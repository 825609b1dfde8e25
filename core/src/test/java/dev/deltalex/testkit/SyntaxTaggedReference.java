package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Tagged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference for the inside of a call with tagged parameters: from its header to where it is
 * closed.
 *
 * <p>The call's own closer closes it; those of outer pairs do, too, and that is a recovery. An
 * opening at any level closes it and opens the next call.
 */
final class SyntaxTaggedReference extends SyntaxValueReference {
  /** Most blanks in front of the end of a damaged header. */
  private static final int MOST_BLANKS = 16;

  private @Nullable SyntaxOpening next;
  private boolean junk;

  SyntaxTaggedReference(SyntaxReference outside, CallForm form, Tagged tagged) {
    super(outside, form, tagged);
  }

  boolean over() {
    return over;
  }

  /** The opening that closed the call, or null. */
  @Nullable SyntaxOpening next() {
    return next;
  }

  /** Reads the call that opens so. Returns where the text behind it begins. */
  int read(SyntaxOpening opening) {
    String name = opening.name();
    boolean dropped = new ReferenceCall(input, log, name, -1).dropped();
    call = new ReferenceCall(input, log, name, outside.calls.nextIndex(dropped));
    call.wholes(tagged.whole());
    call.open(name, opening.headerAt(), opening.bodyAt());
    open = true;
    pos = opening.bodyAt();
    while (open && !over) {
      inCall();
    }
    return pos;
  }

  // ---- between values

  private void inCall() {
    if (pos == length) {
      endInCall(length);
    } else if (Blanks.ws(text.charAt(pos))) {
      pos++;
    } else {
      tag(pos);
    }
  }

  private void stray(int p) {
    if (!junk) {
      log.diagnostic(Diagnostic.STRAY_TEXT, p);
      junk = true;
    }
  }

  private void tag(int p) {
    look.window(p, outside.heldChars());
    int verdict = parameterTag(p);
    if (verdict == NO) {
      verdict = closerTag(p);
    }
    if (verdict == NO) {
      verdict = headerTag(p);
    }
    if (verdict >= 0) {
      return;
    }
    if (verdict == END) {
      endInCall(p);
      return;
    }
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, p);
    }
    boolean nameless = look.literal(p, SyntaxForms.parameter(tagged)) >= 0;
    if (nameless || forms.siblingLiteral(p, tagged.open()) >= 0) {
      log.diagnostic(Diagnostic.NAMELESS_PARAMETER, p);
      junk = true;
    } else {
      stray(pos);
    }
    pos = p + 1;
  }

  private int parameterTag(int p) {
    int assigned = parameters.assigned(p, tagged);
    if (assigned >= 0) {
      return assignedTag(p, assigned);
    }
    int end = parameters.opener(p, tagged);
    if (end < 0) {
      int sibling = parameters.sibling(p, tagged);
      if (sibling >= 0) {
        junk = false;
        value(p, sibling, parameters.key(), null);
      }
      return best(end, sibling);
    }
    String key = parameters.key();
    if (key.isEmpty()) {
      log.diagnostic(Diagnostic.NAMELESS_PARAMETER, p);
      junk = true;
      pos = end;
      return end;
    }
    junk = false;
    value(p, end, key, forms.header.string());
    return end;
  }

  /** A damaged opener whose K is known: what follows its second equals sign begins the value. */
  private int assignedTag(int p, int from) {
    int q = from;
    while (q < from + MOST_BLANKS && (look.see(q) == ' ' || look.see(q) == '\t')) {
      q++;
    }
    int c = look.see(q);
    if (c == OVER || c == END && input.cancelled() || q == from && (c == '\n' || c == '\r')) {
      return c < 0 ? c : NO;
    }
    Literal end = (Literal) tagged.open().get(2);
    log.diagnostic(Diagnostic.RECOVERED, p);
    junk = false;
    value(p, c == end.text().charAt(0) ? q + 1 : from, parameters.assignedKey(), null);
    return from;
  }

  private int closerTag(int p) {
    int verdict = NO;
    Literal own = SyntaxForms.ownCloser(form);
    List<@Nullable Literal> closers = SyntaxForms.closersByLevel(form);
    for (int level = closers.size() - 1; level >= 0; level--) {
      Literal closer = closers.get(level);
      int end = closer == null ? NO : look.literal(p, closer);
      verdict = best(verdict, end);
      if (end >= 0) {
        if (!closer.equals(own)) {
          log.diagnostic(Diagnostic.RECOVERED, p);
        }
        closeCall(true, true, p);
        outside.closeLevel(level);
        pos = end;
        return end;
      }
    }
    int parameter = look.literal(p, tagged.close());
    if (parameter >= 0) {
      log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      junk = false;
      pos = parameter;
    }
    return best(verdict, parameter);
  }

  private int headerTag(int p) {
    int end = forms.nextCall(p, form, form.around().size());
    if (end < 0) {
      return end;
    }
    SyntaxOpening opening = forms.found();
    if (!opening.name().isEmpty() && !outside.calls.admissible(opening.name())) {
      return NO;
    }
    log.diagnostic(Diagnostic.RECOVERED, p);
    closeCall(true, true, p);
    next = opening;
    pos = p;
    return end;
  }

  private boolean headerAt(int p) {
    boolean sibling = forms.siblingLiteral(p, form.header()) >= 0;
    return sibling || forms.any(p, forms.headerLiterals()) >= 0;
  }

  /** The stream ended between values; what is held begins at {@code p}. */
  private void endInCall(int p) {
    over = true;
    if (input.cancelled()) {
      return;
    }
    look.window(p, outside.heldChars());
    List<Literal> parameter = List.of(SyntaxForms.parameter(tagged));
    boolean cut = length - p >= 2 && forms.looksLike(p, parameter, forms.besideParameters(form));
    if (cut) {
      log.diagnostic(Diagnostic.VALUE_DROPPED, p);
    } else if (forms.any(p, forms.openers()) >= 0) {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
    } else if (headerAt(p)) {
      stray(p);
    }
    boolean all = options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    if (reason == FinishReason.STOP && (all || !cut)) {
      log.diagnostic(Diagnostic.RECOVERED, length);
      closeCall(true, true, length);
    } else {
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
    }
  }
}
