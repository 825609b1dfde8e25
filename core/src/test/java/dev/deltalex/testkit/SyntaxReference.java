package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import org.jspecify.annotations.Nullable;

/**
 * The second opinion: reads a whole response at once by a declaration, looks ahead as far as it
 * likes, allocates freely and shares no code with the engine. What it says for a text is what the
 * engine must say for every way of cutting that text, up to the ids of calls. {@code
 * FinishReason.CANCELLED} yields what must have been emitted before the cancellation and no more.
 *
 * <p>Where the contract leaves it open:
 *
 * <ul>
 *   <li>A call opens at any level. Pairs outside that are not open must be optional, and then the
 *       name is declared and the body begins, or the call's own closer follows; of an object that
 *       has no markers the first key is one of its shape, and it has arguments.
 *   <li>A list of objects without markers begins where such an object does. In it objects are
 *       behind each other or a comma, and count as others without markers.
 *   <li>An object without markers begins at the start of a segment or of a line, or behind a comma
 *       or semicolon behind another, or behind one in a pair that no closer ends; in a pair that
 *       text left open, anywhere in the text.
 *   <li>Braces of objects without markers, commas and brackets between objects, and forced calls
 *       count where no literal begins.
 *   <li>A format without call forms reads no forced calls.
 * </ul>
 */
public final class SyntaxReference extends SyntaxKeywordReference {
  /** How a call's object is announced. */
  enum Kind {
    /** Behind the opener of a pair or a header, and perhaps the bracket of an array. */
    MARKED,
    /** Behind a call of the same pair or array. */
    NEXT,
    /** Alone. */
    BARE,
    /** Behind the bracket of an array without a pair. */
    ELEMENT,
    /** Bare arguments of the tool that the request names. */
    ARGUMENTS
  }

  /** Whether the last call was an object without markers, outside of all pairs. */
  private boolean behindBare;

  /** Whether the limit of calls made the last opening text: it is not read in another form. */
  private boolean beyondLimit;

  /** The form of the list of objects without markers that is open, if one is. */
  private @Nullable CallForm bareList;

  private SyntaxReference(Syntax syntax, ReferenceInput input, EventLog log) {
    super(syntax, input, log);
  }

  /** What a parser must say of a case, into a log of the caller's. */
  static void parse(LawCase law, SpecialTokens tokens, EventLog log) {
    ReferenceInput input =
        new ReferenceInput(
            law.text(), tokens, law.tools(), law.options(), law.limits(), law.reason());
    parse(law.format().syntax(), input, log);
  }

  static void parse(Syntax syntax, ReferenceInput input, EventLog log) {
    new SyntaxReference(syntax, input, log).run();
  }

  // ---- openings

