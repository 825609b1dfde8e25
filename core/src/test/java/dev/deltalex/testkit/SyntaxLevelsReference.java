package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.OVER;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The levels of the pairs around calls, and sections.
 *
 * <ul>
 *   <li>Two forms share the pairs that they begin with, if these have the same literals.
 *   <li>A closer behind a call is consumed; of a level that is open it closes all inner levels,
 *       else it is an orphan. The own closer of a call whose arguments are JSON counts as a level
 *       inside of its pairs, and the fence around them as one inside of that; the closer of a fence
 *       that is not open is no orphan, but text, because it may open another fence.
 *   <li>An opener that begins with a closer of what is open, as {@code ```json} with {@code ```},
 *       does not count there: the closer does.
 *   <li>Text behind a call ends all pairs, unless the innermost that is open is one of tags with a
 *       closer: then it ends arrays only. The closer is consumed in the text, and what follows is
 *       text of the pair around it. Behind text a header inside of the pair needs a declared name.
 *   <li>Directly behind a call in such a pair a comma is discarded, and so is a closing tag, {@code
 *       </} and a name and {@code >}, that is none of the declared closers.
 *   <li>The opener of a section, an outermost pair of TOKENs with a closer, is committed at once.
 *       In a section whitespace is structure, calls and closers count, and other text is discarded;
 *       a closer of reasoning ends it. A header that begins with a field counts directly behind the
 *       opener.
 * </ul>
 */
abstract class SyntaxLevelsReference extends SyntaxReasoningReference {
  /** The form of the last call, whose pairs may be open. */
  @Nullable CallForm form;

  /**
   * Which levels of {@link #form} are open: a bit for each pair, one for its own closer, and one
   * for each fence.
   */
  int levels;

  /** Whether the calls that are read are elements of an array that is open. */
  boolean inArray;

  /** Whether the calls that are read are elements of a list of calls as Python spells them. */
  boolean inList;

  /** Where the open section's inside begins, as long as nothing was read in it. */
  private int sectionAt = -1;

  /** Whether the object that was read last in the section was none of a call, and discarded. */
  private boolean discards;

  /**
   * Whether discarded text of the section was diagnosed and neither a literal nor a call came
   * since.
   */
  private boolean junk;

  SyntaxLevelsReference(Syntax syntax, ReferenceInput input, EventLog log) {
    super(syntax, input, log);
  }

