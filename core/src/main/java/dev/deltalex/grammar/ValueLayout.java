package dev.deltalex.grammar;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the values of tagged parameters: the ways in which a parameter opens, the literals that end
 * its value, and the calls that a value quotes.
 */
final class ValueLayout {
  private static final Literal CDATA = new Literal("<![CDATA[", Literal.Kind.TOKEN);
  private static final Literal CDATA_END = new Literal("]]>", Literal.Kind.TOKEN);

  private final Layout layout;
  private final GrammarBuilder g;

  ValueLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  /** Adds the openers of parameters in a call. */
  void openers(CallForm form, Tagged tagged, StateBuilder state) {
    List<Way> ways = parameters(form, tagged, Mode.PARAMETER);
    Way parameter = ways.get(0);
    String look =
        Sibling.has(tagged.open())
            ? assignedLook(form, tagged, first(parameter))
            : look(form, looksOnly(ways), Mode.PARAMETER);
    state.add(opener(first(parameter), parameter.next(), look));
    Literal sibling = Sibling.literal(tagged.open());
    if (sibling != null) {
      List<Way> siblings = List.of(siblingParameter(tagged, Mode.PARAMETER));
      state.add(opener(sibling, parameter.next(), look(form, siblings, Mode.PARAMETER)));
    }
  }

  private static EdgeBuilder opener(Literal literal, @Nullable String value, String look) {
    return GrammarBuilder.on(literal, Action.OPEN_PARAMETER)
        .to(value)
        .look(look)
        .resume(Resume.AFTER_LOOK);
  }

  /** The lookahead behind {@code <parameter=}, where {@code NAME=} may be a damaged header. */
  private String assignedLook(CallForm form, Tagged tagged, Literal first) {
    String name = layout.numbered(Mode.PARAMETER.name(), form) + ' ' + first.text();
    if (!g.hasLook(name)) {
      String assigned = name + " NAME=";
      Literal end = (Literal) tagged.open().get(2);
      g.look(name, LookOp.HEADER, Mode.PARAMETER.atEnd)
          .header(HeaderSpec.of(tagged.open().get(1), Mode.PARAMETER.check, false).assigned())
          .accept(end)
          .on(new Literal("=", Literal.Kind.TOKEN), assigned);
      g.look(assigned, LookOp.ASSIGNED, AtEnd.ACCEPT).accept(end);
    }
    return name;
  }

  private static Way siblingParameter(Tagged tagged, Mode mode) {
    Literal sibling = Objects.requireNonNull(Sibling.literal(tagged.open()));
    return Way.begin()
        .then(sibling)
        .then(HeaderSpec.sibling(mode.siblingCheck()), false)
        .then((Literal) tagged.open().get(2));
  }

  private static Literal first(Way way) {
    Literal first = way.literal(0);
    if (first == null) {
      throw new IllegalArgumentException("a parameter begins with a literal");
    }
    return first;
  }

  /** The ways in which a parameter opens: with the parts that may be missing, and without. */
  private List<Way> parameters(CallForm form, Tagged tagged, Mode mode) {
    return HeaderChoices.of(tagged.open()).stream()
        .map(parts -> parameter(form, tagged, parts, mode))
        .toList();
  }

