package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxMutants.change;
import static dev.deltalex.testkit.SyntaxMutants.emptied;
import static dev.deltalex.testkit.SyntaxMutants.items;
import static dev.deltalex.testkit.SyntaxMutants.literal;
import static dev.deltalex.testkit.SyntaxMutants.others;
import static dev.deltalex.testkit.SyntaxMutants.within;

import dev.deltalex.Diagnostic;
import dev.deltalex.Region;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import dev.deltalex.syntax.Messages.Rule;
import dev.deltalex.testkit.SyntaxMutants.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of how text comes in messages. */
final class SyntaxMessageMutants {
  private SyntaxMessageMutants() {}

  static List<Change<Messages>> of(Messages m) {
    List<Change<Messages>> changes = new ArrayList<>();
    changes.addAll(
        within(
            items("start", m.start(), SyntaxMutants::literal),
            start -> new Messages(start, m.fields(), m.end(), m.rules(), m.closers())));
    m.fields()
        .forEach((name, literal) -> {
          Map<String, Literal> fewer = new LinkedHashMap<>(m.fields());
          fewer.remove(name);
          changes.add(
              change(
                  "field " + name,
                  "none",
                  new Messages(m.start(), fewer, m.end(), m.rules(), m.closers())));
          changes.addAll(
              within("field " + name + ", ", literal(literal), other -> m.field(name, other)));
        });
    changes.addAll(
        within(
            "end ",
            literal(m.end()),
            end -> new Messages(m.start(), m.fields(), end, m.rules(), m.closers())));
    List<Change<List<Rule>>> rules = items("rule", m.rules(), r -> rule(r, m.fields().keySet()));
    for (int i = 1; i < m.rules().size(); i++) {
      if (areApart(m.rules().get(i - 1), m.rules().get(i))) {
        continue;
      }
      List<Rule> swapped = new ArrayList<>(m.rules());
      swapped.add(i - 1, swapped.remove(i));
      rules.add(change("rules " + i + " and " + (i + 1), "exchanged", swapped));
    }
    changes.addAll(
        within(
            rules, changed -> new Messages(m.start(), m.fields(), m.end(), changed, m.closers())));
    changes.addAll(
        within(
            items("closer", m.closers(), SyntaxMutants::literal),
            closers -> new Messages(m.start(), m.fields(), m.end(), m.rules(), closers)));
    return changes;
  }

  /** Whether two rules never apply to one header, so that their order means nothing. */
  private static boolean areApart(Rule one, Rule other) {
    return one.field().equals(other.field())
        && !one.values().isEmpty()
        && !other.values().isEmpty()
        && Collections.disjoint(one.values(), other.values());
  }

  private static List<Change<Rule>> rule(Rule r, Set<String> fields) {
    List<Change<Rule>> changes = new ArrayList<>();
    changes.addAll(
        within(
            others("field", r.field(), fields.toArray(String[]::new)),
            field -> new Rule(field, r.values(), r.prefix(), r.kind(), r.report())));
    changes.addAll(
        within(
            items("value", r.values(), SyntaxMessageMutants::value),
            values -> new Rule(r.field(), values, r.prefix(), r.kind(), r.report())));
    changes.addAll(
        within(
            emptied("prefix", r.prefix()),
            prefix -> new Rule(r.field(), r.values(), prefix, r.kind(), r.report())));
    changes.addAll(
        within(
            others("kind", r.kind(), Region.REASONING, Region.CONTENT, Region.CALL),
            kind -> new Rule(r.field(), r.values(), r.prefix(), kind, r.report())));
    Diagnostic report = r.report() == null ? Diagnostic.STRAY_TEXT : null;
    changes.add(
        change(
            "report",
            report == null ? "none" : report.toString(),
            new Rule(r.field(), r.values(), r.prefix(), r.kind(), report)));
    return changes;
  }

  private static List<Change<String>> value(String value) {
    return List.of(change(value, "with one more char", value + 'x'));
  }
}
