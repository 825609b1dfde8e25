package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether one of a declaration's sequences of literals occurs at a place of the text.
 *
 * <ul>
 *   <li>A call opens with its pairs' openers from some level on, outermost first, its header, and
 *       for JSON its brace; whitespace may be between them. A sequence begins with a literal.
 *       Optional pairs inside may be missing.
 *   <li>Behind the header of {@code Arguments} follows, after whitespace, the object's brace, a
 *       fence and the brace in it, or a closer of the call; where {@code emptyAtEnd} says so, the
 *       end. Behind a declared name that no literal ends, also the opener of the outermost pair of
 *       a next call.
 *   <li>Where raw text may be in place of an object, the name also ends at a blank, and behind the
 *       name of a declared tool counts any text.
 *   <li>The name of a header that ends at what follows is declared, or has no whitespace and is
 *       followed by a line's end or the body. A declared name alone at the end of the text is a
 *       header if the model stopped; of {@code Arguments} behind a literal, if they may be empty
 *       there.
 *   <li>The closers of a call are its own, then those of its pairs, innermost first. Behind a
 *       closer that counts inside a value follows one of an outer level, an opening of a call at
 *       any level or, behind the outermost, a closer of reasoning.
 *   <li>A header without pairs, in front of {@code Arguments}, whose form asks for a declared tool,
 *       counts with a declared name only.
 *   <li>A header in a sibling's spelling counts with a declared name; where it is only quoted, with
 *       any.
 * </ul>
 */
final class SyntaxForms {
  private static final Literal BRACE = new Literal("{", Literal.Kind.TOKEN);

  private final Syntax syntax;
  final ReferenceInput input;
  private final SyntaxLook look;
  final SyntaxHeader header;
  final SyntaxKeywordForms keywords;
  private @Nullable SyntaxOpening found;

  /** Whether a call opens; else it is only asked whether one could. */
  private boolean opens;

  /** Whether pairs around the call are missing: then its name must be declared. */
  private boolean missing;

  /**
   * Whether the name of a call that opens must be declared, because text is before it in a pair.
   */
  private boolean behindText;

  /** Whether a call may only be quoted. */
  private boolean quotes;

  SyntaxForms(Syntax syntax, ReferenceInput input) {
    this.syntax = syntax;
    this.input = input;
    look = new SyntaxLook(input);
    header = new SyntaxHeader(look, input.limits().maxNameChars());
    keywords = new SyntaxKeywordForms(look, input.limits().maxNameChars());
  }

  SyntaxLook look() {
    return look;
  }

  /** The last opening that was found whole. */
  SyntaxOpening found() {
    SyntaxOpening last = found;
    if (last == null) {
      throw new IllegalStateException("no opening was found");
    }
    return last;
  }

  // ---- literals

  static boolean json(CallForm form) {
    return !form.isTagged() && !SyntaxKeywordForms.isKeywords(form);
  }

  /** The closers of a call by level: those of its pairs, then its own; some are null. */
  static List<@Nullable Literal> closersByLevel(CallForm form) {
    List<@Nullable Literal> closers = new ArrayList<>();
    form.around().forEach(pair -> closers.add(pair.close()));
    closers.add(form.close());
    return closers;
  }

  /** As {@link #closersByLevel}, then the closers of the fences around arguments. */
  static List<@Nullable Literal> closersOfLevels(CallForm form) {
    List<@Nullable Literal> closers = closersByLevel(form);
    fences(form).forEach(fence -> closers.add(fence.close()));
    return closers;
  }

  /** The fences that may be around the arguments of calls of a form. */
  static List<Pair> fences(CallForm form) {
    return form.body() instanceof Arguments arguments ? arguments.fences() : List.of();
  }

  /** The closers of the fences around arguments of all forms. */
  List<Literal> fenceClosers() {
    List<Literal> closers = new ArrayList<>();
    for (CallForm form : syntax.calls()) {
      for (Pair fence : fences(form)) {
        Literal close = fence.close();
        if (close != null) {
          closers.add(close);
        }
      }
    }
    return closers;
  }