  @Override
  void behindPrompt() {
    Literal prompted = syntax.prompted();
    if (prompted == null) {
      return;
    }
    String begun = prompted.text();
    look.window(0, heldChars());
    int verdict = NO;
    for (Block each : syntax.blocks()) {
      for (Literal opener : each.open()) {
        boolean begins = opener.text().startsWith(begun) && opener.text().length() > begun.length();
        String rest = begins ? opener.text().substring(begun.length()) : "";
        int end = begins ? look.literal(0, new Literal(rest, Literal.Kind.TOKEN)) : NO;
        if (end >= 0) {
          open(each, end);
          return;
        }
        verdict = best(verdict, end);
      }
    }
    for (CallForm each : syntax.calls()) {
      boolean begins = callsOn && !each.header().isEmpty() && each.around().isEmpty();
      begins = begins && each.header().get(0).equals(prompted);
      int end = begins && verdict == NO ? forms.promptedHeader(each) : NO;
      if (end >= 0 && calls.admitted(forms.found().name(), 0)) {
        open(0, forms.found());
        return;
      }
      verdict = best(verdict, end < 0 ? end : NO);
    }
    over = verdict == END && input.cancelled();
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, 0);
    }
  }

  @Override
  int callCandidate(int start, int p) {
    callVerdict = candidate(start, p);
    return callVerdict;
  }

  private int candidate(int start, int p) {
    int verdict = sectionOpener(p);
    if (verdict >= 0) {
      return verdict;
    }
    beyondLimit = false;
    for (CallForm each : syntax.calls()) {
      for (int from = 0; from <= each.around().size() && !beyondLimit; from++) {
        boolean begins = SyntaxForms.beginsWithLiteral(each, from) || beginsInside(each, p);
        verdict = best(verdict, begins ? formCandidate(start, p, each, from) : NO);
        if (verdict >= 0) {
          return verdict;
        }
      }
    }
    return best(verdict, behindCall ? orphan(p) : textInPair() ? closerInText(p) : NO);
  }

  private int formCandidate(int start, int p, CallForm each, int from) {
    boolean missing = SyntaxForms.needsDeclared(each);
    for (int place = 0; place < from; place++) {
      boolean closed = !isOpen(each, place);
      missing |= closed;
      if (closed && !each.around().get(place).optional()) {
        return NO;
      }
    }
    if (behindCall && beginsWithCloser(each, from)) {
      return NO;
    }
    boolean behindText = !missing && from > 0 && textInPair();
    int end =
        behindText
            ? forms.openingBehindText(p, each, from)
            : forms.callOpening(p, each, from, missing);
    if (end < 0) {
      return end;
    }
    SyntaxOpening opening = forms.found();
    boolean openHeader = forms.header.open();
    if (each.body() instanceof CallObject) {
      return object(start, opening, missing);
    }
    if (behindText && !ReferenceCall.declared(input.tools(), opening.name())) {
      return NO;
    }
    if (missing) {
      if (!ReferenceCall.declared(input.tools(), opening.name())) {
        return NO;
      }
      // A name alone at the end shows nothing.
      boolean nameAlone = openHeader && opening.bodyAt() == length;
      int sign = nameAlone ? END : forms.sign(opening);
      if (sign < 0) {
        return sign;
      }
      if (openHeader && each.body() instanceof Tagged) {
        // The header ends in front of the sign.
        opening = opening.bodyAt(look.pastWhitespace(opening.bodyAt()));
      }
    }
    if (!calls.admitted(opening.name(), opening.headerAt())) {
      beyondLimit = true;
      return NO;
    }
    open(start, opening);
    return end;
  }

  @Override
  void openMessage(int start, SyntaxOpening opening) {
    open(start, opening);
  }

  private int object(int start, SyntaxOpening opening, boolean missing) {
    SyntaxAnnounced announced =
        new SyntaxAnnounced(
            missing ? Kind.BARE : Kind.MARKED, opening, start, opening.at(), opening.bodyAt());
    read(announced, opening.array());
    return opening.at();
  }

  /** Opens a call behind its header, and those that follow without leaving it. */
  @Override
  void open(int start, SyntaxOpening first) {
    SyntaxOpening next = first;
    while (next != null && !over) {
      form = next.form();
      behindBare = false;
      bareList = null;
      levels = levelsOf(next);
      boolean object = holdsObject(next);
      SyntaxRawReference raw = new SyntaxRawReference(this, next.form());
      if (raw.isRaw(next)) {
        inArray = false;
        pos = raw.read(next);
        over = raw.over();
        next = null;
        segmentBehindCall();
      } else if (next.form().body() instanceof Tagged tagged && !object) {
        inArray = false;
        SyntaxTaggedReference reader = new SyntaxTaggedReference(this, next.form(), tagged);
        pos = reader.read(next);
        over = reader.over();
        next = reader.next();
        segmentBehindCall();
      } else if (next.form().body() instanceof Nested nested) {
        inArray = false;
        SyntaxNestedReference reader = new SyntaxNestedReference(this, next.form(), nested);
        pos = reader.read(next);
        over = reader.over();
        next = reader.next();
        segmentBehindCall();
      } else {
        int from = next == first ? start : next.at();
        Kind kind = Kind.MARKED;
        read(new SyntaxAnnounced(kind, next, from, next.at(), next.bodyAt()), next.array());
        if (next != first && !behindCall) {
          closePairs();
        }
        next = null;
      }
    }
  }

  /** Whether the text behind a header is the object that is in place of the parameters. */
  private boolean holdsObject(SyntaxOpening opening) {
    int p = Blanks.past(text, opening.bodyAt());
    return SyntaxForms.orObject(opening.form()) && p < length && text.charAt(p) == '{';
  }

  // ---- JSON without literals

  private boolean hasJson() {
    return syntax.calls().stream().anyMatch(f -> SyntaxForms.json(f) || SyntaxForms.orObject(f));
  }

  /** The first form whose calls are objects, if {@code bare} one that needs no markers. */
  private @Nullable CallForm objects(boolean bare, boolean inPairs) {
    for (CallForm each : syntax.calls()) {
      boolean fits = each.body() instanceof CallObject;
      fits &= !bare || each.proof() == CallForm.Proof.DECLARED;
      for (int place = 0; inPairs && place < each.around().size(); place++) {
        fits &= isOpen(each, place);
      }
      if (fits) {
        return each;
      }
    }
    return null;
  }

  @Override
  boolean bareAtLine(int p) {
    boolean outside = plain && callsOn && !inReasoning && block == null && !textInPair();
    boolean line = outside && p > 0 && text.charAt(p - 1) == '\n';
    boolean list = text.charAt(p) == '[';
    return line && (list ? listed() != null : objects(true, false) != null);
  }

  /** The first form whose calls may be lists of objects without markers. */
  private @Nullable CallForm listed() {
    return syntax.calls().stream().filter(SyntaxForms::bareList).findFirst().orElse(null);
  }

  /** A bracket of a list without markers at {@code p} counts if an object follows. */
  private void bareList(int start, int p) {
    look.window(start, heldChars());
    int brace = look.pastWhitespace(p + 1);
    int there = look.at(brace, '{');
    if (there < 0) {
      settle(there, start, p);
      return;
    }
    CallForm list = listed();
    read(new SyntaxAnnounced(Kind.BARE, list, start, p, brace), true);
    inBareList(list);
  }

  private void inBareList(@Nullable CallForm list) {
    bareList = inArray ? list : null;
    behindBare &= !inArray;
  }

  /** Behind an object of a list without markers: the next one, or the end of the list. */
  private boolean nextInBareList(int start, int p, char c) {
    CallForm list = bareList;
    if (!behindCall || !inArray || list == null || "{,]".indexOf(c) < 0) {
      return false;
    }
    if (c == ']') {
      inArray = false;
      bareList = null;
      behindBare = true;
      consumed(p + 1);
      return true;
    }
    look.window(start, heldChars());
    int brace = c == '{' ? p : look.pastWhitespace(p + 1);
    int there = look.at(brace, '{');
    if (there < 0) {
      settle(there, start, p);
      return true;
    }
    read(new SyntaxAnnounced(Kind.BARE, list, start, p, brace), true);
    inBareList(list);
    return true;
  }

  @Override
  boolean bareCandidate(int start, int p) {
    int keyword = inSection() && behindCall ? NO : keywords(start, p);
    if (keyword != NO) {
      settle(keyword, start, p);
      return true;
    }
    char c = text.charAt(p);
    if (nextInBareList(start, p, c)) {
      return true;
    }
    if (plain && !textInPair() && c == '[' && listed() != null) {
      bareList(start, p);
      return true;
    }
    if (plain && c != '{') {
      return false;
    }
    if (plain && !textInPair()) {
      read(new SyntaxAnnounced(Kind.BARE, objects(true, false), start, p, p), false);
      return true;
    }
    if (behindCall && (c == ',' || c == ';') && mayBeSeparated()) {
      element(start, p, Kind.BARE);
      return true;
    }
    if (behindCall && c == '}' && (inArray || hasJson())) {
      log.diagnostic(Diagnostic.EXTRA_BRACE, p);
      consumed(p + 1);
      return true;
    }
    if (behindCall && c == ',' && inTags()) {
      if (!inArray) {
        log.diagnostic(Diagnostic.STRAY_TEXT, p);
      }
      consumed(p + 1);
      return true;
    }
    if (textInPair() && c == '{') {
      read(new SyntaxAnnounced(Kind.BARE, objects(false, true), start, p, p), false);
      return true;
    }
    if (behindCall && (inArray || inPair())) {
      CallForm listed = objects(false, true);
      return (inArray || listed != null) && inPair(start, p, c, listed);
    }
    if (inReasoning || inMessage() || block != null && !behindCall || behindCall && inList) {
      return false;
    }
    CallForm bare = objects(true, false);
    if (input.constrained() && c == '[') {
      element(start, p, Kind.ELEMENT);
    } else if (input.named() && c == '{') {
      namedArguments(start, p);
    } else if (bare != null && c == '{') {
      read(new SyntaxAnnounced(Kind.BARE, bare, start, p, p), false);
    } else if (c == '[' && listed() != null) {
      bareList(start, p);
    } else {
      return false;
    }
    return true;
  }

  /** Behind an object without markers, or in a pair that no closer ends and outside of an array. */
  private boolean mayBeSeparated() {
    return behindBare || !inArray && inPairWithoutCloser() && objects(true, false) != null;
  }

  private boolean inPair(int start, int p, char c, @Nullable CallForm listed) {
    if (c == '{') {
      read(new SyntaxAnnounced(Kind.NEXT, listed, start, p, p), inArray);
      return true;
    }
    if (!inArray || c != ',' && c != ']') {
      return false;
    }
    if (c == ']') {
      inArray = false;
      consumed(p + 1);
      return true;
    }
    element(start, p, Kind.NEXT);
    return true;
  }

  /** The bracket or comma at {@code p} counts if an object follows. */
  private void element(int start, int p, Kind kind) {
    look.window(start, heldChars());
    int brace = look.pastWhitespace(p + 1);
    int there = look.at(brace, '{');
    if (there >= 0) {
      CallForm of = objects(kind == Kind.BARE, kind == Kind.NEXT);
      read(new SyntaxAnnounced(kind, of, start, p, brace), kind != Kind.BARE);
    } else {
      settle(there, start, p);
    }
  }

  private void namedArguments(int start, int p) {
    if (calls.admitted(options().namedTool(), p)) {
      read(new SyntaxAnnounced(Kind.ARGUMENTS, null, null, start, p, p), false);
    } else {
      textAt(start, p);
    }
  }

  /** Reads a call written as JSON. */
  private void read(SyntaxAnnounced announced, boolean array) {
    SyntaxOpening opening = announced.opening();
    bareList = null;
    boolean inside = announced.kind() == Kind.NEXT || textInPair();
    int before = opening == null ? inside ? levels : 0 : levelsOf(opening);
    CallForm of = announced.form();
    SyntaxObjectReference call = new SyntaxObjectReference(this, announced);
    SyntaxObjectReference.Outcome outcome = call.read();
    pos = call.pos();
    if (outcome == SyntaxObjectReference.Outcome.TEXT) {
      if (pos < length && Character.isSurrogatePair(text.charAt(pos - 1), text.charAt(pos))) {
        pos--;
      }
      if (behindCall && inSection()) {
        discard(announced.openerAt(), pos);
        return;
      }
      if (inReasoning) {
        emitReasoning(announced.holdStart(), pos);
      } else {
        emitContent(announced.holdStart(), pos);
      }
      textBegins();
    } else if (outcome == SyntaxObjectReference.Outcome.CALL) {
      form = of == null ? form : of;
      boolean whole = call.closedLevel() == SyntaxObjectReference.NONE;
      behindBare = opening == null && announced.kind() == Kind.BARE && !inside && whole;
      boolean ownCloser = opening != null && of != null && of.mayHoldObject();
      levels = before | (ownCloser ? 1 << of.around().size() : 0) | call.fenceBit();
      levels &= (1 << call.closedLevel()) - 1;
      boolean listed = array && call.closedLevel() == SyntaxObjectReference.NONE;
      inList = listed && of != null && SyntaxKeywordForms.isKeywords(of);
      inArray = listed && !inList;
      segmentBehindCall();
    } else {
      over = true;
    }
  }
}
