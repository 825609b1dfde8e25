package dev.deltalex.testkit;

import dev.deltalex.schema.ParameterType;
import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Nested;
import dev.deltalex.syntax.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Elements in elements with every liberty of the declaration. */
final class SyntaxNestedTexts {
  private static final int DEEPEST = 3;

  private static final String[] MEMBERS = {
    "k", "city", "x1", "a_b", "\u00e9t\u00e9", "null", "x y"
  };

  /** Texts without a schema, and what they mean. */
  private static final String[][] SCALARS = {
    {"42", "42"},
    {"-1.50", "-1.50"},
    {" 7\n", "7"},
    {"true", "true"},
    {"null", "null"},
    {"{\"a\": [1, 2]}", "{\"a\": [1, 2]}"},
    {"[]", "[]"},
    {"007", "\"007\""},
    {"True", "\"True\""},
    {"", "\"\""},
    {" \n", "\" \\n\""},
    {"\n  indented\n", "\"\\n  indented\\n\""},
    {"null and void", "\"null and void\""},
    {"\u00fc\ud83d\ude00\\\"", "\"\u00fc\ud83d\ude00\\\\\\\"\""},
    {"{not json", "\"{not json\""}
  };

  private final SyntaxOutput out;
  private final Pick pick;
  private final SyntaxHeaderTexts headers;
  private final Nested nested;
  private final String[] markers;

  /** Number of elements around the text that is written. */
  private int depth;

  SyntaxNestedTexts(SyntaxOutput out, SyntaxHeaderTexts headers, Nested nested, String[] markers) {
    this.out = out;
    this.pick = out.pick;
    this.headers = headers;
    this.nested = nested;
    this.markers = markers;
  }

