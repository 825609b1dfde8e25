package dev.deltalex.grammar;

import static dev.deltalex.grammar.GrammarBuilder.does;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The print says everything that the tables say, and the fingerprint is a digest of it. */
class GrammarPrintTest {
  /** What follows from other fields. */
  private static final Set<String> DERIVED =
      Set.of("head", "headMask", "body", "ordinal", "stops", "tokenStops");

  /** A grammar of its own, so that it may be changed. */
  private static Grammar grammar() {
    GrammarBuilder g = Grammar.builder();
    g.text("S", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<m>", does(Action.NONE).look("L"))
        .on("<x>", does(Action.NONE).look("N"));
    g.text("T", TextKind.CONTENT, false).role(Role.BEHIND_CALL);
    g.lookForMarker("L", AtEnd.REJECT).accept("<k>").on("<l>", "N");
    g.lookForName("N", NameCheck.ANY, AtEnd.REJECT).then("M");
    g.lookForName("M", NameCheck.ANY, AtEnd.REJECT);
    return g.build();
  }

  /** Another value of the field's type; numbers stay numbers of states and looks. */
  private static Object other(Object value) {
    return switch (value) {
      case Boolean flag -> !flag;
      case Integer number -> number == 0 ? 1 : 0;
      case String name -> name + "x";
      case char[] literal -> (new String(literal) + "x").toCharArray();
      case Branch[] branches ->
          branches.length == 0 ? grammar().states[0].branches() : new Branch[0];
      case Enum<?> constant -> {
        Object[] all = constant.getDeclaringClass().getEnumConstants();
        yield all[(constant.ordinal() + 1) % all.length];
      }
      default -> throw new IllegalStateException("a field of " + value.getClass());
    };
  }

  private interface Place {
    Branch[] in(Grammar g);
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
      if (DERIVED.contains(components[i].getName())) {
        continue;
      }
      Grammar changed = grammar();
      R[] records = all.apply(changed);
      Object[] values = new Object[components.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = components[k].getAccessor().invoke(records[place]);
      }
      values[i] = other(values[i]);
      @SuppressWarnings("unchecked") // the class of an R is a Class<R>: records are final
      Constructor<R> canonical =
          (Constructor<R>) records[place].getClass().getDeclaredConstructor(types);
      records[place] = canonical.newInstance(values);
      assertNotEquals(plain, GrammarPrinter.print(changed), components[i].toString());
      shown++;
    }
    return shown;
  }

  /** Changes each field of the branch there in turn; each shows. */
  private static int everyFieldShows(Place place, int number) throws IllegalAccessException {
    String plain = GrammarPrinter.print(grammar());
    int fields = 0;
    for (Field field : Branch.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !DERIVED.contains(field.getName())) {
        Grammar changed = grammar();
        Branch there = place.in(changed)[number];
        field.setAccessible(true);
        field.set(there, other(field.get(there)));
        assertNotEquals(plain, GrammarPrinter.print(changed), field.toString());
        fields++;
      }
    }
    return fields;
  }

  @Test
  void everyFieldOfStatesLooksAndBranchesShows() throws ReflectiveOperationException {
    assertEquals(6, everyComponentShows(g -> g.states, 0));
    assertEquals(6, everyComponentShows(g -> g.states, 1));
    assertEquals(8, everyComponentShows(g -> g.looks, 0));
    assertEquals(8, everyComponentShows(g -> g.looks, 1));
    assertEquals(9, everyFieldShows(g -> g.states[0].branches(), 0));
    assertEquals(9, everyFieldShows(g -> g.looks[0].branches(), 0));
    assertEquals(9, everyFieldShows(g -> g.looks[0].branches(), 1));
  }

  @Test
  void everyRoleShows() {
    Grammar g = grammar();
    Set<String> prints = new HashSet<>(Set.of(GrammarPrinter.print(g)));
    for (Role role : Role.values()) {
      for (int state = -1; state < 2; state++) {
        int[] roles = new int[Role.values().length];
        for (Role other : Role.values()) {
          roles[other.ordinal()] = other == role ? state : g.role(other);
        }
        if (state != g.role(role)) {
          assertTrue(prints.add(GrammarPrinter.print(new Grammar(g.states, g.looks, roles))));
        }
      }
    }
  }

  @Test
  void namesAndLiteralsCannotBeTakenForTheTable() {
    GrammarBuilder g = Grammar.builder();
    g.text("A B", TextKind.CONTENT, false)
        .role(Role.START_CONTENT)
        .on("<a> -> NONE\n\\\u4e2d", does(Action.NONE));
    assertEquals(
        """
        A\\u0020B: TEXT CONTENT, else A\\u0020B, role START_CONTENT
          <a>\\u0020->\\u0020NONE\\u000a\\u005c\\u4e2d -> NONE, A\\u0020B (AFTER_UNIT, prefix KEEP)
        """,
        GrammarPrinter.print(g.build()));
  }

  @Test
  void theFingerprintIsOfTheTablesNotOfTheObject() {
    assertEquals(grammar().fingerprint(), grammar().fingerprint());
    Set<Long> formats = new HashSet<>();
    for (WireFormat format : Formats.all()) {
      assertTrue(formats.add(TableFormat.grammarOf(format).fingerprint()));
    }
    Grammar g = grammar();
    int[] roles = new int[Role.values().length];
    Grammar other = new Grammar(g.states, g.looks, roles);
    assertNotEquals(g.fingerprint(), other.fingerprint());
  }
}
