package dev.deltalex.testkit;

/**
 * Writes random JSON values twice at once: as models might spell them and as strict JSON that means
 * the same. With liberties the first is damaged in every way that has one reading.
 */
final class JsonTexts {
  static final String[] KEYS = {
    "city", "k", "path", "a", "content", "days", "x_y", "null", "name", "arguments", "$ref", "q-9"
  };
  private static final String[] ODD_KEYS = {
    "",
    "x y",
    "\u00e9t\u00e9",
    "q\\uote",
    "a\"b",
    "it's",
    "}",
    "<tool_call>",
    "\ud83d\ude00",
    ":",
    ","
  };
  private static final String[] PLAIN = {
    "a",
    "Z\u00fcrich",
    "it's",
    "\"quoted\"",
    "\\",
    "\\\\",
    "\\n",
    "\t",
    "\n",
    "\u0001",
    "\u001f",
    "\u007f",
    "{",
    "}",
    "[1, 2]",
    "1 < 2",
    "/",
    "\ud83d\ude00",
    "\u2028",
    "null",
    "'",
    "``",
    "if (x) {\n  y();\n}",
    "\r\n",
    " ",
    ",",
    ":",
    "\b\f",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\ud83d",
    "\ude00",
    "\\u0041",
    "\\ud83d",
    "say \"hi\" to",
    "<a href=\"x\">y</a>",
    "echo \"a b\"; ls"
  };
  private static final String[] MARKERS = {
    "<tool_call>",
    "</tool_call>",
    "</tool_call >",
    "<think>",
    "</think>",
    "{\"name\": \"f\"",
    "\"}}</tool_call>",
    "<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>",
    "</",
    "<"
  };

  private final Pick pick;
  private final boolean liberties;
  private final String[] markers;
  private final StringBuilder wire = new StringBuilder();
  private final StringBuilder meant = new StringBuilder();
  private boolean marker;

  JsonTexts(Pick pick, boolean liberties) {
    this(pick, liberties, MARKERS);
  }

  /** With strings that contain the markers of a declaration. */
  JsonTexts(Pick pick, boolean liberties, String[] markers) {
    this.pick = pick;
    this.liberties = liberties;
    this.markers = markers;
  }

  /** What the model writes. */
  String wire() {
    return wire.toString();
  }

  /** What it means. */
  String meant() {
    return meant.toString();
  }

  /** Whether a string contains a marker. */
  boolean marker() {
    return marker;
  }

  private boolean liberty(int percent) {
    return liberties && pick.chance(percent);
  }

  private void both(String text) {
    wire.append(text);
    meant.append(text);
  }

  private void blank() {
    if (pick.chance(20)) {
      wire.append(pick.of(" ", "\n  ", "\t", "\r\n", "  "));
    }
  }

  /** An object of at most {@code depth} levels. */
  void object(int depth) {
    both("{");
    int count = pick.below(5);
    boolean gap = false;
    for (int i = 0; i < count; i++) {
      boolean behindString = behindString();
      boolean comma = separator(i, gap);
      gap = member(depth, behindString && !comma);
    }
    close(count > 0 && !gap, '}');
  }

  /**
   * Writes a member.
   *
   * @param behindString whether a string in double quotes is the last thing before, without a comma
   * @return whether the value was left out
   */
  private boolean member(int depth, boolean behindString) {
    boolean quoted = key(behindString);
    blank();
    // A key in double quotes ends only before a colon or what can begin a value in its place.
    boolean colon = behindString || !quoted || !liberty(6);
    wire.append(colon ? ":" : "");
    meant.append(':');
    wire.append(pick.of("", " ", " "));
    if (colon && liberty(4)) {
      meant.append("null");
      return true;
    }
    if (colon) {
      value(depth - 1);
    } else if (depth > 1 && pick.chance(40)) {
      object(depth - 1);
    } else if (pick.chance(50)) {
      string();
    } else {
      both(pick.of("1", "0", "-0.0", "2.50"));
    }
    return false;
  }

  /** Whether what was written last is a string in double quotes. */
  private boolean behindString() {
    int last = wire.length() - 1;
    return wire.charAt(last) == '"';
  }

  /** An object with one string. */
  void objectOf(String text) {
    both("{");
    key(false);
    both(": ");
    quoted(text);
    both("}");
  }

  private void array(int depth) {
    both("[");
    int count = pick.below(4);
    boolean gap = false;
    for (int i = 0; i < count; i++) {
      boolean behindString = behindString();
      boolean comma = separator(i, gap);
      gap = comma && i < count - 1 && liberty(4);
      if (gap) {
        meant.append("null");
      } else if (behindString && !comma) {
        string();
      } else {
        value(depth - 1);
      }
    }
    close(count > 0 && !gap, ']');
  }

