package dev.deltalex.syntax;

import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Declarations in which {@link SyntaxCheck} finds nothing, with every record in every state. */
final class AnyDeclaration {
  private AnyDeclaration() {}

  static Arbitrary<NamedSyntax> any() {
    Arbitrary<Syntax> syntax =
        Combinators.combine(
                blocks().list().ofMaxSize(3),
                forms().list().ofMaxSize(3),
                Arbitraries.of(CallsInReasoning.class))
            .as(Syntax::new)
            .filter(any -> SyntaxCheck.problems(any).isEmpty());
    Arbitrary<List<String>> some = texts().list().ofMaxSize(3);
    return Combinators.combine(texts(), some, some, some, syntax).as(NamedSyntax::new);
  }

  /** Not blank; JSON escapes some of the chars, and one is a surrogate pair. */
  private static Arbitrary<String> texts() {
    Arbitrary<String> chars =
        Arbitraries.of("a", "B", "<", ">", "|", " ", "\n", "\0", "\"", "\\", "/", "｜", "\u2028")
            .list()
            .ofMaxSize(6)
            .map(all -> String.join("", all));
    return Combinators.combine(chars, Arbitraries.of("x", "<tool_call>", "𝄞")).as(String::concat);
  }

  private static Arbitrary<String> affixes() {
    return Arbitraries.oneOf(texts(), Arbitraries.just(""));
  }

  private static Arbitrary<Literal> literals() {
    return Combinators.combine(
            texts(), Arbitraries.of(Literal.Kind.class), Arbitraries.of(0, 0, 0, 1, 64))
        .as((text, kind, label) ->
            kind == Literal.Kind.TAG && text.length() > 1
                ? new Literal(text, kind, label)
                : new Literal(text, kind));
  }

  private static Arbitrary<Block> blocks() {
    return Combinators.combine(
            Arbitraries.of(Region.REASONING, Region.CONTENT).injectNull(0.1),
            literals().list().ofMaxSize(2),
            literals().list().ofMaxSize(2),
            Arbitraries.of(Block.Trim.class))
        .as(Block::new)
        .filter(block -> SyntaxCheck.problems(of(block)).isEmpty());
  }

  private static Arbitrary<Pair> pairs() {
    return Combinators.combine(
            literals(),
            literals().injectNull(0.3),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Pair::new);
  }

  /** Fences that differ, without options and without whitespace at their ends. */
  private static Arbitrary<List<Pair>> fences() {
    Arbitrary<Literal> literal =
        Combinators.combine(
                texts().map(String::strip), Arbitraries.of(Literal.Kind.TAG, Literal.Kind.TOKEN))
            .as(Literal::new);
    return Combinators.combine(literal, literal)
        .as((open, close) -> new Pair(open, close, false, false))
        .list()
        .uniqueElements(fence -> fence.open().text())
        .ofMaxSize(2);
  }

  private static Arbitrary<Attributes> attributes(Attributes.Meaning needed) {
    return Combinators.combine(
            Arbitraries.maps(texts(), Arbitraries.of(Attributes.Meaning.class)).ofMaxSize(2),
            Arbitraries.oneOf(literals(), Arbitraries.just(Say.attributes().end())),
            Arbitraries.of(true, false))
        .as(Attributes::new)
        .map(attributes ->
            needed == Attributes.Meaning.NAME ? attributes.name("n") : attributes.key("k"));
  }

  private static Arbitrary<Field> fields(Field.Role role) {
    return Combinators.combine(affixes(), affixes())
        .as((prefix, suffix) -> new Field(role, prefix, suffix));
  }

  /** Parts of which one holds what is needed. */
  private static Arbitrary<List<Part>> headers(Field.Role needed) {
    boolean isKey = needed == Field.Role.KEY;
    Arbitrary<Attributes> attributes =
        attributes(isKey ? Attributes.Meaning.KEY : Attributes.Meaning.NAME);
    Arbitrary<Part> holder =
        Arbitraries.oneOf(fields(needed).map(Part.class::cast), attributes.map(Part.class::cast));
    Arbitrary<Part> maybes =
        Combinators.combine(literals(), Arbitraries.of(true, false))
            .as((first, id) -> new Maybe(id ? List.of(first, Say.id()) : List.of(first)));
    return Combinators.combine(literals(), holder, literals(), maybes, Arbitraries.of(0, 1, 2))
        .as((first, name, behind, maybe, more) ->
            Stream.of(first, name, behind, isKey ? behind : maybe).limit(more + 2).toList());
  }