  /**
   * Writes the parameters of a call; returns the JSON that they mean.
   *
   * @param any whether there must be one
   * @param open whether the last parameter may lack its closer
   */
  String parameters(ToolTexts.Tool tool, boolean any, boolean open) {
    StringBuilder json = new StringBuilder("{");
    List<String> keys = new ArrayList<>(tool.parameters().keySet());
    for (String extra : List.of("extra", "b")) {
      if (pick.chance(25) && !keys.contains(extra)) {
        keys.add(extra);
      }
    }
    Collections.shuffle(keys, new Random(pick.seed()));
    keys.removeIf(key -> pick.chance(20));
    if (any && keys.isEmpty()) {
      keys.add("extra");
    }
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      int types = tool.parameters().getOrDefault(key, 0);
      json.append(i == 0 ? "" : ",").append(ReferenceValue.string(key)).append(':');
      parameter(key, types, json, open && i == keys.size() - 1);
      if (!open || i < keys.size() - 1) {
        out.whitespace();
      }
    }
    return json.append('}').toString();
  }

  private void parameter(String key, int types, StringBuilder json, boolean open) {
    boolean object = types == 0 || (types & ParameterType.OBJECT) != 0;
    boolean array = types == 0 || (types & ParameterType.ARRAY) != 0;
    if ((object || array) && pick.chance(60)) {
      boolean typed = types != 0 && (types & ParameterType.STRING) == 0;
      structure(key, object, array, typed, 1, json, open);
      return;
    }
    boolean string = types == 0 || types == ParameterType.STRING;
    ValueTexts.Value value =
        string && out.isLong(50)
            ? ValueTexts.longer(pick, markers)
            : ValueTexts.next(pick, types, markers);
    String type = null;
    Nested.Element element = element();
    if (SyntaxHeaderTexts.typesValues(element.open())) {
      String bare = ReferenceValue.trimmed(value.raw());
      if (pick.chance(40) && !bare.isEmpty() && JsonPrefix.of(bare).complete()) {
        type = "json";
        value = new ValueTexts.Value(value.raw(), WholeText.ofJson(bare), value.marker());
      } else if (string || (types & ParameterType.STRING) == 0) {
        type = pick.chance(80) ? "string" : null;
      }
    }
    if (type == null && Blanks.past(value.raw(), 0) == value.raw().length() && !string) {
      // Without text it may be an empty object or array.
      value = new ValueTexts.Value(value.raw(), null, false);
    }
    depth = 0;
    leaf(element, key, type, value, json, open);
  }

  private void leaf(
      Nested.Element element,
      @Nullable String key,
      @Nullable String type,
      ValueTexts.Value value,
      StringBuilder json,
      boolean open) {
    boolean inside = depth > 0;
    headers.element(element.open(), key, type);
    out.put(value.raw());
    if (!open) {
      closer(element, key, inside);
    }
    if (value.marker()) {
      out.expected.noteMarkerInValue();
    }
    if (value.json() == null) {
      out.known = false;
      json.append("null");
    } else {
      json.append(value.json());
    }
  }

  private Nested.Element element() {
    return nested.elements().get(pick.below(nested.elements().size()));
  }

  private static boolean names(Nested.Element element) {
    for (Part part : element.open()) {
      if (part instanceof Attributes attributes
          && attributes.by().containsValue(Attributes.Meaning.TYPE)) {
        return true;
      }
    }
    return false;
  }

  /** An object or array of elements. */
  private void structure(
      @Nullable String key,
      boolean object,
      boolean array,
      boolean typed,
      int depth,
      StringBuilder json,
      boolean open) {
    Nested.Element element = element();
    boolean list = array && (!object || pick.chance(50));
    String type = null;
    boolean mayObject = object;
    boolean mayArray = array;
    if (SyntaxHeaderTexts.typesValues(element.open()) && names(element) && pick.chance(80)) {
      type = list ? "list" : "dict";
      mayObject = !list;
      mayArray = list;
    }
    boolean only = type != null || typed && mayObject != mayArray;
    int count = only && pick.chance(15) ? 0 : pick.from(1, 3);
    headers.element(element.open(), key, type);
    out.whitespace();
    boolean both = mayObject && mayArray;
    json.append(list ? '[' : '{');
    List<String> names = new ArrayList<>(List.of(MEMBERS));
    Collections.shuffle(names, new Random(pick.seed()));
    for (int i = 0; i < count; i++) {
      boolean last = open && i == count - 1;
      json.append(i == 0 ? "" : ",");
      String name = names.get(i);
      if (list) {
        boolean named = !both && !nested.item().isEmpty() && pick.chance(8);
        name = named ? name : nested.item();
      } else {
        if (i > 0 && !nested.item().isEmpty() && pick.chance(5)) {
          name = nested.item();
          names.set(i, name);
          name = names.subList(0, i).contains(name) ? "other" + i : name;
        }
        json.append(ReferenceValue.string(name)).append(':');
      }
      child(name.isEmpty() ? null : name, depth, json, last);
      if (!last) {
        out.whitespace();
      }
    }
    json.append(list ? ']' : '}');
    if (!open) {
      closer(element, key, depth > 1);
    }
  }

  private void child(@Nullable String name, int depth, StringBuilder json, boolean open) {
    if (depth < DEEPEST && pick.chance(40)) {
      structure(name, true, true, false, depth + 1, json, open);
      return;
    }
    Nested.Element element = element();
    String type = null;
    ValueTexts.Value value;
    if (SyntaxHeaderTexts.typesValues(element.open()) && pick.chance(50)) {
      boolean string = pick.chance(70);
      type = string ? "string" : "json";
      value =
          string
              ? ValueTexts.next(pick, ParameterType.STRING, markers)
              : new ValueTexts.Value(" {\"a\":1}\n", "{\"a\":1}", false);
    } else if (pick.chance(30)) {
      String raw = "see " + pick.of(markers) + pick.of("b", " y", ".");
      value = new ValueTexts.Value(raw, ReferenceValue.string(raw), true);
    } else {
      String[] scalar = pick.of(SCALARS);
      value = new ValueTexts.Value(scalar[0], scalar[1], false);
    }
    this.depth = depth;
    leaf(element, name, type, value, json, open);
  }

  /** The closer of an element; now and then twice, or damaged. */
  private void closer(Nested.Element element, @Nullable String key, boolean inside) {
    if (element.isNamed()) {
      headers.element(element.close(), key, null);
      return;
    }
    Literal close = (Literal) element.close().get(0);
    String text = close.text();
    if (close.kind() == Literal.Kind.TAG && out.takes(SyntaxLiberty.DAMAGED_VALUE_CLOSER, 2)) {
      out.put(text.substring(0, text.length() - 1) + pick.of("s", "_x") + '>');
      return;
    }
    out.literal(close);
    // Inside of another element a second closer would close that one.
    if (!inside && out.takes(SyntaxLiberty.DOUBLED_VALUE_CLOSER, 4)) {
      out.put(pick.of("", "\n", " ") + text);
    }
  }
}
