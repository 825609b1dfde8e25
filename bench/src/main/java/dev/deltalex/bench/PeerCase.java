package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A response in Qwen3-Coder's format, and what it says.
 *
 * @param name in a few words
 * @param text the response
 * @param content its text outside of calls; white space around it does not matter
 * @param calls the arguments of its calls
 */
record PeerCase(String name, String text, String content, List<Map<String, String>> calls) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Responses of kinds that models write every day. */
  static List<PeerCase> all() {
    List<PeerCase> cases = new ArrayList<>();
    cases.add(file("a line", "print(1)"));
    cases.add(file("code", "if (a < b && c.equals(\"x\")) {\n  return \"\\n\";\n}"));
    cases.add(file("blank lines at both ends", "\n\nx\n\n"));
    cases.add(file("an empty value", ""));
    cases.add(file("markup", "<ul>\n<li>1</li>\n</ul>\n<function>"));
    cases.add(file("the beginning of a closer", "a </param b\n</para\n</parameter c"));
    cases.add(file("text of other scripts", "h\u00e9 \u4e2d\u6587 \ud83d\ude00\n\u00fc"));
    cases.add(file("tabs and carriage returns", "a\tb\r\nc"));
    cases.add(file("JSON", "{\"a\": [1, 2, {\"b\": null}]}"));
    PeerCase one = file("", "1");
    PeerCase two = file("", "2");
    cases.add(
        new PeerCase(
            "two calls",
            one.text + "\n" + two.text,
            "",
            List.of(one.calls.getFirst(), two.calls.getFirst())));
    cases.add(
        new PeerCase(
            "text in front",
            "I'll write it: a < b.\n" + one.text,
            "I'll write it: a < b.",
            one.calls));
    cases.add(
        new PeerCase(
            "no call", "1 < 2, and <tools> are none", "1 < 2, and <tools> are none", List.of()));
    return cases;
  }

  private static PeerCase file(String name, String content) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("path", "src/Main.java");
    arguments.put("content", content);
    return new PeerCase(name, Calls.OPENER + content + Calls.CLOSER, "", List.of(arguments));
  }

  /** Whether the streamed arguments are those of the response. */
  boolean isRight(List<String> streamed) {
    List<Map<String, String>> found = new ArrayList<>();
    for (String json : streamed) {
      found.add(strings(json));
    }
    return found.equals(calls);
  }

  boolean isRight(List<String> streamed, String found) {
    return isRight(streamed) && found.strip().equals(content);
  }

  /** An object of strings; empty if it is anything else. */
  private static Map<String, String> strings(String json) {
    Map<String, String> strings = new LinkedHashMap<>();
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        if (in.nextToken() != JsonToken.VALUE_STRING) {
          return Map.of();
        }
        strings.put(name, in.getText());
      }
      return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null
          ? strings
          : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
