package dev.deltalex.testkit;

import dev.deltalex.schema.ParameterType;
import org.jspecify.annotations.Nullable;

/** Random raw values and the JSON that each must become. */
final class ValueTexts {
  private static final String QUOTED_CALL =
      "<tool_call>\n<function=f>\n<parameter=a>\n1\n</parameter>\n</function>\n</tool_call>";

  /** Markers that mean nothing in a value as long as plain text stands around them. */
  static final String[] MARKERS = {
    "</parameter>",
    "<tool_call>",
    "<function=get_weather>",
    "</function>",
    "</tool_call>",
    "<parameter=k>",
    "<think>",
    "</think>",
    "<parameter>",
    "</para",
    "<tool",
    "<",
    "</",
    "<function=",
    "</parameter >",
    "</parameter_x>",
    "</parameterxxxxxxxxxxxxxxxxx",
    "<parameter=",
    "</k>",
    "<parameter name=\"k\">",
    "<tool_call><function=x>",
    "<function=nobody>\n<parameter=k>v</parameter>\n</function>",
    QUOTED_CALL
  };

  private static final String[] PLAIN = {
    "a",
    "Zürich",
    "it's",
    "\"quoted\"",
    "\\",
    "\\n",
    "\t",
    "\u0001",
    "\u001f",
    "\u007f",
    "{}",
    "[1, 2]",
    "1 < 2",
    "a > b",
    "\ud83d\ude00",
    "\u2028",
    "null",
    "True",
    "None",
    "&lt;",
    "if (x) {\n  y();\n}",
    "\n\n",
    "\r\n",
    " ",
    "  indented",
    "\b\f",
    "0",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\r"
  };

  /** {@code json} is null if only the reference can tell. */
  record Value(String raw, @Nullable String json, boolean marker) {}

  private ValueTexts() {}

  static Value next(Pick pick, int types) {
    return next(pick, types, MARKERS);
  }

  /**
   * A value of one of the types.
   *
   * @param markers what means nothing in a value as long as plain text is around it
   */
  static Value next(Pick pick, int types, String[] markers) {
    int asked = types & ~ParameterType.NULL;
    if (types != asked && pick.chance(15)) {
      return new Value(pick.of("null", "NULL", "Null"), "null", false);
    }
    return switch (asked) {
      case 0 -> types == 0 ? string(pick, markers) : new Value("nil", "\"nil\"", false);
      case ParameterType.STRING -> nullable(string(pick, markers), types);
      case ParameterType.BOOLEAN -> bool(pick);
      case ParameterType.INTEGER -> integer(pick);
      case ParameterType.NUMBER -> number(pick);
      case ParameterType.OBJECT -> object(pick);
      case ParameterType.ARRAY -> array(pick);
      default -> union(pick, asked);
    };
  }

  /** A string of more chars than a parser holds back. */
  static Value longer(Pick pick) {
    return longer(pick, MARKERS);
  }

  /** As {@link #longer(Pick)}, with the markers of a declaration. */
  static Value longer(Pick pick, String[] markers) {
    String marker = pick.chance(50) ? "x " + pick.of(markers) + " y" : "";
    String raw = pick.longText() + marker + pick.of("", "z", pick.longText());
    return new Value(raw, ReferenceValue.string(raw), !marker.isEmpty());
  }

  private static Value nullable(Value value, int types) {
    return (types & ParameterType.NULL) != 0 && value.raw.equalsIgnoreCase("null")
        ? new Value(value.raw, "null", false)
        : value;
  }

  private static Value string(Pick pick, String[] markers) {
    StringBuilder raw = new StringBuilder();
    boolean marker = false;
    for (int pieces = pick.below(6); pieces > 0; pieces--) {
      if (pick.chance(25)) {
        raw.append(pick.of("a", "x ", "\"", "see ")).append(pick.of(markers));
        raw.append(pick.of("b", " y", ".", "\\", " 1"));
        marker = true;
      } else {
        raw.append(pick.of(PLAIN));
      }
    }
    if (pick.chance(3)) {
      raw.append(pick.of("\ud83d", "\ude00", "\ud83dx"));
    }
    return new Value(raw.toString(), ReferenceValue.string(raw.toString()), marker);
  }

  private static Value bool(Pick pick) {
    return switch (pick.below(5)) {
      case 0 -> new Value(pick.of("True", "TRUE", "true", " true\n"), "true", false);
      case 1 -> new Value(pick.of("False", "false"), "false", false);
      case 2 -> new Value("1", "true", false);
      case 3 -> new Value("0", "false", false);
      default -> new Value("maybe", "\"maybe\"", false);
    };
  }

  private static Value integer(Pick pick) {
    return switch (pick.below(7)) {
      case 0 -> new Value("007", "7", false);
      case 1 -> new Value("+5.0", "5", false);
      case 2 ->
          new Value("123456789012345678901234567890", "123456789012345678901234567890", false);
      case 3 -> new Value(" -12 ", "-12", false);
      case 4 -> new Value("1.5e3", "1.5e3", false);
      case 5 -> new Value("five</p", "\"five</p\"", true);
      default -> {
        String digits = Integer.toString(pick.below(1000));
        yield new Value(digits, digits, false);
      }
    };
  }

  private static Value number(Pick pick) {
    String good = pick.of("1.50", "-0.0", "1e999", "0", "12", "3.14159");
    return pick.chance(75)
        ? new Value(pick.of("", " ", "\n") + good, good, false)
        : new Value("nan", "\"nan\"", false);
  }

