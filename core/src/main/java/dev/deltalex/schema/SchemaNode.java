package dev.deltalex.schema;

import dev.deltalex.json.JsonPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of a tool's schema with its path, to resolve references and for errors. Of scalars
 * only the kind is stored, and the text if a keyword needs it.
 */
final class SchemaNode {
  enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    TRUE,
    FALSE,
    NULL
  }

  /** The progress of {@link SchemaTypes} with a node. */
  enum Progress {
    NEW,
    OPEN,
    DONE
  }

  final Kind kind;
  final @Nullable SchemaNode parent;

  /** For a root: the path of the schema in the request. */
  private final String root;

  /** Key in the parent object, or null. */
  final @Nullable String key;

  /** Index in the parent array, or -1. */
  private final int index;

  /** The text of a string that is a keyword's value, else null. */
  final @Nullable String text;

  private final Map<String, SchemaNode> members;
  private final List<SchemaNode> elements;

  Progress progress = Progress.NEW;

  /** The types, not resolved, when {@link #progress} is DONE. */
  int types;

  private SchemaNode(
      Kind kind,
      @Nullable SchemaNode parent,
      String root,
      @Nullable String key,
      @Nullable String text) {
    this.kind = kind;
    this.parent = parent;
    this.root = root;
    this.key = key;
    this.text = text;
    index = parent != null && parent.kind == Kind.ARRAY ? parent.elements.size() : -1;
    members = kind == Kind.OBJECT ? new LinkedHashMap<>() : Map.of();
    elements = kind == Kind.ARRAY ? new ArrayList<>() : List.of();
  }

  /** Creates the root of a schema at {@code path} in the request. */
  static SchemaNode root(Kind kind, String path) {
    return new SchemaNode(kind, null, path, null, null);
  }

  /**
   * Adds a value to this array, or to this object under {@code key}; the last value of a repeated
   * key counts.
   */
  SchemaNode add(Kind childKind, @Nullable String childKey, @Nullable String childText) {
    SchemaNode child = new SchemaNode(childKind, this, root, childKey, childText);
    if (childKey == null) {
      elements.add(child);
    } else {
      members.put(childKey, child);
    }
    return child;
  }

  @Nullable SchemaNode member(String name) {
    return members.get(name);
  }

  /** The member of an object; null if it is absent or JSON null. */
  @Nullable SchemaNode present(String name) {
    SchemaNode member = members.get(name);
    return member == null || member.kind == Kind.NULL ? null : member;
  }

  /** The members of an object, in order; empty for other values. */
  Collection<SchemaNode> members() {
    return members.values();
  }

  /** The elements of an array; empty for other values. */
  List<SchemaNode> elements() {
    return elements;
  }

  /** The value for a token of a JSON pointer, or null. */
  @Nullable SchemaNode step(String token) {
    if (kind != Kind.ARRAY) {
      return members.get(token);
    }
    int at = 0;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c < '0' || c > '9' || at >= elements.size()) {
        return null;
      }
      at = 10 * at + c - '0';
    }
    return !token.isEmpty() && at < elements.size() ? elements.get(at) : null;
  }

  /** The JSON path from the root of the request. */
  String path() {
    Deque<String> steps = new ArrayDeque<>();
    for (SchemaNode node = this; node.parent != null; node = node.parent) {
      steps.push(node.key == null ? "[" + node.index + "]" : JsonPath.step(node.key));
    }
    return root + String.join("", steps);
  }

  /** A description of the value for messages. */
  String found() {
    return switch (kind) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a string";
      case INTEGER, NUMBER -> "a number";
      case TRUE, FALSE -> "a boolean";
      case NULL -> "null";
    };
  }
}