  /** The fence at {@code p}, in which an object begins: its place, or a verdict. */
  int fence(int p, CallForm form) {
    int verdict = NO;
    List<Pair> fences = fences(form);
    for (int k = 0; k < fences.size(); k++) {
      int end = look.literal(p, fences.get(k).open());
      int brace = end < 0 ? end : look.at(look.pastWhitespace(end), '{');
      if (brace >= 0) {
        return k;
      }
      verdict = best(verdict, brace);
    }
    return verdict;
  }

  /** Whether one JSON object may be in place of the parameters of a form's calls. */
  static boolean orObject(CallForm form) {
    return form.body() instanceof Tagged tagged && tagged.orObject();
  }

  /** The closer that closes the call itself: its own, else its innermost pair's. */
  static @Nullable Literal ownCloser(CallForm form) {
    Literal own = form.close();
    int pairs = form.around().size();
    return own != null || pairs == 0 ? own : form.around().get(pairs - 1).close();
  }

  static Literal parameter(Tagged tagged) {
    return (Literal) tagged.open().get(0);
  }

  /** The literals with which parameters of a form begin. */
  static List<Literal> parameters(CallForm form) {
    if (form.body() instanceof Nested nested) {
      return nested.elements().stream().map(SyntaxNestedReference::opener).toList();
    }
    return form.body() instanceof Tagged tagged ? List.of(parameter(tagged)) : List.of();
  }

  /** The literals that close values and name nothing. */
  private static List<Literal> valueClosers(CallForm form) {
    if (form.body() instanceof Nested nested) {
      return nested.elements().stream()
          .filter(element -> !element.isNamed())
          .map(SyntaxNestedReference::closer)
          .toList();
    }
    return form.body() instanceof Tagged tagged ? List.of(tagged.close()) : List.of();
  }

  /** The openers of all pairs. */
  List<Literal> pairOpeners() {
    List<Literal> openers = new ArrayList<>();
    for (CallForm form : syntax.calls()) {
      form.around().forEach(pair -> openers.add(pair.open()));
    }
    return openers;
  }

  /**
   * The openers of all pairs, and the literals before the names of calls that have no pairs; but
   * for those that only the name of a declared tool makes calls.
   */
  List<Literal> openers() {
    List<Literal> openers = pairOpeners();
    for (CallForm form : syntax.calls()) {
      if (bareInside(form)) {
        form.around().forEach(pair -> openers.remove(pair.open()));
      }
      boolean alone = form.around().isEmpty() && !form.header().isEmpty();
      alone &= !needsDeclared(form);
      if (alone && form.header().get(0) instanceof Literal literal) {
        openers.add(literal);
      }
    }
    return openers;
  }

  /** The literals with which headers begin. */
  List<Literal> headerLiterals() {
    List<Literal> literals = new ArrayList<>();
    for (CallForm form : syntax.calls()) {
      List<Part> parts = behindMaybes(form.header());
      if (!parts.isEmpty() && parts.get(0) instanceof Literal literal) {
        literals.add(literal);
      }
    }
    return literals;
  }

  /** The closers of all calls, pairs and parameters. */
  List<Literal> closers() {
    List<Literal> closers = new ArrayList<>();
    Messages messages = syntax.messages();
    closers.addAll(messages == null ? List.of() : messages.closers());
    for (CallForm form : syntax.calls()) {
      for (Literal closer : closersByLevel(form)) {
        if (closer != null) {
          closers.add(closer);
        }
      }
      closers.addAll(valueClosers(form));
    }
    return closers;
  }

  /**
   * The closers that are consumed where they close nothing: not those with which their openers
   * begin, as a Markdown fence has them.
   */
  List<Literal> orphans() {
    List<Literal> closers = closers();
    closers.removeAll(fencesAround());
    return closers;
  }

  /** The closers of pairs with which the openers begin. */
  List<Literal> fencesAround() {
    List<Literal> closers = new ArrayList<>();
    for (CallForm form : syntax.calls()) {
      for (Pair pair : form.around()) {
        Literal close = pair.close();
        if (close != null
            && close.text().length() > 1
            && pair.open().text().startsWith(close.text())) {
          closers.add(close);
        }
      }
    }
    return closers;
  }

  /** One of these literals at {@code p}. */
  int any(int p, List<Literal> literals) {
    int verdict = NO;
    for (Literal literal : literals) {
      verdict = best(verdict, look.literal(p, literal));
    }
    return verdict;
  }

