package dev.deltalex.testkit;

import static dev.deltalex.testkit.SyntaxLook.END;
import static dev.deltalex.testkit.SyntaxLook.NO;
import static dev.deltalex.testkit.SyntaxLook.best;

import dev.deltalex.Region;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a message.
 *
 * <ul>
 *   <li>It begins with the literals of the start, whitespace between them tolerated, and then,
 *       after whitespace, a field or the literal at its end; or with a field of kind TOKEN or that
 *       literal; at the start of the response with any field.
 *   <li>From the first field to the literal at the end there is no line's end, no {@code >} and no
 *       {@code <} but that of a field or of that literal.
 *   <li>A field of kind WORDS is one at the start of the header and behind a blank or a {@code >}.
 *       Its value ends at whitespace or at {@code <}.
 *   <li>A header that the text cuts is one if a literal of its start or a field of kind TOKEN was
 *       whole.
 * </ul>
 */
final class SyntaxMessageHeader {
  private final Messages messages;
  private final SyntaxLook look;
  private int bodyAt;
  private int endAt;
  private boolean committed;

  SyntaxMessageHeader(Messages messages, SyntaxLook look) {
    this.messages = messages;
    this.look = look;
  }

  /** The literals with which a header may begin anywhere. */
  static List<Literal> openers(Messages messages) {
    List<Literal> openers = new ArrayList<>();
    openers.add(messages.start().get(0));
    messages.fields().values().stream()
        .filter(field -> field.kind() == Literal.Kind.TOKEN)
        .forEach(openers::add);
    openers.add(messages.end());
    return openers;
  }

  /** Whether a cut header had a whole marker. */
  boolean committed() {
    return committed;
  }

  /** A header at {@code p}: the index behind it. */
  int read(int p, boolean atStart) {
    committed = false;
    int start = look.literal(p, messages.start().get(0));
    if (start >= 0) {
      committed = true;
      for (int i = 1; i < messages.start().size() && start >= 0; i++) {
        start = exact(look.pastWhitespace(start), messages.start().get(i));
      }
      int first = start < 0 ? start : look.pastWhitespace(start);
      return start < 0 ? start : field(first, true);
    }
    return best(start, field(p, atStart));
  }

  private int exact(int p, Literal literal) {
    // Words count in a header wherever they are.
    boolean words = literal.kind() == Literal.Kind.WORDS;
    return look.literal(p, words ? new Literal(literal.text(), Literal.Kind.TOKEN) : literal);
  }

  /** The first field at {@code p}, or the literal at the end, and all behind it. */
  private int field(int p, boolean words) {
    int verdict = end(p);
    if (verdict >= 0) {
      return verdict;
    }
    for (Literal field : messages.fields().values()) {
      boolean token = field.kind() == Literal.Kind.TOKEN;
      int behind = token || words ? exact(p, field) : NO;
      if (behind >= 0) {
        committed |= token;
        return rest(behind);
      }
      verdict = best(verdict, behind);
    }
    return verdict;
  }

  private int end(int p) {
    int end = look.literal(p, messages.end());
    if (end >= 0) {
      endAt = p;
      bodyAt = end;
    }
    return end;
  }

  private int rest(int from) {
    for (int q = from; ; q++) {
      int c = look.see(q);
      if (c < 0) {
        return c;
      }
      if ("\n\r>".indexOf(c) >= 0) {
        return NO;
      }
      if (c == '<') {
        int verdict = end(q);
        for (Literal field : messages.fields().values()) {
          int behind =
              field.kind() == Literal.Kind.TOKEN && verdict < 0 ? look.literal(q, field) : NO;
          if (behind >= 0) {
            committed = true;
            return rest(behind);
          }
          verdict = best(verdict, behind);
        }
        return verdict;
      }
    }
  }

  int bodyAt() {
    return bodyAt;
  }

  /** The rule that applies to the last header that was read whole, at {@code p}; null: none. */
  Messages.@Nullable Rule rule(int p) {
    Map<String, String> values = values(look.text().substring(p, endAt));
    for (Messages.Rule rule : messages.rules()) {
      String value = values.getOrDefault(rule.field(), "");
      boolean applies = rule.values().isEmpty();
      for (String each : rule.values()) {
        applies |= value.equals(each) || value.startsWith(each + ".");
      }
      if (applies && !value.isEmpty()) {
        return rule;
      }
    }
    return null;
  }

  /** The name of the call that a rule makes of the header at {@code p}. */
  String name(int p, Messages.Rule rule) {
    if (rule.kind() != Region.CALL) {
      throw new IllegalArgumentException("no call");
    }
    String value = values(look.text().substring(p, endAt)).getOrDefault(rule.field(), "");
    return value.startsWith(rule.prefix()) ? value.substring(rule.prefix().length()) : value;
  }

  /** The values of the fields; one that is written again makes those before it void. */
  private Map<String, String> values(String header) {
    Map<String, String> values = new HashMap<>();
    int i = 0;
    while (i < header.length()) {
      String found = null;
      for (Map.Entry<String, Literal> field : messages.fields().entrySet()) {
        boolean words = field.getValue().kind() == Literal.Kind.WORDS;
        boolean free = !words || i == 0 || " \t>".indexOf(header.charAt(i - 1)) >= 0;
        found =
            found == null && free && header.startsWith(field.getValue().text(), i)
                ? field.getKey()
                : found;
      }
      if (found == null) {
        i++;
        continue;
      }
      i += messages.fields().get(found).text().length();
      if (values.containsKey(found)) {
        values.clear();
      }
      values.put(found, header.substring(i).split("[\\s<]", 2)[0]);
    }
    return values;
  }

  /** What shows that the last call ended where a closer in its arguments is: another header. */
  static int follows(Messages messages, int p, SyntaxForms forms) {
    return forms.any(p, openers(messages));
  }

  /** Whether the text behind the header is what a call needs: arguments, or a closer. */
  int arguments(SyntaxForms forms) {
    int q = look.pastWhitespace(bodyAt);
    int brace = look.at(q, '{');
    int closer = forms.any(q, messages.closers());
    int verdict = best(brace, closer);
    committed = verdict == END || committed;
    return verdict;
  }
}
