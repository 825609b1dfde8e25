package dev.deltalex.syntax;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a template's {@code transform} takes the parts of a call from: {@code content}, a key of it
 * ({@code content.name}), or a named group of the opener.
 *
 * @param path the JSON path of the transform
 * @param whole whether the content itself is the function, with its name and arguments
 * @param name where the tool's name is; empty if {@code whole}
 * @param arguments where the arguments are; empty if {@code whole}
 * @param id where the model's id of the call is, or null if the template has none
 */
record TemplateTransform(
    String path, boolean whole, String name, String arguments, @Nullable String id) {
  static final String CONTENT = "content";

  private static final String EXAMPLE =
      "{\"type\": \"function\", \"function\": {\"name\": \"{name}\", \"arguments\":"
          + " \"{content}\"}}";

  /** Reads the transform of a field of calls. */
  static TemplateTransform of(SyntaxNode field) {
    SyntaxNode node = field.field("transform");
    if (node == null) {
      throw new SyntaxException(
          field.path(),
          "field \"transform\" is missing; it says where name and arguments are: " + EXAMPLE);
    }
    Map<String, SyntaxNode> parts = node.fields();
    SyntaxNode function = parts.get("function");
    if (function == null) {
      node.object("type", "id", "name", "arguments");
      function = node;
    } else {
      node.object("type", "id", "function");
    }
    SyntaxNode type = parts.get("type");
    if (type != null && !type.text().equals("function")) {
      throw new SyntaxException(
          type.path(), "the type of a call is \"function\", not \"" + type.text() + '"');
    }
    SyntaxNode id = parts.get("id");
    String idPlace = id == null ? null : place(id);
    if (function.isString()) {
      if (!place(function).equals(CONTENT)) {
        throw new SyntaxException(
            function.path(), "only \"{content}\" is a function; or give its name and arguments");
      }
      return new TemplateTransform(node.path(), true, "", "", idPlace);
    }
    if (function != node) {
      function.object("name", "arguments");
    }
    return new TemplateTransform(
        node.path(),
        false,
        place(function.required("name")),
        place(function.required("arguments")),
        idPlace);
  }

  /** What is in the braces of a placeholder, which is a whole string. */
  private static String place(SyntaxNode node) {
    String text = node.text();
    boolean braces = text.length() > 2 && text.startsWith("{") && text.endsWith("}");
    String place = braces ? text.substring(1, text.length() - 1) : "";
    boolean word = !place.isEmpty();
    for (int i = 0; i < place.length(); i++) {
      char c = place.charAt(i);
      word &= Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
    if (!word) {
      throw new SyntaxException(
          node.path(),
          "expected one placeholder, such as \"{content}\" or \"{name}\", as the whole string,"
              + " found \""
              + text
              + '"');
    }
    return place;
  }

  /** The key of the content at a place, or null if it is not one: {@code content.name}. */
  static @Nullable String key(String place) {
    String prefix = CONTENT + '.';
    String key = place.startsWith(prefix) ? place.substring(prefix.length()) : "";
    return key.isEmpty() || key.indexOf('.') >= 0 ? null : key;
  }
}
