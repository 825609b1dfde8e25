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
import dev.deltalex.syntax.Nested;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference for calls whose parameters are elements that may hold elements.
 *
 * <ul>
 *   <li>In text, a closer of the innermost element, or of one around it, counts if one of the
 *       literals follows that may follow: the opener or the closer of an element, a closer of the
 *       call or a pair, an opening. A closer without a name is followed by another one if there is
 *       an element around; else it may be doubled.
 *   <li>Between elements the closer of an open element counts at once.
 *   <li>Where elements may open, cut text that may be an opener is one.
 *   <li>Of several literals at a place the longest counts; if what must follow it does not, no
 *       other one does.
 * </ul>
 */
final class SyntaxNestedReference extends SyntaxElementForms {
  private final SyntaxReference outside;
  private final ReferenceInput input;
  private final ParserOptions options;
  private final FinishReason reason;
  private final EventLog log;

  /** The chars with which a literal may begin inside a value. */
  private final String firsts;

  private @Nullable SyntaxOpening next;
  private boolean open;
  private boolean over;
  private boolean junk;
  private boolean inText;
  private int pos;

  /** A high surrogate that ends the text and waits for the rest of the stream, or 0. */
  private char half;

  SyntaxNestedReference(SyntaxReference outside, CallForm form, Nested nested) {
    super(outside, form, nested);
    this.outside = outside;
    input = outside.input;
    options = input.options();
    reason = input.reason();
    log = outside.log;
    List<Literal> literals = new ArrayList<>(forms.besideParameters(form));
    nested.elements().forEach(element -> literals.add(opener(element)));
    firsts = SyntaxTextReference.firstChars(literals);
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
    int index = outside.calls.nextIndex(dropped);
    call = new ReferenceNestedCall(input, log, name, index, nested.item());
    call.open(name, opening.headerAt(), opening.bodyAt());
    open = true;
    pos = opening.bodyAt();
    while (open && !over) {
      if (inText) {
        text();
      } else {
        between();
      }
    }
    return pos;
  }

  private void closeCall(boolean brace, boolean complete, int at) {
    call.close(brace, complete, at);
    if (complete && !call.dropped()) {
      outside.calls.countComplete();
    }
    open = false;
  }

  // ---- elements

  private void openElement(int p, int end) {
    String name = forms.header.name();
    if (call.openElement(name, p, end, forms.header.type())) {
      inText = true;
    } else {
      call.append(text, p, end);
    }
    junk = false;
    pos = end;
  }

  // ---- between elements