  private static final String[][] NEAR_OBJECTS = {
    {"{theme: \"dark\"}", "{\"theme\":\"dark\"}"},
    {"{\"s\": \"one\ntwo\", }", "{\"s\":\"one\\ntwo\"}"},
    {"{\"s\": \"say \"hi\" to\"}", "{\"s\":\"say \\\"hi\\\" to\"}"},
    {"{'on': true, \"off\": None, x: [1,", "{\"on\":true,\"off\":null,\"x\":[1]}"},
    {"```json\n{\"a\": 1}\n```", "{\"a\":1}"},
    {"```\n{'a': 1, }\n```", "{\"a\":1}"},
    {"\"{\\\"a\\\": [1, {\\\"b\\\": 2}]}\"", "{\"a\":[1,{\"b\":2}]}"},
  };

  private static final String[][] NEAR_ARRAYS = {
    {"[{\"a\": true},]", "[{\"a\":true}]"},
    {"[{'a': false}]", "[{\"a\":false}]"},
    {"[\"a \"b\" c\", 'd', ", "[\"a \\\"b\\\" c\",\"d\"]"},
    {"\"[{\\\"a\\\": \\\"x\\\"}]\"", "[{\"a\":\"x\"}]"},
    {"```\n[1, 2]```", "[1,2]"},
  };

  /** Near-JSON, in a fence or a string or as it is; only the reference can tell what it becomes. */
  private static Value near(Pick pick, boolean object) {
    String[] markers = {"<", "</", "a > b"};
    JsonTexts json = new JsonTexts(pick, pick.chance(80), markers);
    if (object) {
      json.object(2);
    } else {
      json.value(2);
    }
    String wire = json.wire();
    return switch (pick.below(4)) {
      case 0 -> new Value("```json\n" + wire + "\n```", null, false);
      case 1 -> new Value('"' + ReferenceValue.escaped(wire) + '"', null, false);
      default -> new Value(wire, null, false);
    };
  }

  private static Value known(String[][] pairs, Pick pick) {
    String[] pair = pairs[pick.below(pairs.length)];
    return new Value(pick.of("", "", " ", "\n") + pair[0], pair[1], false);
  }

  private static Value object(Pick pick) {
    if (pick.chance(50)) {
      return pick.chance(50) ? known(NEAR_OBJECTS, pick) : near(pick, true);
    }
    return switch (pick.below(5)) {
      case 0 -> new Value("{'a': True, 'b': [None, 1.5]}", "{\"a\":true,\"b\":[null,1.5]}", false);
      case 1 -> new Value("{\"a\": [1, {\"b\": 2}", "{\"a\":[1,{\"b\":2}]}", false);
      case 2 ->
          new Value(
              "{\"s\": \"<function=f> </parameter> x\"}",
              "{\"s\": \"<function=f> </parameter> x\"}",
              true);
      default -> {
        String json = objectText(pick, 3);
        yield new Value(pick.of("", "", "\n  ", " ") + json, json, false);
      }
    };
  }

  private static Value array(Pick pick) {
    if (pick.chance(50)) {
      return pick.chance(50) ? known(NEAR_ARRAYS, pick) : near(pick, false);
    }
    return switch (pick.below(5)) {
      case 0 -> new Value("('a', \"it's\", -3)", "[\"a\",\"it's\",-3]", false);
      case 1 -> new Value("[[1], [2", "[[1],[2]]", false);
      case 2 -> new Value("1, 2", "\"1, 2\"", false);
      default -> {
        String json = arrayText(pick, 3);
        yield new Value(json + pick.of("", "", " ", "\n\n"), json, false);
      }
    };
  }

  static String objectText(Pick pick, int depth) {
    StringBuilder out = new StringBuilder("{");
    for (int count = pick.below(4); count > 0; count--) {
      out.append(out.length() > 1 ? "," : "").append(pick.of("", " ", "\n  "));
      out.append(pick.of("\"a\"", "\"k\\n\"", "\"\"", "\"\u00e9\""))
          .append(':')
          .append(pick.of("", " "));
      out.append(jsonText(pick, depth - 1));
    }
    return out.append('}').toString();
  }

  static String arrayText(Pick pick, int depth) {
    StringBuilder out = new StringBuilder("[");
    for (int count = pick.below(4); count > 0; count--) {
      out.append(out.length() > 1 ? ", " : "").append(jsonText(pick, depth - 1));
    }
    return out.append(']').toString();
  }

  private static String jsonText(Pick pick, int depth) {
    if (depth > 0 && pick.chance(40)) {
      return pick.chance(50) ? objectText(pick, depth) : arrayText(pick, depth);
    }
    return pick.of(
        "1",
        "-2.5e10",
        "true",
        "false",
        "null",
        "\"s\"",
        "\"\\u00e9\\\\\"",
        "\"\ud83d\ude00\"",
        "\"\ud83d\"",
        "\"\\ud83d\"",
        "\"\\ud83d\\ude00\\ude00\"",
        "\"{\"",
        "\"]\"",
        "0");
  }

  private static Value union(Pick pick, int asked) {
    if ((asked & ParameterType.STRING) != 0 && pick.chance(40)) {
      return new Value("plain text", "\"plain text\"", false);
    }
    String raw =
        pick.of(
            "5",
            "5.0",
            "-1",
            "1e5",
            "true",
            "True",
            "{\"a\": 1}",
            "[1, 2] ",
            "{'a': 1}",
            "nullx",
            "",
            "1",
            "t",
            " 7",
            "{",
            "[1",
            "null");
    return new Value(raw, null, false);
  }
}
