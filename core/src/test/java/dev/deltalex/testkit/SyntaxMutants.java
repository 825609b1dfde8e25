package dev.deltalex.testkit;

import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Body;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.ObjectShape;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Part;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Declarations that differ from a given one in one component: a char of a literal, a flag, a part
 * that is missing. Texts that read the same with a mutant prove nothing about that component.
 */
public final class SyntaxMutants {
  private SyntaxMutants() {}

  /**
   * A declaration with one component changed.
   *
   * @param change the component and the change: {@code call form 1, closer </function>: none}
   */
  public record Mutant(String change, Syntax syntax) {}

  /** A component with a change: {@code what} is the path to the change, then the change. */
  record Change<T>(String what, T value) {}

  /** All mutants of a declaration, each syntax once. Some of them are no valid declaration. */
  public static List<Mutant> of(Syntax syntax) {
    List<Change<Syntax>> changes = new ArrayList<>();
    List<Block> blocks = syntax.blocks();
    List<CallForm> calls = syntax.calls();
    Messages messages = syntax.messages();
    CallsInReasoning inReasoning = syntax.callsInReasoning();
    Literal prompted = syntax.prompted();
    changes.addAll(
        within(
            items("block", blocks, SyntaxMutants::block),
            changed -> new Syntax(changed, calls, messages, inReasoning, prompted)));
    if (messages != null) {
      changes.add(
          change("messages", "none", new Syntax(blocks, calls, null, inReasoning, prompted)));
      changes.addAll(
          within(
              "messages, ",
              SyntaxMessageMutants.of(messages),
              changed -> new Syntax(blocks, calls, changed, inReasoning, prompted)));
    }
    changes.addAll(
        within(
            items("call form", calls, SyntaxMutants::form),
            changed -> new Syntax(blocks, changed, messages, inReasoning, prompted)));
    changes.addAll(
        within(
            others("calls in reasoning", inReasoning, CallsInReasoning.values()),
            changed -> new Syntax(blocks, calls, messages, changed, prompted)));
    if (prompted != null) {
      changes.add(
          change("prompted", "none", new Syntax(blocks, calls, messages, inReasoning, null)));
      changes.addAll(
          within(
              "prompted ",
              literal(prompted),
              changed -> new Syntax(blocks, calls, messages, inReasoning, changed)));
    }
    Map<Syntax, Mutant> mutants = new LinkedHashMap<>();
    changes.forEach(c -> mutants.putIfAbsent(c.value, new Mutant(c.what, c.value)));
    mutants.remove(syntax);
    return List.copyOf(mutants.values());
  }

  // ---- changes of what contains the changed component

  static <T, U> List<Change<U>> within(List<Change<T>> changes, Function<T, U> whole) {
    return within("", changes, whole);
  }

  static <T, U> List<Change<U>> within(String path, List<Change<T>> changes, Function<T, U> whole) {
    List<Change<U>> wider = new ArrayList<>();
    changes.forEach(c -> wider.add(new Change<>(path + c.what, whole.apply(c.value))));
    return wider;
  }

  static <T> Change<T> change(String component, String what, T value) {
    return new Change<>(component + ": " + what, value);
  }

