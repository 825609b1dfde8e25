package dev.deltalex.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas inside a parameter: members, elements, references, and what is malformed. */
class NestedSchemaTest {
  private static ToolSet tools(String schema) {
    String json = "[{'name':'f','parameters':{'type':'object','properties':{'v':" + schema;
    json += "},'$defs':{'node':{'type':'object','properties':{'next':{'$ref':'#/$defs/node'},";
    json += "'n':{'type':'integer'}}}}}}]";
    return ToolSetReader.read(json.replace('\'', '"'));
  }

  /** The types at a path of members; {@code []} is an element. */
  private static String types(ToolSet tools, String path) {
    int schema = tools.parameterSchema(0, 0);
    for (String step : path.split("/")) {
      char[] name = step.toCharArray();
      schema =
          step.equals("[]")
              ? tools.elementSchema(schema)
              : tools.memberSchema(schema, name, 0, name.length);
    }
    return schema < 0 ? "none" : ParameterType.describe(tools.schemaTypes(schema));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{'a':{'type':'integer'}}}|a|integer",
        "{'type':'object','properties':{'a':{'type':'integer'}}}|b|none",
        "{'type':'object','properties':{'a':{}}}|a|object|array|string",
        "{'properties':{'a':{'properties':{'b':{'type':'number'}}}}}|a/b|number",
        "{'type':'array','items':{'type':'boolean'}}|[]|boolean",
        "{'type':'array','items':{'type':'array','items':{'type':'null'}}}|[]/[]|null",
        "{'type':'array'}|[]|none",
        "{'type':'array','items':[{'type':'string'}]}|[]|none",
        "{'type':'array','items':true}|[]|none",
        "{'type':'object','additionalProperties':{'type':'string'}}|x|string",
        "{'type':'object','additionalProperties':false}|x|none",
        "{'anyOf':[{'properties':{'a':{'type':'integer'}}},{'type':'string'}]}|a|integer",
        "{'oneOf':[{'properties':{'a':{'type':'integer'}}},{'properties':{'a':{'type':'null'}}}]}|a|null|integer",
        "{'allOf':[{'properties':{'a':{'type':'integer'}}},{'properties':{'b':{'type':'null'}}}]}|b|null",
        "{'anyOf':[{'type':'array','items':{'type':'integer'}},{'type':'array','items':{'type':'string'}}]}|[]|integer|string",
        "{'$ref':'#/$defs/node'}|n|integer",
        "{'$ref':'#/$defs/node'}|next/next/next/n|integer",
        "{'type':'object','properties':{'a':{'type':5}}}|a|none",
        "{'type':'object','properties':5}|a|none",
        "{'type':'object','additionalProperties':{'type':5}}|x|none",
        "{'type':'string','properties':{'a':{'type':'integer'}}}|a|none"
      })
  void whatIsInsideOfAParameter(String all) {
    String[] parts = all.split("\\|", 3);
    assertEquals(parts[2], types(tools(parts[0]), parts[1]), all);
  }

  @Test
  void anUndeclaredParameterHasNoSchema() {
    ToolSet tools = tools("{'type':'object'}");
    assertEquals(-1, tools.parameterSchema(0, -1));
    assertEquals(-1, tools.parameterSchema(-1, -1));
    assertEquals(ParameterType.EVERY, tools.schemaTypes(-1));
    assertEquals(-1, tools.elementSchema(-1));
    assertEquals(-1, tools.memberSchema(-1, new char[] {'a'}, 0, 1));
  }

  @Test
  void aSchemaThatRefersToItselfIsFinite() {
    ToolSet tools = tools("{'$ref':'#/$defs/node'}");
    assertEquals(3, tools.schemaCount());
  }

  @Test
  void theFingerprintDependsOnWhatIsInside() {
    long one = tools("{'type':'object','properties':{'a':{'type':'integer'}}}").fingerprint();
    long two = tools("{'type':'object','properties':{'a':{'type':'string'}}}").fingerprint();
    assertNotEquals(one, two);
  }
}
