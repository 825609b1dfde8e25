package dev.deltalex.testkit;

import dev.deltalex.syntax.Attributes;
import dev.deltalex.syntax.Field;
import dev.deltalex.syntax.Literal;
import dev.deltalex.syntax.Maybe;
import dev.deltalex.syntax.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Headers of calls and parameters with every liberty of the declaration. */
final class SyntaxHeaderTexts {
  private final SyntaxOutput out;
  private final Pick pick;
  private @Nullable String id;

  private @Nullable String type;

  /** Whether the attribute of the key is left out. */
  private boolean keyless;

  SyntaxHeaderTexts(SyntaxOutput out) {
    this.out = out;
    this.pick = out.pick;
  }

  /** Writes the header of a call; returns the model's id, or null if it gives none. */
  @Nullable String call(List<Part> parts, String name) {
    id = null;
    parts(parts, name, false);
    return id;
  }

  /**
   * Writes what is before the value of a parameter.
   *
   * @param says whether attributes say that the value is a string, or that it is JSON; null:
   *     neither
   */
  void parameter(List<Part> parts, String key, @Nullable Boolean says) {
    element(parts, key, says == null ? null : says ? "string" : "json");
  }

  /**
   * Writes the opener or closer of an element.
   *
   * @param key null for none
   * @param says string, json, dict or list; null: attributes say nothing about the value
   */
  void element(List<Part> parts, @Nullable String key, @Nullable String says) {
    type = says;
    keyless = key == null;
    parts(parts, key == null ? "" : key, true);
    keyless = false;
    type = null;
  }

  /** Whether the parts have an attribute that says what the value is. */
  static boolean typesValues(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Attributes attributes
          && (attributes.by().containsValue(Attributes.Meaning.RAW)
              || attributes.by().containsValue(Attributes.Meaning.TYPE))) {
        return true;
      }
      if (isType(part) || part instanceof Maybe maybe && typesValues(maybe.parts())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isType(Part part) {
    return part instanceof Field field && field.role() == Field.Role.TYPE;
  }

  /** The opener of a call or parameter as a sibling of the format spells it. */
  String sibling(List<Part> parts, String name) {
    String tag = ((Literal) parts.get(0)).text();
    String end = ((Literal) parts.get(2)).text();
    String spelled =
        pick.of(name, "name=\"" + name + '"', "name='" + name + '\'', "name = " + name);
    return tag.substring(0, tag.length() - 1) + pick.of(" ", " ", "  ") + spelled + end;
  }

  private void parts(List<Part> parts, String name, boolean spaced) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part instanceof Literal literal) {
        if (spaced && i > 0 && !(parts.get(i - 1) instanceof Field)) {
          out.whitespace();
        }
        out.literal(literal);
      } else if (part instanceof Maybe maybe) {
        if (typesValues(maybe.parts()) ? type != null : pick.chance(50)) {
          parts(maybe.parts(), name, spaced);
        }
      } else if (part instanceof Field field) {
        field(field, name);
      } else if (part instanceof Attributes attributes) {
        attributes(attributes, name);
      }
    }
  }

  private void field(Field field, String name) {
    if (isType(field)) {
      out.put(named(typed(type == null ? "json" : type)));
      return;
    }
    if (field.role() != Field.Role.ID) {
      out.put(field.prefix() + named(name) + field.suffix());
      return;
    }
    int number = out.nextId();
    String given =
        field.holdsName()
            ? field.prefix() + name + field.suffix() + (field.suffix().isEmpty() ? "" : number)
            : pick.of("id-", "call", "c_", "") + number;
    id = given;
    out.put(given);
  }

  private String named(String name) {
    return out.takes(SyntaxLiberty.FRAMED_NAME, 10)
        ? pick.of("\"" + name + "\"", " " + name, "'" + name + "' ")
        : name;
  }

  private void attributes(Attributes attributes, String name) {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, Attributes.Meaning> entry : attributes.by().entrySet()) {
      String value = name;
      if (entry.getValue() == Attributes.Meaning.ID) {
        if (pick.chance(50)) {
          continue;
        }
        value = pick.of("id-", "") + out.nextId();
        id = value;
      }
      boolean raw = entry.getValue() == Attributes.Meaning.RAW;
      if (raw || entry.getValue() == Attributes.Meaning.TYPE) {
        if (type == null) {
          continue;
        }
        value = raw ? Boolean.toString(type.equals("string")) : typed(type);
      }
      if (entry.getValue() == Attributes.Meaning.KEY && keyless) {
        continue;
      }
      all.add(entry.getKey() + '=' + quoted(attributes.entities() ? escaped(value) : value));
    }
    for (String other : List.of("index", "string")) {
      boolean listed = attributes.by().containsKey(other);
      if (!listed && out.takes(SyntaxLiberty.OTHER_ATTRIBUTE, 8)) {
        all.add(other + '=' + quoted(pick.of("1", "true", "a b", "")));
      }
    }
    Collections.shuffle(all, new Random(pick.seed()));
    for (String attribute : all) {
      out.put(pick.of(" ", " ", " ", "  ", "\t") + attribute);
    }
    out.literal(attributes.end());
  }

  private String typed(String says) {
    return switch (says) {
      case "string" -> pick.of("string", "raw");
      case "json" -> pick.of("number", "object", "json");
      default -> says;
    };
  }

  /** With entities for the chars that need them, and now and then for another one. */
  private String escaped(String value) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> out.append(pick.of("&amp;", "&amp;", "&#38;"));
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append(pick.of("&quot;", "&#34;", "&#x22;"));
        case '\'' -> out.append("&apos;");
        default -> {
          boolean entity =
              !Character.isSurrogate(c) && this.out.takes(SyntaxLiberty.ENTITY_IN_NAME, 2);
          out.append(entity ? pick.of("&#" + (int) c, "&#x" + Integer.toHexString(c)) + ';' : c);
        }
      }
    }
    return out.toString();
  }

  private String quoted(String value) {
    boolean plain = value.matches("[A-Za-z0-9_.-]+");
    if (plain && out.takes(SyntaxLiberty.UNQUOTED_ATTRIBUTE, 15)) {
      return value;
    }
    String quote = value.indexOf('\'') < 0 && pick.chance(30) ? "'" : "\"";
    return quote + value + quote;
  }
}
