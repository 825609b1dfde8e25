package dev.deltalex.testkit;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.syntax.Literal;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects with keys without quotes, strings between literals and bare scalars: what models write
 * where a format has a literal of its own around strings.
 */
final class SyntaxQuotedTexts {
  private static final String[] KEYS = {"k", "city", "x1", "a_b", "\u00e9t\u00e9", "null", "a.b"};

  private static final String[] RAW = {
    "",
    "Bern",
    "a, b: {c} [d]",
    "\"quoted\"",
    "it's",
    "\\",
    "\\n",
    "line\nline\r\n",
    " ",
    "<",
    "<|",
    "<e",
    "</x>",
    "\u0001",
    "\ud83d\ude00",
    "{",
    "}",
    "]}",
    "null",
    "42",
    "call:f{",
    "\u00fc"
  };

  private static final String[] BARE = {
    "42",
    "-7",
    "007",
    "3.14",
    "1e5",
    "true",
    "False",
    "null",
    "None",
    "hello",
    "two words",
    "a:b",
    "a<b",
    "x<",
    "NaN",
    "+1",
    "a\"b",
    "\u00fc",
    "f(x)",
    "5.0",
    "1",
    "{",
    "tr\nue"
  };

  private final SyntaxOutput out;
  private final Pick pick;
  private final Literal quote;
  private final ToolTexts.Tool tool;
  private final StringBuilder meant = new StringBuilder();

  SyntaxQuotedTexts(SyntaxOutput out, Literal quote, ToolTexts.Tool tool) {
    this.out = out;
    this.pick = out.pick;
    this.quote = quote;
    this.tool = tool;
  }

  /** The JSON that was written. */
  String meant() {
    return meant.toString();
  }

  /** Writes the arguments of a call. */
  void write() {
    object(3, true);
  }

  private void object(int depth, boolean outermost) {
    // The header wrote the outermost bracket.
    put(outermost ? "" : "{", "{");
    List<String> names = new ArrayList<>(List.of(KEYS));
    if (outermost) {
      names.addAll(tool.parameters().keySet());
      names.addAll(tool.parameters().keySet());
    }
    List<String> given = new ArrayList<>();
    for (int count = pick.below(4); count > 0; count--) {
      String name = names.get(pick.below(names.size()));
      if (given.contains(name) || name.indexOf(' ') >= 0) {
        continue;
      }
      put(given.isEmpty() ? "" : ",", given.isEmpty() ? "" : ",");
      out.put(pick.of("", "", "", " ", "\n"));
      given.add(name);
      key(name);
      out.put(pick.of("", "", "", " "));
      put(":", ":");
      out.put(pick.of("", "", "", " "));
      int types = outermost ? tool.parameters().getOrDefault(name, ParameterType.STRING) : -1;
      value(depth - 1, types);
    }
    out.put(pick.of("", "", "", " ", "\n"));
    boolean trails = !given.isEmpty() && out.takes(SyntaxLiberty.DAMAGED_JSON, 3);
    put((trails ? "," : "") + "}", "}");
  }

  private void key(String name) {
    boolean enclosed = out.takes(SyntaxLiberty.DAMAGED_JSON, 8);
    if (enclosed) {
      out.literal(quote);
    }
    put(name, ReferenceValue.string(name));
    if (enclosed) {
      out.literal(quote);
    }
  }

  private void value(int depth, int types) {
    int kind = pick.below(depth > 0 ? 10 : 6);
    if (kind < 3) {
      String raw = out.isLong(30) ? pick.longText() : pick.of(RAW) + pick.of("", pick.of(RAW));
      raw = raw.replace(quote.text(), "");
      out.literal(quote);
      put(raw, ReferenceValue.string(raw));
      out.literal(quote);
    } else if (kind < 6) {
      bare(types);
    } else if (kind < 8) {
      object(depth, false);
    } else {
      array(depth);
    }
  }

  /** A scalar without quotes, which no bracket begins and no quotation mark. */
  private void bare(int types) {
    String text = pick.of(BARE);
    if (text.equals("{") || types == -1 && text.chars().anyMatch(c -> c < ' ')) {
      text = "42";
    }
    String json =
        types == -1
            ? JsonTokens.json(text)
            : ReferenceValue.of(text, types, Limits.DEFAULT, ParserOptions.DEFAULT).json();
    put(text, json);
    out.put(pick.of("", "", "", " ", "\n"));
  }

  private void array(int depth) {
    put("[", "[");
    int count = pick.below(4);
    for (int i = 0; i < count; i++) {
      put(i == 0 ? "" : ",", i == 0 ? "" : ",");
      out.put(pick.of("", "", " "));
      value(depth - 1, -1);
    }
    put("]", "]");
  }

  private void put(String wire, String json) {
    out.put(wire);
    meant.append(json);
  }
}