  /** A list without each of its items, and with each change of each item. */
  static <T> List<Change<List<T>>> items(
      String name, List<T> items, Function<T, List<Change<T>>> each) {
    List<Change<List<T>>> changes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      int at = i;
      T item = items.get(i);
      String component = name + ' ' + label(item, i);
      List<T> fewer = new ArrayList<>(items);
      fewer.remove(at);
      changes.add(change(component, "none", fewer));
      String path = item instanceof Literal ? name + ' ' : component + ", ";
      changes.addAll(
          within(
              path,
              each.apply(item),
              changed -> {
                List<T> with = new ArrayList<>(items);
                with.set(at, changed);
                return with;
              }));
    }
    return changes;
  }

  private static String label(Object item, int at) {
    return item instanceof Literal literal
        ? literal.text()
        : item instanceof String text ? text : Integer.toString(at + 1);
  }

  /** The other values of a choice. */
  @SafeVarargs
  static <T> List<Change<T>> others(String component, T value, T... all) {
    List<Change<T>> changes = new ArrayList<>();
    for (T other : all) {
      if (!other.equals(value)) {
        changes.add(change(component, other.toString(), other));
      }
    }
    return changes;
  }

  private static List<Change<Boolean>> flipped(String component, boolean value) {
    return List.of(change(component, Boolean.toString(!value), !value));
  }

  static List<Change<String>> emptied(String component, String text) {
    return text.isEmpty() ? List.of() : List.of(change(component, "empty", ""));
  }

  // ---- literals and blocks

  static List<Change<Literal>> literal(Literal literal) {
    String text = literal.text();
    Literal.Kind kind = literal.kind();
    int label = literal.label();
    List<Change<Literal>> changes = new ArrayList<>();
    int length = text.length();
    if (length > 1) {
      String shorter = text.substring(0, length - 1);
      changes.add(change(text, "without its last char", new Literal(shorter, kind, label)));
      changes.add(
          change(text, "without its first char", new Literal(text.substring(1), kind, label)));
    }
    int middle = length / 2;
    char other = text.charAt(middle) == 'x' ? 'y' : 'x';
    String changed = text.substring(0, middle) + other + text.substring(middle + 1);
    changes.add(change(text, "as " + changed, new Literal(changed, kind, label)));
    Literal.Kind otherKind = kind == Literal.Kind.TAG ? Literal.Kind.TOKEN : Literal.Kind.TAG;
    changes.add(change(text, "of kind " + otherKind, new Literal(text, otherKind, label)));
    if (label > 0) {
      changes.add(change(text, "without a label", new Literal(text, kind)));
      changes.add(change(text, "with a shorter label", new Literal(text, kind, label - 1)));
    }
    return changes;
  }

  private static List<Change<Block>> block(Block b) {
    List<Change<Block>> changes = new ArrayList<>();
    changes.addAll(
        within(
            others("kind", String.valueOf(b.kind()), "REASONING", "CONTENT"),
            name -> new Block(Region.valueOf(name), b.open(), b.close(), b.trim(), b.label())));
    changes.addAll(
        within(
            items("opener", b.open(), SyntaxMutants::literal),
            open -> new Block(b.kind(), open, b.close(), b.trim(), b.label())));
    changes.addAll(
        within(
            items("closer", b.close(), SyntaxMutants::literal),
            close -> new Block(b.kind(), b.open(), close, b.trim(), b.label())));
    changes.addAll(
        within(
            others("trim", b.trim(), Block.Trim.values()),
            trim -> new Block(b.kind(), b.open(), b.close(), trim, b.label())));
    Literal label = b.label();
    if (label != null) {
      changes.addAll(
          within(
              "label ",
              literal(label),
              changed -> new Block(b.kind(), b.open(), b.close(), b.trim(), changed)));
      changes.add(
          change("label", "missing", new Block(b.kind(), b.open(), b.close(), b.trim(), null)));
    }
    return changes;
  }

  // ---- forms of calls

  private static List<Change<CallForm>> form(CallForm f) {
    List<Change<CallForm>> changes = new ArrayList<>();
    List<Change<List<Pair>>> around = items("pair", f.around(), SyntaxMutants::pair);
    around.addAll(swapped(f.around()));
    changes.addAll(
        within(
            around,
            pairs -> new CallForm(pairs, f.header(), f.body(), f.close(), f.between(), f.proof())));
    changes.addAll(
        within(
            parts("header", f.header()),
            parts -> new CallForm(f.around(), parts, f.body(), f.close(), f.between(), f.proof())));
    changes.addAll(
        within(
            body(f.body()),
            body -> new CallForm(f.around(), f.header(), body, f.close(), f.between(), f.proof())));
    Literal close = f.close();
    if (close != null) {
      changes.add(
          change(
              "closer " + close.text(),
              "none",
              new CallForm(f.around(), f.header(), f.body(), null, f.between(), f.proof())));
      changes.addAll(
          within(
              "closer ",
              literal(close),
              closer ->
                  new CallForm(f.around(), f.header(), f.body(), closer, f.between(), f.proof())));
    }
    changes.addAll(
        within(
            others("between", f.between(), CallForm.Between.values()),
            between -> new CallForm(f.around(), f.header(), f.body(), close, between, f.proof())));
    changes.addAll(within(others("proof", f.proof(), CallForm.Proof.values()), f::bare));
    return changes;
  }

  private static List<Change<Pair>> pair(Pair p) {
    List<Change<Pair>> changes = new ArrayList<>();
    changes.addAll(
        within(
            "opener ",
            literal(p.open()),
            open -> new Pair(open, p.close(), p.optional(), p.many())));
    Literal close = p.close();
    if (close != null) {
      changes.add(
          change(
              "closer " + close.text(), "none", new Pair(p.open(), null, p.optional(), p.many())));
      changes.addAll(
          within(
              "closer ",
              literal(close),
              closer -> new Pair(p.open(), closer, p.optional(), p.many())));
    }
    changes.addAll(
        within(
            flipped("optional", p.optional()),
            optional -> new Pair(p.open(), close, optional, p.many())));
    changes.addAll(
        within(flipped("many", p.many()), many -> new Pair(p.open(), close, p.optional(), many)));
    return changes;
  }

  /** A list of pairs with two levels exchanged. */
  private static List<Change<List<Pair>>> swapped(List<Pair> around) {
    List<Change<List<Pair>>> changes = new ArrayList<>();
    for (int i = 1; i < around.size(); i++) {
      List<Pair> pairs = new ArrayList<>(around);
      Collections.swap(pairs, i - 1, i);
      changes.add(change("pairs " + i + " and " + (i + 1), "exchanged", pairs));
    }
    return changes;
  }

  // ---- headers

  private static List<Change<List<Part>>> parts(String name, List<Part> parts) {
    List<Change<List<Part>>> changes = items(name, parts, SyntaxMutants::part);
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Maybe maybe) {
        List<Part> mandatory = new ArrayList<>(parts.subList(0, i));
        mandatory.addAll(maybe.parts());
        mandatory.addAll(parts.subList(i + 1, parts.size()));
        changes.add(change(name + ' ' + label(maybe, i), "mandatory", mandatory));
      }
    }
    return changes;
  }

  private static List<Change<Part>> part(Part part) {
    if (part instanceof Literal literal) {
      return within(literal(literal), changed -> changed);
    }
    if (part instanceof Maybe maybe) {
      return within(parts("part", maybe.parts()), Maybe::new);
    }
    if (part instanceof Field field) {
      return field(field);
    }
    return attributes((Attributes) part);
  }

  private static List<Change<Part>> field(Field f) {
    List<Change<Part>> changes = new ArrayList<>();
    changes.addAll(
        within(
            others("role", f.role(), Field.Role.values()),
            role -> new Field(role, f.prefix(), f.suffix())));
    changes.addAll(
        within(emptied("prefix", f.prefix()), prefix -> new Field(f.role(), prefix, f.suffix())));
    changes.addAll(
        within(emptied("suffix", f.suffix()), suffix -> new Field(f.role(), f.prefix(), suffix)));
    return changes;
  }

  private static List<Change<Part>> attributes(Attributes a) {
    List<Change<Part>> changes = new ArrayList<>();
    changes.addAll(
        within(
            items("attribute", List.copyOf(a.by().keySet()), key -> List.of()),
            keys -> {
              Map<String, Attributes.Meaning> by = new LinkedHashMap<>(a.by());
              by.keySet().retainAll(keys);
              return new Attributes(by, a.end(), a.entities());
            }));
    a.by()
        .forEach((key, meaning) ->
            changes.addAll(
                within(
                    "attribute " + key + ", ",
                    others("meaning", meaning, Attributes.Meaning.values()),
                    other -> {
                      Map<String, Attributes.Meaning> by = new LinkedHashMap<>(a.by());
                      by.put(key, other);
                      return new Attributes(by, a.end(), a.entities());
                    })));
    changes.addAll(within("end ", literal(a.end()), a::end));
    changes.addAll(
        within(
            flipped("entities", a.entities()),
            entities -> new Attributes(a.by(), a.end(), entities)));
    return changes;
  }

  // ---- bodies

  private static List<Change<Body>> body(Body body) {
    if (body instanceof Tagged tagged) {
      return tagged(tagged);
    }
    if (body instanceof Nested nested) {
      return nested(nested);
    }
    if (body instanceof Arguments arguments) {
      return arguments(arguments);
    }
    return body instanceof CallObject object
        ? within(shape(object.shape()), CallObject::new)
        : List.of();
  }

  private static List<Change<Body>> tagged(Tagged t) {
    List<Change<Body>> changes = new ArrayList<>();
    changes.addAll(
        within(
            parts("parameter", t.open()),
            open -> new Tagged(open, t.close(), t.framing(), t.cdata(), t.whole(), t.orObject())));
    changes.addAll(
        within(
            "parameter closer ",
            literal(t.close()),
            close -> new Tagged(t.open(), close, t.framing(), t.cdata(), t.whole(), t.orObject())));
    changes.addAll(within(others("framing", t.framing(), Tagged.Framing.values()), t::framing));
    if (t.cdata()) {
      Tagged without = new Tagged(t.open(), t.close(), t.framing(), false, t.whole(), t.orObject());
      changes.add(change("cdata", "none", without));
    }
    changes.addAll(
        within(
            keys("whole parameter", t.whole()),
            keys -> new Tagged(t.open(), t.close(), t.framing(), t.cdata(), keys, t.orObject())));
    if (t.orObject()) {
      Tagged without = new Tagged(t.open(), t.close(), t.framing(), t.cdata(), t.whole(), false);
      changes.add(change("or object", "none", without));
    }
    return changes;
  }

  private static List<Change<Body>> nested(Nested n) {
    List<Change<Body>> changes = new ArrayList<>();
    changes.addAll(
        within(
            items("element", n.elements(), SyntaxMutants::element),
            elements -> new Nested(elements, n.item())));
    changes.add(change("item", "other", new Nested(n.elements(), n.item() + "s")));
    return changes;
  }

  private static List<Change<Nested.Element>> element(Nested.Element e) {
    List<Change<Nested.Element>> changes = new ArrayList<>();
    changes.addAll(within(parts("opener", e.open()), open -> new Nested.Element(open, e.close())));
    changes.addAll(
        within(parts("closer", e.close()), close -> new Nested.Element(e.open(), close)));
    return changes;
  }

  private static List<Change<Body>> arguments(Arguments a) {
    List<Change<Body>> changes = new ArrayList<>();
    changes.addAll(
        within(
            items("fence", a.fences(), SyntaxMutants::pair),
            fences -> new Arguments(fences, a.emptyAtEnd(), a.quote(), a.raw())));
    changes.addAll(
        within(
            flipped("empty at the end", a.emptyAtEnd()),
            empty -> new Arguments(a.fences(), empty, a.quote(), a.raw())));
    String raw = a.raw();
    if (raw != null) {
      changes.add(
          change("raw", "other", new Arguments(a.fences(), a.emptyAtEnd(), a.quote(), raw + "s")));
      changes.add(change("raw", "missing", new Arguments(a.fences(), a.emptyAtEnd(), a.quote())));
    }
    Literal quote = a.quote();
    if (quote != null) {
      changes.addAll(
          within(
              "quote ",
              literal(quote),
              changed -> new Arguments(a.fences(), a.emptyAtEnd(), changed)));
      changes.add(change("quote", "missing", new Arguments(a.fences(), a.emptyAtEnd(), null)));
    }
    return changes;
  }

  private static List<Change<ObjectShape>> shape(ObjectShape s) {
    List<Change<ObjectShape>> changes = new ArrayList<>();
    changes.addAll(
        within(
            keys("key of the name", s.name()),
            keys -> new ObjectShape(keys, s.arguments(), s.id(), s.other(), s.keyIsName())));
    changes.addAll(
        within(
            keys("key of the arguments", s.arguments()),
            keys -> new ObjectShape(s.name(), keys, s.id(), s.other(), s.keyIsName())));
    changes.addAll(
        within(
            keys("key of the id", s.id()),
            keys -> new ObjectShape(s.name(), s.arguments(), keys, s.other(), s.keyIsName())));
    changes.addAll(
        within(
            keys("other key", s.other()),
            keys -> new ObjectShape(s.name(), s.arguments(), s.id(), keys, s.keyIsName())));
    changes.addAll(
        within(
            flipped("key is the name", s.keyIsName()),
            is -> new ObjectShape(s.name(), s.arguments(), s.id(), s.other(), is)));
    return changes;
  }

  private static List<Change<List<String>>> keys(String name, List<String> keys) {
    return items(name, keys, key -> List.of());
  }
}
