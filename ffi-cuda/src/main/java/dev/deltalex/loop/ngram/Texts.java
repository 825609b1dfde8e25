package dev.deltalex.loop.ngram;

import java.util.Locale;

/** Writes prose, code and values of parameters. */
final class Texts {
  private final Dice dice;

  Texts(Dice dice) {
    this.dice = dice;
  }

  /** A sentence without the full stop. */
  String sentence() {
    StringBuilder out = new StringBuilder();
    if (dice.oneIn(3)) {
      out.append(dice.skewed(Lexicon.OPENERS)).append(" the ");
    } else if (dice.oneIn(4)) {
      out.append(dice.any(Lexicon.NAMES)).append(' ').append(dice.skewed(Lexicon.VERBS));
      out.append(" the ");
    } else {
      out.append("The ");
    }
    clause(out);
    if (dice.oneIn(4)) {
      out.append(dice.oneIn(2) ? ", and the " : " because the ");
      clause(out);
    }
    if (dice.oneIn(12)) {
      out.append(' ').append(dice.any(Lexicon.SYMBOLS));
    }
    return out.toString();
  }

  private void clause(StringBuilder out) {
    if (dice.oneIn(2)) {
      out.append(dice.skewed(Lexicon.ADJECTIVES)).append(' ');
    }
    out.append(dice.skewed(Lexicon.NOUNS)).append(' ').append(dice.skewed(Lexicon.VERBS));
    out.append(" the ").append(dice.skewed(Lexicon.NOUNS));
    if (dice.oneIn(5)) {
      out.append(' ').append(dice.skewed(Lexicon.ADVERBS));
    }
  }

  /** What a title or a query holds: no sentence, so that the model knows where it is. */
  private String phrase() {
    StringBuilder out = new StringBuilder(dice.skewed(Lexicon.ADJECTIVES));
    out.append(' ').append(dice.skewed(Lexicon.NOUNS));
    switch (dice.below(4)) {
      case 0 -> out.append(" for ").append(dice.any(Lexicon.NAMES));
      case 1 -> out.append(" in ").append(dice.any(Lexicon.CITIES));
      case 2 -> out.append(" 20").append(dice.between(10, 30));
      default -> out.append(" + ").append(dice.skewed(Lexicon.NOUNS));
    }
    if (dice.oneIn(6)) {
      out.append(' ').append(dice.any(Lexicon.SYMBOLS));
    }
    return out.toString();
  }

  /** Sentences, now and then as a list. */
  void prose(StringBuilder out, int sentences) {
    boolean list = dice.oneIn(7);
    for (int i = 0; i < sentences; i++) {
      out.append(list ? "- " : i == 0 ? "" : " ").append(sentence());
      out.append(dice.oneIn(9) ? '?' : '.').append(list ? "\n" : "");
    }
  }

  /** A few lines of a program. */
  String code() {
    StringBuilder out = new StringBuilder();
    switch (dice.below(3)) {
      case 0 -> python(out);
      case 1 -> java(out);
      default -> html(out);
    }
    return out.toString();
  }

  private void python(StringBuilder out) {
    String item = dice.skewed(Lexicon.IDENTIFIERS);
    out.append("def ").append(dice.skewed(Lexicon.IDENTIFIERS)).append('_').append(item);
    out.append("(items):\n    ").append(item).append(" = ").append(dice.below(10));
    out.append("\n    for i in range(len(items)):\n        if items[i] < ").append(dice.below(100));
    out.append(":\n            ").append(item).append(" += items[i]\n    return ").append(item);
    if (dice.oneIn(2)) {
      out.append("\n\nprint(\"").append(dice.skewed(Lexicon.NOUNS)).append("\", 'ok')");
    }
  }

  private void java(StringBuilder out) {
    String name = dice.skewed(Lexicon.IDENTIFIERS);
    out.append("int ").append(name).append(" = ").append(dice.below(1000)).append(";\n");
    out.append("while (").append(name).append(" > 0 && ").append(dice.skewed(Lexicon.IDENTIFIERS));
    out.append(" != null) {\n  ").append(name).append(" -= ").append(dice.between(1, 9));
    out.append(";\n  map.put(\"").append(dice.skewed(Lexicon.NOUNS)).append("\", list[");
    out.append(name).append("]);\n}");
  }

