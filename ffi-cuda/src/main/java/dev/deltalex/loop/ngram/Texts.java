package dev.deltalex.loop.ngram;

import java.util.Locale;

/** Generates prose, code and values of parameters. */
final class Texts {
  private final SeededRandom random;

  Texts(SeededRandom random) {
    this.random = random;
  }

  /** A sentence without the full stop. */
  String sentence() {
    StringBuilder out = new StringBuilder();
    if (random.oneIn(3)) {
      out.append(random.skewed(Lexicon.OPENERS)).append(" the ");
    } else if (random.oneIn(4)) {
      out.append(random.any(Lexicon.NAMES)).append(' ').append(random.skewed(Lexicon.VERBS));
      out.append(" the ");
    } else {
      out.append("The ");
    }
    clause(out);
    if (random.oneIn(4)) {
      out.append(random.oneIn(2) ? ", and the " : " because the ");
      clause(out);
    }
    if (random.oneIn(12)) {
      out.append(' ').append(random.any(Lexicon.SYMBOLS));
    }
    return out.toString();
  }

  private void clause(StringBuilder out) {
    if (random.oneIn(2)) {
      out.append(random.skewed(Lexicon.ADJECTIVES)).append(' ');
    }
    out.append(random.skewed(Lexicon.NOUNS)).append(' ').append(random.skewed(Lexicon.VERBS));
    out.append(" the ").append(random.skewed(Lexicon.NOUNS));
    if (random.oneIn(5)) {
      out.append(' ').append(random.skewed(Lexicon.ADVERBS));
    }
  }

  /**
   * The text of a title or a query: not a sentence, so that the model can distinguish the two
   * contexts.
   */
  private String phrase() {
    StringBuilder out = new StringBuilder(random.skewed(Lexicon.ADJECTIVES));
    out.append(' ').append(random.skewed(Lexicon.NOUNS));
    switch (random.below(4)) {
      case 0 -> out.append(" for ").append(random.any(Lexicon.NAMES));
      case 1 -> out.append(" in ").append(random.any(Lexicon.CITIES));
      case 2 -> out.append(" 20").append(random.between(10, 30));
      default -> out.append(" + ").append(random.skewed(Lexicon.NOUNS));
    }
    if (random.oneIn(6)) {
      out.append(' ').append(random.any(Lexicon.SYMBOLS));
    }
    return out.toString();
  }

  /** Sentences, sometimes as a list. */
  void prose(StringBuilder out, int sentences) {
    boolean list = random.oneIn(7);
    for (int i = 0; i < sentences; i++) {
      out.append(list ? "- " : i == 0 ? "" : " ").append(sentence());
      out.append(random.oneIn(9) ? '?' : '.').append(list ? "\n" : "");
    }
  }

  /** A few lines of a program. */
  String code() {
    StringBuilder out = new StringBuilder();
    switch (random.below(3)) {
      case 0 -> python(out);
      case 1 -> java(out);
      default -> html(out);
    }
    return out.toString();
  }

  private void python(StringBuilder out) {
    String item = random.skewed(Lexicon.IDENTIFIERS);
    out.append("def ").append(random.skewed(Lexicon.IDENTIFIERS)).append('_').append(item);
    out.append("(items):\n    ").append(item).append(" = ").append(random.below(10));
    out.append("\n    for i in range(len(items)):\n        if items[i] < ")
        .append(random.below(100));
    out.append(":\n            ").append(item).append(" += items[i]\n    return ").append(item);
    if (random.oneIn(2)) {
      out.append("\n\nprint(\"").append(random.skewed(Lexicon.NOUNS)).append("\", 'ok')");
    }
  }

  private void java(StringBuilder out) {
    String name = random.skewed(Lexicon.IDENTIFIERS);
    out.append("int ").append(name).append(" = ").append(random.below(1000)).append(";\n");
    out.append("while (")
        .append(name)
        .append(" > 0 && ")
        .append(random.skewed(Lexicon.IDENTIFIERS));
    out.append(" != null) {\n  ").append(name).append(" -= ").append(random.between(1, 9));
    out.append(";\n  map.put(\"").append(random.skewed(Lexicon.NOUNS)).append("\", list[");
    out.append(name).append("]);\n}");
  }

  private void html(StringBuilder out) {
    out.append("<ul>\n");
    for (int i = random.between(1, 3); i > 0; i--) {
      out.append("  <li class=\"").append(random.skewed(Lexicon.ADJECTIVES)).append("\">");
      out.append(random.skewed(Lexicon.NOUNS)).append(" &amp; more</li>\n");
    }
    out.append("</ul>");
  }

  /** A value as plain text, for the content of a parameter's tags. */
  String plain(Tool.Kind kind) {
    return switch (kind) {
      case CITY -> random.skewed(Lexicon.CITIES);
      case PERSON -> random.any(Lexicon.NAMES) + "@" + random.skewed(Lexicon.NOUNS) + ".example";
      case DATE ->
          String.format(
              Locale.ROOT,
              "20%02d-%02d-%02d",
              random.between(20, 30),
              random.between(1, 12),
              random.between(1, 28));
      case SENTENCE -> random.oneIn(5) ? sentence() : phrase();
      case PATH -> path();
      case CODE -> code();
      case SQL -> sql();
      case URL -> "https://" + random.skewed(Lexicon.NOUNS) + ".example/" + path();
      case UNIT -> random.any(new String[] {"celsius", "USD", "EUR", "python", "java", "kelvin"});
      case INTEGER -> Integer.toString(random.below(random.oneIn(3) ? 10_000 : 30));
      case NUMBER -> random.below(500) + "." + random.below(100);
      case FLAG -> random.oneIn(2) ? "true" : "false";
      case WORDS -> words();
      case OBJECT -> object();
    };
  }

  private String path() {
    return random.skewed(Lexicon.DIRECTORIES)
        + "/"
        + random.skewed(Lexicon.NOUNS)
        + (random.oneIn(3) ? "_" + random.skewed(Lexicon.IDENTIFIERS) : "")
        + "."
        + random.skewed(Lexicon.EXTENSIONS);
  }

  private String sql() {
    return "SELECT "
        + random.skewed(Lexicon.IDENTIFIERS)
        + ", "
        + random.skewed(Lexicon.IDENTIFIERS)
        + " FROM "
        + random.skewed(Lexicon.NOUNS)
        + "s WHERE "
        + random.skewed(Lexicon.IDENTIFIERS)
        + (random.oneIn(2) ? " > " : " <= ")
        + random.below(100)
        + (random.oneIn(2) ? " ORDER BY name" : "");
  }

  private String words() {
    StringBuilder out = new StringBuilder("[");
    for (int i = random.between(1, 3); i > 0; i--) {
      out.append(quoted(random.skewed(Lexicon.NOUNS))).append(i == 1 ? "]" : ", ");
    }
    return out.toString();
  }

  private String object() {
    StringBuilder out = new StringBuilder("{");
    for (int i = random.between(1, 3); i > 0; i--) {
      out.append(quoted(random.skewed(Lexicon.IDENTIFIERS))).append(": ");
      switch (random.below(4)) {
        case 0 -> out.append(random.below(100));
        case 1 -> out.append(words());
        case 2 -> out.append(random.oneIn(2) ? "null" : "true");
        default -> out.append(quoted(random.skewed(Lexicon.NOUNS)));
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

  /** A JSON string. Half of the non-ASCII chars are written as escapes, as some models do. */
  private String quoted(String text) {
    boolean escape = random.oneIn(2);
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