  private void between() {
    if (pos == length) {
      endBetween(length);
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
    int verdict = closerTag(p);
    if (verdict == NO) {
      verdict = headerTag(p);
    }
    if (verdict == NO && !isOther(p, false)) {
      verdict = elementTag(p);
    }
    if (verdict >= 0) {
      return;
    }
    if (verdict == END) {
      endBetween(p);
      return;
    }
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, p);
    }
    boolean opens = false;
    boolean closes = false;
    for (Nested.Element element : nested.elements()) {
      opens |= look.literal(p, opener(element)) >= 0;
      closes |= look.stem(p, closer(element)) >= 0;
    }
    if (opens && !closes && !isOther(p, false)) {
      log.diagnostic(Diagnostic.NAMELESS_PARAMETER, p);
      junk = true;
    } else {
      stray(p);
    }
    pos = p + 1;
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
        if (!closer.equals(own) || call.depth() > 0) {
          log.diagnostic(Diagnostic.RECOVERED, p);
        }
        closeCall(true, true, p);
        outside.closeLevel(level);
        pos = end;
        return end;
      }
    }
    return verdict;
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

  private int elementTag(int p) {
    int verdict = NO;
    for (Nested.Element element : nested.elements()) {
      int end = closing(p, element);
      verdict = best(verdict, end);
      if (end >= 0) {
        closedBetween(p, closed(element));
        pos = end;
        return end;
      }
      if (look.stem(p, closer(element)) >= 0) {
        return end;
      }
    }
    for (Nested.Element element : nested.elements()) {
      int end = opening(p, element);
      verdict = best(verdict, end);
      if (end >= 0) {
        openElement(p, end);
        return end;
      }
    }
    return verdict;
  }

  private void closedBetween(int p, int count) {
    if (count == 0) {
      log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
    } else if (count > 1) {
      log.diagnostic(Diagnostic.RECOVERED, p);
    }
    call.leave(count, p);
    junk = false;
  }

  /** The stream ended between elements; what is held begins at {@code p}. */
  private void endBetween(int p) {
    over = true;
    if (input.cancelled()) {
      return;
    }
    look.window(p, outside.heldChars());
    boolean cut = isCutOpener(p);
    if (cut) {
      log.diagnostic(Diagnostic.VALUE_DROPPED, p);
    } else if (forms.any(p, forms.pairOpeners()) >= 0) {
      log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
    } else if (forms.any(p, forms.headerLiterals()) >= 0 && !beginsOther(p)) {
      stray(p);
    } else {
      cutCloser(p);
    }
    boolean all = options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    if (reason == FinishReason.STOP && (all || !cut)) {
      log.diagnostic(Diagnostic.RECOVERED, length);
      closeCall(true, true, length);
    } else {
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
    }
  }

  /** A closer of an element whose literal is whole, and whose name or end is cut. */
  private void cutCloser(int p) {
    if (beginsOther(p)) {
      return;
    }
    for (Nested.Element element : nested.elements()) {
      int from = look.stem(p, closer(element));
      if (from >= 0 && !element.isNamed()) {
        closedBetween(p, Math.min(call.depth(), 1));
        return;
      }
      int name = element.isNamed() ? look.literal(p, closer(element)) : NO;
      if (name >= 0) {
        if (name < length && call.beginsName(text.substring(name))) {
          closedBetween(p, 1);
        } else {
          stray(p);
        }
        return;
      }
    }
  }

  // ---- text

  private void text() {
    while (true) {
      int p = pos;
      while (p < length && firsts.indexOf(text.charAt(p)) < 0) {
        p++;
      }
      appendTo(p);
      if (p == length) {
        endInText();
        return;
      }
      if (candidate(p)) {
        return;
      }
    }
  }

  /** Takes text into the value, but for half a code point whose other half may still come. */
  private void appendTo(int p) {
    boolean waits = input.cancelled() && p == length && p > pos;
    half = waits && Character.isHighSurrogate(text.charAt(p - 1)) ? text.charAt(p - 1) : 0;
    call.append(text, pos, half == 0 ? p : p - 1);
    pos = p;
  }

  private void endInText() {
    over = true;
    if (input.cancelled()) {
      call.leave(half);
      return;
    }
    cut();
  }

  private void cut() {
    boolean all = options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    if (reason == FinishReason.STOP && all) {
      log.diagnostic(Diagnostic.RECOVERED, length);
      call.closeValue(length);
      closeCall(true, true, length);
    } else {
      call.cutValue(length);
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
    }
  }

  /** The char at {@code p} may begin a marker. Whether the text of the element ended there. */
  private boolean candidate(int p) {
    look.window(p, outside.heldChars());
    boolean ends = !input.cancelled();
    int outer = forms.closingCall(p, form, ends);
    if (outer >= 0) {
      call.flush();
      log.diagnostic(Diagnostic.RECOVERED, p);
      closed(p, p);
      return true;
    }
    int quoted = forms.wrappedOpening(p);
    if (quoted >= 0) {
      SyntaxOpening opening = forms.found();
      Literal end = opening.form().around().get(opening.start()).close();
      call.append(text, p, quoted);
      pos = quoted;
      return end != null && quotedCall(end);
    }
    int bare = forms.bareOpening(p, form);
    Literal own = form.close();
    if (bare >= 0 && own != null) {
      call.append(text, p, bare);
      pos = bare;
      return quotedCall(own);
    }
    int verdict = best(outer, best(quoted, bare));
    int element = NO;
    if (verdict == NO && !isOther(p, true)) {
      element = elementInText(p, ends);
      if (element >= 0) {
        return closedHere;
      }
      verdict = element;
    }
    if (verdict == END) {
      return endInCandidate(p, best(outer, element) == END);
    }
    if (verdict == OVER) {
      call.flush();
      log.diagnostic(Diagnostic.HELD_LIMIT, p);
    }
    isText(p);
    return false;
  }

  /** Whether the last element that was found in text closed the one at hand. */
  private boolean closedHere;

  private int elementInText(int p, boolean ends) {
    closedHere = false;
    int verdict = NO;
    for (Nested.Element element : nested.elements()) {
      int end = closing(p, element);
      int count = end < 0 ? 0 : closed(element);
      boolean whole = element.isNamed() || look.literal(p, closer(element)) >= 0;
      int counts = end < 0 || count == 0 ? Math.min(end, NO) : behind(end, element, whole);
      counts = end < 0 ? end : SyntaxForms.confirmed(end, counts, ends);
      if (counts >= 0) {
        call.flush();
        if (count > 1) {
          log.diagnostic(Diagnostic.RECOVERED, p);
        }
        closed(p, end);
        call.leave(count - 1, p);
        closedHere = true;
        return counts;
      }
      verdict = best(verdict, counts);
      if (look.stem(p, closer(element)) >= 0) {
        return counts;
      }
    }
    for (Nested.Element element : nested.elements()) {
      int end = call.nests() ? opening(p, element) : NO;
      if (end >= 0) {
        openElement(p, end);
        return end;
      }
      verdict = best(verdict, end);
    }
    return verdict;
  }

  private void closed(int p, int then) {
    call.closeValue(p);
    inText = false;
    pos = then;
  }

  /** The char at {@code p} is text; reported if a marker that ends values begins with it. */
  private void isText(int p) {
    boolean ends = false;
    for (Literal closer : SyntaxForms.closersByLevel(form)) {
      ends |= closer != null && look.literal(p, closer) >= 0;
    }
    for (Nested.Element element : nested.elements()) {
      ends |= !isOther(p, true) && look.stem(p, closer(element)) >= 0;
    }
    if (ends) {
      call.flush();
      log.diagnostic(Diagnostic.MARKER_IN_VALUE, p);
    }
    call.append(text, p, p + 1);
    pos = p + 1;
  }

  /** The text ended inside a candidate. Whether the value ended with it. */
  private boolean endInCandidate(int p, boolean closer) {
    if (input.cancelled()) {
      over = true;
      call.leave((char) 0);
      return true;
    }
    if (call.nests() && cutOpenerInText(p)) {
      over = true;
      log.diagnostic(Diagnostic.VALUE_DROPPED, p);
      cut();
      return true;
    }
    if (!closer || length - p <= "</".length() || !cutCloserInText(p)) {
      isText(p);
      return false;
    }
    over = true;
    call.closeValue(p);
    if (reason == FinishReason.STOP) {
      log.diagnostic(Diagnostic.RECOVERED, length);
      closeCall(true, true, length);
    } else {
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
    }
    return true;
  }

  /** Everything to the next such closer is text. Whether the text ended. */
  private boolean quotedCall(Literal closer) {
    look.window(pos, Integer.MAX_VALUE - length - pos);
    for (int p = pos; p < length; p++) {
      int end = look.literal(p, closer);
      if (end >= 0) {
        call.append(text, pos, end);
        pos = end;
        return false;
      }
    }
    appendTo(length);
    endInText();
    return true;
  }
}
