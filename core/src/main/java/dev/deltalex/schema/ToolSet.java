package dev.deltalex.schema;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.Surrogates;
import java.util.Arrays;

/**
 * The tools of a request, compiled for the parser: names to ordinals, parameters to types.
 *
 * <p>Immutable and shared by any number of threads. No method but {@link #toString} allocates.
 * Tools are numbered from 0 in the request's order, parameters from 0 in their tool's. Where a
 * tool's or a parameter's ordinal may be given, -1 stands for one that the request does not
 * declare. A lone surrogate in a name is U+FFFD, in the request's and in those that are looked up.
 * Made by {@link ToolSetReader}.
 */
public final class ToolSet {
  /** No tools: a response to such a request has no calls. */
  public static final ToolSet NONE = new ToolSet(new String[0], new String[0][], new int[0][]);

  /**
   * Any tool, for engines that do not have the request's declarations: every call that a marker
   * opens is read, with tool ordinal -1; forms that need a declared name are text, and {@link
   * dev.deltalex.ParserOptions#unknownTool} does not apply. A value that is exactly JSON keeps its
   * type, any other is a string.
   */
  public static final ToolSet ANY = new ToolSet();

  private final NameTable tools;
  private final NameTable[] parameters;
  private final int[][] types;
  private final char[][][] keys;
  private final long fingerprint;

  /** The types of a parameter that is not declared. */
  private final int undeclared;

  /** {@link #ANY}. */
  private ToolSet() {
    tools = new NameTable(new String[0]);
    parameters = new NameTable[0];
    types = new int[0][];
    keys = new char[0][][];
    undeclared = ParameterType.EVERY;
    fingerprint = NameTable.mix(tools.digest(), undeclared);
  }

  /** Takes ownership of the arrays; {@code types} are resolved sets. */
  ToolSet(String[] names, String[][] parameterNames, int[][] types) {
    this.tools = new NameTable(names);
    this.types = types;
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
      }
    }
    fingerprint = digest;
  }

  /** Whether a response may have calls: not to {@link #NONE}. */
  public boolean readsCalls() {
    return size() > 0 || this == ANY;
  }

  /** Number of tools, duplicates of a name included; 0 of {@link #ANY}. */
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

  /** The ordinal of the tool named {@code a[from, to)}, the first of that name; -1 if none is. */
  public int indexOf(char[] a, int from, int to) {
    return tools.find(a, from, to);
  }

  /** The ordinal of the tool of this name, the first of that name; -1 if none is. */
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

  /** The ordinal of the parameter named {@code a[from, to)}; -1 if {@code tool} has none such. */
  public int parameterIndex(int tool, char[] a, int from, int to) {
    return tool < 0 ? -1 : parameters[tool].find(a, from, to);
  }

  /**
   * The types that a parameter's schema admits, bits of {@link ParameterType}; never empty. An
   * undeclared parameter is a {@link ParameterType#STRING}, of {@link #ANY} any type.
   */
  public int parameterTypes(int tool, int parameter) {
    return tool < 0 || parameter < 0 ? undeclared : types[tool][parameter];
  }

  /**
   * The parameter's name as the JSON text of a key: in quotation marks, escaped, with the colon.
   * The set's own array: it must not be written to.
   *
   * @throws IndexOutOfBoundsException if the tool does not declare it
   */
  public char[] keyJson(int tool, int parameter) {
    return keys[tool][parameter];
  }

  /**
   * A digest of the tools' names, parameters and types in their order, the same in every process
   * and version of the JDK. Snapshots are bound to it. Not cryptographic.
   */
  public long fingerprint() {
    return fingerprint;
  }

  /** Every tool with its parameters and types, for logs. */
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
