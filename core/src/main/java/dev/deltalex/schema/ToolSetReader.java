package dev.deltalex.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.Limits;
import dev.deltalex.json.JsonPath;
import dev.deltalex.json.JsonSource;
import dev.deltalex.schema.SchemaNode.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code tools} of a request: a JSON list whose entries are OpenAI's {@code {"type":
 * "function", "function": {"name", "parameters"}}}, the bare {@code {"name", "parameters"}}, or
 * Anthropic's {@code {"name", "input_schema"}}. Unknown keywords are ignored.
 *
 * <p>Thread-safe and stateless. Allocates, unlike the parser.
 */
public final class ToolSetReader {
  /** A tool's name and the schema of its parameters. */
  private record Declaration(String name, @Nullable SchemaNode parameters) {}

  private final JsonParser json;
  private final Limits limits;

  private ToolSetReader(JsonParser json, Limits limits) {
    this.json = json;
    this.limits = limits;
  }

  /**
   * Compiles a request's tools within the default limits.
   *
   * @throws ToolSchemaException if the text is not JSON, not such a list, or beyond a limit
   */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public static ToolSet read(@Nullable CharSequence tools) {
    return read(tools, Limits.DEFAULT);
  }

  /**
   * Compiles a request's tools.
   *
   * @param tools the JSON text of the list; null, blank, {@code null} and {@code []} mean no tools
   * @param limits of these {@link Limits#maxTools}, {@link Limits#maxNameChars} and {@link
   *     Limits#maxSchemaDepth}: the JSON nesting of a tool's parameters, their own object included
   * @throws ToolSchemaException if the text is not JSON, not such a list, or beyond a limit
   */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public static ToolSet read(@Nullable CharSequence tools, Limits limits) {
    if (tools == null || tools.toString().isBlank()) {
      return ToolSet.NONE;
    }
    try (JsonParser json = JsonSource.parser(tools.toString())) {
      return new ToolSetReader(json, limits).readAll();
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory failed", impossible);
    }
  }

  private ToolSet readAll() throws IOException {
    try {
      return compile(readList());
    } catch (JsonProcessingException malformed) {
      throw new ToolSchemaException(
          JsonPath.of(json.getParsingContext()),
          "not valid JSON (" + malformed.getOriginalMessage() + "); send a JSON list of tools");
    }
  }

  private List<Declaration> readList() throws IOException {
    List<Declaration> declarations = new ArrayList<>();
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        String path = "$[" + declarations.size() + "]";
        if (declarations.size() == limits.maxTools()) {
          throw new ToolSchemaException(
              path,
              "more than " + limits.maxTools() + " tools; send fewer or raise Limits.maxTools");
        }
        declarations.add(readTool(path));
      }
    } else if (first != JsonToken.VALUE_NULL) {
      throw new ToolSchemaException("$", "expected a list of tools, found " + found(first));
    }
    if (json.nextToken() != null) {
      throw new ToolSchemaException(
          "$", "unexpected text after the list of tools; send one list only");
    }
    return declarations;
  }

  /**
   * Reads an entry of the list; members of {@code function} take precedence over those of the
   * entry.
   */
  private Declaration readTool(String path) throws IOException {
    requireObject(path);
    Members outer = new Members(path);
    Members inner = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (key.equals("function") && value != JsonToken.VALUE_NULL) {
        inner = new Members(path + ".function");
        requireObject(inner.path);
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String innerKey = json.currentName();
          json.nextToken();
          inner.read(innerKey);
        }
      } else {
        outer.read(key);
      }
    }
    return inner == null ? outer.declaration() : inner.declaration();
  }

  /** The relevant members of an object. */
  private final class Members {
    final String path;
    private @Nullable String name;
    private @Nullable SchemaNode parameters;

    Members(String path) {
      this.path = path;
    }

    /** Reads the complete value at the parser's position. */
    void read(String key) throws IOException {
      switch (key) {
        case "name" -> name = readName();
        case "parameters", "input_schema", "inputSchema" ->
            parameters = readTree(path + JsonPath.step(key));
        default -> json.skipChildren();
      }
    }

    private String readName() throws IOException {
      String at = path + ".name";
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new ToolSchemaException(
            at, "the tool's name must be a string, found " + found(json.currentToken()));
      }
      String text = json.getText();
      if (text.isEmpty() || text.length() > limits.maxNameChars()) {
        throw new ToolSchemaException(
            at,
            "a name must have 1 to "
                + limits.maxNameChars()
                + " chars, this one "
                + text.length()
                + "; choose another");
      }
      return text;
    }

    Declaration declaration() {
      if (name == null) {
        throw new ToolSchemaException(path, "name is required");
      }
      return new Declaration(name, parameters);
    }
  }

  /** Reads the value at the parser's position. */
  private SchemaNode readTree(String path) throws IOException {
    SchemaNode root = SchemaNode.root(kind(json.currentToken()), path);
    SchemaNode at = isContainer(root.kind) ? root : null;
    int depth = 1;
    while (at != null) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
        at = at.parent;
        depth--;
      } else if (token != JsonToken.FIELD_NAME) {
        String key = at.kind == Kind.OBJECT ? json.currentName() : null;
        boolean kept = token == JsonToken.VALUE_STRING && isKeyword(key == null ? at.key : key);
        SchemaNode child = at.add(kind(token), key, kept ? json.getText() : null);
        if (isContainer(child.kind)) {
          at = child;
          if (++depth > limits.maxSchemaDepth()) {
            throw new ToolSchemaException(
                child.path(),
                "nested deeper than "
                    + limits.maxSchemaDepth()
                    + "; flatten the schema or raise Limits.maxSchemaDepth");
          }
        }
      }
    }
    return root;
  }

  /** Whether the text of a string with this key must be stored. */
  private static boolean isKeyword(@Nullable String key) {
    return key != null && (key.equals("type") || key.equals("$ref"));
  }

  private static boolean isContainer(Kind kind) {
    return kind == Kind.OBJECT || kind == Kind.ARRAY;
  }

  private ToolSet compile(List<Declaration> declarations) {
    int size = declarations.size();
    if (size == 0) {
      return ToolSet.NONE;
    }
    String[] names = new String[size];
    String[][] parameters = new String[size][];
    int[][] types = new int[size][];
    int[][] nodes = new int[size][];
    SchemaTreeBuilder tree = new SchemaTreeBuilder();
    for (int tool = 0; tool < size; tool++) {
      Declaration declaration = declarations.get(tool);
      ParameterList list = ParameterList.of(declaration.parameters(), limits.maxSchemaDepth());
      names[tool] = declaration.name();
      parameters[tool] = list.names();
      types[tool] = list.types();
      nodes[tool] = list.nodes(tree);
    }
    return new ToolSet(names, parameters, types, nodes, tree.build());
  }

  private void requireObject(String path) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new ToolSchemaException(
          path,
          "expected a tool, which is an object with a name and parameters, found "
              + found(json.currentToken()));
    }
  }

  private static Kind kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      case VALUE_STRING -> Kind.STRING;
      case VALUE_NUMBER_INT -> Kind.INTEGER;
      case VALUE_NUMBER_FLOAT -> Kind.NUMBER;
      case VALUE_TRUE -> Kind.TRUE;
      case VALUE_FALSE -> Kind.FALSE;
      default -> Kind.NULL;
    };
  }

  private static String found(@Nullable JsonToken token) {
    return token == null ? "nothing" : SchemaNode.root(kind(token), "").found();
  }
}
