package dev.deltalex.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.syntax.ObjectShape;
import dev.deltalex.syntax.Say;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The print says everything that the tables say, and the fingerprint is a digest of it. */
class GrammarPrintTest {
  /** What follows from other fields. */
  private static final Set<String> DERIVED =
      Set.of(
          "head",
          "headMask",
          "ordinal",
          "stops",
          "tokenStops",
          "endsLow",
          "endsHigh",
          "body",
          "nameEnd");

  /** A grammar of its own, so that it may be changed. */
  private static Grammar grammar() {
    GrammarBuilder g = new GrammarBuilder();
    g.starts("S", "T");
    g.text("S");
    g.text("T");
    g.behind(0, 0, "S");
    g.behind(1, 1, "T");
    g.behind(0, 1, "S");
    g.state("S", Op.TEXT, TextKind.CONTENT, 0)
        .add(GrammarBuilder.on(Say.tag("<m>"), Action.GO).look("L").to("S").level(1))
        .add(GrammarBuilder.on(Say.tag("<x>"), Action.GO).look("N").to("T"))
        .add(GrammarBuilder.on(Say.token("{"), Action.OPEN_OBJECT).to("J").level(0));
    g.state("T", Op.TEXT, TextKind.REASONING, 1);
    g.state("J", Op.JSON_CALLS, TextKind.STRAY, 0).keys(KeyTable.of(ObjectShape.USUAL)).next("S");
    g.look("L", LookOp.MARKER, AtEnd.REJECT)
        .accept(Say.tag("<k>"))
        .on(Say.tag("<l>"), "N")
        .otherwise("N");
    g.look("N", LookOp.HEADER, AtEnd.REJECT)
        .header(HeaderSpec.of(Say.name().without("p."), NameCheck.ANY, false))
        .accept(Say.token(">"));
    return g.build();
  }

  /** Another value of the field's type; numbers stay numbers of states and looks. */
  private static Object other(RecordComponent component, Object value) {
    if (component.getType() == Diagnostic.class) {
      return Diagnostic.EXTRA_BRACE;
    }
    if (component.getType() == KeyTable.class) {
      return KeyTable.of(ObjectShape.USUAL.id("no"));
    }
    if (component.getType() == AttributeTable.class) {
      return new AttributeTable(Say.attributes().name("name"));
    }
    if (component.getType() == MessageTable.class) {
      return new MessageTable(Say.messages(Say.token("|"), Say.token("<s>")));
    }
    if (component.getName().equals("item")) {
      return "item";
    }
    if (component.getType() == Header.class) {
      HeaderSpec spec = HeaderSpec.of(Say.name().without("q."), NameCheck.NOT_EMPTY, false);
      return spec.build(List.of(grammar().looks[1].edges()));
    }
    return switch (value) {
      case Boolean flag -> !flag;
      case Byte number -> (byte) (number == 0 ? 1 : 0);
      case Integer number -> number == 0 ? 1 : 0;
      case String name -> name + "x";
      case char[] literal -> (new String(literal) + "x").toCharArray();
      case Edge[] edges -> edges.length == 0 ? grammar().states[0].edges() : new Edge[0];
      case Enum<?> constant -> {
        Object[] all = constant.getDeclaringClass().getEnumConstants();
        yield all[(constant.ordinal() + 1) % all.length];
      }
      default -> throw new IllegalStateException("a field of " + value.getClass());
    };
  }

  /** Changes each component of a record of the grammar in turn; each shows. */
  private static <R extends Record> int everyComponentShows(Function<Grammar, R[]> all, int place)
      throws ReflectiveOperationException {
    String plain = GrammarPrinter.print(grammar());
    RecordComponent[] components = all.apply(grammar())[place].getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    int shown = 0;
    for (int i = 0; i < components.length; i++) {
      boolean unused =
          all.apply(grammar())[place] instanceof Grammar.Look look
              && look.op() != LookOp.HEADER
              && components[i].getType() == Header.class;
      if (unused || DERIVED.contains(components[i].getName())) {
        continue;
      }
      Grammar changed = grammar();
      R[] records = all.apply(changed);
      Object[] values = new Object[components.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = components[k].getAccessor().invoke(records[place]);
      }
      values[i] = other(components[i], values[i]);
      @SuppressWarnings("unchecked") // the class of an R is a Class<R>: records are final
      Constructor<R> canonical =
          (Constructor<R>) records[place].getClass().getDeclaredConstructor(types);
      records[place] = canonical.newInstance(values);
      assertNotEquals(plain, GrammarPrinter.print(changed), components[i].toString());
      shown++;
    }
    return shown;
  }

