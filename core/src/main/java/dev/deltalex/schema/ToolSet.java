package dev.deltalex.schema;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.Surrogates;
import java.util.Arrays;

/**
 * The tools of a request, compiled for the parser: maps names to ordinals and parameters to types.
 *
 * <p>Immutable and thread-safe. Only {@link #toString} allocates. Tools are numbered from 0 in the
 * order of the request, parameters from 0 in the order of their tool; -1 is a tool or parameter
 * that the request does not declare. A lone surrogate in a name is treated as U+FFFD. Created by
 * {@link ToolSetReader}.
 */
public final class ToolSet {
  /** No tools: a response has no calls. */
  public static final ToolSet NONE =
      new ToolSet(new String[0], new String[0][], new int[0][], new int[0][], SchemaTree.EMPTY);

  /**
   * Any tool, for engines without the request's declarations: every call with an opening marker is
   * read, with tool ordinal -1. Calls that are recognized only by a declared name are text, and
   * {@link dev.deltalex.ParserOptions#unknownTool} does not apply. A value that is valid JSON keeps
   * its type, any other is a string.
   */
  public static final ToolSet ANY = new ToolSet();

  private final NameTable tools;
  private final NameTable[] parameters;
  private final int[][] types;
  private final char[][][] keys;

  /** The node of each parameter in {@link #tree}. */
  private final int[][] nodes;

  private final SchemaTree tree;
  private final long fingerprint;

  /** The types of an undeclared parameter. */
  private final int undeclared;

  /** {@link #ANY}. */
  private ToolSet() {
    tools = new NameTable(new String[0]);
    parameters = new NameTable[0];
    types = new int[0][];
    keys = new char[0][][];
    nodes = new int[0][];
    tree = SchemaTree.EMPTY;
    undeclared = ParameterType.EVERY;
    fingerprint = NameTable.mix(tools.digest(), undeclared);
  }

  /** Takes ownership of the arrays. {@code types} are resolved sets. */
  ToolSet(
      String[] names, String[][] parameterNames, int[][] types, int[][] nodes, SchemaTree tree) {
    this.tools = new NameTable(names);
    this.types = types;
    this.nodes = nodes;
    this.tree = tree;
    undeclared = ParameterType.STRING;
    parameters = new NameTable[names.length];
    keys = new char[names.length][][];
    long digest = tools.digest();
    for (int tool = 0; tool < names.length; tool++) {
      parameters[tool] = new NameTable(parameterNames[tool]);
      digest = NameTable.mix(digest, parameters[tool].digest());
      keys[tool] = new char[parameterNames[tool].length][];
      for (int p = 0; p < keys[tool].length; p++) {
        keys[tool][p] = keyText(parameters[tool].name(p));
        digest = NameTable.mix(digest, types[tool][p]);
        digest = NameTable.mix(digest, nodes[tool][p]);
      }
    }
    fingerprint = tree.digest(digest);
  }

  /** Whether a response may have calls; false for {@link #NONE}. */
  public boolean readsCalls() {
    return size() > 0 || this == ANY;
  }

  /** Number of tools, including repeated names; 0 for {@link #ANY}. */
  public int size() {
    return tools.size();
  }

  /**
   * The name of a tool.
   *
   * @throws IndexOutOfBoundsException if {@code tool} is not in 0..size-1
   */
  public String name(int tool) {
    return tools.name(tool);
  }

  /** The ordinal of the first tool with the name {@code a[from, to)}; -1 if there is none. */
  public int indexOf(char[] a, int from, int to) {
    return tools.find(a, from, to);
  }

  /** The ordinal of the first tool with this name; -1 if there is none. */
  public int indexOf(String name) {
    String whole = Surrogates.whole(name);
    for (int tool = 0; tool < size(); tool++) {
      if (name(tool).equals(whole)) {
        return tool;
      }
    }
    return -1;
  }

  /** Number of parameters that {@code tool} declares; 0 for -1. */
  public int parameterCount(int tool) {
    return tool < 0 ? 0 : parameters[tool].size();
  }

  /**
   * The name of a declared parameter.
   *
   * @throws IndexOutOfBoundsException if the tool does not declare it
   */
  public String parameterName(int tool, int parameter) {
    return parameters[tool].name(parameter);
  }

  /**
   * The ordinal of the parameter with the name {@code a[from, to)}; -1 if {@code tool} has none.
   */
  public int parameterIndex(int tool, char[] a, int from, int to) {
    return tool < 0 ? -1 : parameters[tool].find(a, from, to);
  }

  /**
   * The types that a parameter's schema admits, as bits of {@link ParameterType}; never empty. An
   * undeclared parameter is a {@link ParameterType#STRING}; a parameter of {@link #ANY} has all
   * types.
   */
  public int parameterTypes(int tool, int parameter) {
    return tool < 0 || parameter < 0 ? undeclared : types[tool][parameter];
  }

  /** Number of schemas inside and of parameters; they are numbered from 0. */
  public int schemaCount() {
    return tree.size();
  }

  /** The schema of a parameter, or -1 if it has none. */
  public int parameterSchema(int tool, int parameter) {
    return tool < 0 || parameter < 0 ? -1 : nodes[tool][parameter];
  }

  /** The schema of the member {@code a[from, to)} of an object, or -1 if it has none. */
  public int memberSchema(int schema, char[] a, int from, int to) {
    return schema < 0 ? -1 : tree.member(schema, a, from, to);
  }

  /** The schema of the elements of an array, or -1 if they have none. */
  public int elementSchema(int schema) {
    return schema < 0 ? -1 : tree.elements(schema);
  }

  /**
   * The types that a schema inside a parameter admits, as bits of {@link ParameterType}; all types
   * if there is no schema: the JSON spelling of a value decides.
   */
  public int schemaTypes(int schema) {
    return schema < 0 ? ParameterType.EVERY : tree.types(schema);
  }

  /**
   * The parameter's name as the JSON text of a key: in quotation marks, escaped, with the colon. Do
   * not modify the array.
   *
   * @throws IndexOutOfBoundsException if the tool does not declare it
   */
  public char[] keyJson(int tool, int parameter) {
    return keys[tool][parameter];
  }

  /**
   * A digest of the tools' names, parameters and types in order, the same in every process and
   * version of the JDK. A snapshot can only be restored with the same digest. Not cryptographic.
   */
  public long fingerprint() {
    return fingerprint;
  }

  /** All tools with their parameters and types, for logs. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(this == ANY ? "ToolSet[any" : "ToolSet[");
    for (int tool = 0; tool < size(); tool++) {
      text.append(tool == 0 ? "" : ", ").append(name(tool)).append('(');
      for (int p = 0; p < parameterCount(tool); p++) {
        text.append(p == 0 ? "" : ", ").append(parameterName(tool, p)).append(": ");
        text.append(ParameterType.describe(parameterTypes(tool, p)));
      }
      text.append(')');
    }
    return text.append(']').toString();
  }

  private static char[] keyText(String name) {
    char[] room = new char[CharScanner.LONGEST_ESCAPE * name.length() + 3];
    int end = 0;
    room[end++] = '"';
    for (int i = 0; i < name.length(); i++) {
      end = ScalarCharScanner.escapeChar(name.charAt(i), room, end);
    }
    room[end++] = '"';
    room[end++] = ':';
    return Arrays.copyOf(room, end);
  }
}
