package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.grammar.Levels.Level;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.ObjectShape;
import dev.deltalex.syntax.Pair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the states that read JSON: objects that describe calls, arguments behind a header, and what
 * a model of any format writes when the engine forces calls:
 *
 * <pre>
 * [{"name": "NAME", "parameters": {…}}, …]     tool_choice required
 * {…}                                          tool_choice with a name: only the arguments
 * </pre>
 */
final class JsonLayout {
  static final Literal OBJECT = exact("{");
  static final Literal OBJECT_END = exact("}");
  static final Literal ARRAY = exact("[");
  static final Literal ARRAY_END = exact("]");
  static final Literal COMMA = exact(",");
  static final Literal QUOTE = exact("\"");
  private static final Literal SEMICOLON = exact(";");
  private static final Literal PARENTHESIS = exact(")");

  private static final String FORCED = "IN_FORCED_JSON";
  private static final String BARE_NEXT = "NEXT BARE";
  private static final String BARE_ELEMENT = "BARE [";
  private static final String FORCED_ELEMENT = "FORCED [";

  private final Layout layout;
  private final GrammarBuilder g;

  JsonLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  private static Literal exact(String text) {
    return new Literal(text, Literal.Kind.TOKEN);
  }

  /** The name of the state that reads the JSON of a form. */
  String state(CallForm form) {
    return layout.numbered("IN_JSON", form);
  }

  /** The name of the state that reads the JSON of a form in a fence. */
  String state(CallForm form, Pair fence) {
    return state(form) + "_IN " + fence.open().text();
  }

  private boolean readsJson() {
    return layout.syntax.calls().stream().anyMatch(f -> isJson(f) || f.mayHoldObject());
  }

  /** The object of an open call's arguments. */
  EdgeBuilder argumentsOf(CallForm form) {
    return GrammarBuilder.on(OBJECT, Action.READ_ARGUMENTS).to(state(form));
  }

  private static boolean isJson(CallForm form) {
    return !form.isTagged() && !KeywordLayout.isKeywords(form);
  }

  /** The state that reads forced output: that of the first form with the usual keys, if any. */
  private String forcedState() {
    for (CallForm form : layout.syntax.calls()) {
      boolean arguments = isJson(form) && quote(form) == null;
      if (arguments && hasUsualKeys(shape(form))) {
        return state(form);
      }
    }
    return FORCED;
  }

  private static @Nullable Literal quote(CallForm form) {
    return form.body() instanceof Arguments arguments ? arguments.quote() : null;
  }

  /** Whether a shape has the keys of forced output; those without a use do not matter there. */
  private static boolean hasUsualKeys(ObjectShape shape) {
    ObjectShape usual = ObjectShape.USUAL;
    return shape.name().equals(usual.name())
        && shape.arguments().equals(usual.arguments())
        && shape.id().equals(usual.id());
  }

  private static ObjectShape shape(CallForm form) {
    return form.body() instanceof CallObject object ? object.shape() : ObjectShape.USUAL;
  }

  /** Adds the openers of forced output. */
  void forcedOpeners(StateBuilder state) {
    String names = layout.keywords.behindBracket();
    if (!g.hasLook(FORCED_ELEMENT)) {
      g.look(FORCED_ELEMENT, LookOp.MARKER, AtEnd.REJECT)
          .marksMarkerEnd(names != null)
          .otherwise(names)
          .add(
              GrammarBuilder.on(OBJECT, Action.OPEN_OBJECT)
                  .to(forcedState())
                  .level(layout.levels.forcedArray()));
    }
    state.add(
        GrammarBuilder.on(ARRAY, Action.GO)
            .when(Guard.CONSTRAINED)
            .look(FORCED_ELEMENT)
            .resume(names == null ? Resume.AFTER_LOOK : Resume.AFTER_MARKER)
            .drop());
    state.add(
        GrammarBuilder.on(OBJECT, Action.OPEN_ARGUMENTS)
            .when(Guard.NAMED)
            .to(forcedState())
            .level(0)
            .resume(Resume.AT_MARKER)
            .drop());
  }

