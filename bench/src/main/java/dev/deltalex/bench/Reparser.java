package dev.deltalex.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The yardstick: a parser as most engines have it. It keeps all text, finds the calls and
 * parameters in it by regular expressions with every delta, writes the arguments so far as JSON and
 * sends what was not sent yet.
 */
final class Reparser {
  private static final Pattern CALL =
      Pattern.compile(
          "<tool_call>\\s*<function=([^>\n]+)>(.*?)(?:</function>|\\z)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("<parameter=([^>\n]+)>\n?(.*?)(?:(\n</parameter>)|\\z)", Pattern.DOTALL);

  /** Chars at the end that may still turn out to be a closer. */
  private static final int CLOSER = "\n</parameter>".length();

  private final StringBuilder text = new StringBuilder();
  private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();
  private int sent;

  /** Takes the next delta; returns the JSON text that goes out for it. */
  String feed(String delta) {
    text.append(delta);
    Matcher call = CALL.matcher(text);
    if (!call.find()) {
      return "";
    }
    boolean complete = text.charAt(call.end() - 1) == '>' && call.end(2) < call.end();
    String now = json(call.group(2), complete);
    String more = now.length() > sent ? now.substring(sent) : "";
    sent = Math.max(sent, now.length());
    return more;
  }

  private String json(String body, boolean complete) {
    StringBuilder json = new StringBuilder("{");
    Matcher parameter = PARAMETER.matcher(body);
    while (parameter.find()) {
      boolean closed = parameter.end(3) >= 0;
      String value = parameter.group(2);
      if (!closed) {
        value = value.substring(0, Math.max(0, value.length() - CLOSER));
      }
      json.append(json.length() == 1 ? "" : ",").append('"').append(parameter.group(1));
      json.append("\":\"").append(encoder.quoteAsString(value));
      if (closed) {
        json.append('"');
      }
    }
    return complete ? json.append('}').toString() : json.toString();
  }
}
