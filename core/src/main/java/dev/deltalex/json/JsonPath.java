package dev.deltalex.json;

import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.ArrayDeque;
import java.util.Deque;

/** JSON paths such as {@code $.calls[0].header}, for messages. */
public final class JsonPath {
  private JsonPath() {}

  /** A key as a step of a path: {@code .name}, or {@code ['a b']} where that is not a word. */
  public static String step(String key) {
    boolean word = !key.isEmpty();
    for (int i = 0; i < key.length() && word; i++) {
      char c = key.charAt(i);
      word = Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '-';
    }
    return word ? "." + key : "['" + key + "']";
  }

  /** The path of a parser's position. */
  public static String of(JsonStreamContext innermost) {
    Deque<String> steps = new ArrayDeque<>();
    for (JsonStreamContext at = innermost; at != null; at = at.getParent()) {
      if (at.inArray()) {
        steps.push("[" + Math.max(0, at.getCurrentIndex()) + "]");
      } else if (at.inObject() && at.getCurrentName() != null) {
        steps.push(step(at.getCurrentName()));
      }
    }
    return "$" + String.join("", steps);
  }
}
