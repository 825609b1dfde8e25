package dev.deltalex.grammar;

import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Adds the ways in which calls open, and the lookaheads that distinguish them. Ways with the same
 * first literals share lookaheads, so that no literal hides another. A lookahead is named after the
 * literals that lead to it.
 */
final class OpenerLayout {

  private final Layout layout;
  private final GrammarBuilder g;

  OpenerLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  /** Adds an edge for each first literal of the ways. */
  void add(StateBuilder state, List<Way> ways, Edges edges) {
    add(state, ways, edges, edges.path());
  }

  /** As above, where lookaheads of the same literals in other levels have other paths. */
  void add(StateBuilder state, List<Way> ways, Edges edges, String path) {
    byLiteral(ways, 0)
        .forEach((literal, group) -> {
          if (!state.has(literal) && !state.closesBefore(literal)) {
            state.insert(
                edge(edges.mode(), literal, group, 1, path)
                    .when(edges.guard())
                    .drop(edges.drop())
                    .report(edges.report())
                    .resume(marksMarkerEnd(group) ? Resume.AFTER_MARKER : Resume.AFTER_LOOK));
          }
        });
  }

  private static boolean marksMarkerEnd(List<Way> ways) {
    return ways.stream().anyMatch(way -> way.steps().stream().anyMatch(Way.Step::endsMarker));
  }

  /** Adds the first literals of the ways to a look that only asks whether one of them follows. */
  void add(LookBuilder look, List<Way> ways, String path, Mode mode) {
    byLiteral(ways, 0)
        .forEach((literal, group) -> {
          if (!look.covers(literal)) {
            look.insert(edge(mode, literal, group, 1, path));
          }
        });
  }

  /** The look behind the first literal, which the ways share. */
  String behindFirst(List<Way> ways, String path, Mode mode) {
    return look(mode, ways, 1, path + ' ' + Objects.requireNonNull(ways.get(0).literal(0)).text());
  }

  private static Map<Literal, List<Way>> byLiteral(List<Way> ways, int step) {
    Map<Literal, List<Way>> groups = new LinkedHashMap<>();
    for (Way way : ways) {
      Literal literal = way.steps().size() > step ? way.literal(step) : null;
      if (literal != null) {
        groups.computeIfAbsent(literal, l -> new ArrayList<>()).add(way);
      }
    }
    return groups;
  }

  /** The edge of a literal that the ways share as their step before {@code step}. */
  private EdgeBuilder edge(Mode mode, Literal literal, List<Way> ways, int step, String path) {
    String name = path + ' ' + literal.text();
    int guard = ways.get(0).steps().get(step - 1).guard();
    List<Way> longer = ways.stream().filter(w -> w.steps().size() > step).toList();
    if (longer.isEmpty()) {
      Way end = ways.get(0);
      EdgeBuilder edge = GrammarBuilder.on(literal, end.action()).to(end.next()).when(guard);
      return edge.level(end.level()).resume(end.again() ? Resume.AT_MARKER : Resume.AFTER_MARKER);
    }
    return GrammarBuilder.on(literal, Action.GO).look(look(mode, longer, step, name)).when(guard);
  }

  /** The look that tells apart ways from their step {@code step} on. */
  private String look(Mode mode, List<Way> ways, int step, String name) {
    if (g.hasLook(name)) {
      return name;
    }
    AtEnd atEnd = atEnd(mode, ways);
    Map<Literal, List<Way>> literals = byLiteral(ways, step);
    List<Way> fields = ways.stream().filter(w -> w.steps().get(step).header() != null).toList();
    if (literals.isEmpty()) {
      Way.Step field = fields.get(0).steps().get(step);
      LookBuilder look = taking(mode, g.look(name, LookOp.HEADER, atEnd));
      look.marksMarkerEnd(field.endsMarker()).header(Objects.requireNonNull(field.header()));
      byLiteral(fields, step + 1)
          .forEach((literal, group) -> {
            EdgeBuilder end = edge(mode, literal, group, step + 2, name + " NAME");
            boolean declared = group.get(0).steps().get(step + 1).guard() == Guard.DECLARED;
            look.add(declared || layout.allClosers().contains(literal) ? end.closer() : end);
          });
      return name;
    }
    LookBuilder look = taking(mode, g.look(name, LookOp.MARKER, atEnd));
    look.behindName(
        ways.get(0).steps().subList(0, step).stream().anyMatch(s -> s.header() != null));
    literals.forEach((literal, group) -> look.insert(edge(mode, literal, group, step + 1, name)));
    if (!fields.isEmpty()) {
      look.otherwise(look(mode, fields, step, name + " ELSE"));
    }
    return name;
  }

