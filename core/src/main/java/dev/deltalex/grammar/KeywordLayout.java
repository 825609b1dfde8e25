package dev.deltalex.grammar;

import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Levels.Kind;
import dev.deltalex.grammar.Levels.Level;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Keywords;
import dev.deltalex.syntax.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the ways in which calls open that are spelled as in Python: {@code f(a=1)}, and lists of
 * them, {@code [f(a=1), g()]}. A name counts before a parenthesis behind which an argument with a
 * name begins, or a parenthesis closes.
 *
 * <p>A call whose name no literal precedes begins at an empty literal: at a char with which a name
 * begins, where a segment of text starts or directly behind a call. For calls at the start of a
 * line the text has a state of its own there.
 */
final class KeywordLayout {
  private static final Literal OPEN = new Literal("(", Literal.Kind.TOKEN);
  private static final Literal CLOSE = new Literal(")", Literal.Kind.TOKEN);
  private static final Literal EQUALS = new Literal("=", Literal.Kind.TOKEN);
  private static final Literal NEWLINE = new Literal("\n", Literal.Kind.TOKEN);

  private final Layout layout;
  private final GrammarBuilder g;

  KeywordLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  static boolean isKeywords(CallForm form) {
    return form.body() instanceof Keywords;
  }

  /** The forms whose calls may be without pairs. */
  private List<CallForm> bare() {
    return layout.syntax.calls().stream()
        .filter(form -> isKeywords(form) && form.proof() == CallForm.Proof.DECLARED)
        .toList();
  }

  /** The ways of a form behind the openers of its pairs, which are open in a level. */
  List<Way> ways(CallForm form, List<Way> pairs, Mode mode, int level) {
    List<Way> all = new ArrayList<>();
    for (Way way : pairs) {
      if (Levels.isList(form)) {
        all.addAll(call(form, way.then(JsonLayout.ARRAY), mode, layout.levels.arrayIn(level)));
      }
      all.addAll(call(form, way.steps().isEmpty() ? way.then(Way.NOTHING) : way, mode, level));
    }
    return all;
  }

  /** The ways behind what precedes a name. */
  private List<Way> call(CallForm form, Way before, Mode mode, int level) {
    HeaderSpec callee = HeaderSpec.callee(mode.check);
    Way open = before.then(callee, !mode.looksOnly()).then(OPEN);
    List<Way> all = List.of(open.then(CLOSE), open.then(HeaderSpec.keyword(), false).then(EQUALS));
    String state = layout.json.state(form);
    return mode.looksOnly()
        ? all
        : all.stream().map(w -> w.does(Action.OPEN_ARGUMENTS, state, level)).toList();
  }

  /** The ways of a form's calls without pairs. */
  private List<Way> withoutPairs(CallForm form) {
    boolean list = Levels.isList(form);
    Way before = Way.begin().then(list ? JsonLayout.ARRAY : Way.NOTHING);
    return call(form, before, Mode.BARE, list ? layout.levels.list() : 0);
  }

  /** The lookahead behind the bracket of a list without pairs, or null if there are none. */
  @Nullable String behindBracket() {
    List<Way> ways = new ArrayList<>();
    bare().stream().filter(Levels::isList).forEach(form -> ways.addAll(withoutPairs(form)));
    return ways.isEmpty() ? null : layout.openers.behindFirst(ways, Mode.BARE.name(), Mode.BARE);
  }

  /** Adds the openers of calls and lists without pairs to a state at the start of a segment. */
  void bareOpeners(StateBuilder state, int guard, boolean drop) {
    String list = behindBracket();
    if (list != null) {
      // Beside the bracket of forced output.
      state.add(
          GrammarBuilder.on(JsonLayout.ARRAY, Action.GO)
              .when(guard)
              .look(list)
              .resume(Resume.AFTER_MARKER)
              .drop(drop));
    }
    for (CallForm form : bare()) {
      if (!Levels.isList(form)) {
        add(state, withoutPairs(form), new Edges(Mode.BARE, guard, drop, null));
      }
    }
  }

