package dev.deltalex.bench.compare;

import dev.deltalex.bench.Texts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The texts of all scenarios, made once and read by all sides. */
final class SharedTexts {
  private static final String[] CITIES = {"Paris", "Nairobi", "Rome", "Reykjavik", "Oslo"};
  private static final String[] UNITS = {"celsius", "kelvin", "fahrenheit"};

  /** Different calls in a row. */
  private static final int CALLS = 16;

  private static final int CHARS = 4;

  private final Map<String, Object> texts = new HashMap<>();

  private SharedTexts() {}

  /** The texts by name: char arrays with slack behind them, and arrays of ids and ends. */
  static Map<String, Object> all() {
    SharedTexts t = new SharedTexts();
    String plain = bodies("plain");
    String code = bodies("code");
    t.texts.put("slack", Texts.SLACK);
    t.slab("plain", plain);
    t.slab("code", code);
    t.slab("lines", lines(plain));
    t.slab("json-plain", json(plain));
    t.slab("json-code", json(code));
    t.tokens(plain);
    t.calls(
        "qwen-calls",
        "<tool_call>\n<function=get_weather>\n<parameter=city>\n%s\n</parameter>\n"
            + "<parameter=unit>\n%s\n</parameter>\n</function>\n</tool_call>");
    t.calls(
        "hermes-calls",
        "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"%s\","
            + " \"unit\": \"%s\"}}\n</tool_call>");
    return t.texts;
  }

  private static String bodies(String kind) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Texts.BODIES; i++) {
      all.append(Texts.of(kind, Texts.BODY, i));
    }
    return all.toString();
  }

  private void slab(String name, String text) {
    texts.put(name, Arrays.copyOf(text.toCharArray(), text.length() + Texts.SLACK));
  }

  /** Every twelfth space or so becomes a newline. */
  private static String lines(String text) {
    Random random = new Random(1);
    char[] a = text.toCharArray();
    for (int i = 0; i < a.length; i++) {
      if (a[i] == ' ' && random.nextInt(12) == 0) {
        a[i] = '\n';
      }
    }
    return new String(a);
  }

  /** The inside of a JSON string. */
  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private void calls(String name, String form) {
    StringBuilder all = new StringBuilder();
    int[] ends = new int[CALLS];
    for (int i = 0; i < CALLS; i++) {
      all.append(form.formatted(CITIES[i % CITIES.length], UNITS[i % UNITS.length]));
      ends[i] = all.length();
    }
    slab(name, all.toString());
    texts.put(name + "-ends", ends);
    int[] short4 = new int[(all.length() + CHARS - 1) / CHARS];
    for (int i = 0; i < short4.length; i++) {
      short4[i] = Math.min(all.length(), (i + 1) * CHARS);
    }
    texts.put(name + "-ends4", short4);
  }

  /** A token for each word with the space behind it. */
  private void tokens(String text) {
    Map<String, Integer> known = new LinkedHashMap<>();
    String[] words = text.split("(?<= )");
    int[] ids = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      ids[i] = known.computeIfAbsent(words[i], word -> known.size());
    }
    texts.put("ids", ids);
    texts.put("pieces", known.keySet().toArray(new String[0]));
  }
}