  /** Words that an object without markers follows are text at the end, as such an object is. */
  private AtEnd atEnd(Mode mode, List<Way> ways) {
    if (ways.stream().allMatch(way -> way.action() == Action.OPEN_BARE_OBJECT)) {
      return AtEnd.REJECT;
    }
    boolean next = mode == Mode.NEXT || mode == Mode.BARE;
    boolean opener = next && layout.isPairOpener(ways.get(0).literal(0));
    return opener ? AtEnd.TRUNCATED_OPENER : mode.atEnd;
  }

  private static LookBuilder taking(Mode mode, LookBuilder look) {
    return mode.takesDamage() ? look.countsOtherwise() : look;
  }

  // ---- the ways of the forms

  /** The ways that begin with their outermost pair, or with their header if they have none. */
  List<Way> fromOutside(Mode mode) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      if (!form.around().isEmpty() || startsWithLiteral(form)) {
        ways.addAll(from(form, 0, mode));
      }
    }
    return ways;
  }

  /** The ways that begin inside of optional pairs that are missing. */
  List<Way> withoutPairs(Mode mode) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      int pairs = form.around().size();
      for (int from = 1; from <= pairs && form.around().get(from - 1).optional(); from++) {
        if (from < pairs || startsWithLiteral(form)) {
          ways.addAll(from(form, from, mode));
        }
      }
    }
    return ways;
  }

  /** The ways of some forms from inside a level, whose pairs are open. */
  List<Way> fromInside(int level, Mode mode, Predicate<CallForm> which) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      for (int open = 1; open <= form.around().size(); open++) {
        if (which.test(form) && layout.levels.of(form, open) == level) {
          ways.addAll(from(form, open, mode));
        }
      }
      for (int missing = 1; missing <= Levels.mostMissing(form); missing++) {
        for (int open = missing + 1; open <= form.around().size(); open++) {
          if (which.test(form) && layout.levels.of(form, missing, open) == level) {
            ways.addAll(from(form, missing, open, Mode.BARE));
          }
        }
      }
    }
    ways.removeIf(way -> way.steps().get(0).literal() == null);
    return ways;
  }

  /** Adds the headers whose first literal may be the end of the generation prompt. */
  void prompted(StateBuilder state, Literal prompted) {
    Literal nothing = new Literal("", Literal.Kind.TOKEN);
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      if (form.around().isEmpty()
          && startsWithLiteral(form)
          && form.header().get(0).equals(prompted)) {
        List<Part> rest = form.header().subList(1, form.header().size());
        for (List<Part> parts : HeaderChoices.of(rest)) {
          ways.addAll(header(form, Way.begin().then(nothing), parts, Mode.BARE, 0));
        }
      }
    }
    add(state, ways, new Edges(Mode.BARE, Guard.CALLS, false, null));
  }

  private static boolean startsWithLiteral(CallForm form) {
    return !form.header().isEmpty() && form.header().get(0) instanceof Literal;
  }

  /** The ways of a form of which {@code open} pairs are open, or missing where these may be. */
  List<Way> from(CallForm form, int open, Mode mode) {
    boolean missing = mode == Mode.BARE && open <= Levels.mostMissing(form);
    return from(form, missing ? open : 0, open, mode);
  }

  /** The ways of a form of which {@code open} pairs are open, except the first {@code missing}. */
  private List<Way> from(CallForm form, int missing, int open, Mode mode) {
    List<Way> ways = List.of(Way.begin());
    for (Pair pair : form.around().subList(open, form.around().size())) {
      ways = ways.stream().map(w -> w.then(pair.open())).toList();
    }
    boolean inside = open == form.around().size() && open > 0;
    boolean keeps = inside && mode != Mode.BEHIND_TEXT;
    int level = !keeps ? innermost(form, missing) : mode == Mode.BARE ? 0 : Edge.KEEP;
    if (Levels.varies(form)) {
      boolean none = mode == Mode.BARE && missing == 0 && keeps;
      int inner = none ? 0 : innermost(form, missing);
      level = layout.levels.ofCall(form, inner);
    }
    if (form.body() instanceof CallObject) {
      return objects(form, ways, mode, open);
    }
    if (KeywordLayout.isKeywords(form)) {
      // Without a pair's opener they are laid out with what else may begin there.
      boolean opened = open == form.around().size();
      return opened ? List.of() : layout.keywords.ways(form, ways, mode, innermost(form, 0));
    }
    List<Way> all = new ArrayList<>();
    for (List<Part> parts : HeaderChoices.of(form.header())) {
      for (Way way : ways) {
        all.addAll(header(form, way, parts, mode, level));
        Literal sibling = form.body() instanceof Tagged ? Sibling.literal(parts) : null;
        if (sibling != null) {
          Way other =
              way.then(sibling).then(HeaderSpec.sibling(mode.siblingCheck()), marks(mode, form));
          all.addAll(behindHeader(form, other.then((Literal) parts.get(2)), false, mode, level));
        }
      }
    }
    return all;
  }

  /** Whether the marker ends with the header, where one more sign must follow. */
  private static boolean marks(Mode mode, CallForm form) {
    return mode == Mode.BARE && form.isTagged();
  }

  private int innermost(CallForm form, int missing) {
    return layout.levels.of(form, missing, form.around().size());
  }

  private List<Way> objects(CallForm form, List<Way> ways, Mode mode, int open) {
    boolean looksOnly = mode.looksOnly();
    String json = layout.json.state(form);
    int level = innermost(form, 0);
    int array = Levels.isList(form) ? layout.levels.arrayIn(level) : -1;
    boolean bare = mode == Mode.BEHIND_TEXT && open == form.around().size();
    boolean declared = bare || Levels.needsDeclared(form);
    Action action = declared ? Action.OPEN_BARE_OBJECT : Action.OPEN_OBJECT;
    List<Way> all = new ArrayList<>();
    for (Way way : ways) {
      Way object = object(way, mode);
      all.add(looksOnly ? object : object.does(action, json, level));
      if (array >= 0 && open < form.around().size()) {
        Way element = object(way.then(JsonLayout.ARRAY), mode);
        all.add(looksOnly ? element : element.does(action, json, array));
      }
    }
    return all;
  }

  /** An object; one that is quoted also needs the quotation mark of its first key. */
  private static Way object(Way way, Mode mode) {
    Way object = way.then(JsonLayout.OBJECT);
    return mode == Mode.QUOTED ? object.then(JsonLayout.QUOTE) : object;
  }

  private List<Way> header(CallForm form, Way way, List<Part> parts, Mode mode, int level) {
    List<Way> headers = List.of(way);
    boolean openEnded = false;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean last = i == parts.size() - 1;
      if (part instanceof Literal literal) {
        boolean behindLine = openEnded && HeaderChoices.mayBeMissing(form, literal);
        List<Way> before = behindLine ? HeaderChoices.withLineEnds(headers) : headers;
        headers = before.stream().map(w -> w.then(literal)).toList();
        openEnded = false;
      } else {
        boolean closed = last ? part instanceof Attributes : i == parts.size() - 2;
        boolean behindPair = i == 0 && !way.isBehindPrompt();
        HeaderSpec text = HeaderSpec.of(part, HeaderChoices.check(form, mode), behindPair);
        boolean endsMarker = closed && marks(mode, form);
        headers = headers.stream().map(w -> w.then(text, endsMarker)).toList();
        openEnded = true;
        if (part instanceof Attributes attributes) {
          headers = headers.stream().map(w -> w.then(attributes.end())).toList();
          openEnded = false;
        } else if (!last && !(parts.get(i + 1) instanceof Literal)) {
          throw new IllegalArgumentException("field " + part + " is followed by no literal");
        }
      }
    }
    List<Way> all = new ArrayList<>();
    for (Way header : headers) {
      all.addAll(behindHeader(form, header, openEnded, mode, level));
    }
    return all;
  }

  private List<Way> behindHeader(
      CallForm form, Way header, boolean openEnded, Mode mode, int level) {
    boolean signs = mode.needsSign() && form.isTagged();
    if (mode.looksOnly() && !openEnded && !signs) {
      return List.of(header);
    }
    if (form.body() instanceof Arguments quoted && quoted.quote() != null) {
      // The last literal of the header is the bracket with which the arguments begin.
      String json = layout.json.state(form);
      return List.of(header.readAgain().does(Action.OPEN_ARGUMENTS, json, level));
    }
    return form.body() instanceof Arguments arguments
        ? arguments(form, arguments, header, openEnded, mode == Mode.BARE, level)
        : tagged(form, header, openEnded, mode, level);
  }

  private List<Way> tagged(CallForm form, Way header, boolean openEnded, Mode mode, int level) {
    String inCall = layout.calls.inCall(form);
    List<Way> all = new ArrayList<>();
    if (!openEnded && !mode.needsSign()) {
      return List.of(header.does(Action.OPEN_CALL, inCall, level));
    }
    List<Literal> signs = new ArrayList<>();
    if (form.body() instanceof Nested nested) {
      nested.elements().forEach(element -> signs.add(NestedLayout.opener(element)));
    }
    if (form.body() instanceof Tagged tagged && tagged.open().get(0) instanceof Literal first) {
      signs.add(first);
      Literal sibling = Sibling.literal(tagged.open());
      if (sibling != null && !openEnded) {
        signs.add(sibling);
      }
    }
    if (openEnded && mode == Mode.QUOTED) {
      signs.add(layout.callCloser(form));
      HeaderChoices.NEWLINES.forEach(
          newline -> signs.forEach(sign -> all.add(header.then(newline).then(sign))));
    } else if (openEnded) {
      HeaderChoices.NEWLINES.forEach(newline -> all.add(header.then(newline)));
      signs.addAll(layout.closers(form));
    } else {
      // One sign that a call is meant: its first parameter, or its own closer.
      signs.add(layout.callCloser(form));
    }
    signs.forEach(sign -> all.add(openEnded ? header.then(sign).readAgain() : header.then(sign)));
    return mode.looksOnly()
        ? all
        : all.stream().map(w -> w.does(Action.OPEN_CALL, inCall, level)).toList();
  }

  private List<Way> arguments(
      CallForm form, Arguments arguments, Way header, boolean openEnded, boolean bare, int level) {
    List<Way> all = new ArrayList<>(arguments(form, arguments, header, level, Guard.NONE));
    if (openEnded) {
      // As directly behind the name, a closer needs the name of a declared tool.
      int closer = Guard.DECLARED;
      List<Way> lines = HeaderChoices.NEWLINES.stream().map(header::then).toList();
      lines.forEach(line -> all.addAll(arguments(form, arguments, line, level, closer)));
      Literal next = bare ? null : HeaderChoices.openerOfNext(form);
      if (next != null) {
        // Behind a call without arguments.
        List<Way> names = new ArrayList<>(lines);
        names.add(0, header);
        names.forEach(name -> all.add(empty(form, name.then(next, closer), level)));
      }
    }
    return all;
  }

  private List<Way> arguments(
      CallForm form, Arguments arguments, Way header, int level, int closes) {
    String json = layout.json.state(form);
    List<Way> all = new ArrayList<>();
    all.add(header.then(JsonLayout.OBJECT).readAgain().does(Action.OPEN_ARGUMENTS, json, level));
    for (Pair fence : arguments.fences()) {
      Way object = header.then(fence.open()).then(JsonLayout.OBJECT).readAgain();
      int inside = layout.levels.ofFence(fence, level);
      all.add(object.does(Action.OPEN_ARGUMENTS, layout.json.state(form, fence), inside));
    }
    Set<Literal> closers = new LinkedHashSet<>(layout.closers(form));
    for (Literal closer : closers) {
      all.add(empty(form, header.then(closer, closes), level));
    }
    return all;
  }

  /** A call without arguments, behind whose header the last literal of the way follows. */
  private Way empty(CallForm form, Way way, int level) {
    return way.readAgain().does(Action.OPEN_CALL, layout.calls.inCall(form), level);
  }
}
