package dev.deltalex.testkit;

import java.util.ArrayList;
import java.util.List;

/** Calls as Python spells them, with the liberties of Python and of models. */
final class SyntaxKeywordTexts {
  private static final String[] NAMES = {"k", "city", "x1", "a_b", "\u00e9t\u00e9", "null", "from"};

  private static final String[] TEXTS = {
    "",
    "Bern",
    "a, b=1) [d]",
    "\"quoted\"",
    "it's",
    "\\",
    "\\d+\\.",
    "line\nline\r\n",
    " ",
    "</",
    "f(a=1)",
    "\n[f(a='x')]\n",
    "\u0007\u000b\u0001\u007f",
    "\ud83d\ude00",
    "'''",
    "\"\"\"",
    "null",
    "42",
    "\u00fc\u20ac\t\b\f",
    "#{x}"
  };

  private static final String[][] SCALARS = {
    {"42", "42"},
    {"-7", "-7"},
    {"3.14", "3.14"},
    {"1e5", "1e5"},
    {"1_000", "1000"},
    {"0x1F", "31"},
    {"+5", "5"},
    {".5", "0.5"},
    {"1.", "1.0"},
    {"00", "0"},
    {"True", "true"},
    {"False", "false"},
    {"None", "null"},
    {"true", "true"},
    {"null", "null"}
  };

  /** What is no literal of Python, and becomes a string. */
  private static final String[] ODD = {"Bern", "007", "nan", "1__0", "x.y", "5j", "don't"};

  private final SyntaxOutput out;
  private final Pick pick;
  private final String[] markers;
  private final StringBuilder meant = new StringBuilder();

  SyntaxKeywordTexts(SyntaxOutput out, String[] markers) {
    this.out = out;
    this.pick = out.pick;
    this.markers = markers;
  }

  /** Whether a name is one of Python, perhaps with dots and hyphens. */
  static boolean isName(String name) {
    return name.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*");
  }

  /** The JSON that was written. */
  String meant() {
    return meant.toString();
  }

  /** Writes a name, parentheses and arguments. */
  void call(ToolTexts.Tool tool) {
    put(tool.name() + "(", "{");
    List<String> names = new ArrayList<>(List.of(NAMES));
    tool.parameters().keySet().stream().filter(n -> n.matches("[\\p{L}_]+")).forEach(names::add);
    List<String> given = new ArrayList<>();
    space();
    for (int count = pick.below(4); count > 0; count--) {
      String name = names.get(pick.below(names.size()));
      if (given.contains(name)) {
        continue;
      }
      comma(given.isEmpty());
      given.add(name);
      put(name, ReferenceValue.string(name));
      put(pick.of("=", "=", "=", " = ", " ="), ":");
      value(3);
      space();
    }
    if (!given.isEmpty() && out.takes(SyntaxLiberty.DAMAGED_JSON, 5)) {
      // An argument without a name is none.
      out.put(pick.of(",", ", 1", ", 'x'", " and more", ", *a"));
    } else if (!given.isEmpty() && pick.chance(5)) {
      out.put(",");
    }
    put(")", "}");
  }

  private void space() {
    out.put(pick.of("", "", "", " ", "\n  "));
  }

  private void comma(boolean first) {
    put(first ? "" : ",", first ? "" : ",");
    out.put(first ? "" : pick.of(" ", " ", "", "\n  "));
  }

  private void value(int depth) {
    int kind = pick.below(depth > 0 ? 10 : 6);
    if (kind < 3) {
      text();
    } else if (kind < 6) {
      String[] scalar = pick.of(SCALARS);
      boolean odd = out.takes(SyntaxLiberty.DAMAGED_JSON, 3);
      String raw = odd ? pick.of(ODD) : scalar[0];
      put(raw, odd ? ReferenceValue.string(raw) : scalar[1]);
    } else if (kind < 8) {
      dictionary(depth);
    } else {
      list(depth);
    }
  }

  private void dictionary(int depth) {
    put("{", "{");
    int count = pick.below(4);
    for (int i = 0; i < count; i++) {
      comma(i == 0);
      String key = pick.of("k", "a b", "it's", "\u00fc", "\\") + i;
      String quote = pick.of("'", "\"");
      put(quote + escaped(key, quote, false) + quote, ReferenceValue.string(key));
      put(pick.of(":", ": ", " : "), ":");
      value(depth - 1);
      space();
    }
    put("}", "}");
  }

  private void list(int depth) {
    boolean tuple = pick.chance(20);
    put(tuple ? "(" : "[", "[");
    int count = pick.below(4);
    for (int i = 0; i < count; i++) {
      comma(i == 0);
      value(depth - 1);
      space();
    }
    boolean trails = count > 0 && (tuple && count == 1 || pick.chance(10));
    put((trails ? "," : "") + (tuple ? ")" : "]"), "]");
  }

  private void text() {
    boolean marked = pick.chance(10);
    String text = out.isLong(30) ? pick.longText() : marked ? pick.of(markers) : pick.of(TEXTS);
    text += pick.chance(30) ? pick.of(TEXTS) : "";
    if (marked) {
      out.expected.noteMarkerInValue();
    }
    meant.append(ReferenceValue.string(text));
    if (pick.chance(10)) {
      // Strings in a row are one; no pair of surrogates is split.
      int half = text.length() / 2;
      half -= half > 0 && Character.isHighSurrogate(text.charAt(half - 1)) ? 1 : 0;
      literal(text.substring(0, half), true);
      out.put(pick.of(" ", "\n", "", "  "));
      literal(text.substring(half), false);
    } else {
      literal(text, true);
    }
  }

  /** A literal; one that another one precedes has no prefix. */
  private void literal(String text, boolean prefixed) {
    String one = pick.of("'", "\"");
    boolean triple = pick.chance(15);
    // Two quotes behind an empty string would be three.
    boolean lone = text.isEmpty() && !triple;
    String quote = triple ? one.repeat(3) : one;
    boolean raw = prefixed && text.matches("[^'\"\\\\\n\r]+") && pick.chance(30);
    boolean unicode = prefixed && pick.chance(5);
    String prefix = raw ? pick.of("r", "R") : unicode ? pick.of("u", "U") : "";
    out.put((lone ? " " : "") + prefix + quote);
    out.put(raw ? text : escaped(text, one, triple));
    out.put(quote + (lone ? " " : ""));
  }

  /** A text inside of quotes. */
  private String escaped(String text, String quote, boolean triple) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean needs = c == '\\' || c == quote.charAt(0) || !triple && (c == '\n' || c == '\r');
      boolean half = Character.isSurrogate(c);
      if (!needs && (half || !pick.chance(5))) {
        all.append(c);
        continue;
      }
      int simple = "\\'\"\u0007\b\f\n\r\t\u000b".indexOf(c);
      if (simple >= 0 && pick.chance(80)) {
        all.append('\\').append("\\'\"abfnrtv".charAt(simple));
      } else if (c < 0x100 && pick.chance(50)) {
        all.append(String.format(pick.of("\\x%02x", "\\x%02X", "\\%03o"), (int) c));
      } else {
        all.append(String.format(pick.of("\\u%04x", "\\u%04X", "\\U%08x"), (int) c));
      }
      all.append(pick.chance(3) ? "\\\n" : "");
    }
    return all.toString();
  }

  private void put(String wire, String json) {
    out.put(wire);
    meant.append(json);
  }
}
