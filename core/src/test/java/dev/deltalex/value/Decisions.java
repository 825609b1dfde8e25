package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.testkit.JsonEscaper;
import dev.deltalex.testkit.JsonPrefix;

/** Decisions carried out as a parser would, for tests to look at. */
final class Decisions {
  /** Chars around each text, so that a decision that looks beyond its range is found out. */
  private static final String FENCE = "1\"";

  private Decisions() {}

  static long decide(int types, String text) {
    return decide(types, text, 256);
  }

  static long decide(int types, String text, int depth) {
    char[] fenced = (FENCE + text + FENCE).toCharArray();
    int from = FENCE.length();
    return Coercion.decide(types, fenced, from, from + text.length(), depth);
  }

  static Coercion.Kind kind(int types, String text) {
    return Coercion.kind(decide(types, text));
  }

  /** The JSON text of a value, and a star before it if it is a string that the schema lacks. */
  static String json(int types, String text) {
    return json(types, text, true, 256);
  }

  static String json(int types, String text, boolean python, int depth) {
    long decision = decide(types, text, depth);
    int from = Coercion.from(decision, 0);
    int to = Coercion.to(decision, 0);
    String range = text.substring(from, to);
    String string = '"' + JsonEscaper.escape(text) + '"';
    return switch (Coercion.kind(decision)) {
      case NULL -> "null";
      case TRUE -> "true";
      case FALSE -> "false";
      case VERBATIM -> range;
      case NEGATED -> "-" + range;
      case MISSING_CLOSERS -> range + closers(range, depth);
      case MISFIT -> "*" + range;
      case NEAR_JSON -> {
        NearJson near = new NearJson(ScalarCharScanner.INSTANCE, new CharArrayPool());
        Limits limits = Limits.builder().maxDepth(depth).build();
        char[] chars = range.toCharArray();
        boolean fits = near.read(chars, 0, chars.length, python, limits) != NearJson.Reading.NONE;
        boolean scalar = JsonPrefix.of(range).complete();
        yield fits ? near.json().toString() : "*" + (scalar ? range : string);
      }
      case STRING -> string;
      case FAILED -> "*" + string;
      case TOO_DEEP -> "**" + string;
    };
  }

  private static String closers(String range, int depth) {
    char[] out = new char[depth];
    int count = Coercion.missingClosers(range.toCharArray(), 0, range.length(), depth, out);
    return new String(out, 0, count);
  }
}