  // ---- objects that need a declared name

  /** Whether calls of the form may be lists of objects without markers. */
  static boolean bareList(CallForm form) {
    return form.body() instanceof CallObject
        && form.proof() == CallForm.Proof.DECLARED
        && form.between() == CallForm.Between.COMMA_IN_BRACKETS
        && !form.around().isEmpty()
        && form.around().get(0).optional();
  }

  /**
   * Whether objects in the form's pairs count as objects without markers do, because the outermost
   * opener is words, with which other text begins, too.
   */
  static boolean bareInside(CallForm form) {
    return form.body() instanceof CallObject
        && form.proof() == CallForm.Proof.DECLARED
        && !form.around().isEmpty()
        && form.around().get(0).open().kind() == Literal.Kind.WORDS;
  }

  // ---- sections

  /**
   * Whether the form's outermost pair is a section: of control tokens, and closed by one. The calls
   * in it need no header to make it one.
   *
   * <p>A pair directly around objects, or around headers that begin with a name but are not
   * Python's, is committed only with what it opens.
   */
  static boolean hasSection(CallForm form) {
    Pair first = form.around().isEmpty() ? null : form.around().get(0);
    boolean literal = beginsWithLiteral(form, 1) || SyntaxKeywordForms.isKeywords(form);
    literal &= !(form.body() instanceof CallObject);
    return first != null
        && literal
        && first.open().kind() == Literal.Kind.TOKEN
        && first.close() != null;
  }

  // ---- openings

  /** Whether the form's opening from this level on begins with a literal. */
  static boolean beginsWithLiteral(CallForm form, int start) {
    List<Part> parts = behindMaybes(form.header());
    return start < form.around().size() || !parts.isEmpty() && parts.get(0) instanceof Literal;
  }

  /**
   * Parts that may be missing at the start of a header are expected directly behind the opener of a
   * pair only.
   */
  static List<Part> behindMaybes(List<Part> header) {
    int first = 0;
    while (first < header.size() && header.get(first) instanceof Maybe) {
      first++;
    }
    return header.subList(first, header.size());
  }

  /** Whether the form has no pairs and needs the name of a declared tool and one more sign. */
  static boolean needsDeclared(CallForm form) {
    boolean declared = form.proof() == CallForm.Proof.DECLARED;
    return declared && form.around().isEmpty() && form.isTagged();
  }

  /** As {@link #anyOpening}, where it would open a call: only a name that may be called counts. */
  int nextCall(int p, CallForm inside, int pairs) {
    opens = true;
    int end = anyOpening(p, inside, pairs);
    opens = false;
    return end;
  }

  /** The opening of any form at any level that is possible inside so many pairs of a call. */
  int anyOpening(int p, CallForm inside, int pairs) {
    int verdict = NO;
    for (CallForm form : syntax.calls()) {
      for (int start = 0; start <= form.around().size(); start++) {
        boolean begins = beginsWithLiteral(form, start) && mayBegin(form, start, inside, pairs);
        verdict = best(verdict, begins ? opening(p, form, start) : NO);
        if (verdict >= 0) {
          return verdict;
        }
      }
    }
    return verdict;
  }

  /** Whether the pairs of a form in front of this place are open, or may be missing. */
  private static boolean mayBegin(CallForm form, int start, CallForm inside, int pairs) {
    boolean same = true;
    for (int place = 0; place < start; place++) {
      Pair pair = form.around().get(place);
      same = same && place < pairs && pair.open().equals(inside.around().get(place).open());
      if (!same && !pair.optional()) {
        return false;
      }
    }
    return true;
  }

  /** A quoted call: begins with the opener of a pair that a closer closes, and has a sign. */
  int wrappedOpening(int p) {
    int verdict = NO;
    for (CallForm form : syntax.calls()) {
      for (int start = 0; start < form.around().size(); start++) {
        boolean closed = form.around().get(start).close() != null;
        verdict = best(verdict, closed ? quoted(p, form, start) : NO);
        if (verdict >= 0) {
          return verdict;
        }
      }
    }
    return verdict;
  }

