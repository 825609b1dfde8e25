package dev.deltalex.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a JSON text of RFC 8259 one char at a time and knows after each whether it is still a
 * prefix of one, whether it is whole, and what would have to be appended to close it. Iterative;
 * any depth.
 */
public final class JsonPrefix {
  private enum At {
    VALUE,
    VALUE_OR_END,
    KEY,
    KEY_OR_END,
    COLON,
    AFTER,
    STRING,
    ESCAPE,
    HEX,
    LITERAL,
    MINUS,
    ZERO,
    INTEGER,
    POINT,
    FRACTION,
    E,
    E_SIGN,
    EXPONENT,
    DONE,
    BROKEN
  }

  private final StringBuilder closers = new StringBuilder();
  private final StringBuilder key = new StringBuilder();
  private final List<String> keys = new ArrayList<>();
  private At at = At.VALUE;
  private boolean inKey;
  private String literal = "";
  private int seen;
  private int deepest;

  /** Starts over. */
  public void clear() {
    closers.setLength(0);
    keys.clear();
    at = At.VALUE;
    inKey = false;
    deepest = 0;
  }

  /** Reads a whole text into a new prefix. */
  public static JsonPrefix of(CharSequence text) {
    JsonPrefix prefix = new JsonPrefix();
    prefix.feed(text, 0, text.length());
    return prefix;
  }

  /** Reads chars; stops at the first that no JSON text can have there. */
  public void feed(CharSequence text, int from, int to) {
    for (int i = from; i < to && at != At.BROKEN; i++) {
      at = next(text.charAt(i));
    }
  }

  /** Reads chars; stops at the first that no JSON text can have there. */
  public void feed(char[] buffer, int from, int to) {
    for (int i = from; i < to && at != At.BROKEN; i++) {
      at = next(buffer[i]);
    }
  }

  /** Whether what was read is a prefix of a JSON text. */
  public boolean valid() {
    return at != At.BROKEN;
  }

  /** Whether what was read is a whole JSON text. */
  public boolean complete() {
    return switch (at) {
      case DONE -> true;
      case ZERO, INTEGER, FRACTION, EXPONENT -> closers.isEmpty();
      default -> false;
    };
  }

  /** Whether appending quotes and brackets alone makes it whole. */
  public boolean closable() {
    return closable(Integer.MAX_VALUE);
  }

  /**
   * As above, but a key of more than {@code longKey} chars may be open, or without value: such a
   * key is completed with a null.
   */
  public boolean closable(int longKey) {
    return switch (at) {
      case DONE, AFTER, VALUE_OR_END, KEY_OR_END, ZERO, INTEGER, FRACTION, EXPONENT -> true;
      case STRING -> !inKey || key.length() > longKey;
      case COLON -> key.length() > longKey;
      default -> false;
    };
  }

  /** What makes a {@link #closable} prefix whole. */
  public String completion() {
    String open = at == At.STRING ? "\"" : "";
    String missing = at == At.COLON || at == At.STRING && inKey ? ":null" : "";
    return open + missing + new StringBuilder(closers).reverse();
  }

  /** Whether a string is open. */
  public boolean inString() {
    return at == At.STRING;
  }

  /** The greatest number of brackets that were open at once. */
  public int deepest() {
    return deepest;
  }

  /** The keys of the outermost object, as written, in order. */
  public List<String> keys() {
    return keys;
  }

  private At next(char c) {
    return switch (at) {
      case VALUE, VALUE_OR_END -> value(c);
      case KEY, KEY_OR_END -> key(c);
      case COLON -> ws(c) ? at : c == ':' ? At.VALUE : At.BROKEN;
      case AFTER -> after(c);
      case STRING -> string(c);
      case ESCAPE -> escape(c);
      case HEX -> hex(c);
      case LITERAL -> literal(c);
      case MINUS -> c == '0' ? At.ZERO : digit(c) ? At.INTEGER : At.BROKEN;
      case ZERO -> c == '.' ? At.POINT : c == 'e' || c == 'E' ? At.E : after(c);
      case INTEGER -> digit(c) ? at : c == '.' ? At.POINT : c == 'e' || c == 'E' ? At.E : after(c);
      case POINT -> digit(c) ? At.FRACTION : At.BROKEN;
      case FRACTION -> digit(c) ? at : c == 'e' || c == 'E' ? At.E : after(c);
      case E -> c == '+' || c == '-' ? At.E_SIGN : digit(c) ? At.EXPONENT : At.BROKEN;
      case E_SIGN -> digit(c) ? At.EXPONENT : At.BROKEN;
      case EXPONENT -> digit(c) ? at : after(c);
      case DONE -> ws(c) ? at : At.BROKEN;
      case BROKEN -> at;
    };
  }

  private At value(char c) {
    if (ws(c)) {
      return at;
    }
    return switch (c) {
      case '{' -> open('}', At.KEY_OR_END);
      case '[' -> open(']', At.VALUE_OR_END);
      case ']' -> at == At.VALUE_OR_END ? close(c) : At.BROKEN;
      case '"' -> At.STRING;
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case '-' -> At.MINUS;
      case '0' -> At.ZERO;
      default -> digit(c) ? At.INTEGER : At.BROKEN;
    };
  }

  private At open(char closer, At then) {
    closers.append(closer);
    deepest = Math.max(deepest, closers.length());
    return then;
  }

  private At close(char c) {
    int last = closers.length() - 1;
    if (last < 0 || closers.charAt(last) != c) {
      return At.BROKEN;
    }
    closers.setLength(last);
    return whole();
  }

  private At whole() {
    return closers.isEmpty() ? At.DONE : At.AFTER;
  }

  private At word(String word) {
    literal = word;
    seen = 1;
    return At.LITERAL;
  }

  private At literal(char c) {
    if (c != literal.charAt(seen)) {
      return At.BROKEN;
    }
    return ++seen == literal.length() ? whole() : At.LITERAL;
  }

  private At key(char c) {
    if (ws(c)) {
      return at;
    }
    if (c == '"') {
      inKey = true;
      key.setLength(0);
      return At.STRING;
    }
    return c == '}' && at == At.KEY_OR_END ? close(c) : At.BROKEN;
  }

  /** After a whole value; also for the char that ends a number. */
  private At after(char c) {
    if (closers.isEmpty()) {
      return ws(c) ? At.DONE : At.BROKEN;
    }
    if (ws(c)) {
      return At.AFTER;
    }
    if (c == ',') {
      return closers.charAt(closers.length() - 1) == '}' ? At.KEY : At.VALUE;
    }
    return close(c);
  }

  private At string(char c) {
    if (c == '"') {
      if (!inKey) {
        return whole();
      }
      inKey = false;
      if (closers.length() == 1) {
        keys.add(key.toString());
      }
      return At.COLON;
    }
    if (inKey) {
      key.append(c);
    }
    return c < ' ' ? At.BROKEN : c == '\\' ? At.ESCAPE : At.STRING;
  }

  private At escape(char c) {
    if (inKey) {
      key.append(c);
    }
    seen = 0;
    return c == 'u' ? At.HEX : "\"\\/bfnrt".indexOf(c) >= 0 ? At.STRING : At.BROKEN;
  }

  private At hex(char c) {
    if (inKey) {
      key.append(c);
    }
    if (Character.digit(c, 16) < 0 || c > 'f') {
      return At.BROKEN;
    }
    return ++seen == 4 ? At.STRING : At.HEX;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean ws(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
