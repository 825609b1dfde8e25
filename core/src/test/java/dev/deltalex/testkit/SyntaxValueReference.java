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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference for the values of tagged parameters.
 *
 * <ul>
 *   <li>Inside a value an opening that begins with the opener of a pair is a quoted call:
 *       everything up to that pair's closer is text. A newline before what can only be such an
 *       opener is text.
 *   <li>A verbatim value has no newline taken off; the opener of the next parameter still counts
 *       only behind a newline.
 *   <li>Cut text in a value is a closer if it may become one and is longer than {@code </}.
 *   <li>A closer that names the open parameter counts if the opener of a parameter or the call's
 *       own closer follows.
 * </ul>
 */
abstract class SyntaxValueReference {
  private static final Literal CDATA = new Literal("<![CDATA[", Literal.Kind.TOKEN);
  private static final Literal CDATA_END = new Literal("]]>", Literal.Kind.TOKEN);

  final SyntaxReference outside;
  final CallForm form;
  final Tagged tagged;
  final ReferenceInput input;
  final String text;
  final int length;
  final ParserOptions options;
  final FinishReason reason;
  final EventLog log;
  final SyntaxForms forms;
  final SyntaxLook look;
  final SyntaxParameterForms parameters;

  /** The chars with which a literal may begin inside a value. */
  private final String firsts;

  private final boolean framed;

  ReferenceCall call;
  boolean open;
  boolean over;
  int pos;

  /** A high surrogate that ends the text and waits for the rest of the stream, or 0. */
  private char half;

  SyntaxValueReference(SyntaxReference outside, CallForm form, Tagged tagged) {
    this.outside = outside;
    this.form = form;
    this.tagged = tagged;
    input = outside.input;
    text = outside.text;
    length = outside.length;
    options = input.options();
    reason = input.reason();
    log = outside.log;
    forms = new SyntaxForms(outside.syntax, input);
    look = forms.look();
    parameters = new SyntaxParameterForms(forms);
    List<Literal> literals = new ArrayList<>(forms.besideParameters(form));
    literals.add(SyntaxForms.parameter(tagged));
    firsts = SyntaxTextReference.firstChars(literals);
    framed = tagged.framing() == Tagged.Framing.ONE_NEWLINE;
    call = new ReferenceCall(input, log, "", -1);
    parameters.declares(key -> call.declaresNew(key));
  }

  final void closeCall(boolean brace, boolean complete, int at) {
    call.close(brace, complete, at);
    if (complete && !call.dropped()) {
      outside.calls.countComplete();
    }
    open = false;
  }

  /** Chars of the newline at {@code p} that may be part of the markup, or 0. */
  private int newline(int p) {
    return framed ? Blanks.newline(text, p) : 0;
  }

  private boolean edges(int p) {
    char c = text.charAt(p);
    return firsts.indexOf(c) >= 0 || framed && (c == '\r' || c == '\n');
  }

  /** Reads a value; {@code string} is what its header says about its type, or null. */
  final void value(int tagAt, int tagEnd, String name, @Nullable Boolean string) {
    look.window(tagEnd, Integer.MAX_VALUE - tagEnd);
    int cdata = tagged.cdata() ? look.literal(tagEnd, CDATA) : NO;
    pos = cdata >= 0 ? cdata : tagEnd + newline(tagEnd);
    if (tagged.framing() == Tagged.Framing.TRIMMED) {
      pos = Blanks.past(text, tagEnd);
      call.trims();
    }
    call.openParameter(name, tagAt, pos, string);
    if (input.cancelled() && framed && tagEnd == length - 1 && text.charAt(tagEnd) == '\r') {
      over = true;
      return;
    }
    if (tagged.cdata() && cdata(tagEnd)) {
      return;
    }
    inValue();
  }

