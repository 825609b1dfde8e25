package dev.deltalex.schema;

import dev.deltalex.schema.SchemaNode.Kind;
import dev.deltalex.schema.SchemaNode.Progress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types that a schema admits: the intersection of those of {@code type}, {@code enum}, {@code
 * const}, {@code anyOf}, {@code oneOf}, {@code allOf} and a local {@code $ref}; {@code nullable}
 * adds null. Other keywords are ignored.
 *
 * <p>Every node is visited once, with an explicit stack instead of recursion. A reference to a node
 * that is being resolved is ignored.
 */
final class SchemaTypes {
  private static final List<String> COMBINATIONS = List.of("anyOf", "oneOf", "allOf");

  private final SchemaNode root;
  private final int maxDepth;

  /** Creates a resolver for the schemas in {@code root}, to which references are relative. */
  SchemaTypes(SchemaNode root, int maxDepth) {
    this.root = root;
    this.maxDepth = maxDepth;
  }

  /** The types of {@code schema}; includes {@link ParameterType#ANY} if it has no restriction. */
  int of(SchemaNode schema) {
    Deque<SchemaNode> stack = new ArrayDeque<>();
    stack.push(schema);
    int open = 0;
    while (!stack.isEmpty()) {
      SchemaNode node = stack.element();
      if (node.progress == Progress.NEW) {
        node.progress = Progress.OPEN;
        if (++open > maxDepth) {
          throw new ToolSchemaException(
              node.path(),
              "references and combinations nest deeper than " + maxDepth + "; flatten them");
        }
        for (SchemaNode part : parts(node)) {
          if (part.progress == Progress.NEW) {
            stack.push(part);
          }
        }
      } else {
        stack.pop();
        if (node.progress == Progress.OPEN) {
          node.types = typesFromParts(node);
          node.progress = Progress.DONE;
          open--;
        }
      }
    }
    return schema.types;
  }

  /** The schemas on which the types of this one depend. */
  List<SchemaNode> parts(SchemaNode schema) {
    List<SchemaNode> parts = new ArrayList<>();
    for (String keyword : COMBINATIONS) {
      parts.addAll(alternatives(schema, keyword));
    }
    SchemaNode target = target(schema);
    if (target != null) {
      parts.add(target);
    }
    return parts;
  }

  /** The schemas in the list of {@code keyword}; empty if it is absent. */
  static List<SchemaNode> alternatives(SchemaNode schema, String keyword) {
    SchemaNode list = schema.present(keyword);
    if (list != null && list.kind != Kind.ARRAY) {
      throw new ToolSchemaException(
          list.path(), "expected a list of schemas, found " + list.found());
    }
    return list == null ? List.of() : list.elements();
  }

  private int typesFromParts(SchemaNode schema) {
    switch (schema.kind) {
      case OBJECT -> {}
      case TRUE, FALSE, NULL -> {
        return ParameterType.ANY;
      }
      default ->
          throw new ToolSchemaException(
              schema.path(),
              "expected a schema, which is an object such as {\"type\": \"string\"}, found "
                  + schema.found());
    }
    int types = namedTypes(schema);
    types = ParameterType.intersection(types, valueTypes(schema));
    types = ParameterType.intersection(types, unionOf(alternatives(schema, "anyOf")));
    types = ParameterType.intersection(types, unionOf(alternatives(schema, "oneOf")));
    for (SchemaNode part : alternatives(schema, "allOf")) {
      types = ParameterType.intersection(types, part.types);
    }
    SchemaNode target = target(schema);
    if (target != null) {
      types = ParameterType.intersection(types, target.types);
    }
    SchemaNode nullable = schema.member("nullable");
    return nullable != null && nullable.kind == Kind.TRUE ? types | ParameterType.NULL : types;
  }

  /** The types of {@code type}: a name or a list of names. */
  private static int namedTypes(SchemaNode schema) {
    SchemaNode type = schema.present("type");
    if (type == null) {
      return ParameterType.ANY;
    }
    if (type.kind == Kind.ARRAY) {
      int types = 0;
      for (SchemaNode element : type.elements()) {
        types |= namedType(element, "the name of a type");
      }
      return types == 0 ? ParameterType.ANY : types;
    }
    return namedType(type, "the name of a type or a list of such names");
  }

  private static int namedType(SchemaNode name, String expected) {
    if (name.text == null) {
      throw new ToolSchemaException(
          name.path(), "expected " + expected + ", such as \"string\", found " + name.found());
    }
    return ParameterType.named(name.text);
  }

  /** The types of the values of {@code enum} and {@code const}. */
  private static int valueTypes(SchemaNode schema) {
    int types = ParameterType.ANY;
    SchemaNode list = schema.present("enum");
    if (list != null) {
      if (list.kind != Kind.ARRAY) {
        throw new ToolSchemaException(
            list.path(), "expected a list of values, found " + list.found());
      }
      int listed = 0;
      for (SchemaNode value : list.elements()) {
        listed |= typeOf(value);
      }
      types = ParameterType.intersection(types, listed);
    }
    SchemaNode constant = schema.member("const");
    return constant == null ? types : ParameterType.intersection(types, typeOf(constant));
  }

  private static int typeOf(SchemaNode value) {
    return switch (value.kind) {
      case OBJECT -> ParameterType.OBJECT;
      case ARRAY -> ParameterType.ARRAY;
      case STRING -> ParameterType.STRING;
      case INTEGER -> ParameterType.INTEGER;
      case NUMBER -> ParameterType.NUMBER;
      case TRUE, FALSE -> ParameterType.BOOLEAN;
      case NULL -> ParameterType.NULL;
    };
  }

  /** Unresolved types, in a cycle of references, are 0 and add nothing. */
  private static int unionOf(List<SchemaNode> alternatives) {
    int types = 0;
    for (SchemaNode alternative : alternatives) {
      types |= alternative.types;
    }
    return alternatives.isEmpty() ? ParameterType.ANY : types;
  }

  /**
   * The schema that {@code $ref} refers to; null if there is no {@code $ref}, or it refers to
   * another document.
   */
  @Nullable SchemaNode target(SchemaNode schema) {
    SchemaNode reference = schema.present("$ref");
    if (reference == null) {
      return null;
    }
    String pointer = reference.text;
    if (pointer == null) {
      throw new ToolSchemaException(
          reference.path(),
          "expected a reference such as \"#/$defs/Name\", found " + reference.found());
    }
    if (pointer.equals("#")) {
      return root;
    }
    if (!pointer.startsWith("#/")) {
      return null;
    }
    SchemaNode node = root;
    int from = 2;
    while (node != null && from <= pointer.length()) {
      int slash = pointer.indexOf('/', from);
      int to = slash < 0 ? pointer.length() : slash;
      node = node.step(unescaped(pointer.substring(from, to)));
      from = to + 1;
    }
    return node;
  }

  /**
   * Decodes a token of a JSON pointer in a URI fragment: percent-encoding first, then ~1 and ~0.
   */
  private static String unescaped(String token) {
    String plain = token;
    if (token.indexOf('%') >= 0) {
      try {
        plain = URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException malformed) {
        // Not a valid percent-encoding: the token is taken literally.
        plain = token;
      }
    }
    return plain.replace("~1", "/").replace("~0", "~");
  }
}