  /** Adds what may begin at the start of a line to the state of plain content. */
  void lineOpeners(StateBuilder content) {
    List<Way> names = new ArrayList<>();
    for (CallForm form : bare()) {
      List<Way> ways = withoutPairs(form);
      if (Levels.isList(form)) {
        int guard = Guard.CALLS | Guard.AFTER_NEWLINE;
        add(content, ways, new Edges(Mode.BARE, guard, false, null));
      } else {
        names.addAll(ways);
      }
    }
    line(content, 0, names, new Edges(Mode.BARE, Guard.CALLS, false, null));
  }

  /** Adds what may begin at the start of a line of text in a pair that is open. */
  void lineOpeners(StateBuilder inside, int text, Level level) {
    if (layout.texts.trims(text) || layout.texts.kind(text) != TextKind.CONTENT) {
      // The newline may be that of the block's closer.
      return;
    }
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      if (isKeywords(form) && innermost(form) == level.number() && level.number() > 0) {
        ways.addAll(ways(form, List.of(Way.begin()), Mode.BEHIND_TEXT, level.number()));
      }
    }
    line(inside, text, ways, new Edges(Mode.BEHIND_TEXT, Guard.CALLS, false, null));
  }

  private int innermost(CallForm form) {
    return layout.levels.of(form, form.around().size());
  }

  /** Adds a state for the start of a line, to which each newline leads. */
  private void line(StateBuilder text, int number, List<Way> ways, Edges edges) {
    if (ways.isEmpty()) {
      return;
    }
    String name = text.name() + "_AT_LINE";
    text.add(GrammarBuilder.on(NEWLINE, Action.NEXT_LINE).to(name));
    StateBuilder line = g.state(name, Op.OPTIONAL, TextKind.CONTENT, number).next(text.name());
    add(line, ways, edges);
  }

  /** Adds the next calls behind one in a level. */
  void next(StateBuilder state, Level level) {
    if (state.scans()) {
      // In text that is discarded, calls may be quoted.
      return;
    }
    for (CallForm form : layout.syntax.calls()) {
      if (!isKeywords(form)) {
        continue;
      }
      boolean bare = level.kind() == Kind.LIST && form.proof() == CallForm.Proof.DECLARED;
      boolean array = level.kind() == Kind.ARRAY && level.parent() == innermost(form);
      if (level.kind() == Kind.PAIR && level.number() == innermost(form)) {
        List<Way> ways = ways(form, List.of(Way.begin()), Mode.NEXT, level.number());
        add(state, ways, new Edges(Mode.NEXT, Guard.NONE, true, null));
      } else if (Levels.isList(form) && (bare || array)) {
        element(state, form, level, bare ? Mode.BARE : Mode.NEXT);
      }
    }
  }

  /** Adds the next elements of a list, and a comma behind the last. */
  private void element(StateBuilder state, CallForm form, Level level, Mode mode) {
    Way comma = Way.begin().then(JsonLayout.COMMA);
    List<Way> ways = new ArrayList<>();
    if (Levels.staysOpen(layout.levels.get(level.parent()))) {
      state.add(GrammarBuilder.on(JsonLayout.COMMA, Action.DISCARD).drop());
    } else {
      Way last = comma.then(JsonLayout.ARRAY_END).readAgain();
      ways.add(new Way(last.steps(), Action.DISCARD, null, Edge.KEEP, true));
      ways.addAll(call(form, comma, mode, level.number()));
    }
    ways.addAll(call(form, Way.begin().then(Way.NOTHING), mode, level.number()));
    layout.openers.add(state, ways, new Edges(mode, Guard.NONE, true, null));
  }

  private void add(StateBuilder state, List<Way> ways, Edges edges) {
    layout.openers.add(state, ways, edges);
  }
}
