package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Levels.Kind;
import dev.deltalex.grammar.Levels.Level;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Say;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds the states after calls, and the states inside calls whose header names the tool. */
final class CallLayout {
  /** A closing tag of any name, where the format's own closers do not match. */
  private static final String CLOSING_TAG = "CLOSING TAG";

  private static final Literal CLOSING_TAG_START = new Literal("</", Literal.Kind.TOKEN);
  private static final Literal TAG_END = new Literal(">", Literal.Kind.TOKEN);

  private final Layout layout;
  private final GrammarBuilder g;

  CallLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  /** The name of the state between the parameters of a call. */
  String inCall(CallForm form) {
    return layout.numbered("IN_CALL", form);
  }

  /** The name of the state directly behind a header. */
  String behindHeader(CallForm form) {
    return holdsObject(form) ? layout.numbered("BEHIND_HEADER", form) : inCall(form);
  }

  private static boolean holdsObject(CallForm form) {
    return form.body() instanceof Tagged tagged && tagged.orObject();
  }

  /**
   * Adds the openers of calls to a state outside of all levels.
   *
   * @param drop whether the whitespace before them is discarded
   * @param bare whether also to add what only counts at the start of a segment of content: forced
   *     output, and objects without markers
   */
  void openers(StateBuilder state, boolean drop, boolean bare) {
    if (layout.syntax.calls().isEmpty()) {
      return;
    }
    sections(state, drop);
    add(state, Mode.OPEN, Guard.CALLS, drop);
    add(state, Mode.BARE, Guard.CALLS, drop);
    addDeclared(state, Guard.CALLS, drop);
    if (bare) {
      layout.json.forcedOpeners(state);
      layout.json.bareOpeners(state, Guard.CALLS, drop);
      layout.keywords.bareOpeners(state, Guard.CALLS, drop);
    }
  }

  /** Adds the openers of sections, which need no header. */
  private void sections(StateBuilder state, boolean drop) {
    for (CallForm form : layout.syntax.calls()) {
      if (Levels.hasSection(form)) {
        Literal opener = form.around().get(0).open();
        if (!state.has(opener)) {
          state.add(
              GrammarBuilder.on(opener, Action.LEAVE)
                  .when(Guard.CALLS)
                  .level(layout.levels.of(form, 1))
                  .drop(drop));
        }
      }
    }
  }

  private void add(StateBuilder state, Mode mode, int guard, boolean drop) {
    List<Way> ways = mode == Mode.BARE ? layout.ways.withoutPairs(mode) : layout.ways.marked(mode);
    layout.openers.add(state, ways, new Edges(mode, guard, drop, null));
  }

  /** Adds the headers of forms without pairs that need the name of a declared tool. */
  private void addDeclared(StateBuilder state, int guard, boolean drop) {
    List<Way> ways = layout.ways.declaredOnly(Mode.BARE);
    layout.openers.add(state, ways, new Edges(Mode.BARE, guard, drop, null));
  }

  /** Adds the states after calls and inside them. */
  void add() {
    for (int text = 0; text <= layout.syntax.blocks().size(); text++) {
      for (Level level : layout.levels.all()) {
        boolean inBlock = isInAnyText(level) && layout.texts.kind(text) != TextKind.DISCARDED;
        if (text == 0 || inBlock) {
          behind(text, level);
        }
      }
    }
    for (CallForm form : layout.syntax.calls()) {
      boolean closed = !layout.closers(form).isEmpty() || HeaderChoices.openerOfNext(form) != null;
      boolean empty = !(form.body() instanceof Arguments a) || closed && a.quote() == null;
      if (form.body() instanceof CallObject || KeywordLayout.isKeywords(form) || !empty) {
        continue;
      }
      String stray = layout.numbered("IN_STRAY", form);
      if (holdsObject(form)) {
        StateBuilder first = g.state(behindHeader(form), Op.DISPATCH, TextKind.STRAY, 0);
        first.next(stray).add(layout.json.argumentsOf(form));
        inside(form, first);
      }
      inside(form, g.state(inCall(form), Op.DISPATCH, TextKind.STRAY, 0).next(stray));
      inside(form, g.state(stray, Op.TEXT, TextKind.STRAY, 0));
      if (form.body() instanceof Tagged tagged) {
        layout.values.add(form, tagged);
      } else if (form.body() instanceof Nested nested) {
        layout.nested.add(form, nested);
      } else if (form.raw() != null) {
        layout.raw.add(form);
      }
    }
  }