  private Way parameter(CallForm form, Tagged tagged, List<Part> parts, Mode mode) {
    Way way = Way.begin();
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        way = way.then(literal);
      } else {
        HeaderSpec header = HeaderSpec.of(part, mode.check, false);
        boolean assigns = mode == Mode.DIRECT_PARAMETER && Sibling.has(tagged.open());
        way = way.then(assigns ? header.assigned() : header, false);
        if (part instanceof Attributes attributes) {
          way = way.then(attributes.end());
        }
      }
    }
    boolean begins = tagged.framing() != Tagged.Framing.VERBATIM || tagged.cdata();
    String value = layout.numbered(begins ? "VALUE_START" : "IN_VALUE", form);
    boolean opens = mode == Mode.DIRECT_PARAMETER;
    return new Way(way.steps(), opens ? Action.OPEN_PARAMETER : Action.GO, value, Edge.KEEP, false);
  }

  private static boolean trims(Tagged tagged) {
    return tagged.framing() == Tagged.Framing.ONE_NEWLINE;
  }

  // ---- values

  void add(CallForm form, Tagged tagged) {
    boolean trims = trims(tagged);
    String inValue = layout.numbered("IN_VALUE", form);
    KeyTable whole = tagged.whole().isEmpty() ? null : KeyTable.of(tagged.whole());
    if (tagged.framing() != Tagged.Framing.VERBATIM) {
      Op op = trims ? Op.ONE_NEWLINE : Op.SKIP_WHITESPACE;
      g.state(layout.numbered("VALUE_START", form), op, TextKind.VALUE, 0)
          .keys(whole)
          .next(inValue);
    }
    if (tagged.cdata()) {
      cdata(form, tagged, inValue).keys(whole);
    }
    StateBuilder value = g.state(inValue, Op.TEXT, TextKind.VALUE, 0).newlinePrefix(trims);
    if (tagged.framing() == Tagged.Framing.VERBATIM && !tagged.cdata()) {
      value.keys(whole);
    }
    value.add(closer(form, tagged));
    for (Literal outer : layout.closers(form)) {
      value.add(unclosed(form, outer).look(layout.follow.behind(form, outer)).closer());
    }
    List<Way> ways = parameters(form, tagged, Mode.NEW_PARAMETER);
    value.add(
        unclosed(form, first(ways.get(0)))
            .look(look(form, looksOnly(ways), Mode.NEW_PARAMETER))
            .when(Guard.AFTER_NEWLINE));
    quotes(form, value, inValue);
    element(form, tagged, value);
  }

  /** Adds the calls that a value may quote. */
  void quotes(CallForm form, StateBuilder value, String inValue) {
    quoted(form, form, value, inValue);
    for (CallForm other : layout.syntax.calls()) {
      quoted(form, other, value, inValue);
    }
    quotedBare(form, value, inValue);
  }

  /** A value in CDATA: text up to the closer of values behind the end of the CDATA. */
  private StateBuilder cdata(CallForm form, Tagged tagged, String inValue) {
    String inside = layout.numbered("IN_CDATA", form);
    String behind = layout.numbered("BEHIND_CDATA", form);
    StateBuilder start =
        g.state(layout.numbered("VALUE_START", form), Op.OPTIONAL, TextKind.VALUE, 0);
    start.next(inValue).add(GrammarBuilder.on(CDATA, Action.GO).to(inside));
    g.look(behind, LookOp.MARKER, AtEnd.ACCEPT).on(closerName(tagged), closerLook(form, tagged));
    g.state(inside, Op.TEXT, TextKind.VALUE, 0)
        .add(
            GrammarBuilder.on(CDATA_END, Action.CLOSE_VALUE)
                .look(behind)
                .to(layout.calls.inCall(form))
                .drop()
                .closer());
    return start;
  }

  /** The lookahead after the first literal of a form's ways. */
  private String look(CallForm form, List<Way> ways, Mode mode) {
    return layout.openers.behindFirst(ways, layout.numbered(mode.name(), form), mode);
  }

  private static List<Way> looksOnly(List<Way> ways) {
    return ways.stream()
        .map(way -> new Way(way.steps(), Action.GO, null, Edge.KEEP, false))
        .toList();
  }

  /**
   * A call that a value quotes is text of the value, up to the closer of the pair with which the
   * quotation begins.
   */
  private void quoted(CallForm form, CallForm of, StateBuilder value, String inValue) {
    for (Pair pair : of.around()) {
      Literal end = pair.close();
      if (end == null || value.has(pair.open())) {
        continue;
      }
      boolean outermost = pair.open().equals(form.around().isEmpty() ? null : first(form));
      String name = layout.numbered("QUOTED", form);
      String quoted = outermost ? name : name + ' ' + pair.open().text();
      value.add(
          GrammarBuilder.on(pair.open(), Action.QUOTE)
              .look(look(form, quotedWays(pair.open()), Mode.QUOTED))
              .to(quoted)
              .resume(Resume.AT_MARKER));
      quoting(form, quoted, end, inValue);
    }
  }

  private static Literal first(CallForm form) {
    return form.around().get(0).open();
  }

  /** The ways of all forms that begin with this opener of a pair. */
  private List<Way> quotedWays(Literal opener) {
    List<Way> ways = new ArrayList<>();
    for (CallForm form : layout.syntax.calls()) {
      for (int place = 0; place < form.around().size(); place++) {
        if (form.around().get(place).open().equals(opener)) {
          ways.addAll(layout.ways.from(form, place, Mode.QUOTED));
        }
      }
    }
    return ways;
  }

  /**
   * A call without its pairs that a value quotes, of a tool that is not declared: text of the
   * value, up to the call's own closer. Its first literal must begin with a char that is a stop
   * already.
   */
  private void quotedBare(CallForm form, StateBuilder value, String inValue) {
    Literal end = form.close();
    if (end == null) {
      return;
    }
    char stop = end.text().charAt(0);
    List<Way> ways =
        layout.ways.from(form, form.around().size(), Mode.QUOTED_BARE).stream()
            .filter(way -> startsWith(way.literal(0), stop))
            .toList();
    String quoted = layout.numbered("QUOTED_BARE", form);
    Set<Literal> firsts = new LinkedHashSet<>();
    ways.forEach(way -> firsts.add(first(way)));
    for (Literal first : firsts) {
      List<Way> same = ways.stream().filter(way -> first(way).equals(first)).toList();
      value.add(
          GrammarBuilder.on(first, Action.QUOTE)
              .look(look(form, same, Mode.QUOTED_BARE))
              .to(quoted)
              .resume(Resume.AT_MARKER));
    }
    if (!firsts.isEmpty()) {
      quoting(form, quoted, end, inValue);
    }
  }

  private static boolean startsWith(@Nullable Literal literal, char first) {
    return literal != null && literal.text().charAt(0) == first;
  }

  /** Adds a state in which all is text of a value, up to a closer. */
  private void quoting(CallForm form, String name, Literal end, String inValue) {
    boolean framed = form.body() instanceof Tagged tagged && trims(tagged);
    boolean trims = framed || form.raw() != null;
    g.state(name, Op.TEXT, TextKind.VALUE, 0)
        .newlinePrefix(trims)
        .quoted()
        .add(GrammarBuilder.on(end, Action.QUOTE).to(inValue));
  }

  /**
   * A closer that names the parameter, as that of an element: {@code </command>} for {@code
   * <parameter=command>}. Needs one sign behind it that the value is complete.
   */
  private void element(CallForm form, Tagged tagged, StateBuilder value) {
    String closer = tagged.close().text();
    if (tagged.close().kind() != Literal.Kind.TAG || !closer.matches("</.*[A-Za-z]>")) {
      return;
    }
    String name = layout.numbered("OPEN_KEY", form);
    String after = layout.numbered("AFTER_OPEN_KEY", form);
    Literal end = new Literal(closer.substring(closer.length() - 1), Literal.Kind.TOKEN);
    g.look(name, LookOp.OPEN_KEY, AtEnd.REJECT).marksMarkerEnd(true).on(end, after);
    LookBuilder look = g.look(after, LookOp.MARKER, AtEnd.REJECT);
    look.accept((Literal) tagged.open().get(0)).accept(layout.callCloser(form));
    value.add(
        GrammarBuilder.on(new Literal("</", Literal.Kind.TOKEN), Action.CLOSE_VALUE)
            .look(name)
            .when(Guard.OPEN_KEY)
            .report(Diagnostic.RECOVERED)
            .to(layout.calls.inCall(form))
            .drop());
  }

  /** A literal that ends a value whose closer is missing. */
  EdgeBuilder unclosed(CallForm form, Literal literal) {
    return GrammarBuilder.on(literal, Action.CLOSE_VALUE)
        .report(Diagnostic.RECOVERED)
        .to(layout.calls.inCall(form))
        .drop()
        .resume(Resume.AT_MARKER);
  }

  /** The closer of values. A tag may be damaged after its name; then it cannot be doubled. */
  private EdgeBuilder closer(CallForm form, Tagged tagged) {
    return GrammarBuilder.on(closerName(tagged), Action.CLOSE_VALUE)
        .look(closerLook(form, tagged))
        .to(layout.calls.inCall(form))
        .drop()
        .closer();
  }

  private static boolean isDamageable(Literal closer) {
    return closer.kind() == Literal.Kind.TAG && closer.text().length() > 1;
  }

  /** The closer of values without the last char of a tag, before which it may be damaged. */
  private static Literal closerName(Tagged tagged) {
    Literal closer = tagged.close();
    String text = closer.text();
    return isDamageable(closer)
        ? new Literal(text.substring(0, text.length() - 1), Literal.Kind.TOKEN, closer.label())
        : closer;
  }

  /** The lookahead behind {@link #closerName}. */
  private String closerLook(CallForm form, Tagged tagged) {
    Literal closer = tagged.close();
    Literal name = closerName(tagged);
    String after = layout.numbered("AFTER_CLOSER", form);
    String second = layout.numbered("AFTER_SECOND_CLOSER", form);
    String look = after;
    String secondLook = second;
    String tail = layout.numbered("CLOSER_TAIL", form);
    if (isDamageable(closer)) {
      look = tail;
    }
    if (g.hasLook(look)) {
      return look;
    }
    if (isDamageable(closer)) {
      String text = closer.text();
      Literal end = new Literal(text.substring(text.length() - 1), name.kind(), closer.label());
      String damaged = layout.numbered("AFTER_DAMAGED_CLOSER", form);
      secondLook = layout.numbered("SECOND_CLOSER_TAIL", form);
      g.look(look, LookOp.CLOSER_TAIL, AtEnd.ACCEPT)
          .marksMarkerEnd(true)
          .on(end, after)
          .otherwise(damaged);
      g.look(secondLook, LookOp.CLOSER_TAIL, AtEnd.ACCEPT).on(end, second);
      follows(form, tagged, g.look(damaged, LookOp.MARKER, AtEnd.ACCEPT), Mode.DIRECT_PARAMETER);
    }
    LookBuilder first = g.look(after, LookOp.MARKER, AtEnd.ACCEPT);
    follows(form, tagged, first, Mode.DIRECT_PARAMETER);
    first.on(name, secondLook);
    LookBuilder doubled = g.look(second, LookOp.MARKER, AtEnd.ACCEPT);
    follows(form, tagged, doubled, Mode.ANY_PARAMETER);
    return look;
  }

  /** Adds what may follow the closer of a value. */
  private void follows(CallForm form, Tagged tagged, LookBuilder look, Mode mode) {
    boolean direct = mode == Mode.DIRECT_PARAMETER;
    List<Way> all = parameters(form, tagged, mode);
    List<Way> ways = direct ? all : looksOnly(all);
    layout.openers.add(look, ways, layout.numbered(mode.name(), form), mode);
    List<Literal> closers = layout.closers(form);
    Literal callEnd = closers.get(0);
    look.add(
        GrammarBuilder.on(callEnd, direct ? Action.CLOSE_CALL : Action.GO)
            .level(direct ? layout.levelBehind(form, callEnd) : Edge.KEEP));
    closers.subList(1, closers.size()).forEach(look::accept);
    layout.follow.openers(look, form, closers);
    if (Sibling.has(tagged.open())) {
      List<Way> siblings = List.of(siblingParameter(tagged, mode));
      layout.openers.add(look, siblings, layout.numbered("SIBLING_PARAMETER", form), Mode.FOLLOW);
    }
  }
}
