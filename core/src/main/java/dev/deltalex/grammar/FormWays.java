package dev.deltalex.grammar;

import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The ways in which the forms of a declaration open calls, from outside or inside of their pairs.
 */
final class FormWays {
  private final Layout layout;

  /** What the methods that only depend on a mode have returned: many states ask for the same. */
  private final Map<Mode, List<Way>> outside = new EnumMap<>(Mode.class);

  private final Map<Mode, List<Way>> marked = new EnumMap<>(Mode.class);
  private final Map<Mode, List<Way>> withoutPairs = new EnumMap<>(Mode.class);
  private final Map<Mode, List<Way>> declared = new EnumMap<>(Mode.class);

  FormWays(Layout layout) {
    this.layout = layout;
  }

  /** The ways that begin with their outermost pair, or with their header if they have none. */
  List<Way> fromOutside(Mode mode) {
    return outside.computeIfAbsent(mode, m -> fromOutside(m, true));
  }

  /** As above, without the forms that need the name of a declared tool. */
  List<Way> marked(Mode mode) {
    return marked.computeIfAbsent(mode, m -> fromOutside(m, false));
  }

  private List<Way> fromOutside(Mode mode, boolean all) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      boolean begins = !form.around().isEmpty() || startsWithLiteral(form);
      if (begins && (all || !needsDeclared(form))) {
        ways.addAll(from(form, 0, mode));
      }
    }
    return Collections.unmodifiableList(ways);
  }

  /** The ways that begin inside of optional pairs that are missing. */
  List<Way> withoutPairs(Mode mode) {
    return withoutPairs.computeIfAbsent(mode, this::pairsMissing);
  }

  private List<Way> pairsMissing(Mode mode) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      int pairs = form.around().size();
      for (int from = 1; from <= pairs && form.around().get(from - 1).optional(); from++) {
        if (from < pairs || startsWithLiteral(form)) {
          ways.addAll(from(form, from, mode));
        }
      }
    }
    return Collections.unmodifiableList(ways);
  }

  /**
   * The ways inside of a call of another form that begin with a pair whose outer ones are missing.
   */
  List<Way> innerPairs() {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      for (int missing = 1; missing <= Levels.mostMissing(form); missing++) {
        ways.addAll(from(form, missing, missing, Mode.NEXT));
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

  /** The ways of headers whose first literal may be the end of the generation prompt. */
  List<Way> prompted(Literal prompted) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      if (form.around().isEmpty() && startsWithLiteral(form, prompted)) {
        List<Part> rest = form.header().subList(1, form.header().size());
        for (List<Part> parts : HeaderChoices.of(rest)) {
          ways.addAll(header(form, Way.begin().then(Way.NOTHING), parts, Mode.BARE, 0));
        }
      }
    }
    return ways;
  }

  private static boolean startsWithLiteral(CallForm form, Literal literal) {
    return !form.header().isEmpty() && form.header().get(0).equals(literal);
  }

  private static boolean startsWithLiteral(CallForm form) {
    List<Part> parts = withoutFirstMaybes(form.header());
    return !parts.isEmpty() && parts.get(0) instanceof Literal;
  }

  /** A header that no opener of a pair precedes: it begins behind parts that may be missing. */
  private static List<Part> withoutFirstMaybes(List<Part> header) {
    int first = 0;
    while (first < header.size() && header.get(first) instanceof Maybe) {
      first++;
    }
    return header.subList(first, header.size());
  }

  /** The ways of the forms without pairs that need the name of a declared tool. */
  List<Way> declaredOnly(Mode mode) {
    return declared.computeIfAbsent(mode, this::declaredForms);
  }

  private List<Way> declaredForms(Mode mode) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      if (needsDeclared(form)) {
        ways.addAll(from(form, 0, mode));
      }
    }
    return Collections.unmodifiableList(ways);
  }

  private static boolean needsDeclared(CallForm form) {
    boolean declared = form.proof() == CallForm.Proof.DECLARED && form.isTagged();
    return declared && form.around().isEmpty() && startsWithLiteral(form);
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
      ways = each(ways, pair.open());
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
      return objects(form, ways, mode, open, missing);
    }
    if (KeywordLayout.isKeywords(form)) {
      // Without a pair's opener they are laid out with what else may begin there.
      boolean opened = open == form.around().size();
      return opened ? List.of() : layout.keywords.ways(form, ways, mode, innermost(form, 0));
    }
    List<Way> all = new ArrayList<>();
    boolean opened = open < form.around().size();
    List<Part> whole = opened ? form.header() : withoutFirstMaybes(form.header());
    for (List<Part> parts : HeaderChoices.of(whole)) {
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

  /** Each of the ways with a further literal. A loop: streams take longer in code that is cold. */
  private static List<Way> each(List<Way> ways, Literal literal) {
    List<Way> all = new ArrayList<>(ways.size());
    for (Way way : ways) {
      all.add(way.then(literal));
    }
    return all;
  }

  /** Each of the ways with a further field. */
  private static List<Way> each(List<Way> ways, HeaderSpec header, boolean endsMarker) {
    List<Way> all = new ArrayList<>(ways.size());
    for (Way way : ways) {
      all.add(way.then(header, endsMarker));
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

  private List<Way> objects(CallForm form, List<Way> ways, Mode mode, int open, int missing) {
    boolean looksOnly = mode.looksOnly();
    String json = layout.json.state(form);
    int level = innermost(form, missing);
    int array = Levels.isList(form) ? layout.levels.arrayIn(level) : -1;
    boolean bare = mode == Mode.BEHIND_TEXT && open == form.around().size();
    boolean lacksPairs = mode == Mode.BARE && missing > 0;
    boolean declared = bare || lacksPairs || Levels.needsDeclared(form);
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
        // A line's end behind a name opens a call with tags at once.
        boolean behindLine =
            openEnded && !form.isTagged() && HeaderChoices.mayBeMissing(form, literal);
        List<Way> before = behindLine ? HeaderChoices.withLineEnds(headers) : headers;
        headers = each(before, literal);
        openEnded = false;
      } else {
        boolean closed = last ? part instanceof Attributes : i == parts.size() - 2;
        boolean behindPair = i == 0 && !way.isBehindPrompt();
        HeaderSpec text = HeaderSpec.of(part, HeaderChoices.check(form, mode), behindPair);
        // Raw text begins directly behind the blank or line's end.
        boolean endsMarker = closed && marks(mode, form) || last && form.raw() != null;
        headers = each(headers, text, endsMarker);
        openEnded = true;
        if (part instanceof Attributes attributes) {
          headers = each(headers, attributes.end());
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
    if (!(form.body() instanceof Arguments arguments)) {
      return tagged(form, header, openEnded, mode, level);
    }
    List<Way> all = arguments(form, arguments, header, openEnded, mode == Mode.BARE, level);
    return mode.looksOnly() ? all.stream().map(Way::looksOnly).toList() : all;
  }

  private List<Way> tagged(CallForm form, Way header, boolean openEnded, Mode mode, int level) {
    String inCall = layout.calls.behindHeader(form);
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
    if (openEnded && mode.needsSign()) {
      signs.add(layout.callCloser(form));
      for (Literal newline : HeaderChoices.NEWLINES) {
        for (Literal sign : signs) {
          Way way = header.then(newline).then(sign);
          all.add(mode.looksOnly() ? way : way.readAgain());
        }
      }
    } else if (openEnded) {
      HeaderChoices.NEWLINES.forEach(newline -> all.add(header.then(newline)));
      signs.addAll(layout.closers(form));
    } else {
      // One sign that a call is meant: its first parameter or object, or its own closer.
      signs.add(layout.callCloser(form));
      if (form.mayHoldObject()) {
        signs.add(JsonLayout.OBJECT);
      }
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
      boolean raw = arguments.raw() != null;
      List<Literal> ends = raw ? HeaderChoices.BLANKS : HeaderChoices.NEWLINES;
      List<Way> lines = ends.stream().map(header::then).toList();
      lines.forEach(line -> all.addAll(arguments(form, arguments, line, level, closer)));
      if (raw) {
        lines.forEach(line -> all.add(layout.raw.opens(form, line, level)));
      }
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
