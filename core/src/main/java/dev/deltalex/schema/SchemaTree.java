package dev.deltalex.schema;

import java.util.List;

/**
 * The schemas inside parameters that are objects or arrays, compiled: types, and the schemas of
 * members and elements. Immutable and thread-safe; a schema that refers to itself is a node that
 * leads to itself. Lookups allocate nothing.
 */
final class SchemaTree {
  /** In place of a node: there is no schema. */
  static final int NONE = -1;

  static final SchemaTree EMPTY = new SchemaTree(List.of());

  private final Node[] nodes;

  /**
   * One schema.
   *
   * @param types resolved bits of {@link ParameterType}
   * @param names of the members that it declares
   * @param members the node of each of them
   * @param others the node of members that it does not declare, or {@link #NONE}
   * @param elements the node of the elements of an array, or {@link #NONE}
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index; never compared
  record Node(int types, NameTable names, int[] members, int others, int elements) {}

  SchemaTree(List<Node> all) {
    nodes = all.toArray(new Node[0]);
  }

  int size() {
    return nodes.length;
  }

  int types(int node) {
    return nodes[node].types;
  }

  /** The node of the member {@code a[from, to)}, or {@link #NONE}. */
  int member(int node, char[] a, int from, int to) {
    Node schema = nodes[node];
    int member = schema.names.find(a, from, to);
    return member < 0 ? schema.others : schema.members[member];
  }

  int elements(int node) {
    return nodes[node].elements;
  }

  /** Mixes all of it into a digest of a set of tools. */
  long digest(long before) {
    long digest = before;
    for (Node node : nodes) {
      digest = NameTable.mix(digest, node.types);
      digest = NameTable.mix(digest, node.names.digest());
      for (int member : node.members) {
        digest = NameTable.mix(digest, member);
      }
      digest = NameTable.mix(digest, node.others);
      digest = NameTable.mix(digest, node.elements);
    }
    return digest;
  }
}