  /** A quoted call without its pairs, of a tool that is not declared. */
  int bareOpening(int p, CallForm form) {
    int start = form.around().size();
    if (form.close() == null || !beginsWithLiteral(form, start)) {
      return NO;
    }
    return quoted(p, form, start);
  }

  private int quoted(int p, CallForm form, int start) {
    quotes = true;
    int end = opening(p, form, start);
    quotes = false;
    if (end >= 0 && form.body() instanceof CallObject) {
      int quote = look.at(look.pastWhitespace(end + 1), '"');
      return quote < 0 ? quote : end;
    }
    boolean bare = start == form.around().size();
    if (end >= 0 && bare && ReferenceCall.declared(input.tools(), found().name())) {
      return NO;
    }
    int sign = end < 0 ? end : sign(found());
    return sign < 0 ? sign : end;
  }

  /** As {@link #callOpening} behind text in a pair that is open: the name must be declared. */
  int openingBehindText(int p, CallForm form, int start) {
    behindText = true;
    int end = callOpening(p, form, start, false);
    behindText = false;
    return end;
  }

  /** As {@link #opening}, where a call opens: the name must be one that options let be called. */
  int callOpening(int p, CallForm form, int start, boolean pairsMissing) {
    opens = true;
    missing = pairsMissing;
    int end = opening(p, form, start);
    opens = false;
    missing = false;
    return end;
  }

  /** The form's opening from the pair at place {@code start} on. */
  int opening(int p, CallForm form, int start) {
    int q = p;
    int lastOpener = p;
    int pairs = 0;
    List<Pair> around = form.around();
    for (int i = start; i < around.size(); i++) {
      int end = look.literal(q, around.get(i).open());
      if (end == NO && i > start && around.get(i).optional()) {
        continue;
      }
      if (end < 0) {
        return end;
      }
      lastOpener = q;
      q = look.pastWhitespace(end);
      pairs |= 1 << i;
    }
    if (form.body() instanceof CallObject) {
      boolean listed = form.between() == CallForm.Between.COMMA_IN_BRACKETS;
      boolean array = listed && look.see(q) == '[';
      q = array ? look.pastWhitespace(q + 1) : q;
      int brace = look.at(q, '{');
      if (brace >= 0) {
        found = new SyntaxOpening(form, start, pairs, p, brace, brace, "", array);
      }
      return brace;
    }
    if (SyntaxKeywordForms.isKeywords(form)) {
      return keywords(new SyntaxOpening(form, start, pairs, p, lastOpener, q, "", false));
    }
    boolean opened = start < around.size();
    int end = header(q, form, opened ? form.header() : behindMaybes(form.header()));
    if (end >= 0) {
      // A call begins at the literal before its name.
      int literal = header.literalAt();
      int at = literal == NO ? lastOpener : literal;
      found = new SyntaxOpening(form, start, pairs, p, at, end, header.name(), false);
    }
    return end;
  }

  /**
   * The header of a form at the start of the response, whose first literal the generation prompt
   * has written: of a declared tool, and its arguments follow.
   */
  int promptedHeader(CallForm form) {
    List<Part> rest = form.header().subList(1, form.header().size());
    CallForm lacking =
        new CallForm(
            List.of(), rest, form.body(), form.close(), form.between(), CallForm.Proof.DECLARED);
    opens = true;
    int end = ownHeader(0, lacking, rest);
    opens = false;
    int brace = end < 0 ? end : look.at(look.pastWhitespace(end), '{');
    if (brace < 0) {
      return brace;
    }
    found = new SyntaxOpening(form, 0, 0, 0, 0, end, header.name(), false);
    return end;
  }

  /** As {@link #opening}, of calls as Python spells them, behind the openers of their pairs. */
  private int keywords(SyntaxOpening pairs) {
    CallForm form = pairs.form();
    int q = pairs.bodyAt();
    boolean array = SyntaxKeywordForms.isList(form) && look.see(q) == '[';
    int at = array ? q : pairs.headerAt();
    boolean undeclared = mayBeUndeclared();
    boolean any = !opens || !missing && undeclared;
    int name = array ? look.pastWhitespace(q + 1) : q;
    return keywords(pairs, at, name, array, any);
  }

