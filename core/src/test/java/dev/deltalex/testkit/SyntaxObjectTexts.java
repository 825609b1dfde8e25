package dev.deltalex.testkit;

import dev.deltalex.syntax.ObjectShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Calls and arguments as JSON with every liberty that models take: keys in any order, rival and
 * other keys, arguments in a JSON string, JSON that needs repair in one way only.
 */
final class SyntaxObjectTexts {
  private final SyntaxOutput out;
  private final Pick pick;
  private final String[] strings;

  SyntaxObjectTexts(SyntaxOutput out, String[] strings) {
    this.out = out;
    this.pick = out.pick;
    this.strings = strings;
  }

  /** Writes a random object; returns the JSON that it means. */
  String arguments() {
    JsonTexts value = object(out.takes(SyntaxLiberty.DAMAGED_JSON, 35));
    out.json(value.wire());
    if (value.marker()) {
      out.expected.noteMarkerInValue();
    }
    return value.meant();
  }

  private JsonTexts object(boolean liberties) {
    JsonTexts value = new JsonTexts(pick, liberties, strings);
    if (out.isLong(50)) {
      value.objectOf(pick.longText());
    } else {
      value.object(3);
    }
    return value;
  }

  /**
   * Writes an object that describes a call, and notes the call.
   *
   * @param whole whether it must have arguments
   */
  void call(ObjectShape shape, String name, boolean whole) {
    if (shape.keyIsName()) {
      callOfKey(name);
      return;
    }
    boolean liberties = out.takes(SyntaxLiberty.DAMAGED_JSON, 35);
    List<String> members = new ArrayList<>();
    members.add(member(pick.of(shape.name().toArray(String[]::new)), quoted(name, liberties)));
    String json = "{}";
    if (whole || !out.takes(SyntaxLiberty.NO_ARGUMENTS, 8)) {
      JsonTexts value = object(liberties);
      boolean none = pick.chance(8);
      String wire =
          none
              ? pick.of(liberties ? "None" : "null", "null", "\"\"", "\" \"")
              : wrapped(value.wire());
      json = none ? json : value.meant();
      // The first key is the usual one.
      List<String> keys = shape.arguments();
      String key = pick.chance(60) ? keys.get(0) : keys.get(pick.below(keys.size()));
      members.add(member(key, wire));
      if (value.marker() && !none) {
        out.expected.noteMarkerInValue();
      }
    }
    boolean given = members.size() > 1;
    if (pick.chance(15)) {
      Collections.reverse(members);
    }
    String id = id(shape, members);
    others(shape, members, given, liberties);
    out.expected.addCall(name, json, id);
    put(members, liberties);
  }

  /** Writes an object whose key is the name. */
  private void callOfKey(String name) {
    boolean liberties = out.takes(SyntaxLiberty.DAMAGED_JSON, 35);
    List<String> members = new ArrayList<>();
    JsonTexts value = object(liberties);
    boolean none = out.takes(SyntaxLiberty.NO_ARGUMENTS, 8);
    String wire = none ? pick.of("null", "\"\"", "{}") : wrapped(value.wire());
    members.add(quoted(name, liberties) + pick.of("", "", " ") + ":" + pick.of("", " ") + wire);
    if (value.marker() && !none) {
      out.expected.noteMarkerInValue();
    }
    if (liberties && pick.chance(15)) {
      members.add(spelled("note", other(), true));
    }
    out.expected.addCall(name, none ? "{}" : value.meant(), null);
    put(members, liberties);
  }

  /** Adds the model's id; returns it, or null where it is not known whether it counts. */
  private @Nullable String id(ObjectShape shape, List<String> members) {
    if (shape.id().isEmpty() || pick.chance(40)) {
      return null;
    }
    String id = pick.of("id-", "") + out.nextId();
    int at = pick.below(members.size() + 1);
    members.add(at, member(pick.of(shape.id().toArray(String[]::new)), '"' + id + '"'));
    // A call is told at its name and the beginning of its arguments; what follows is too late.
    return at == 0 ? id : null;
  }

  private void others(ObjectShape shape, List<String> members, boolean given, boolean liberties) {
    int first = members.size();
    if (!shape.other().isEmpty() && pick.chance(20)) {
      String key = pick.of(shape.other().toArray(String[]::new));
      String value = pick.of("\"function\"", "\"call_1\"");
      members.add(pick.below(first + 1), spelled(key, value, liberties));
      first++;
    }
    if (liberties && pick.chance(15)) {
      members.add(spelled("note", other(), true));
    }
    if (liberties && pick.chance(15)) {
      // A rival behind the first of its kind.
      List<String> rivals = new ArrayList<>(shape.name());
      if (given) {
        rivals.addAll(shape.arguments());
      }
      members.add(spelled(rivals.get(pick.below(rivals.size())), other(), true));
    }
    if (members.size() > first) {
      List<String> tail = members.subList(first, members.size());
      Collections.shuffle(tail, new Random(pick.seed()));
    }
  }

  private String other() {
    JsonTexts other = new JsonTexts(pick, true, strings);
    other.value(2);
    return other.wire();
  }

  private void put(List<String> members, boolean liberties) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < members.size(); i++) {
      boolean mayMiss = i > 0 && HermesTexts.commaMayMiss(members.get(i - 1), members.get(i));
      boolean comma = i > 0 && !(mayMiss && liberties && pick.chance(6));
      json.append(i == 0 ? "" : comma ? "," : " ");
      json.append(pick.of("", " ", " ", "\n  ")).append(members.get(i));
    }
    boolean trails = liberties && pick.chance(8);
    json.append(trails ? "," : "");
    json.append(pick.of("", "", "", " ", "\n"));
    out.json(json.append(!trails && liberties && pick.chance(3) ? "]" : "}").toString());
  }

  private String member(String key, String value) {
    return spelled(key, value, false);
  }

  private String spelled(String key, String value, boolean liberties) {
    String quote = liberties && pick.chance(15) ? pick.of("'", "") : "\"";
    return quote + key + quote + pick.of("", "", " ") + ":" + pick.of("", " ", " ") + value;
  }

  private String quoted(String name, boolean liberties) {
    if (liberties && pick.chance(15) && name.indexOf('\'') < 0) {
      return "'" + name + "'";
    }
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      boolean escape = pick.chance(3);
      text.append(escape ? String.format("\\u%04x", (int) name.charAt(i)) : name.charAt(i));
    }
    return text.append('"').toString();
  }

  /** The arguments as they are, or as a JSON string of their text. */
  private String wrapped(String json) {
    if (!out.takes(SyntaxLiberty.WRAPPED_ARGUMENTS, 18)) {
      return json;
    }
    StringBuilder text = new StringBuilder("\"").append(pick.of("", "", " ", "\\n"));
    for (int i = 0; i < json.length(); i++) {
      String c = json.substring(i, i + 1);
      text.append(
          pick.chance(3)
              ? String.format("\\u%04x", (int) json.charAt(i))
              : ReferenceValue.escaped(c));
    }
    return text.append(pick.of("", "", " ", "\\n")).append('"').toString();
  }
}
