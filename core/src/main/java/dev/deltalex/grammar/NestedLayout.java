package dev.deltalex.grammar;

import dev.deltalex.grammar.GrammarBuilder.LookBuilder;
import dev.deltalex.grammar.GrammarBuilder.StateBuilder;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the elements of calls whose parameters nest. Two states read them at any depth: the text of
 * the innermost element, and what is between elements; the stream counts the open ones.
 */
final class NestedLayout {
  private final Layout layout;
  private final GrammarBuilder g;

  NestedLayout(Layout layout) {
    this.layout = layout;
    this.g = layout.g;
  }

  private String inValue(CallForm form) {
    return layout.numbered("IN_VALUE", form);
  }

  static Literal opener(Nested.Element element) {
    return (Literal) element.open().get(0);
  }

  private static Literal closer(Nested.Element element) {
    return (Literal) element.close().get(0);
  }

  /** Adds the closers and openers of elements between others, behind all other literals. */
  void between(CallForm form, Nested nested, StateBuilder state) {
    String inCall = layout.calls.inCall(form);
    for (int i = 0; i < nested.elements().size(); i++) {
      Nested.Element element = nested.elements().get(i);
      if (element.isNamed()) {
        String look = named("CLOSER_BETWEEN", form, i);
        if (!g.hasLook(look)) {
          g.look(look, LookOp.HEADER, AtEnd.ACCEPT)
              .header(HeaderSpec.of(element.close().get(1), NameCheck.NOT_EMPTY, false))
              .accept((Literal) element.close().get(2));
        }
        state.add(
            GrammarBuilder.on(closer(element), Action.CLOSE_ELEMENT)
                .look(look)
                .to(inCall)
                .resume(Resume.AFTER_LOOK));
      } else {
        state.add(unnamedCloserBetween(form, element, i).to(inCall));
      }
    }
    for (int i = 0; i < nested.elements().size(); i++) {
      state.add(opens(form, nested, i));
    }
  }

  /** A closer behind an element; a tag may be damaged as behind text. */
  private EdgeBuilder unnamedCloserBetween(CallForm form, Nested.Element element, int at) {
    Literal closer = closer(element);
    Literal stem = stem(closer);
    EdgeBuilder edge = GrammarBuilder.on(stem, Action.CLOSE_VALUE);
    if (stem.equals(closer)) {
      return edge;
    }
    String look = named("CLOSER_BETWEEN", form, at);
    if (!g.hasLook(look)) {
      String text = closer.text();
      g.look(look, LookOp.CLOSER_TAIL, AtEnd.ACCEPT)
          .accept(new Literal(text.substring(text.length() - 1), Literal.Kind.TOKEN));
    }
    return edge.look(look).resume(Resume.AFTER_LOOK);
  }

  private String named(String name, CallForm form, int element) {
    return layout.numbered(name, form) + (element == 0 ? "" : " OF ELEMENT " + (element + 1));
  }

  /** The opener of an element, whose header must have a name. */
  private EdgeBuilder opens(CallForm form, Nested nested, int at) {
    Nested.Element element = nested.elements().get(at);
    // A closer without a name closes an element without one, too: that one is read and discarded.
    boolean needsName = element.isNamed() || !nested.item().isEmpty();
    NameCheck check = needsName ? NameCheck.PARAMETER : NameCheck.ANY;
    Way way = way(element, check, nested.item());
    String path = named(Mode.PARAMETER.name(), form, at);
    return GrammarBuilder.on(opener(element), Action.OPEN_ELEMENT)
        .look(layout.openers.behindFirst(List.of(way), path, Mode.PARAMETER))
        .to(inValue(form))
        .resume(Resume.AFTER_LOOK);
  }

  /** The way through the opener of an element. */
  private static Way way(Nested.Element element, NameCheck check, String item) {
    Way way = Way.begin();
    for (Part part : element.open()) {
      if (part instanceof Literal literal) {
        way = way.then(literal);
      } else {
        way = way.then(HeaderSpec.of(part, check, false).item(item), false);
        if (part instanceof Attributes attributes) {
          way = way.then(attributes.end());
        }
      }
    }
    return way;
  }

  /** Adds the state of an element's text. */
  void add(CallForm form, Nested nested) {
    StateBuilder value = g.state(inValue(form), Op.TEXT, TextKind.VALUE, 0);
    for (Literal outer : layout.closers(form)) {
      value.add(
          layout.values.unclosed(form, outer).look(layout.follow.behind(form, outer)).closer());
    }
    layout.values.quotes(form, value, inValue(form));
    for (int i = 0; i < nested.elements().size(); i++) {
      Nested.Element element = nested.elements().get(i);
      value.add(element.isNamed() ? namedCloser(form, nested, i) : closer(form, nested, i));
    }
    for (int i = 0; i < nested.elements().size(); i++) {
      value.add(opens(form, nested, i).when(Guard.NESTS));
    }
  }