  /**
   * The parenthesis of a call whose name begins at {@code q}, in what was opened so far; {@code at}
   * is where the call begins.
   *
   * @param any whether its tool need not be declared
   */
  int keywords(SyntaxOpening pairs, int at, int q, boolean array, boolean any) {
    int parenthesis = keywords.call(q, name -> any || declares(name));
    String name = keywords.name();
    if (parenthesis >= 0) {
      found =
          new SyntaxOpening(
              pairs.form(), pairs.start(), pairs.pairs(), pairs.at(), at, parenthesis, name, array);
    }
    return parenthesis;
  }

  private int header(int p, CallForm form, List<Part> parts) {
    int own = ownHeader(p, form, parts);
    if (own >= 0 || !(form.body() instanceof Tagged)) {
      return own;
    }
    int sibling = header.sibling(p, parts);
    boolean counts = quotes ? !header.name().isEmpty() : isDeclared();
    return best(own, sibling < 0 || counts ? sibling : NO);
  }

  /** Whether the name of a call that opens need not be declared. */
  private boolean mayBeUndeclared() {
    return !behindText && input.options().unknownTool() != ParserOptions.UnknownTool.AS_CONTENT;
  }

  private boolean declares(String name) {
    return ReferenceCall.declared(input.tools(), name);
  }

  private boolean isDeclared() {
    return ReferenceCall.declared(input.tools(), header.name());
  }

  /** Where a header or parameter in a sibling's spelling begins. */
  int siblingLiteral(int p, List<Part> parts) {
    return header.siblingLiteral(p, parts);
  }

  /** The literal with which a next call of the form begins, if its arguments follow a header. */
  private static List<Literal> openersOfNext(CallForm form) {
    if (!(form.body() instanceof Arguments)) {
      return List.of();
    }
    if (!form.around().isEmpty()) {
      return List.of(form.around().get(0).open());
    }
    boolean begins = !form.header().isEmpty() && form.header().get(0) instanceof Literal;
    return begins ? List.of((Literal) form.header().get(0)) : List.of();
  }

  private int ownHeader(int p, CallForm form, List<Part> parts) {
    header.lineOpens(form.isTagged());
    List<Literal> closers = new ArrayList<>();
    boolean signed = opens && missing && form.isTagged();
    for (Literal closer : closersByLevel(form)) {
      // Without its pairs a header is a call only with a sign: its own closer, or a parameter.
      if (closer != null && (!signed || closer.equals(ownCloser(form)))) {
        closers.add(closer);
      }
    }
    List<Literal> body = new ArrayList<>();
    if (form.isTagged()) {
      body.addAll(parameters(form));
    } else if (form.body() instanceof Arguments arguments) {
      body.add(BRACE);
      arguments.fences().forEach(fence -> body.add(fence.open()));
    }
    List<Literal> behind = new ArrayList<>(closers);
    behind.addAll(body);
    // Where pairs are missing, the opener of a next call is no sign of one without arguments.
    List<Literal> openers = opens && missing ? List.of() : openersOfNext(form);
    behind.addAll(openers);
    if (form.raw() != null) {
      behind.add(new Literal(" ", Literal.Kind.TOKEN));
    }
    boolean undeclared = mayBeUndeclared();
    boolean asks =
        form.proof() == CallForm.Proof.DECLARED
            && form.around().isEmpty()
            && form.body() instanceof Arguments;
    boolean any = !asks && (!opens || !missing && undeclared);
    int end =
        header.read(p, parts, behind, n -> any && !n.isEmpty() || declares(n), this::declares);
    boolean open = header.open();
    if (end >= 0 && open && look.see(end) == END && input.cancelled()) {
      // The name may go on.
      return END;
    }
    if (end < 0 || header.name().isEmpty()) {
      return end < 0 ? end : NO;
    }
    boolean declared = isDeclared();
    boolean quoted = form.body() instanceof Arguments arguments && arguments.quote() != null;
    if ((asks || opens && (missing || !undeclared)) && !declared) {
      return NO;
    }
    if (quoted) {
      // The header ends with the bracket of its arguments.
      return end - 1;
    }
    boolean mayBeOpen = parts.get(parts.size() - 1) instanceof Maybe || open;
    if (mayBeOpen && !declared && header.name().chars().anyMatch(c -> Blanks.ws((char) c))) {
      return NO;
    }
    int next = look.pastWhitespace(end);
    int begins = best(any(next, body.subList(0, 1)), fence(next, form));
    int follows = declared || !open ? best(begins, any(next, closers)) : begins;
    follows = declared && open ? best(follows, any(next, openers)) : follows;
    boolean alone = declared && look.see(next) == END && input.reason() == FinishReason.STOP;
    if (form.raw() != null && declared && next > end && follows == NO && look.see(next) >= 0) {
      return end;
    }
    if (form.body() instanceof Arguments arguments) {
      return follows >= 0 || alone && (open || arguments.emptyAtEnd()) ? end : follows;
    }
    boolean lineEnd = look.see(end) == '\n' || look.see(end) == '\r';
    return !open || lineEnd || follows >= 0 || alone ? end : follows;
  }

