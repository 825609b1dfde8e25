package dev.deltalex.syntax;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text that comes in messages, each behind a header whose fields, in any order, say what follows:
 *
 * <pre>
 * &lt;|start|>assistant to=functions.F&lt;|channel|>commentary &lt;|constrain|>json&lt;|message|>BODY&lt;|call|>
 * </pre>
 *
 * <p>A header may also begin with a field of kind {@link Literal.Kind#TOKEN} or with {@code end};
 * at the start of the response, whose header the generation prompt may have opened, with any field.
 * The value of a field ends at whitespace or at the next literal; words behind it are skipped. A
 * field that is written again makes all fields before it void.
 *
 * @param start the literals at the start of a header, in order
 * @param fields the literals before the values of fields, by the names of the fields; one of kind
 *     {@link Literal.Kind#WORDS} counts behind whitespace or another literal
 * @param end the literal between a header and its body
 * @param rules what a body is: the first rule that applies counts; without one it is content
 * @param closers the literals that end a body; so does the start of another header
 */
public record Messages(
    List<Literal> start,
    Map<String, Literal> fields,
    Literal end,
    List<Rule> rules,
    List<Literal> closers) {
  /**
   * What the body of a message is.
   *
   * @param field the name of the field that decides; the rule applies only if it has a value
   * @param values the values with which it applies, each also if a dot and more follow it; empty
   *     for any value
   * @param prefix removed from the start of the value, which is the name of a call; empty for none
   * @param kind what the body is: {@link Region#CALL} for the arguments of a call
   * @param report what is reported at the start of the header, or null
   */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public record Rule(
      String field, List<String> values, String prefix, Region kind, @Nullable Diagnostic report) {
    /** Copies the list. */
    public Rule {
      Objects.requireNonNull(field, "field");
      values = List.copyOf(values);
      Objects.requireNonNull(prefix, "prefix");
      Objects.requireNonNull(kind, "kind");
    }
  }

  /** Copies the lists and the map, and keeps their order. */
  public Messages {
    start = List.copyOf(start);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    Objects.requireNonNull(end, "end");
    rules = List.copyOf(rules);
    closers = List.copyOf(closers);
  }

  /** With a field. */
  public Messages field(String name, Literal literal) {
    Map<String, Literal> all = new LinkedHashMap<>(fields);
    all.put(name, literal);
    return new Messages(start, all, end, rules, closers);
  }

  /** With a further rule: the body is of this kind if the field has one of these values. */
  public Messages when(String field, List<String> values, Region kind) {
    return with(new Rule(field, values, "", kind, null));
  }

  /** As {@link #when(String, List, Region)}, with a diagnostic. */
  public Messages when(String field, List<String> values, Region kind, Diagnostic report) {
    return with(new Rule(field, values, "", kind, report));
  }

  /** With a further rule: any other value of the field is the name of a tool. */
  public Messages call(String field, String prefix) {
    return with(new Rule(field, List.of(), prefix, Region.CALL, null));
  }

  private Messages with(Rule rule) {
    List<Rule> all = new ArrayList<>(rules);
    all.add(rule);
    return new Messages(start, fields, end, all, closers);
  }

  /** With the literals that end a body. */
  public Messages closers(Literal... literals) {
    return new Messages(start, fields, end, rules, List.of(literals));
  }
}