  /** Reads the value from here to its end. */
  final void inValue() {
    while (true) {
      int p = pos;
      while (p < length && !edges(p)) {
        p++;
      }
      appendTo(p);
      int after = p + (p < length ? newline(p) : 0);
      boolean loneReturn = framed && p == length - 1 && text.charAt(p) == '\r';
      if (p == length || after == length || loneReturn) {
        endInValue(p);
        return;
      }
      if (firsts.indexOf(text.charAt(after)) >= 0) {
        if (valueCandidate(p, after)) {
          return;
        }
      } else {
        int end = Math.max(after, p + 1);
        call.append(text, p, end);
        pos = end;
      }
    }
  }

  /**
   * Reads a value in CDATA, which only its closer behind {@code ]]>} ends. Whether it is one, or
   * the text ends before that can be told.
   */
  private boolean cdata(int tagEnd) {
    int begin = look.literal(tagEnd, CDATA);
    if (begin < 0) {
      over |= begin == END && input.cancelled();
      return over;
    }
    while (true) {
      int p = text.indexOf(CDATA_END.text().charAt(0), pos);
      appendTo(p < 0 ? length : p);
      if (p < 0) {
        endInValue(length);
        return true;
      }
      look.window(p, outside.heldChars());
      int end = look.literal(p, CDATA_END);
      int closer = end < 0 ? end : look.pastWhitespace(end);
      int counts = closer;
      if (closer >= 0) {
        counts =
            look.see(closer) < 0
                ? look.see(closer)
                : parameters.closingValue(closer, form, tagged, !input.cancelled());
      }
      if (counts >= 0) {
        closeValueAt(p, look.damaged(closer, tagged.close()));
        return true;
      }
      if (counts == END && endInCandidate(p, p, true)) {
        return true;
      }
      if (counts == OVER) {
        call.flush();
        log.diagnostic(Diagnostic.HELD_LIMIT, p);
      }
      if (pos == p) {
        if (end >= 0) {
          call.flush();
          log.diagnostic(Diagnostic.MARKER_IN_VALUE, p);
        }
        call.append(text, p, p + 1);
        pos = p + 1;
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

  /** The text ended in the value; at most a newline is held, from {@code p} on. */
  private void endInValue(int p) {
    over = true;
    if (input.cancelled()) {
      call.leave(half);
      return;
    }
    if (p < length && newline(p) == 0) {
      call.append(text, p, length);
    }
    cut();
  }

  private void cut() {
    boolean all = options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    if (reason == FinishReason.STOP && all) {
      call.closeValue(length);
      log.diagnostic(Diagnostic.RECOVERED, length);
      closeCall(true, true, length);
    } else {
      call.cutValue(length);
      closeCall(options.truncation() == ParserOptions.Truncation.CLOSE, false, length);
    }
  }

  /** What can only be the opener of a quoted call, as far as the text goes. */
  private boolean opensQuoted(int p) {
    List<Literal> openers = new ArrayList<>(forms.pairOpeners());
    openers.addAll(forms.headerLiterals());
    List<Literal> structure = new ArrayList<>(forms.besideParameters(form));
    structure.removeAll(openers);
    structure.add(SyntaxForms.parameter(tagged));
    look.window(p, outside.heldChars());
    return forms.looksLike(p, openers, structure);
  }

  /**
   * The char at {@code p} may begin a marker, the newline before it begins at {@code newlineAt}.
   * Whether the value ended there.
   */
  private boolean valueCandidate(int newlineAt, int p) {
    int start = newlineAt;
    if (opensQuoted(p)) {
      call.append(text, start, p);
      start = p;
    }
    look.window(start, outside.heldChars());
    boolean ends = !input.cancelled();
    int closer = parameters.closingValue(p, form, tagged, ends);
    if (closer >= 0) {
      closeValueAt(p, look.damaged(p, tagged.close()));
      return true;
    }
    int outer = closingCall(p, ends);
    int parameter = parameterVerdict(p);
    if (outer >= 0 || parameter >= 0) {
      if (closerIsMissing()) {
        log.diagnostic(Diagnostic.RECOVERED, p);
      }
      closeValueAt(p, p);
      return true;
    }
    String key = call.rememberedKey();
    int element = key == null ? NO : parameters.closingElement(p, form, tagged, key);
    if (element >= 0) {
      log.diagnostic(Diagnostic.RECOVERED, p);
      closeValueAt(p, element);
      return true;
    }
    int quoted = forms.wrappedOpening(p);
    if (quoted >= 0) {
      SyntaxOpening opening = forms.found();
      Literal end = opening.form().around().get(opening.start()).close();
      call.append(text, start, quoted);
      pos = quoted;
      return end != null && quotedCall(end);
    }
    int bare = forms.bareOpening(p, form);
    Literal own = form.close();
    if (bare >= 0 && own != null) {
      call.append(text, start, bare);
      pos = bare;
      return quotedCall(own);
    }
    int verdict = best(best(closer, outer), best(parameter, best(quoted, bare)));
    verdict = best(verdict, element);
    if (verdict == END) {
      return endInCandidate(start, p, best(closer, outer) == END);
    }
    if (verdict == OVER) {
      call.flush();
      log.diagnostic(Diagnostic.HELD_LIMIT, start);
    }
    isText(start, p);
    return false;
  }

  /** A closer of the call or of one of its pairs that counts in the value. */
  int closingCall(int p, boolean ends) {
    return forms.closingCall(p, form, ends);
  }

  /** Whether a closer of the call replaces that of the value, which is a recovery. */
  boolean closerIsMissing() {
    return true;
  }

  /** The char at {@code p} is text; reported if a marker that ends values begins with it. */
  private void isText(int start, int p) {
    boolean next = text.charAt(p - 1) == '\n' && stands(p, SyntaxForms.parameter(tagged));
    boolean ends = false;
    for (Literal closer : SyntaxForms.closersByLevel(form)) {
      ends |= closer != null && stands(p, closer);
    }
    boolean reported = next || ends || look.stem(p, tagged.close()) >= 0;
    int opener = reported ? NO : mentionedOpener(p);
    if (opener >= 0) {
      call.append(text, start, opener);
      call.flush();
      log.diagnostic(Diagnostic.MARKER_IN_VALUE, p);
      pos = opener;
      return;
    }
    if (reported) {
      call.flush();
      log.diagnostic(Diagnostic.MARKER_IN_VALUE, p);
    }
    call.append(text, start, p + 1);
    pos = p + 1;
  }

  /** Where the first literal ends of a parameter that begins at {@code p} inside a line. */
  private int mentionedOpener(int p) {
    return text.charAt(p - 1) == '\n' ? NO : look.literal(p, SyntaxForms.parameter(tagged));
  }

  private boolean stands(int p, Literal literal) {
    return look.literal(p, literal) >= 0;
  }

  private void closeValueAt(int p, int then) {
    call.closeValue(p);
    pos = then;
  }

  private int parameterVerdict(int p) {
    if (text.charAt(p - 1) != '\n') {
      return NO;
    }
    int end = parameters.opener(p, tagged);
    if (end < 0) {
      // A key that does not count decides, whatever would follow it.
      boolean none = parameters.keyEnds(p, tagged) && !call.couldFollow(parameters.key());
      return none ? NO : end;
    }
    return !parameters.key().isEmpty() && call.couldFollow(parameters.key()) ? end : NO;
  }

  /** The text ended inside a candidate. Whether the value ended with it. */
  private boolean endInCandidate(int start, int p, boolean closer) {
    if (input.cancelled()) {
      over = true;
      call.leave((char) 0);
      return true;
    }
    if (!closer || length - p <= "</".length()) {
      isText(start, p);
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

  /** Chars of the newline, or of its first half, that ends the text. */
  private int newlineAtEnd() {
    if (!framed || text.isEmpty()) {
      return 0;
    }
    if (text.endsWith("\r\n")) {
      return 2;
    }
    return text.endsWith("\n") || text.endsWith("\r") ? 1 : 0;
  }

  /** Everything to the next such closer is text. Whether the value ended. */
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
    int end = length - newlineAtEnd();
    appendTo(end);
    endInValue(end);
    return true;
  }
}