  /** Whether the form's pair at this place is open. */
  final boolean isOpen(CallForm of, int place) {
    CallForm last = form;
    if (last == null || (levels & 1 << place) == 0) {
      return false;
    }
    for (int i = 0; i <= place; i++) {
      if (i >= Math.min(of.around().size(), last.around().size())
          || !sameLiterals(of.around().get(i), last.around().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLiterals(Pair one, Pair other) {
    return one.open().equals(other.open()) && Objects.equals(one.close(), other.close());
  }

  /** The levels that are open once a call has opened so. */
  final int levelsOf(SyntaxOpening opening) {
    int open = opening.pairs();
    for (int place = 0; place < opening.start(); place++) {
      open |= isOpen(opening.form(), place) ? 1 << place : 0;
    }
    return open;
  }

  @Override
  final List<Literal> openFences() {
    CallForm last = form;
    List<Literal> closers = new ArrayList<>();
    if (last != null && levels >> last.around().size() + 1 != 0) {
      closers.addAll(forms.fenceClosers());
    }
    for (int place = 0; last != null && place < last.around().size(); place++) {
      Literal closer = last.around().get(place).close();
      if (closer != null && (levels & 1 << place) != 0) {
        closers.add(closer);
      }
    }
    return closers;
  }

  /** Whether a form's opening from this pair on begins with a closer of what is open. */
  final boolean beginsWithCloser(CallForm each, int from) {
    CallForm last = form;
    Literal first = from < each.around().size() ? each.around().get(from).open() : null;
    if (first == null && !each.header().isEmpty() && each.header().get(0) instanceof Literal l) {
      first = l;
    }
    if (last == null || first == null) {
      return false;
    }
    List<@Nullable Literal> closers = SyntaxForms.closersOfLevels(last);
    for (int level = 0; level < closers.size(); level++) {
      Literal closer = closers.get(level);
      boolean open = closer != null && (levels & 1 << level) != 0;
      if (open && closer.text().length() > 1 && first.text().startsWith(closer.text())) {
        return true;
      }
    }
    return false;
  }

  /** Closes this level and all inside. */
  final void closeLevel(int level) {
    levels &= (1 << level) - 1;
    inArray = false;
    inList = false;
  }

  final boolean inPair() {
    CallForm last = form;
    return last != null && (levels & (1 << last.around().size()) - 1) != 0;
  }

  @Override
  final void closePairs() {
    levels = 0;
    inArray = false;
    inList = false;
  }

  /** The innermost pair stays open if it is one of tags with a closer; else none does. */
  @Override
  final void textBehindCall() {
    boolean tags = inTags();
    CallForm last = form;
    levels &= !tags || last == null ? 0 : (1 << last.around().size()) - 1;
    inArray = false;
    inList = false;
  }

  /** Whether the innermost pair that is open is one of tags with a closer. */
  final boolean inTags() {
    CallForm last = form;
    for (int place = last == null ? -1 : last.around().size() - 1; place >= 0; place--) {
      if ((levels & 1 << place) != 0) {
        Pair pair = last.around().get(place);
        return pair.open().kind() == Literal.Kind.TAG && pair.close() != null;
      }
    }
    return false;
  }

  /** Whether the innermost pair that is open has no closer. */
  final boolean inPairWithoutCloser() {
    CallForm last = form;
    for (int place = last == null ? -1 : last.around().size() - 1; place >= 0; place--) {
      if ((levels & 1 << place) != 0) {
        return last.around().get(place).close() == null;
      }
    }
    return false;
  }

  /** Whether text is read behind a call in a pair that it leaves open. */
  final boolean textInPair() {
    return !behindCall && levels != 0;
  }

  @Override
  final boolean objectsInText() {
    boolean any = false;
    for (CallForm each : syntax.calls()) {
      boolean open = each.body() instanceof CallObject && !each.around().isEmpty();
      for (int place = 0; open && place < each.around().size(); place++) {
        open = isOpen(each, place);
      }
      any |= open;
    }
    return any && callsOn && textInPair();
  }

  /** A closer of a pair that text left open: what follows is text of the pair around it. */
  final int closerInText(int p) {
    CallForm last = form;
    int verdict = NO;
    boolean skips = false;
    for (int place = last == null ? -1 : last.around().size() - 1; place >= 0; place--) {
      Literal closer = last.around().get(place).close();
      boolean open = closer != null && (levels & 1 << place) != 0;
      int end = open ? look.literal(p, closer) : NO;
      verdict = best(verdict, end);
      if (end >= 0) {
        if (skips) {
          log.diagnostic(Diagnostic.RECOVERED, p);
        }
        levels &= (1 << place) - 1;
        levels = inTags() ? levels : 0;
        pos = end;
        return end;
      }
      skips |= open;
    }
    return verdict;
  }

  /** A closer at {@code p}, whether or not it came as its token. */
  private int spelledCloser(int p) {
    List<Literal> closers = new ArrayList<>(forms.closers());
    for (Block each : syntax.blocks()) {
      boolean own = inReasoning ? each == block : each.kind() == Region.REASONING;
      closers.addAll(own ? each.close() : List.of());
    }
    int verdict = NO;
    for (Literal closer : closers) {
      verdict = best(verdict, look.spelled(p, closer));
    }
    return verdict;
  }

  /** A closing tag at {@code p} that nothing opened, behind a call in a pair of tags. */
  private int strayTag(int p) {
    int begin = inTags() ? look.literal(p, new Literal("</", Literal.Kind.TOKEN)) : NO;
    if (begin < 0) {
      return begin;
    }
    int spelled = spelledCloser(p);
    if (spelled != NO) {
      return spelled < 0 ? spelled : NO;
    }
    int limit = input.limits().maxNameChars();
    for (int q = begin; ; q++) {
      int c = look.see(q);
      if (c < 0) {
        return c;
      }
      if (c == '>') {
        if (SyntaxHeader.stripped(text.substring(begin, q)).isEmpty()) {
          return NO;
        }
        log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
        consumed(q + 1);
        return q + 1;
      }
      if ("<\n\r".indexOf(c) >= 0 || q - begin >= limit) {
        return NO;
      }
    }
  }

  @Override
  final int orphan(int p) {
    CallForm last = form;
    int verdict = NO;
    if (last != null) {
      List<@Nullable Literal> closers = SyntaxForms.closersOfLevels(last);
      for (int level = closers.size() - 1; level >= 0; level--) {
        Literal closer = closers.get(level);
        boolean open = closer != null && (levels & 1 << level) != 0;
        int end = open ? look.literal(p, closer) : NO;
        verdict = best(verdict, end);
        if (end >= 0) {
          if (skipsPair(last, level)) {
            log.diagnostic(Diagnostic.RECOVERED, p);
          }
          closeLevel(level);
          consumed(end);
          return end;
        }
      }
    }
    int end = forms.any(p, forms.orphans());
    if (end >= 0) {
      log.diagnostic(Diagnostic.ORPHAN_CLOSER, p);
      consumed(end);
    }
    verdict = best(verdict, end);
    return verdict == NO ? strayTag(p) : verdict;
  }

  /** Whether a closer of this level leaves the call or a pair inside of it without its own. */
  private boolean skipsPair(CallForm last, int level) {
    boolean skips = false;
    for (int place = level + 1; place < last.around().size(); place++) {
      skips |= (levels & 1 << place) != 0 && last.around().get(place).close() != null;
    }
    int own = last.around().size();
    skips |= level <= own && levels >> own + 1 != 0;
    return skips || level < own && (levels & 1 << own) != 0 && last.close() != null;
  }

  @Override
  final int sharedCloser(int p) {
    CallForm last = form;
    for (int place = 0; behindCall && last != null && place < last.around().size(); place++) {
      Literal closer = last.around().get(place).close();
      boolean shared =
          closer != null && syntax.blocks().stream().anyMatch(b -> b.close().contains(closer));
      if (shared && (levels & 1 << place) != 0 && look.literal(p, closer) >= 0) {
        return orphan(p);
      }
    }
    return NO;
  }

  /** Reads a call as Python spells it, or what belongs to a list of them; or a verdict. */
  abstract int keywords(int start, int p);

  final void consumed(int end) {
    pos = end;
    plain = false;
    borderDrops = true;
  }

  // ---- sections

  @Override
  final boolean inSection() {
    for (CallForm each : syntax.calls()) {
      if (SyntaxForms.hasSection(each) && isOpen(each, 0)) {
        return true;
      }
    }
    return false;
  }

  final int sectionOpener(int p) {
    int verdict = NO;
    for (CallForm each : syntax.calls()) {
      boolean closed = SyntaxForms.hasSection(each) && !(behindCall && inSection());
      int end = closed ? look.literal(p, each.around().get(0).open()) : NO;
      verdict = best(verdict, end);
      if (end >= 0) {
        form = each;
        levels = 1;
        inArray = false;
        inList = false;
        junk = false;
        sectionAt = Blanks.past(text, end);
        behindCall = true;
        consumed(end);
        return end;
      }
    }
    return verdict;
  }

  /** Whether the form's calls begin without a literal at {@code p}, inside of its section. */
  final boolean beginsInside(CallForm each, int p) {
    boolean single = each.around().size() == 1 && isOpen(each, 0) && inSection();
    single &= !SyntaxKeywordForms.isKeywords(each);
    return single && (each.body() instanceof CallObject || p == sectionAt);
  }

  @Override
  final void section() {
    int p = Blanks.past(text, pos);
    if (p == length) {
      over = true;
      return;
    }
    look.window(p, heldChars());
    discards = false;
    int verdict = callCandidate(p, p);
    if (verdict == NO && !junk) {
      look.window(p, heldChars());
      verdict = keywords(p, p);
      look.window(p, heldChars());
    }
    if (verdict >= 0) {
      junk = discards;
      return;
    }
    if (verdict == NO && bareCandidate(p, p)) {
      return;
    }
    int closer = inReasoning && block != null ? forms.any(p, block.close()) : NO;
    if (closer >= 0) {
      levels = 0;
      pos = p;
      unquotedAt = p;
      return;
    }
    verdict = best(verdict, closer);
    if (verdict == END) {
      over = true;
      if (!input.cancelled() && forms.any(p, forms.openers()) >= 0) {
        log.diagnostic(Diagnostic.TRUNCATED_OPENER, p);
      } else if (!input.cancelled() && !cutCloser(p)) {
        discard(p, length);
      }
      return;
    }
    if (verdict == OVER) {
      log.diagnostic(Diagnostic.HELD_LIMIT, p);
    }
    discard(p, p + 1);
  }

  @Override
  final void segmentBehindCall() {
    super.segmentBehindCall();
    junk = false;
  }

  final void discard(int p, int end) {
    if (!junk) {
      log.diagnostic(Diagnostic.STRAY_TEXT, p);
      junk = true;
    }
    discards = true;
    pos = end;
    sectionAt = -1;
  }
}