  /** Whether a level may be open in a block; what is without markers is content outside. */
  private static boolean isInAnyText(Level level) {
    return switch (level.kind()) {
      case FORCED_ARRAY, BARE, BARE_ARRAY, LIST -> false;
      default -> true;
    };
  }

  // ---- after calls

  private void behind(int text, Level level) {
    String name = "BEHIND_CALL" + (text == 0 ? "" : "_OF_TEXT_" + text);
    name += level.number() == 0 ? "" : "_IN_LEVEL_" + level.number();
    TextKind kind = layout.texts.kind(text);
    String inside = layout.texts.inside(text, level);
    g.behind(text, level.number(), level.parent(), name);
    if (isSection(level)) {
      String junk = name + "_DISCARDING";
      StateBuilder state = g.state(name, Op.DISPATCH, TextKind.SECTION, text).next(junk);
      behind(state, text, level, name);
      behind(g.state(junk, Op.TEXT, TextKind.SECTION, text), text, level, name);
      return;
    }
    StateBuilder state = g.state(name, Op.SEGMENT, kind, text).next(inside);
    behind(state, text, level, null);
    if (!inside.equals(layout.texts.plain(text))) {
      strays(state);
      if (level.kind() == Kind.PAIR) {
        textInside(text, level, inside);
      }
    }
  }

  /**
   * Adds the literals that count behind a call.
   *
   * @param section the state in which a section goes on, or null if it is none
   */
  private void behind(StateBuilder state, int text, Level level, @Nullable String section) {
    boolean content = layout.texts.kind(text) == TextKind.CONTENT;
    boolean shares = sharesCloser(level);
    if (shares) {
      leave(state, level);
    }
    if (layout.messages != null) {
      layout.messages.closers(state, text);
    } else if (section == null || !content) {
      layout.texts.closers(state, text);
    }
    if (section == null && (content || layout.messages != null)) {
      layout.texts.openers(state, true);
    }
    Level pairs = layout.levels.pair(level);
    if (!level.isOutside() && !shares) {
      leave(state, level);
    }
    if (pairs.isOutside()) {
      // What is written without markers begins outside of messages.
      openers(state, true, content && (layout.messages == null || text == 0));
      if (level.kind() == Kind.BARE) {
        layout.json.separators(state);
      }
    } else {
      if (level.kind() == Kind.PAIR && level.closer() == null) {
        // Whether a pair without a closer is still open cannot be seen.
        layout.json.separators(state);
      }
      if (section == null) {
        sections(state, true);
      }
      inner(state, pairs);
      outer(state, pairs);
    }
    for (Literal closer : layout.allClosers()) {
      if (state.has(closer)) {
        // A block may have the same closer.
        state.closes(closer);
      } else if (layout.isOrphan(closer)) {
        state.add(orphan(closer).closer().to(section));
      }
    }
    layout.json.extraBrace(state, level);
  }

