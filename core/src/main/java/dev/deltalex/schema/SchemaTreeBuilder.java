package dev.deltalex.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles the schemas inside parameters to a {@link SchemaTree}. Where several schemas apply to a
 * place, because of {@code anyOf} and the like, their properties are joined as those of a tool are.
 *
 * <p>A schema that is malformed, or one too many, counts as none: nothing inside a parameter makes
 * a request invalid.
 */
final class SchemaTreeBuilder {
  /**
   * Enough for any request; it bounds the combinations of alternatives that refer to each other.
   */
  private static final int MOST_NODES = 4_096;

  private static final int STRUCTURES = ParameterType.OBJECT | ParameterType.ARRAY;

  /** All schemas that apply to a place, and the types they admit there. */
  private record Place(List<SchemaNode> schemas, int types, SchemaTypes resolver) {}

  private final Map<Place, Integer> known = new HashMap<>();
  private final List<Place> places = new ArrayList<>();

  /**
   * The node of a place that {@code schemas} describe.
   *
   * @param types resolved bits of {@link ParameterType}
   */
  int node(List<SchemaNode> schemas, int types, SchemaTypes resolver) {
    Place place = new Place(List.copyOf(schemas), types, resolver);
    Integer node = known.get(place);
    if (node != null) {
      return node;
    }
    if (places.size() == MOST_NODES) {
      return SchemaTree.NONE;
    }
    known.put(place, places.size());
    places.add(place);
    return places.size() - 1;
  }

  /** The tree of all nodes, and of those that they lead to. */
  SchemaTree build() {
    List<SchemaTree.Node> nodes = new ArrayList<>();
    // The list grows as places inside of others are found.
    for (int i = 0; i < places.size(); i++) {
      nodes.add(compiled(places.get(i)));
    }
    return new SchemaTree(nodes);
  }

  private SchemaTree.Node compiled(Place place) {
    ParameterList inside = ParameterList.EMPTY;
    if ((place.types & STRUCTURES) != 0) {
      try {
        inside = ParameterList.inside(place.schemas, place.resolver);
      } catch (ToolSchemaException malformed) {
        // What the keywords of this schema mean is not known: it says nothing about its inside.
        inside = ParameterList.EMPTY;
      }
    }
    String[] names = inside.names();
    return new SchemaTree.Node(
        place.types,
        new NameTable(names),
        inside.nodes(this, place.resolver),
        joined(inside.others(), place.resolver),
        joined(inside.elements(), place.resolver));
  }

  /** The node of a place for which any of some schemas counts. */
  private int joined(List<SchemaNode> schemas, SchemaTypes resolver) {
    if (schemas.isEmpty()) {
      return SchemaTree.NONE;
    }
    int types = 0;
    try {
      for (SchemaNode schema : schemas) {
        types |= resolver.of(schema);
      }
    } catch (ToolSchemaException malformed) {
      // As if it were absent.
      return SchemaTree.NONE;
    }
    return node(schemas, ParameterType.resolved(types), resolver);
  }
}
