package dev.deltalex.schema;

import dev.deltalex.schema.SchemaNode.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a tool's schema declares, in order: the properties of the schema and of its
 * subschemas ({@code allOf}, {@code anyOf}, {@code oneOf}, {@code $ref}). A name in several
 * alternatives has the union of their types, restricted by the schemas around them.
 */
final class ParameterList {
  /** Keywords whose value is an object but not a parameter's schema. */
  private static final Set<String> KEYWORDS =
      Set.of("definitions", "additionalProperties", "patternProperties", "dependentSchemas");

  /** Unconditional types by name; {@link ParameterType#ANY} is not resolved yet. */
  private final Map<String, Integer> typesByName = new LinkedHashMap<>();

  /** Types in the alternatives of {@code anyOf} and {@code oneOf}, by name. */
  private final Map<String, Integer> alternativesByName = new LinkedHashMap<>();

  /** A schema to walk, and whether it is one of several alternatives. */
  private record Part(SchemaNode schema, boolean alternative) {}

  private ParameterList() {}

  /** The parameters of the schema {@code root}; none for null, {@code {}} and {@code []}. */
  static ParameterList of(@Nullable SchemaNode root, int maxDepth) {
    ParameterList list = new ParameterList();
    if (root == null || root.kind == Kind.NULL || isEmptyArray(root)) {
      return list;
    }
    if (root.kind != Kind.OBJECT) {
      throw new ToolSchemaException(
          root.path(),
          "expected a schema such as {\"type\": \"object\", \"properties\": {…}}, found "
              + root.found());
    }
    SchemaTypes types = new SchemaTypes(root, maxDepth);
    if (isPlainMap(root, types)) {
      for (SchemaNode member : root.members()) {
        if (isParameter(member)) {
          list.add(member, types, false);
        }
      }
    } else {
      // Also checks the keywords of the root schema, although only the parameters' types are used.
      types.of(root);
      list.addAll(root, types);
    }
    list.alternativesByName.forEach((name, alternatives) ->
        list.typesByName.merge(name, alternatives, ParameterType::intersection));
    return list;
  }

  String[] names() {
    return typesByName.keySet().toArray(new String[0]);
  }

  int[] types() {
    return typesByName.values().stream().mapToInt(ParameterType::resolved).toArray();
  }

  /** Visits the schema and its subschemas, each once. */
  private void addAll(SchemaNode root, SchemaTypes types) {
    Set<SchemaNode> seen = new HashSet<>();
    Deque<Part> queue = new ArrayDeque<>();
    queue.add(new Part(root, false));
    while (!queue.isEmpty()) {
      Part part = queue.remove();
      SchemaNode schema = part.schema();
      if (!seen.add(schema)) {
        continue;
      }
      addProperties(schema, types, part.alternative());
      for (SchemaNode also : SchemaTypes.alternatives(schema, "allOf")) {
        queue.add(new Part(also, part.alternative()));
      }
      SchemaNode target = types.target(schema);
      if (target != null) {
        queue.add(new Part(target, part.alternative()));
      }
      SchemaTypes.alternatives(schema, "anyOf").forEach(or -> queue.add(new Part(or, true)));
      SchemaTypes.alternatives(schema, "oneOf").forEach(or -> queue.add(new Part(or, true)));
    }
  }

  private void addProperties(SchemaNode schema, SchemaTypes types, boolean alternative) {
    SchemaNode properties = schema.present("properties");
    if (properties == null || isEmptyArray(properties)) {
      return;
    }
    if (properties.kind != Kind.OBJECT) {
      throw new ToolSchemaException(
          properties.path(),
          "expected an object of schemas by parameter name, found " + properties.found());
    }
    for (SchemaNode member : properties.members()) {
      add(member, types, alternative);
    }
  }

  private void add(SchemaNode schema, SchemaTypes types, boolean alternative) {
    String name = schema.key;
    if (name == null) {
      return;
    }
    int admitted = types.of(schema);
    if (alternative) {
      alternativesByName.merge(name, admitted, (one, other) -> one | other);
    } else {
      typesByName.merge(name, admitted, ParameterType::intersection);
    }
  }

  /** Whether the root is a map of parameter schemas instead of a schema with {@code properties}. */
  private static boolean isPlainMap(SchemaNode root, SchemaTypes types) {
    SchemaNode type = root.member("type");
    return root.member("properties") == null
        && (type == null || type.kind == Kind.OBJECT)
        && types.parts(root).isEmpty();
  }

  private static boolean isParameter(SchemaNode member) {
    String name = member.key;
    return member.kind == Kind.OBJECT
        && name != null
        && !name.startsWith("$")
        && !KEYWORDS.contains(name);
  }

  /** An empty array, which some languages serialize for an empty object. */
  private static boolean isEmptyArray(SchemaNode node) {
    return node.kind == Kind.ARRAY && node.elements().isEmpty();
  }
}
