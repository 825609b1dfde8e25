package dev.deltalex.testkit;

import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.ONE_NEWLINE;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.element;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.messages;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions.CallsInReasoning;
import dev.deltalex.Region;
import dev.deltalex.syntax.Arguments;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Pair;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.testkit.SyntaxMutants.Mutant;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mutants differ from the declaration in every component that a declaration can have. */
class SyntaxMutantsTest {
  /** A declaration with every kind of component; no format that can be read. */
  private static final Syntax EVERYTHING =
      new Syntax(
          List.of(
              new Block(
                  Region.REASONING,
                  List.of(tag("<think>")),
                  List.of(words("Answer:")),
                  Block.Trim.NEWLINE,
                  token("label"))),
          List.of(
              call()
                  .in(token("<|calls|>"), token("<|/calls|>"), MANY)
                  .in(tag("<call>"), tag("</call>"))
                  .header(
                      tag("<f="),
                      new Field(Field.Role.NAME, "functions.", ":"),
                      maybe(token("[ID]"), id()),
                      tag(">"))
                  .close(tag("</f>"))
                  .tagged(
                      parameter(tag("<p"), attributes().key("name").id("index"))
                          .close(tag("</p>"))
                          .framing(ONE_NEWLINE)
                          .inCdata()
                          .whole("arguments")
                          .orJson()),
              new CallForm(
                  List.of(),
                  List.of(name()),
                  new Arguments(
                      List.of(new Pair(token("```json"), token("```"), false, false)),
                      true,
                      token("quote"),
                      "command"),
                  null,
                  CallForm.Between.NOTHING,
                  CallForm.Proof.MARKED),
              call()
                  .in(tag("<nest>"), tag("</nest>"))
                  .header(tag("<n="), name(), tag(">"))
                  .nested(
                      "item",
                      element(
                          parameter(tag("<e="), key(), tag(">")), tag("</e="), key(), tag(">"))),
              call()
                  .in(tag("<tool>").labelled(8))
                  .objects(COMMA_IN_BRACKETS, keys().id("id"))
                  .bare(CallForm.Proof.DECLARED)),
          messages(token("<|message|>"), token("<|start|>"), words("assistant"))
              .field("to", words("to="))
              .field("channel", token("<|channel|>"))
              .when("to", List.of("self"), Region.REASONING, Diagnostic.BUILT_IN_TOOL)
              .call("to", "functions.")
              .when("channel", List.of("final"), Region.CONTENT)
              .closers(token("<|end|>"), token("<|return|>")),
          CallsInReasoning.LITERAL,
          token("prompted"));

  @Test
  void everyComponentIsChanged() throws ReflectiveOperationException {
    Set<String> changed = new TreeSet<>();
    for (Mutant mutant : SyntaxMutants.of(EVERYTHING)) {
      Set<String> differences = new TreeSet<>();
      compare(EVERYTHING, mutant.syntax(), differences);
      assertFalse(differences.isEmpty(), mutant.change());
      changed.addAll(differences);
    }
    Set<String> components = new TreeSet<>();
    visit(Syntax.class, components);
    assertTrue(components.contains("Attributes.by"), components.toString());
    assertEquals(components, changed);
  }

  @Test
  void everyMutantHasItsOwnName() {
    List<Mutant> mutants = SyntaxMutants.of(EVERYTHING);
    assertEquals(mutants.size(), mutants.stream().map(Mutant::change).distinct().count());
    assertEquals(mutants.size(), mutants.stream().map(Mutant::syntax).distinct().count());
  }

  @Test
  void namesSayWhatChanges() {
    Syntax plain =
        new Syntax(
            List.of(
                new Block(Region.REASONING, List.of(tag("<a>")), List.of(), Block.Trim.NOTHING)),
            List.of(),
            CallsInReasoning.LITERAL);
    assertEquals(
        List.of(
            "block 1: none",
            "block 1, kind: CONTENT",
            "block 1, opener <a>: none",
            "block 1, opener <a>: without its last char",
            "block 1, opener <a>: without its first char",
            "block 1, opener <a>: as <x>",
            "block 1, opener <a>: of kind TOKEN",
            "block 1, trim: NEWLINE",
            "calls in reasoning: CALL_THEN_RESUME",
            "calls in reasoning: ENDS_REASONING"),
        SyntaxMutants.of(plain).stream().map(Mutant::change).toList());
  }

  /** The innermost components in which two values of a declaration differ. */
  private static void compare(@Nullable Object one, @Nullable Object other, Set<String> found)
      throws ReflectiveOperationException {
    if (one == null || other == null || !(one instanceof Record)) {
      return;
    }
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      Object a = component.getAccessor().invoke(one);
      Object b = component.getAccessor().invoke(other);
      if (Objects.equals(a, b)) {
        continue;
      }
      if (a instanceof List<?> items && b instanceof List<?> others && areAlike(items, others)) {
        for (int i = 0; i < items.size(); i++) {
          compare(items.get(i), others.get(i), found);
        }
      } else if (areAlike(orNone(a), orNone(b))) {
        compare(a, b, found);
      } else {
        found.add(one.getClass().getSimpleName() + '.' + component.getName());
      }
    }
  }

  private static List<?> orNone(@Nullable Object value) {
    return value == null ? List.of() : List.of(value);
  }

  /** Whether two lists have records of the same classes, so that these can be compared. */
  private static boolean areAlike(List<?> items, List<?> others) {
    boolean alike = items.size() == others.size();
    for (int i = 0; alike && i < items.size(); i++) {
      Object item = items.get(i);
      alike = item instanceof Record && item.getClass() == others.get(i).getClass();
    }
    return alike;
  }

  /** Adds the components of a type that contain no other, may be null, or hold several values. */
  private static void visit(Type type, Set<String> found) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        visit(argument, found);
      }
    } else if (type instanceof Class<?> declared && declared.isSealed()) {
      for (Class<?> permitted : declared.getPermittedSubclasses()) {
        visit(permitted, found);
      }
    } else if (type instanceof Class<?> declared && declared.isRecord()) {
      for (RecordComponent component : declared.getRecordComponents()) {
        Class<?> holds = component.getType();
        boolean inner = holds.isRecord() || holds.isSealed();
        boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean isNew =
            inner && !mayBeNull || found.add(declared.getSimpleName() + '.' + component.getName());
        boolean leadsOn = inner || holds == List.class || holds == Map.class;
        if (isNew && leadsOn) {
          visit(component.getGenericType(), found);
        }
      }
    }
  }
}