  private static Arbitrary<Body> bodies() {
    Arbitrary<Body> tagged =
        Combinators.combine(
                headers(Field.Role.KEY),
                literals(),
                Arbitraries.of(Tagged.Framing.class),
                Arbitraries.of(true, false),
                texts().list().ofMaxSize(2))
            .as((open, close, framing, cdata, whole) ->
                new Tagged(
                    open,
                    close,
                    framing,
                    cdata && framing == Tagged.Framing.VERBATIM,
                    whole.stream().filter(name -> !name.isBlank()).toList(),
                    open.size() > 2));
    Arbitrary<Body> nested =
        Combinators.combine(
                headers(Field.Role.KEY), literals(), literals(), Arbitraries.of("", "item"))
            .as((open, first, end, item) -> {
              List<Part> close = item.isEmpty() ? List.of(first) : List.of(first, Say.key(), end);
              return new Nested(List.of(new Nested.Element(open, close)), item);
            });
    Arbitrary<Body> arguments =
        Combinators.combine(fences(), Arbitraries.of(true, false)).as(Arguments::new);
    Arbitrary<List<String>> keys = texts().list().ofMinSize(1).ofMaxSize(2);
    Arbitrary<Body> objects =
        Combinators.combine(keys, keys, keys, Arbitraries.integers().between(0, 31))
            .as((one, two, three, which) -> new CallObject(shape(one, two, three, which)));
    Arbitrary<Body> python = Arbitraries.just(new Keywords());
    return Arbitraries.oneOf(tagged, nested, arguments, objects, python);
  }

  /** Some of the keys, or the usual ones. */
  private static ObjectShape shape(
      List<String> one, List<String> two, List<String> three, int which) {
    ObjectShape usual = ObjectShape.USUAL;
    ObjectShape shape =
        new ObjectShape(
            (which & 1) != 0 ? one : usual.name(),
            (which & 2) != 0 ? two : usual.arguments(),
            usual.id(),
            (which & 4) != 0 ? three : usual.other());
    return (which & 8) != 0 ? shape.id((which & 16) != 0 ? "id" : one.get(0)) : shape;
  }

  private static Arbitrary<CallForm> forms() {
    Arbitrary<List<Pair>> around =
        pairs().list().uniqueElements(pair -> pair.open().text()).ofMaxSize(2);
    return Combinators.combine(
            around,
            headers(Field.Role.NAME),
            bodies(),
            literals().injectNull(0.3),
            Arbitraries.of(CallForm.Between.class),
            Arbitraries.of(CallForm.Proof.class))
        .as((pairs, header, body, close, between, proof) ->
            body instanceof Keywords
                ? python(pairs, body, between)
                : body instanceof CallObject
                    ? new CallForm(pairs, List.of(), body, close, between, proof)
                    : new CallForm(
                        pairs, header, held(body, header), close, CallForm.Between.NOTHING, proof))
        .filter(form -> SyntaxCheck.problems(of(form)).isEmpty());
  }

  /** A body that is no object where the header's end is no literal. */
  private static Body held(Body body, List<Part> header) {
    boolean field = header.get(header.size() - 1) instanceof Field;
    return field && body instanceof Tagged t
        ? new Tagged(t.open(), t.close(), t.framing(), t.cdata(), t.whole(), false)
        : body;
  }

  private static CallForm python(List<Pair> pairs, Body body, CallForm.Between between) {
    boolean optional = pairs.stream().allMatch(Pair::optional);
    CallForm.Proof proof = optional ? CallForm.Proof.DECLARED : CallForm.Proof.MARKED;
    return new CallForm(pairs, List.of(Say.name(), Say.token("(")), body, null, between, proof);
  }

  private static Syntax of(Block block) {
    return new Syntax(List.of(block), List.of(), CallsInReasoning.CALL_THEN_RESUME);
  }

  private static Syntax of(CallForm form) {
    return new Syntax(List.of(), List.of(form), CallsInReasoning.CALL_THEN_RESUME);
  }
}
