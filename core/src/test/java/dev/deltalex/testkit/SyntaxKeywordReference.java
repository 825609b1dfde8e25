package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Syntax;

/**
 * Calls as Python spells them, where no literal of the declaration begins them.
 *
 * <ul>
 *   <li>Behind a call in its pairs another one begins, with or without a comma if they are a list;
 *       a list may begin, too. In text in a pair that stays open one begins at the start of a line
 *       of content, if its tool is declared.
 *   <li>Without pairs a list or a call begins at the start of a segment or of a line of content, if
 *       its tool is declared; so do the others in such a list.
 *   <li>A bracket ends the list that is open; a comma before it is nothing, and so is any in a list
 *       in tags. A further parenthesis behind a call is discarded.
 *   <li>Behind discarded text of a section no call begins without the section's opener: the text
 *       may quote it.
 * </ul>
 */
abstract class SyntaxKeywordReference extends SyntaxLevelsReference {
  SyntaxKeywordReference(Syntax syntax, ReferenceInput input, EventLog log) {
    super(syntax, input, log);
  }

  /** Opens a call behind its header. */
  abstract void open(int start, SyntaxOpening opening);

  private boolean startsLine(int p) {
    return p > 0 && text.charAt(p - 1) == '\n';
  }

  private boolean inContent() {
    return !inReasoning && !inMessage() && (block == null || behindCall);
  }

  private boolean isBare(CallForm each) {
    return each.proof() == CallForm.Proof.DECLARED;
  }

  private boolean inPairsOf(CallForm each) {
    int pairs = each.around().size();
    boolean open = pairs > 0;
    for (int place = 0; place < pairs; place++) {
      open &= isOpen(each, place);
    }
    return open;
  }

  @Override
  final boolean keywordsAtLine(int p) {
    boolean line = plain && callsOn && !inReasoning && block == null && startsLine(p);
    boolean any = false;
    for (CallForm each : syntax.calls()) {
      if (line && SyntaxKeywordForms.isKeywords(each)) {
        char c = text.charAt(p);
        boolean name = Character.isUnicodeIdentifierStart(c) || c == '_';
        boolean bracket = c == '[' && SyntaxKeywordForms.isList(each);
        boolean names = textInPair() || !SyntaxKeywordForms.isList(each);
        boolean place = textInPair() ? inPairsOf(each) : isBare(each);
        any |= place && (bracket || names && name);
      }
    }
    return any;
  }

  @Override
  final int keywords(int start, int p) {
    int verdict = NO;
    for (CallForm each : syntax.calls()) {
      if (verdict < 0 && SyntaxKeywordForms.isKeywords(each)) {
        look.window(start, heldChars());
        verdict = best(verdict, keywords(start, p, each));
      }
    }
    boolean extra = verdict == NO && behindCall && text.charAt(p) == ')';
    if (extra && syntax.calls().stream().anyMatch(SyntaxKeywordForms::isKeywords)) {
      log.diagnostic(Diagnostic.EXTRA_BRACE, p);
      consumed(p + 1);
      return p + 1;
    }
    return verdict;
  }

  private int keywords(int start, int p, CallForm each) {
    boolean list = SyntaxKeywordForms.isList(each);
    boolean inPairs = inPairsOf(each);
    if (behindCall && inList && (inPairs || levels == 0)) {
      return element(start, p, each, inPairs);
    }
    if (behindCall && inPairs) {
      int verdict = list ? bracket(start, p, each, false) : NO;
      return verdict == NO ? call(start, p, each, false) : verdict;
    }
    if (textInPair()) {
      boolean line = inPairs && startsLine(p) && inContent();
      int verdict = line && list ? bracket(start, p, each, true) : NO;
      return line && verdict == NO ? call(start, p, each, true) : verdict;
    }
    boolean begins = isBare(each) && inContent() && (!plain || startsLine(p));
    if (!begins) {
      return NO;
    }
    return list ? bracket(start, p, each, true) : call(start, p, each, true);
  }

  private int element(int start, int p, CallForm each, boolean inPairs) {
    char c = text.charAt(p);
    if (c == ']') {
      inList = false;
      consumed(p + 1);
      return p + 1;
    }
    if (c != ',') {
      return call(start, p, p, each, true, !inPairs);
    }
    if (inTags()) {
      consumed(p + 1);
      return p + 1;
    }
    int next = look.pastWhitespace(p + 1);
    if (look.see(next) == ']') {
      consumed(next);
      return next;
    }
    return call(start, p, next, each, true, !inPairs);
  }

  private int bracket(int start, int p, CallForm each, boolean declared) {
    return text.charAt(p) != '['
        ? NO
        : call(start, p, look.pastWhitespace(p + 1), each, true, declared);
  }

  private int call(int start, int p, CallForm each, boolean declared) {
    return call(start, p, p, each, false, declared);
  }

  /** A call that begins at {@code at} and whose name begins at {@code p}. */
  private int call(int start, int at, int p, CallForm each, boolean array, boolean declared) {
    int pairs = each.around().size();
    SyntaxOpening begun = new SyntaxOpening(each, pairs, 0, at, at, at, "", false);
    boolean any = !declared && options().unknownTool() != ParserOptions.UnknownTool.AS_CONTENT;
    int end = forms.keywords(begun, at, p, array, any);
    if (end < 0) {
      return end;
    }
    SyntaxOpening opening = forms.found();
    if (!calls.admitted(opening.name(), opening.headerAt())) {
      if (behindCall && inSection()) {
        return NO;
      }
      textAt(start, at);
      return at + 1;
    }
    open(start, opening);
    return end;
  }
}