  private void html(StringBuilder out) {
    out.append("<ul>\n");
    for (int i = dice.between(1, 3); i > 0; i--) {
      out.append("  <li class=\"").append(dice.skewed(Lexicon.ADJECTIVES)).append("\">");
      out.append(dice.skewed(Lexicon.NOUNS)).append(" &amp; more</li>\n");
    }
    out.append("</ul>");
  }

  /** A value as plain text: what stands between a parameter's tags. */
  String plain(Tool.Kind kind) {
    return switch (kind) {
      case CITY -> dice.skewed(Lexicon.CITIES);
      case PERSON -> dice.any(Lexicon.NAMES) + "@" + dice.skewed(Lexicon.NOUNS) + ".example";
      case DATE ->
          String.format(
              Locale.ROOT,
              "20%02d-%02d-%02d",
              dice.between(20, 30),
              dice.between(1, 12),
              dice.between(1, 28));
      case SENTENCE -> dice.oneIn(5) ? sentence() : phrase();
      case PATH -> path();
      case CODE -> code();
      case SQL -> sql();
      case URL -> "https://" + dice.skewed(Lexicon.NOUNS) + ".example/" + path();
      case UNIT -> dice.any(new String[] {"celsius", "USD", "EUR", "python", "java", "kelvin"});
      case INTEGER -> Integer.toString(dice.below(dice.oneIn(3) ? 10_000 : 30));
      case NUMBER -> dice.below(500) + "." + dice.below(100);
      case FLAG -> dice.oneIn(2) ? "true" : "false";
      case WORDS -> words();
      case OBJECT -> object();
    };
  }

  private String path() {
    return dice.skewed(Lexicon.DIRECTORIES)
        + "/"
        + dice.skewed(Lexicon.NOUNS)
        + (dice.oneIn(3) ? "_" + dice.skewed(Lexicon.IDENTIFIERS) : "")
        + "."
        + dice.skewed(Lexicon.EXTENSIONS);
  }

  private String sql() {
    return "SELECT "
        + dice.skewed(Lexicon.IDENTIFIERS)
        + ", "
        + dice.skewed(Lexicon.IDENTIFIERS)
        + " FROM "
        + dice.skewed(Lexicon.NOUNS)
        + "s WHERE "
        + dice.skewed(Lexicon.IDENTIFIERS)
        + (dice.oneIn(2) ? " > " : " <= ")
        + dice.below(100)
        + (dice.oneIn(2) ? " ORDER BY name" : "");
  }

  private String words() {
    StringBuilder out = new StringBuilder("[");
    for (int i = dice.between(1, 3); i > 0; i--) {
      out.append(quoted(dice.skewed(Lexicon.NOUNS))).append(i == 1 ? "]" : ", ");
    }
    return out.toString();
  }

  private String object() {
    StringBuilder out = new StringBuilder("{");
    for (int i = dice.between(1, 3); i > 0; i--) {
      out.append(quoted(dice.skewed(Lexicon.IDENTIFIERS))).append(": ");
      switch (dice.below(4)) {
        case 0 -> out.append(dice.below(100));
        case 1 -> out.append(words());
        case 2 -> out.append(dice.oneIn(2) ? "null" : "true");
        default -> out.append(quoted(dice.skewed(Lexicon.NOUNS)));
      }
      out.append(i == 1 ? "}" : ", ");
    }
    return out.toString();
  }

  /** A value as JSON. */
  String json(Tool.Kind kind) {
    return switch (kind) {
      case INTEGER, NUMBER, FLAG, WORDS, OBJECT -> plain(kind);
      default -> quoted(plain(kind));
    };
  }

  /** A JSON string. Half of what is not ASCII is written as an escape, as some models do. */
  private String quoted(String text) {
    boolean escape = dice.oneIn(2);
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c > 126 && escape) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
