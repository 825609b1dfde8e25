package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The source of a call written as JSON: arguments that were not repaired are put out char for char,
 * those in a JSON string without the escapes of that string. Where the end of the call was
 * supplied, what follows the last char of the source are closers.
 */
final class JsonSource {
  private static final String NONE = "{}";

  /** Closes a key that is too long to be dropped. */
  private static final String NO_VALUE = "null";

  private JsonSource() {}

  static @Nullable String lost(CallSource call) {
    int begun = call.begun();
    boolean none = begun == call.closed() && call.arguments().equals(NONE);
    boolean repaired =
        call.said(Diagnostic.VALUE_REPAIRED, begun) || call.said(Diagnostic.DEPTH_LIMIT, begun);
    if (none || repaired) {
      return null;
    }
    int plain = matched(call, false);
    int wrapped = matched(call, true);
    int most = Math.max(plain, wrapped);
    boolean supplied =
        call.said(Diagnostic.RECOVERED, call.closed())
            || call.closed() == call.text().length()
            || call.said(Diagnostic.VALUE_DROPPED, call.closed());
    // Lone surrogates are as long as what stands for them.
    String rest = call.arguments().substring(most);
    if (rest.isEmpty() || supplied && closers(rest)) {
      return null;
    }
    return "arguments without a repair are not what stands at " + begun + ", from char " + most;
  }

  private static boolean closers(String rest) {
    int value = rest.indexOf(NO_VALUE);
    String left = value < 0 ? "" : rest.substring(0, value);
    boolean key = left.isEmpty() || left.equals(":") || left.equals("\":");
    String right = value < 0 ? rest : rest.substring(value + NO_VALUE.length());
    return key && right.chars().allMatch(c -> "\"}]".indexOf(c) >= 0);
  }

  /** How many chars of the arguments stand in the source, in order and without a gap. */
  private static int matched(CallSource call, boolean wrapped) {
    String source = call.text().substring(call.begun());
    String in = WholeText.ofJson(wrapped ? unwrapped(source) : source);
    String out = WholeText.ofJson(call.arguments());
    int count = 0;
    while (count < out.length() && count < in.length() && in.charAt(count) == out.charAt(count)) {
      count++;
    }
    return count;
  }

  /** What is left of a JSON string, or as much of it as there is. */
  private static String unwrapped(String source) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < source.length() && source.charAt(i) != '"'; ) {
      int length = escape(source, i);
      String raw = source.substring(i, i + length);
      out.append(length == 1 ? raw.charAt(0) : JsonEscape.meaning(raw));
      i += length;
    }
    return out.toString();
  }

  /** Chars of the escape at {@code i}; 1 if there is none. */
  private static int escape(String text, int i) {
    if (text.charAt(i) != '\\') {
      return 1;
    }
    JsonEscape escape = new JsonEscape();
    escape.begin();
    for (int end = i + 1; end < text.length() && escape.takes(text.charAt(end)); end++) {
      if (escape.add(text.charAt(end))) {
        return end + 1 - i;
      }
    }
    return 1;
  }
}
