package dev.deltalex.loop.ngram;

import java.util.List;

/**
 * A tool that is called in the corpus.
 *
 * @param name its name
 * @param parameters its parameters, in the order in which a call has them
 */
record Tool(String name, List<Parameter> parameters) {

  /** The kind of a parameter's values. */
  enum Kind {
    CITY("string"),
    PERSON("string"),
    DATE("string"),
    SENTENCE("string"),
    PATH("string"),
    CODE("string"),
    SQL("string"),
    URL("string"),
    UNIT("string"),
    INTEGER("integer"),
    NUMBER("number"),
    FLAG("boolean"),
    WORDS("array"),
    OBJECT("object");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The type in a JSON schema. */
    String type() {
      return type;
    }
  }

  /** A parameter. Calls sometimes omit one that is not {@code required}. */
  record Parameter(String name, Kind kind, boolean required) {}

  static final Tool[] ALL = {
    tool("get_weather", "location CITY", "unit? UNIT", "days? INTEGER"),
    tool("search_web", "query SENTENCE", "max_results? INTEGER", "recent? FLAG"),
    tool("read_file", "path PATH", "start_line? INTEGER", "end_line? INTEGER"),
    tool("write_file", "path PATH", "content CODE", "overwrite? FLAG"),
    tool("run_query", "sql SQL", "timeout? NUMBER", "explain? FLAG"),
    tool("send_email", "to PERSON", "subject SENTENCE", "body SENTENCE", "cc? WORDS"),
    tool("create_event", "title SENTENCE", "date DATE", "attendees WORDS", "all_day? FLAG"),
    tool("convert_currency", "amount NUMBER", "from UNIT", "to UNIT"),
    tool("fetch_url", "url URL", "headers? OBJECT", "timeout? INTEGER"),
    tool("execute_code", "code CODE", "language UNIT", "options? OBJECT"),
    tool("list_directory", "path PATH", "recursive? FLAG"),
    tool("get_time", "city? CITY"),
    tool("update_record", "id INTEGER", "fields OBJECT", "comment? SENTENCE"),
    tool("book_flight", "from CITY", "to CITY", "date DATE", "passengers? INTEGER"),
  };

  private static Tool tool(String name, String... parameters) {
    return new Tool(name, List.of(parameters).stream().map(Tool::parameter).toList());
  }

  private static Parameter parameter(String text) {
    int space = text.indexOf(' ');
    Kind kind = Kind.valueOf(text.substring(space + 1));
    boolean required = text.charAt(space - 1) != '?';
    return new Parameter(text.substring(0, required ? space : space - 1), kind, required);
  }

  /** All tools as the JSON array that a chat completion request carries in {@code tools}. */
  static String json() {
    StringBuilder out = new StringBuilder("[");
    for (Tool tool : ALL) {
      out.append(out.length() == 1 ? "" : ",");
      out.append("{\"type\":\"function\",\"function\":{\"name\":\"").append(tool.name);
      out.append("\",\"parameters\":{\"type\":\"object\",\"properties\":{");
      String comma = "";
      for (Parameter parameter : tool.parameters) {
        out.append(comma).append('"').append(parameter.name).append("\":{\"type\":\"");
        out.append(parameter.kind.type()).append("\"}");
        comma = ",";
      }
      out.append("}}}}");
    }
    return out.append(']').toString();
  }
}
