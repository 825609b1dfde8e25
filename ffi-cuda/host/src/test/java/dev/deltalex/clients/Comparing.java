package dev.deltalex.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a client's message with the expected one, as exactly as the client's API allows. */
final class Comparing {
  private static final int EXCERPT = 160;

  /** The closers of a call that was cut inside a string of its arguments. */
  private static final String CLOSERS = "\"}";

  private Comparing() {}

  /**
   * Returns the first difference, or null.
   *
   * @param exact whether the client returns arguments as the received JSON text; if not, they are
   *     compared as values
   */
  static @Nullable String difference(Reply expected, Reply actual, boolean exact) {
    if (!expected.ends().equals(actual.ends())) {
      return "ends with " + actual.ends() + " instead of " + expected.ends();
    }
    List<Part> wanted = expected.parts();
    List<Part> got = actual.parts();
    for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
      if (i >= got.size()) {
        return "lacks " + show(wanted.get(i));
      }
      if (i >= wanted.size()) {
        return "has besides " + show(got.get(i));
      }
      if (!isSame(wanted.get(i), got.get(i), exact)) {
        return "part " + i + " is " + show(got.get(i)) + " instead of " + show(wanted.get(i));
      }
    }
    return null;
  }

  private static boolean isSame(Part wanted, Part got, boolean exact) {
    if (wanted.equals(got)) {
      return true;
    }
    // For cut arguments, the parsed value is that of the completed text.
    return !exact
        && wanted.isCall()
        && got.isCall()
        && wanted.name().equals(got.name())
        && (isSameValue(wanted.text(), got.text())
            || isSameValue(wanted.text() + CLOSERS, got.text()));
  }

  /** Whether two JSON texts have equal values; false if one is not JSON. */
  static boolean isSameValue(String wanted, String got) {
    try {
      JsonNode left = Recording.JSON.readTree(wanted);
      JsonNode right = Recording.JSON.readTree(got);
      return left.equals(Comparing::order, right);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Numbers are compared by value. */
  private static int order(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.equals(right) ? 0 : 1;
  }

  private static String show(Part part) {
    String text = part.text();
    String quoted;
    try {
      quoted = Recording.JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      quoted = text;
    }
    return part.kind()
        + " "
        + part.name()
        + "["
        + text.length()
        + "] "
        + (quoted.length() > EXCERPT ? quoted.substring(0, EXCERPT) + "…" : quoted);
  }
}