  private EdgeBuilder namedCloser(CallForm form, Nested nested, int at) {
    Nested.Element element = nested.elements().get(at);
    String look = named("CLOSER", form, at);
    String after = named("AFTER_CLOSER", form, at);
    g.look(look, LookOp.HEADER, AtEnd.ACCEPT)
        .marksMarkerEnd(true)
        .header(HeaderSpec.of(element.close().get(1), NameCheck.OPEN_ELEMENT, false))
        .on((Literal) element.close().get(2), after);
    follows(form, nested, g.look(after, LookOp.MARKER, AtEnd.ACCEPT));
    return closes(form, closer(element), Action.CLOSE_ELEMENT, look);
  }

  private EdgeBuilder closes(CallForm form, Literal literal, Action action, String look) {
    return GrammarBuilder.on(literal, action)
        .look(look)
        .to(layout.calls.inCall(form))
        .drop()
        .closer();
  }

  /**
   * A closer that does not repeat the key. Inside of another element a second one closes that one;
   * in the outermost it is doubled, and must be followed by what may follow the first.
   */
  private EdgeBuilder closer(CallForm form, Nested nested, int at) {
    Literal closer = closer(nested.elements().get(at));
    String text = closer.text();
    Literal stem = stem(closer);
    String after = named("AFTER_CLOSER", form, at);
    String second = named("AFTER_SECOND_CLOSER", form, at);
    String look = after;
    String secondLook = second;
    if (!stem.equals(closer)) {
      Literal end = new Literal(text.substring(text.length() - 1), Literal.Kind.TOKEN);
      String damaged = named("AFTER_DAMAGED_CLOSER", form, at);
      look = named("CLOSER_TAIL", form, at);
      secondLook = named("SECOND_CLOSER_TAIL", form, at);
      g.look(look, LookOp.CLOSER_TAIL, AtEnd.ACCEPT)
          .marksMarkerEnd(true)
          .on(end, after)
          .otherwise(damaged);
      g.look(secondLook, LookOp.CLOSER_TAIL, AtEnd.ACCEPT).on(end, second);
      LookBuilder behind = g.look(damaged, LookOp.MARKER, AtEnd.ACCEPT);
      closersAround(nested, behind);
      follows(form, nested, behind);
    }
    LookBuilder first = g.look(after, LookOp.MARKER, AtEnd.ACCEPT);
    closersAround(nested, first);
    follows(form, nested, first);
    first.on(stem, secondLook);
    follows(form, nested, g.look(second, LookOp.MARKER, AtEnd.ACCEPT));
    return closes(form, stem, Action.CLOSE_VALUE, look);
  }

  /** A tag without its last char, in front of which it may be damaged; any other literal. */
  private static Literal stem(Literal closer) {
    String text = closer.text();
    boolean tag = closer.kind() == Literal.Kind.TAG && text.length() > 1;
    return tag ? new Literal(text.substring(0, text.length() - 1), Literal.Kind.TOKEN) : closer;
  }

  /** Adds the closers of an element around the one that was closed, if there is one. */
  private static void closersAround(Nested nested, LookBuilder look) {
    for (Nested.Element element : nested.elements()) {
      if (!element.isNamed()) {
        look.add(GrammarBuilder.on(stem(closer(element)), Action.GO).when(Guard.INSIDE));
      }
    }
  }

  /** Adds what may follow the closer of an element. */
  private void follows(CallForm form, Nested nested, LookBuilder look) {
    for (int i = 0; i < nested.elements().size(); i++) {
      Nested.Element element = nested.elements().get(i);
      if (element.open().get(1) instanceof Attributes) {
        // The tag's name must end there: its literal alone may begin another one.
        Way way = way(element, NameCheck.ANY, nested.item());
        String path = named(Mode.ANY_PARAMETER.name(), form, i);
        layout.openers.add(look, List.of(way), path, Mode.ANY_PARAMETER);
      } else {
        look.accept(opener(element));
      }
    }
    List<Literal> closers = layout.closers(form);
    List<Literal> all = new ArrayList<>(closers);
    for (Nested.Element element : nested.elements()) {
      if (element.isNamed()) {
        all.add(closer(element));
      }
    }
    for (Literal closer : all) {
      // What begins as an opener counts whether it is one or a closer.
      if (!look.covers(closer)) {
        look.accept(closer);
      }
    }
    layout.follow.openers(look, form, closers);
  }
}