  /** What stands before element {@code i}; false if a comma is missing there. */
  private boolean separator(int i, boolean gap) {
    boolean comma = i == 0 || gap || !liberty(6);
    if (i > 0) {
      wire.append(comma ? "," : " ");
      meant.append(',');
    }
    blank();
    return comma;
  }

  private void close(boolean mayTrail, char right) {
    boolean trails = mayTrail && liberty(10);
    if (trails) {
      wire.append(',');
    }
    blank();
    wire.append(!trails && liberty(5) ? pick.of("}", "]") : String.valueOf(right));
    meant.append(right);
  }

  void value(int depth) {
    if (depth > 0 && pick.chance(35)) {
      if (pick.chance(60)) {
        object(depth);
      } else {
        array(depth);
      }
    } else if (pick.chance(50)) {
      string();
    } else if (liberty(30)) {
      oddToken();
    } else if (pick.chance(65)) {
      both(pick.of("1", "0", "-0.0", "1e999", "12345678901234567890", "2.50"));
    } else {
      both(pick.of("true", "false", "null"));
    }
  }

  private void oddToken() {
    String[] choice =
        pick.of(
            new String[] {"True", "true"}, new String[] {"FALSE", "false"},
            new String[] {"None", "null"}, new String[] {"NULL", "null"},
            new String[] {"NaN", "\"NaN\""}, new String[] {"01", "\"01\""},
            new String[] {".5", "\".5\""}, new String[] {"+1", "\"+1\""},
            new String[] {"1.", "\"1.\""}, new String[] {"tRue", "\"tRue\""},
            new String[] {"o'clock", "\"o'clock\""}, new String[] {"a\\b", "\"a\\\\b\""},
            new String[] {"-", "\"-\""}, new String[] {"undefined", "\"undefined\""});
    wire.append(choice[0]);
    meant.append(choice[1]);
  }

  /** Whether the key was written in quotes; {@code inQuotes}: it must be. */
  private boolean key(boolean inQuotes) {
    if (!inQuotes && liberty(15)) {
      String key = pick.of(KEYS);
      wire.append(key);
      meant.append(ReferenceValue.string(key));
      return false;
    }
    quoted(pick.chance(85) || inQuotes ? pick.of(KEYS) : pick.of(ODD_KEYS));
    return true;
  }

  private void string() {
    StringBuilder text = new StringBuilder();
    for (int pieces = pick.below(5); pieces > 0; pieces--) {
      boolean mark = pick.chance(20);
      text.append(mark ? pick.of(markers) : pick.of(PLAIN));
      marker |= mark;
    }
    quoted(text.toString());
  }

  /** Whether a quote before such a char of a string, escaped or not, ends nothing. */
  private static boolean isOnlyText(char next) {
    return next >= 'a' && next <= 'z' || ">;=.)/".indexOf(next) >= 0;
  }

  /** A string in one of its spellings. */
  void quoted(String text) {
    char quote = liberty(15) ? '\'' : '"';
    wire.append(quote);
    meant.append('"');
    for (int i = 0; i < text.length(); i++) {
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (Character.isSurrogatePair(text.charAt(i), next) && pick.chance(30)) {
        wire.append(String.format("\\u%04x\\u%04X", (int) text.charAt(i), (int) next));
        meant.append(text, i, i + 2);
        i++;
      } else if (WholeText.of(text).charAt(i) != text.charAt(i) && pick.chance(50)) {
        wire.append(String.format("\\u%04x", (int) text.charAt(i)));
        meant.append(text.charAt(i));
      } else {
        spelled(text.charAt(i), quote, i + 1 < text.length() ? next : quote);
      }
    }
    if (liberty(8)) {
      wire.append(pick.of("\\d", "\\u12G", "\\x", "\\ ", "\\u"));
      int from = wire.lastIndexOf("\\");
      meant.append("\\\\").append(wire, from + 1, wire.length());
    }
    wire.append(quote);
    meant.append('"');
  }

  /** Writes a char of a string before the char {@code next}. */
  private void spelled(char c, char quote, char next) {
    meant.append(ReferenceValue.escaped(String.valueOf(c)));
    String upper = pick.chance(50) ? "\\u%04x" : "\\u%04X";
    if (c == '"' && quote == c && isOnlyText(next) && liberty(60)) {
      wire.append(c);
    } else if (!Character.isSurrogate(c) && pick.chance(4)) {
      wire.append(String.format(upper, (int) c));
    } else if (c == '\'' && (quote == c || liberty(10))) {
      wire.append("\\'");
    } else if (c == '"' && quote == '\'' && pick.chance(50) || c < ' ' && liberty(40)) {
      wire.append(c);
    } else if (c == '/' && pick.chance(30)) {
      wire.append("\\/");
    } else {
      wire.append(ReferenceValue.escaped(String.valueOf(c)));
    }
  }
}