  /** Whether what is neither a call nor a closer is discarded in a level. */
  private boolean isSection(Level level) {
    for (CallForm form : layout.syntax.calls()) {
      if (Levels.hasSection(form)) {
        int section = layout.levels.of(form, 1);
        int at = level.number();
        while (at > 0 && at != section) {
          at = layout.levels.get(at).parent();
        }
        if (at == section) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a pair that is open has the closer of a block: it closes the pair first. */
  private boolean sharesCloser(Level innermost) {
    Level level = innermost;
    boolean shares = false;
    while (level.number() > 0) {
      Literal closer = level.closer();
      shares |=
          level.kind() == Kind.PAIR
              && closer != null
              && layout.syntax.blocks().stream().anyMatch(b -> b.close().contains(closer));
      level = layout.levels.get(level.parent());
    }
    return shares;
  }

  private static EdgeBuilder orphan(Literal closer) {
    return GrammarBuilder.on(closer, Action.DISCARD).report(Diagnostic.ORPHAN_CLOSER).drop();
  }

  /** Adds what is discarded between a call and the rest of its pair. */
  private void strays(StateBuilder state) {
    if (!state.has(JsonLayout.COMMA)) {
      state.add(
          GrammarBuilder.on(JsonLayout.COMMA, Action.DISCARD).report(Diagnostic.STRAY_TEXT).drop());
    }
    if (!g.hasLook(CLOSING_TAG)) {
      HeaderSpec name = HeaderSpec.of(Say.name(), NameCheck.NOT_EMPTY, false);
      g.look(CLOSING_TAG, LookOp.HEADER, AtEnd.REJECT).header(name).accept(TAG_END);
    }
    state.add(orphan(CLOSING_TAG_START).look(CLOSING_TAG).resume(Resume.AFTER_LOOK));
  }

  /** Adds the state of text behind a call inside a pair that stays open. */
  private void textInside(int text, Level level, String name) {
    TextKind kind = layout.texts.kind(text);
    StateBuilder state = g.state(name, Op.TEXT, kind, text);
    state.newlinePrefix(layout.texts.trims(text));
    layout.texts.closers(state, text);
    if (kind == TextKind.CONTENT || layout.messages != null) {
      layout.texts.openers(state, false);
    }
    boolean skipsPair = false;
    for (Level open = level; open.number() > 0; open = layout.levels.get(open.parent())) {
      Literal closer = open.closer();
      if (closer != null && !state.has(closer)) {
        state.add(
            GrammarBuilder.on(closer, Action.GO)
                .to(layout.texts.inside(text, layout.levels.get(open.parent())))
                .report(skipsPair ? Diagnostic.RECOVERED : null));
      }
      skipsPair |= closer != null;
    }
    Edges next = new Edges(Mode.BEHIND_TEXT, Guard.CALLS, false, null);
    List<Way> ways = layout.ways.fromInside(level.number(), Mode.BEHIND_TEXT, f -> true);
    layout.openers.add(state, ways, next);
    layout.keywords.lineOpeners(state, text, level);
    openers(state, false, false);
  }

  /**
   * Adds the closers of what is open, innermost first. A pair whose closer is missing is reported.
   */
  private void leave(StateBuilder state, Level innermost) {
    Level level = innermost;
    boolean skipsPair = false;
    while (level.number() > 0) {
      Literal closer = level.closer();
      // A bracket in discarded text may be anything.
      boolean counts = !level.isArray() || level == innermost && !state.scans();
      if (closer != null && counts) {
        EdgeBuilder edge =
            GrammarBuilder.on(closer, Action.LEAVE)
                .level(level.parent())
                .report(skipsPair ? Diagnostic.RECOVERED : null)
                .drop();
        state.add(edge.closer());
      }
      skipsPair |= closer != null && !level.isArray();
      level = layout.levels.get(level.parent());
    }
  }

  /** Adds the openers of the next call inside the open pairs. */
  private void inner(StateBuilder state, Level level) {
    int number = level.number();
    Edges next = new Edges(Mode.NEXT, Guard.NONE, true, null);
    List<Way> ways =
        new ArrayList<>(layout.ways.fromInside(number, Mode.NEXT, CallLayout::hasHeader));
    ways.addAll(layout.ways.fromInside(number, Mode.NEXT, f -> !hasHeader(f)));
    layout.openers.add(state, ways, next);
    layout.json.elements(state, level);
    layout.keywords.next(state, level);
  }

  private static boolean hasHeader(CallForm form) {
    return !(form.body() instanceof CallObject);
  }

  /** Adds the openers of a next call that opens pairs again while they are still open. */
  private void outer(StateBuilder state, Level innermost) {
    int level = innermost.parent();
    while (level > 0) {
      List<Way> ways = layout.ways.fromInside(level, Mode.NEXT, form -> true);
      Edges next = new Edges(Mode.NEXT, Guard.NONE, true, null);
      layout.openers.add(state, ways, next);
      level = layout.levels.get(level).parent();
    }
    add(state, Mode.OPEN, Guard.NONE, true);
    if (innermost.isWithoutPair() || isWithoutPairs(innermost)) {
      add(state, Mode.BARE, Guard.NONE, true);
    }
    addDeclared(state, Guard.NONE, true);
  }

  /** Whether a level is that of a form of which outer pairs are missing. */
  private boolean isWithoutPairs(Level level) {
    for (CallForm form : layout.syntax.calls()) {
      for (int missing = 1; missing <= Levels.mostMissing(form); missing++) {
        for (int open = missing + 1; open <= form.around().size(); open++) {
          if (layout.levels.of(form, missing, open) == level.number()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  // ---- inside a call

  private void inside(CallForm form, StateBuilder state) {
    if (form.body() instanceof Tagged tagged) {
      layout.values.openers(form, tagged, state);
    }
    boolean regular = true;
    for (Literal closer : layout.closers(form)) {
      if (!state.has(closer)) {
        state.add(
            GrammarBuilder.on(closer, Action.CLOSE_CALL)
                .level(layout.levelBehind(form, closer))
                .report(regular ? null : Diagnostic.RECOVERED));
      }
      regular = layout.syntax.isMessage(form);
    }
    Literal opener = HeaderChoices.openerOfNext(form);
    if (form.body() instanceof Arguments && opener != null) {
      // Without arguments, the opener of a next call or a closer is all that may follow.
      state.add(
          GrammarBuilder.on(opener, Action.CLOSE_CALL)
              .level(0)
              .report(Diagnostic.RECOVERED)
              .resume(Resume.AT_MARKER));
      return;
    }
    Edges next = new Edges(Mode.NEXT, Guard.NONE, false, Diagnostic.RECOVERED);
    for (int pairs = form.around().size(); pairs > 0; pairs--) {
      int level = layout.levels.of(form, pairs);
      List<Way> ways =
          new ArrayList<>(layout.ways.fromInside(level, Mode.NEXT, CallLayout::hasHeader));
      // An object begins a call only behind the opener of a pair.
      layout.ways.fromInside(level, Mode.NEXT, f -> !hasHeader(f)).stream()
          .filter(way -> layout.isPairOpener(way.literal(0)))
          .forEach(ways::add);
      if (Levels.varies(form)) {
        // Pairs that open again leave the level as it is, whichever outer ones are missing.
        ways = ways.stream().map(Way::keepsLevel).toList();
      }
      layout.openers.add(state, ways, next);
    }
    layout.openers.add(
        state,
        layout.ways.marked(Mode.OPEN),
        new Edges(Mode.OPEN, Guard.NONE, false, Diagnostic.RECOVERED));
    layout.openers.add(state, layout.ways.innerPairs(), next);
    layout.openers.add(state, layout.ways.declaredOnly(Mode.NEXT), next);
    if (form.body() instanceof Tagged tagged && !state.has(tagged.close())) {
      state.add(
          GrammarBuilder.on(tagged.close(), Action.DISCARD)
              .report(Diagnostic.ORPHAN_CLOSER)
              .to(inCall(form)));
    }
    if (form.body() instanceof Nested nested) {
      layout.nested.between(form, nested, state);
    }
  }
}
