package dev.deltalex.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints maps, lists, strings, numbers, booleans and nulls as JSON. */
public final class IndentedJson {
  private static final int WIDTH = 100;
  private static final String STEP = "  ";

  private final StringBuilder out = new StringBuilder();

  private IndentedJson() {}

  /**
   * The text of an object, a member a line, with a line feed at its end; what is in it and fits in
   * a line is on one.
   */
  public static String print(Map<String, ?> object) {
    IndentedJson json = new IndentedJson();
    json.broken(members(object), '{', '}', "");
    return json.out.append('\n').toString();
  }

  /** A key with what is between it and its value, or nothing in a list. */
  private record Item(String before, @Nullable Object value) {}

  private static List<Item> members(Map<?, ?> object) {
    List<Item> items = new ArrayList<>();
    object.forEach((key, value) -> items.add(new Item(quoted(key.toString()) + ": ", value)));
    return items;
  }

  private static List<Item> elements(List<?> list) {
    List<Item> items = new ArrayList<>();
    list.forEach(value -> items.add(new Item("", value)));
    return items;
  }

  private void broken(List<Item> items, char open, char close, String indent) {
    out.append(open);
    String separator = "\n";
    for (Item item : items) {
      out.append(separator).append(indent).append(STEP).append(item.before);
      value(item, indent + STEP);
      separator = ",\n";
    }
    out.append('\n').append(indent).append(close);
  }

  private void value(Item item, String indent) {
    String line = line(item.value);
    int comma = 1;
    boolean fits = indent.length() + item.before.length() + line.length() + comma <= WIDTH;
    if (!fits && item.value instanceof Map<?, ?> object) {
      broken(members(object), '{', '}', indent);
    } else if (!fits && item.value instanceof List<?> list) {
      broken(elements(list), '[', ']', indent);
    } else {
      out.append(line);
    }
  }

  /** The text of a value on one line. */
  public static String line(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return joined(members(object), '{', '}');
    }
    if (value instanceof List<?> list) {
      return joined(elements(list), '[', ']');
    }
    return value instanceof String text ? quoted(text) : String.valueOf(value);
  }

  private static String joined(List<Item> items, char open, char close) {
    StringBuilder line = new StringBuilder().append(open);
    String separator = "";
    for (Item item : items) {
      line.append(separator).append(item.before).append(line(item.value));
      separator = ", ";
    }
    return line.append(close).toString();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