  /**
   * Adds the openers of objects without markers.
   *
   * @param drop whether the whitespace before them is discarded
   */
  void bareOpeners(StateBuilder state, int guard, boolean drop) {
    for (CallForm form : layout.syntax.calls()) {
      if (Levels.isBare(form)) {
        state.add(bare(form).when(guard).drop(drop));
      }
      if (Levels.isBareArray(form)) {
        String element = layout.numbered(BARE_ELEMENT, form);
        if (!g.hasLook(element)) {
          EdgeBuilder object = bare(form).level(layout.levels.bareArray());
          g.look(element, LookOp.MARKER, AtEnd.REJECT).add(object);
        }
        state.add(
            GrammarBuilder.on(ARRAY, Action.GO)
                .when(guard)
                .look(element)
                .resume(Resume.AFTER_LOOK)
                .drop(drop));
      }
    }
  }

  private EdgeBuilder bare(CallForm form) {
    return GrammarBuilder.on(OBJECT, Action.OPEN_BARE_OBJECT)
        .to(state(form))
        .level(layout.levels.bare());
  }

  /** Adds the separators of objects without markers, if the format has any. */
  void separators(StateBuilder state) {
    List<CallForm> bare = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      if (Levels.isBare(form)) {
        bare.add(form);
      }
    }
    if (bare.isEmpty()) {
      return;
    }
    if (!g.hasLook(BARE_NEXT)) {
      LookBuilder look = g.look(BARE_NEXT, LookOp.MARKER, AtEnd.REJECT);
      bare.forEach(form -> look.add(bare(form)));
    }
    for (Literal separator : List.of(COMMA, SEMICOLON)) {
      state.add(
          GrammarBuilder.on(separator, Action.GO).look(BARE_NEXT).resume(Resume.AFTER_LOOK).drop());
    }
  }

  /** Adds the next elements of an array. */
  void elements(StateBuilder state, Level level) {
    boolean forced = level.kind() == Levels.Kind.FORCED_ARRAY;
    CallForm form = forced ? null : formOf(level);
    if (!level.isArray() || !forced && form == null) {
      return;
    }
    String json = form == null ? forcedState() : state(form);
    boolean bare = form != null && (level.isWithoutPair() || Levels.needsDeclared(form));
    Action action = bare ? Action.OPEN_BARE_OBJECT : Action.OPEN_OBJECT;
    state.add(GrammarBuilder.on(OBJECT, action).to(json).level(level.number()).drop());
    if (Levels.staysOpen(layout.levels.get(level.parent()))) {
      state.add(GrammarBuilder.on(COMMA, Action.DISCARD).drop());
      return;
    }
    String element = "NEXT , IN_LEVEL_" + level.number();
    if (!g.hasLook(element)) {
      g.look(element, LookOp.MARKER, AtEnd.REJECT)
          .add(GrammarBuilder.on(OBJECT, action).to(json).level(level.number()));
    }
    state.add(GrammarBuilder.on(COMMA, Action.GO).look(element).resume(Resume.AFTER_LOOK).drop());
  }

  /** The form of objects whose array a level is, or null. */
  private @Nullable CallForm formOf(Level array) {
    for (CallForm form : layout.syntax.calls()) {
      boolean isObject = form.body() instanceof CallObject;
      if (array.isWithoutPair() && Levels.isBareArray(form)) {
        return form;
      }
      if (isObject && layout.levels.of(form, form.around().size()) == array.parent()) {
        return form;
      }
    }
    return null;
  }

  private boolean readsPython() {
    return layout.syntax.calls().stream().anyMatch(KeywordLayout::isKeywords);
  }

  /** Adds closing braces and parentheses without an opening one. */
  void extraBrace(StateBuilder state, Level level) {
    if (readsPython() && !state.scans()) {
      state.add(
          GrammarBuilder.on(PARENTHESIS, Action.DISCARD).report(Diagnostic.EXTRA_BRACE).drop());
    }
    if (readsJson() || level.kind() == Levels.Kind.FORCED_ARRAY) {
      state.add(
          GrammarBuilder.on(OBJECT_END, Action.DISCARD).report(Diagnostic.EXTRA_BRACE).drop());
    }
  }

  /** Adds the states that read JSON. */
  void add() {
    for (CallForm form : layout.syntax.calls()) {
      if (form.isTagged() && !form.mayHoldObject()) {
        continue;
      }
      boolean python = KeywordLayout.isKeywords(form);
      KeyTable keys = python ? KeyTable.PYTHON : KeyTable.of(shape(form));
      StateBuilder json = place(state(form), keys);
      if (layout.messages != null && layout.syntax.isMessage(form)) {
        layout.messages.endings(json);
        continue;
      }
      edges(json, form, null);
      for (Pair fence : Levels.fences(form)) {
        edges(place(state(form, fence), keys), form, fence);
      }
      Literal quote = quote(form);
      if (quote != null) {
        String string = layout.numbered("IN_STRING", form);
        json.next(state(form)).add(delimiter(quote, string));
        StateBuilder inside = place(string, KeyTable.of(shape(form))).rawText().next(state(form));
        inside.add(delimiter(quote, string));
        for (Literal closer : layout.closers(form)) {
          inside.add(closer(form, closer).when(Guard.SPECIAL_TOKEN));
        }
      }
    }
    if (forcedState().equals(FORCED)) {
      StateBuilder forced = place(FORCED, KeyTable.of(ObjectShape.USUAL));
      layout.syntax.calls().stream()
          .filter(form -> isJson(form) && quote(form) == null)
          .findFirst()
          .ifPresent(form -> edges(forced, form, null));
    }
  }

  private EdgeBuilder closer(CallForm form, Literal closer) {
    return GrammarBuilder.on(closer, Action.GO)
        .level(layout.levelBehind(form, closer))
        .look(layout.follow.behind(form, closer));
  }

  /** A literal that opens a string, or closes it and leads back. */
  private static EdgeBuilder delimiter(Literal quote, String string) {
    return GrammarBuilder.on(quote, Action.DELIMIT_STRING).to(string).resume(Resume.AT_MARKER);
  }

  /**
   * Adds the markers that end the JSON of a form: its closers, and the openers of a next call.
   *
   * @param fence the fence around the JSON, or null if there is none
   */
  private void edges(StateBuilder json, CallForm form, @Nullable Pair fence) {
    Literal fenceCloser = fence == null ? null : fence.close();
    // In a fence one more level is open.
    int inside = fence == null ? 0 : 1;
    if (fenceCloser != null && !isWord(fenceCloser)) {
      String look = layout.follow.behindFence(form, fenceCloser);
      json.add(GrammarBuilder.on(fenceCloser, Action.GO).level(Edge.KEEP - 1).look(look));
    }
    for (Literal closer : layout.closers(form)) {
      if (isWord(closer)) {
        continue;
      }
      // A closer of the call itself leaves its pairs open.
      json.add(closer(form, closer).level(layout.levelBehind(form, closer) - inside));
    }
    for (int place = 0; place < form.around().size(); place++) {
      boolean varies = Levels.varies(form);
      int level = varies ? layout.levelAround(form, place) : layout.levels.of(form, place);
      opener(json, form, form.around().get(place), level - inside);
    }
    boolean alone = form.around().isEmpty() && !form.header().isEmpty() && quote(form) == null;
    if (alone && form.header().get(0) instanceof Literal opener) {
      json.add(GrammarBuilder.on(opener, Action.GO).level(0).resume(Resume.AT_MARKER));
    }
    for (CallForm other : layout.syntax.calls()) {
      if (!other.isTagged() && !other.around().isEmpty()) {
        opener(json, form, other.around().get(0), 0);
      }
    }
  }

  /** Adds the opener of a next call, unless it begins with a closer of the call that is read. */
  private void opener(StateBuilder json, CallForm form, Pair pair, int level) {
    Literal open = pair.open();
    boolean closes = layout.closers(form).stream().anyMatch(c -> EdgeBuilder.closesBefore(c, open));
    if (!isWord(open) && !json.has(open) && !closes) {
      json.add(GrammarBuilder.on(pair.open(), Action.GO).level(level).resume(Resume.AT_MARKER));
    }
  }

  /** Whether a literal begins as a word of JSON does: between tokens it is not looked for. */
  private static boolean isWord(Literal literal) {
    return Character.isLetterOrDigit(literal.text().charAt(0));
  }

  private StateBuilder place(String name, KeyTable keys) {
    return g.state(name, Op.JSON_CALLS, TextKind.STRAY, 0).next(TextLayout.CONTENT).keys(keys);
  }
}