  @Test
  void everyFieldOfStatesLooksAndEdgesShows() throws ReflectiveOperationException {
    assertEquals(9, everyComponentShows(g -> g.states, 0));
    assertEquals(9, everyComponentShows(g -> g.states, 1));
    assertEquals(7, everyComponentShows(g -> g.looks, 0));
    assertEquals(8, everyComponentShows(g -> g.looks, 1));
    assertEquals(11, everyComponentShows(g -> g.states[0].edges(), 0));
    assertEquals(11, everyComponentShows(g -> g.looks[0].edges(), 0));
    assertEquals(11, everyComponentShows(g -> g.looks[0].edges(), 1));
  }

  @Test
  void everyFieldOfAHeaderShows() throws ReflectiveOperationException {
    String plain = GrammarPrinter.print(grammar());
    Header header = grammar().looks[1].header();
    RecordComponent[] components = Header.class.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    for (int i = 0; i < components.length; i++) {
      if (!DERIVED.contains(components[i].getName())) {
        Object[] values = new Object[components.length];
        for (int k = 0; k < values.length; k++) {
          values[k] = components[k].getAccessor().invoke(header);
        }
        values[i] = other(components[i], values[i]);
        Grammar changed = grammar();
        Grammar.Look l = changed.looks[1];
        Header other = Header.class.getDeclaredConstructor(types).newInstance(values);
        changed.looks[1] =
            new Grammar.Look(
                l.name(),
                l.op(),
                other,
                l.nameEnd(),
                l.marksMarkerEnd(),
                l.behindName(),
                l.atEnd(),
                l.otherwise(),
                l.edges());
        assertNotEquals(plain, GrammarPrinter.print(changed), components[i].toString());
      }
    }
  }

  @Test
  void everyPlaceShows() {
    Grammar g = grammar();
    Set<String> prints = new HashSet<>();
    for (int content = 0; content < 2; content++) {
      for (int reasoning = -1; reasoning < 2; reasoning++) {
        for (int plain = 0; plain < 2; plain++) {
          for (int behind = -1; behind < 2; behind++) {
            int[] starts = {content, reasoning};
            int[][] places = {{0, behind}, {1, 0}};
            Grammar other =
                new Grammar(g.states, g.looks, starts, new int[] {plain, 1}, places, g.parents);
            assertTrue(prints.add(GrammarPrinter.print(other)));
          }
        }
      }
    }
  }

  @Test
  void namesAndLiteralsCannotBeTakenForTheTable() {
    GrammarBuilder g = new GrammarBuilder();
    g.starts("A B", null);
    g.text("A B");
    g.behind(0, 0, "A B");
    g.state("A B", Op.TEXT, TextKind.CONTENT, 0)
        .add(GrammarBuilder.on(Say.token("<a> -> GO\n\\\u4e2d"), Action.GO).to("A B"));
    assertEquals(
        """
        start CONTENT A\\u0020B
        text 0 A\\u0020B, behind 0 A\\u0020B
        A\\u0020B: TEXT CONTENT 0, else A\\u0020B
          <a>\\u0020->\\u0020GO\\u000a\\u005c\\u4e2d -> GO, A\\u0020B (AFTER_MARKER, prefix KEEP)
        """,
        GrammarPrinter.print(g.build()));
  }

  @Test
  void theFingerprintIsOfTheTablesNotOfTheObject() {
    assertEquals(grammar().fingerprint(), grammar().fingerprint());
    Set<Long> formats = new HashSet<>();
    for (WireFormat format : Formats.all()) {
      assertTrue(formats.add(DeclaredFormat.grammarOf(format).fingerprint()));
    }
    Grammar g = grammar();
    Grammar other = new Grammar(g.states, g.looks, new int[] {1, -1}, g.plain, g.behind, g.parents);
    assertNotEquals(g.fingerprint(), other.fingerprint());
  }

  /** The tables of the formats as they were when a reader compared them with the contract. */
  @Test
  void theTablesOfTheFormatsAreTheGoldenOnes() throws IOException {
    StringBuilder tables = new StringBuilder();
    for (String name : List.of("qwen3_coder", "hermes", "think_only", "mimo")) {
      tables.append("== ").append(name).append('\n');
      String print = GrammarPrinter.print(DeclaredFormat.grammarOf(Formats.byName(name)));
      tables.append(print.replace("\\u0020", " "));
    }
    try (var golden = getClass().getResourceAsStream("/grammar/tables.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), tables.toString());
    }
  }
}
