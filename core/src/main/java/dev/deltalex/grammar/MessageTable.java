package dev.deltalex.grammar;

import dev.deltalex.Region;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Messages;
import java.util.ArrayList;
import java.util.List;

/**
 * How the fields of a message's header say what its body is. Immutable. Of each header it is asked
 * once, when the literal at its end was read.
 */
public final class MessageTable {
  /** In place of a rule: the header counts as text. */
  public static final int NO_RULE = -1;

  private final List<String> names;
  private final List<Literal> literals;
  private final List<Messages.Rule> rules;

  MessageTable(Messages messages) {
    names = List.copyOf(messages.fields().keySet());
    literals = new ArrayList<>(messages.fields().values());
    rules = messages.rules();
  }

  /** Number of fields. */
  public int fields() {
    return literals.size();
  }

  /** Number of rules. */
  public int rules() {
    return rules.size();
  }

  /**
   * The field whose literal begins at {@code a[at]}, or -1.
   *
   * @param from the start of the header
   */
  public int fieldAt(char[] a, int from, int at, int to) {
    for (int i = 0; i < literals.size(); i++) {
      Literal literal = literals.get(i);
      if (startsWith(literal.text(), a, at, to)
          && (literal.kind() != Literal.Kind.WORDS || at == from || isBoundary(a[at - 1]))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isBoundary(char c) {
    return c == ' ' || c == '\t' || c == '>';
  }

  /** Number of chars of a field's literal. */
  public int length(int field) {
    return literals.get(field).text().length();
  }

  /** The field on which a rule depends. */
  public int fieldOf(int rule) {
    return names.indexOf(rules.get(rule).field());
  }

  /** Whether a rule makes the body the arguments of a call. */
  public boolean isCall(int rule) {
    return rules.get(rule).kind() == Region.CALL;
  }

  /** Whether a rule applies to the value {@code a[from, to)} of its field, which is not empty. */
  public boolean applies(int rule, char[] a, int from, int to) {
    List<String> values = rules.get(rule).values();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      int end = from + value.length();
      if (startsWith(value, a, from, to) && (end == to || a[end] == '.')) {
        return true;
      }
    }
    return values.isEmpty();
  }

  /** The start of the name of a call in the value {@code a[from, to)}. */
  public int nameFrom(int rule, char[] a, int from, int to) {
    String prefix = rules.get(rule).prefix();
    return startsWith(prefix, a, from, to) ? from + prefix.length() : from;
  }

  private static boolean startsWith(String text, char[] a, int from, int to) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (a[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** All of it, for the print of the tables. */
  @Override
  public String toString() {
    return names + "/" + literals + "/" + rules;
  }
}