  /**
   * What shows that a header without its pairs is a call: the beginning of the body or the call's
   * own closer.
   */
  int sign(SyntaxOpening opening) {
    int next = look.pastWhitespace(opening.bodyAt());
    if (!opening.form().isTagged()) {
      return next;
    }
    Literal own = ownCloser(opening.form());
    int closer = own == null ? NO : look.literal(next, own);
    if (closer < NO && opening.form().body() instanceof Nested) {
      // The longer literal decides, once it can be told.
      return closer;
    }
    int sibling =
        opening.form().body() instanceof Tagged tagged ? siblingLiteral(next, tagged.open()) : NO;
    int object = orObject(opening.form()) ? look.at(next, '{') : NO;
    return best(best(best(any(next, parameters(opening.form())), sibling), closer), object);
  }

  // ---- closers inside values

  /** What may follow the closer of this level that ends at {@code q}; the sign counts. */
  int behindCloser(int q, CallForm form, int level) {
    int p = look.pastWhitespace(q);
    Messages messages = syntax.messages();
    if (messages != null && syntax.isMessage(form)) {
      return SyntaxMessageHeader.follows(messages, p, this);
    }
    int verdict = anyOpening(p, form, Math.min(level, form.around().size()));
    boolean outermost = true;
    for (int i = 0; i < Math.min(level, form.around().size() + 1); i++) {
      Literal outer = closersByLevel(form).get(i);
      if (outer != null) {
        outermost = false;
        verdict = best(verdict, look.literal(p, outer));
      }
    }
    if (outermost && messages != null) {
      verdict = best(verdict, any(p, messages.closers()));
    }
    if (outermost) {
      for (Block block : syntax.blocks()) {
        verdict = best(verdict, block.kind() == Region.REASONING ? any(p, block.close()) : NO);
      }
    }
    return verdict;
  }

  /** A closer of the call or of one of its pairs that counts inside a value. */
  int closingCall(int p, CallForm form, boolean ends) {
    int verdict = NO;
    List<@Nullable Literal> closers = closersByLevel(form);
    for (int level = 0; level < closers.size(); level++) {
      Literal closer = closers.get(level);
      int end = closer == null ? NO : look.literal(p, closer);
      int counts = end < 0 ? end : confirmed(end, behindCloser(end, form, level), ends);
      verdict = best(verdict, counts);
    }
    return verdict;
  }

  static int confirmed(int end, int follows, boolean ends) {
    return follows >= 0 || follows == END && ends ? end : follows;
  }

  // ---- what a cut text shows

  /** Whether the text from {@code p} on has more in common with one of these than with the rest. */
  boolean looksLike(int p, List<Literal> these, List<Literal> rest) {
    return most(p, these) > most(p, rest);
  }

  private int most(int p, List<Literal> literals) {
    return literals.stream().mapToInt(literal -> look.shared(p, literal)).max().orElse(0);
  }

  /** All literals with which something begins inside a call of this form, but its parameters. */
  List<Literal> besideParameters(CallForm form) {
    List<Literal> literals = new ArrayList<>(pairOpeners());
    literals.addAll(headerLiterals());
    for (Literal closer : closersByLevel(form)) {
      if (closer != null) {
        literals.add(closer);
      }
    }
    literals.addAll(valueClosers(form));
    return literals;
  }
}
