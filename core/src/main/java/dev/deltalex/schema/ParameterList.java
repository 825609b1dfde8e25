package dev.deltalex.schema;

import dev.deltalex.schema.SchemaNode.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** The schemas of each name. */
  private final Map<String, List<SchemaNode>> schemasByName = new LinkedHashMap<>();

  /** The schemas of {@code additionalProperties} and of {@code items}. */
  private final List<SchemaNode> others = new ArrayList<>();

  private final List<SchemaNode> elements = new ArrayList<>();

  /** What resolves the schemas; null for a list without schemas. */
  private @Nullable SchemaTypes resolver;

  /** A schema to walk, and whether it is one of several alternatives. */
  private record Part(SchemaNode schema, boolean alternative) {}

  private ParameterList() {}

  /** No parameters. */
  static final ParameterList EMPTY = new ParameterList();

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
    list.resolver = types;
    if (isPlainMap(root, types)) {
      for (SchemaNode member : root.members()) {
        if (isParameter(member)) {
          list.add(member, types, false);
        }
      }
    } else {
      // Also checks the keywords of the root schema, although only the parameters' types are used.
      types.of(root);
      list.addAll(List.of(root), types);
    }
    return list.joined();
  }

  /** The members of a value to which all of {@code schemas} apply. */
  static ParameterList inside(List<SchemaNode> schemas, SchemaTypes types) {
    ParameterList list = new ParameterList();
    list.addAll(schemas, types);
    return list.joined();
  }

  private ParameterList joined() {
    alternativesByName.forEach(
        (name, alternatives) -> typesByName.merge(name, alternatives, ParameterType::intersection));
    return this;
  }

  String[] names() {
    return typesByName.keySet().toArray(new String[0]);
  }

  int[] types() {
    return typesByName.values().stream().mapToInt(ParameterType::resolved).toArray();
  }

  /** The node of each parameter in a tree of what is inside of them. */
  int[] nodes(SchemaTreeBuilder tree, SchemaTypes types) {
    return typesByName.entrySet().stream()
        .mapToInt(entry ->
            tree.node(
                schemasByName.getOrDefault(entry.getKey(), List.of()),
                ParameterType.resolved(entry.getValue()),
                types))
        .toArray();
  }

  /** As {@link #nodes(SchemaTreeBuilder, SchemaTypes)}, of the list of a tool's parameters. */
  int[] nodes(SchemaTreeBuilder tree) {
    SchemaTypes types = resolver;
    return types == null ? new int[0] : nodes(tree, types);
  }

  /** The schemas of members that are not declared. */
  List<SchemaNode> others() {
    return others;
  }

  /** The schemas of the elements of an array. */
  List<SchemaNode> elements() {
    return elements;
  }

  /** Visits the schemas and their subschemas, each once. */
  private void addAll(List<SchemaNode> roots, SchemaTypes types) {
    Set<SchemaNode> seen = new HashSet<>();
    Deque<Part> queue = new ArrayDeque<>();
    roots.forEach(root -> queue.add(new Part(root, roots.size() > 1)));
    while (!queue.isEmpty()) {
      Part part = queue.remove();
      SchemaNode schema = part.schema();
      if (!seen.add(schema)) {
        continue;
      }
      addProperties(schema, types, part.alternative());
      addSchema(others, schema.present("additionalProperties"));
      addSchema(elements, schema.present("items"));
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

  /** Adds the schema of a keyword, which may also be a boolean or a list. */
  private static void addSchema(List<SchemaNode> schemas, @Nullable SchemaNode schema) {
    if (schema != null && schema.kind == Kind.OBJECT) {
      schemas.add(schema);
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
    schemasByName.computeIfAbsent(name, n -> new ArrayList<>()).add(schema);
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
