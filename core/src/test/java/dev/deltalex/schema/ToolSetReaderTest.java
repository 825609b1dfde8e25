package dev.deltalex.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSetReaderTest {
  private static ToolSet read(String json) {
    return ToolSetReader.read(json, Limits.DEFAULT);
  }

  private static String tool(String parameters) {
    return "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
        + parameters
        + "}}]";
  }

  /** The types of the only parameter's schema, quotes written as apostrophes. */
  private static String types(String schema) {
    return types("{'v':" + schema + "}", "");
  }

  private static String types(String properties, String beside) {
    String parameters = "{'type':'object','properties':" + properties + beside + "}";
    ToolSet tools = read(tool(parameters.replace('\'', '"')));
    return ParameterType.describe(tools.parameterTypes(0, 0));
  }

  private static ToolSchemaException refuse(String json) {
    return refuse(json, Limits.DEFAULT);
  }

  private static ToolSchemaException refuse(String json, Limits limits) {
    return assertThrows(
        ToolSchemaException.class, () -> ToolSetReader.read(json.replace('\'', '"'), limits));
  }

  @Nested
  class Shapes {
    @Test
    void openAiAnthropicAndBareEntries() {
      ToolSet tools =
          read(
              """
              [{"type": "function", "strict": true, "function": {
                 "description": "d", "name": "a", "returns": {"type": {}},
                 "parameters": {"type": "object", "properties": {"x": {"type": "integer"}}}}},
               {"name": "b", "description": "d", "input_schema":
                 {"type": "object", "properties": {"y": {"type": "boolean"}}}},
               {"parameters": {"properties": {"z": {"type": "null"}}}, "name": "c"},
               {"function": {"name": "d"}},
               {"type": "search_20250305", "name": "e"}]
              """);
      assertEquals("ToolSet[a(x: integer), b(y: boolean), c(z: null), d(), e()]", tools.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "null", "[]", " [ ] "})
    void nothingMeansNoTools(String text) {
      assertSame(ToolSet.NONE, read(text));
      assertSame(ToolSet.NONE, ToolSetReader.read(null, Limits.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "[]",
          "null",
          "{\"type\":\"object\"}",
          "{\"type\":\"object\",\"properties\":[]}",
          "{\"properties\":null}",
          "{\"$defs\":{\"x\":{}}}",
          "{\"additionalProperties\":{}}"
        })
    void noParameters(String parameters) {
      assertEquals("ToolSet[f()]", read(tool(parameters)).toString());
    }

    @Test
    void schemasByNameWithoutProperties() {
      assertEquals(
          "ToolSet[f(city: string, days: integer, type: boolean)]",
          read(tool(
                  """
                  {"city": {"type": "string"}, "days": {"type": "integer"},
                   "type": {"type": "boolean"}, "$defs": {"x": {}}, "required": ["city"]}
                  """))
              .toString());
    }

    @Test
    void parametersOfACombinedSchema() {
      assertEquals(
          "ToolSet[f(a: integer, b: string, d: number, c: boolean|integer)]",
          read(tool(
                  """
                  {"properties": {"a": {"type": "integer"}},
                   "allOf": [{"properties": {"a": {"minimum": 1}, "b": {"type": "string"}}}],
                   "oneOf": [{"properties": {"c": {"type": "integer"}}},
                             {"properties": {"c": {"type": "boolean"}}}],
                   "$ref": "#/$defs/more",
                   "$defs": {"more": {"properties": {"d": {"type": "number"}}}}}
                  """))
              .toString());
    }

    @Test
    void ofRepeatedKeysTheLastCountsAsInAnyJsonReader() {
      assertEquals("integer", types("{'v':{'type':'null'},'v':{'type':'integer'}}", ""));
    }
  }

  @Nested
  class Types {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "string str text varchar char enum strings any Strange|string",
          "int integer int32 Int64 INT uint uint8 long longint short unsigned unsigned_int|integer",
          "num number numeric float float32 FLOAT double|number",
          "boolean bool Bool binary|boolean",
          "object dict dict[str,int] Map|object",
          "array list List[int] tuple set|array",
          "null NULL|null"
        })
    void namesInAnyCase(String names, String expected) {
      for (String name : names.split(" ")) {
        assertEquals(expected, types("{'type':'" + name + "'}"), name);
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{'type':['integer','null']}|null/integer",
          "{'type':['null','string']}|null/string",
          "{'type':[]}|object/array/string",
          "{'type':null}|object/array/string",
          "{'anyOf':[{'type':'string'},{'type':'null'}]}|null/string",
          "{'oneOf':[{'type':'object'},{'type':'array'}]}|object/array",
          "{'anyOf':[{'type':'boolean'},{'type':'null'}],'default':5}|null/boolean",
          "{'anyOf':[]}|object/array/string",
          "{'anyOf':[{'minLength':1},{'type':'null'}]}|null/object/array/string",
          "{'type':'string','anyOf':[{'minLength':1},{'type':'null'}]}|string",
          "{'type':'string','nullable':true}|null/string",
          "{'type':'integer','nullable':false}|integer",
          "{'type':'string','enum':['a',null],'nullable':true}|null/string",
          "{'enum':['a','1']}|string",
          "{'enum':[1,2.5,true,null,{},[]]}|null/boolean/integer/number/object/array",
          "{'const':null}|null",
          "{'const':'null'}|string",
          "{'type':['integer','null'],'const':42}|integer",
          "{'allOf':[{'type':'integer'},{'anyOf':[{'const':'auto'},{'type':'integer'}]}]}|integer",
          "{'allOf':[{'type':'number'},{'type':'integer'}]}|integer",
          "{'allOf':[{'type':'number'},{'description':'d'}]}|number",
          "{'allOf':[{'type':['string','null']},{'minLength':1}],'nullable':true}|null/string",
          "{'type':'string','enum':[1,2]}|string",
          "{'description':'no type'}|object/array/string",
          "{}|object/array/string",
          "true|object/array/string",
          "null|object/array/string"
        })
    void keywords(String schema, String expected) {
      assertEquals(expected.replace('/', '|'), types(schema));
    }

    @Test
    void localReferences() {
      String defs =
          ",'$defs':{'Alias':{'$ref':'#/$defs/Choice'},'Choice':{'anyOf':[{'const':'auto'},"
              + "{'type':'integer'}]},'a/b ~c':{'type':'boolean'},'list':[{},{'type':'null'}]}";
      assertEquals("integer|string", types("{'v':{'$ref':'#/$defs/Alias'}}", defs));
      assertEquals("boolean", types("{'v':{'$ref':'#/$defs/a~1b%20~0c'}}", defs));
      assertEquals("null", types("{'v':{'$ref':'#/$defs/list/1'}}", defs));
      assertEquals("object", types("{'v':{'$ref':'#'}}", defs));
      assertEquals(
          "null|integer|string", types("{'v':{'$ref':'#/$defs/Alias','nullable':true}}", defs));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "#/$defs/none",
          "#/$defs/list/7",
          "#/$defs/list/x",
          "#/$defs/list/",
          "#anchor",
          "https://example.org/schema",
          "#/%zz",
          "#/$defs/list/99999999999999999999",
          ""
        })
    void aReferenceThatLeadsNowhereSaysNothing(String reference) {
      String defs = ",'$defs':{'list':[{'type':'null'}]}";
      String untyped = "object|array|string";
      assertEquals(untyped, types("{'v':{'$ref':'" + reference + "'}}", defs));
      assertEquals("null", types("{'v':{'type':'null','$ref':'" + reference + "'}}", defs));
    }

    @Test
    void circlesOfReferencesEnd() {
      String defs =
          ",'$defs':{'Self':{'$ref':'#/$defs/Self'},'A':{'anyOf':[{'$ref':'#/$defs/B'},"
              + "{'type':'integer'}]},'B':{'oneOf':[{'$ref':'#/$defs/A'},{'type':'null'}]}}";
      assertEquals("object|array|string", types("{'v':{'$ref':'#/$defs/Self'}}", defs));
      assertEquals("null|integer", types("{'v':{'$ref':'#/$defs/A'}}", defs));
      assertEquals("null|integer", types("{'v':{'$ref':'#/$defs/B'}}", defs));
      assertEquals(
          "ToolSet[f(v: object|array|string)]",
          read(tool("{\"$ref\":\"#\",\"properties\":{\"v\":{}}}")).toString());
    }

    @Test
    void combinationsOfSharedReferencesAreResolvedOnce() {
      StringBuilder defs = new StringBuilder(",'$defs':{");
      for (int i = 0; i < 30; i++) {
        String next = "{'$ref':'#/$defs/d" + (i + 1) + "'}";
        defs.append("'d" + i + "':{'anyOf':[" + next + "," + next + "," + next + "]},");
      }
      defs.append("'d30':{'type':'array'}}");
      assertEquals("array", types("{'v':{'$ref':'#/$defs/d0'}}", defs.toString()));
    }
  }

  @Nested
  class Refusals {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{'type':5}|.type",
          "{'type':{'type':'string'}}|.type",
          "{'type':['string',{}]}|.type[1]",
          "{'anyOf':{}}|.anyOf",
          "{'anyOf':[{'type':true}]}|.anyOf[0].type",
          "{'allOf':[{},7]}|.allOf[1]",
          "{'enum':'a'}|.enum",
          "{'$ref':1}|.$ref",
          "'string'|",
          "[]|"
        })
    void brokenKeywordsAreNamedByTheirPath(String schema, String path) {
      ToolSchemaException refusal =
          refuse(
              "[{'name':'a'},{'name':'b'},"
                  + tool("{'type':'object','properties':{'city':" + schema + "}}").substring(1));
      String place = "$[2].function.parameters.properties.city" + (path == null ? "" : path);
      assertEquals(place, refusal.path());
      assertTrue(refusal.getMessage().startsWith(place + ": expected "), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{'name':'f'}|$",
          "5|$",
          "[null]|$[0]",
          "[{}]|$[0]",
          "[{'type':'function'}]|$[0]",
          "[{'name':'a'},{'function':{'description':'d'}}]|$[1].function",
          "[{'function':'f'}]|$[0].function",
          "[{'name':5}]|$[0].name",
          "[{'name':''}]|$[0].name",
          "[{'name':'f','parameters':'{}'}]|$[0].parameters",
          "[{'name':'f','input_schema':[1]}]|$[0].input_schema",
          "[{'name':'f','parameters':{'properties':5}}]|$[0].parameters.properties",
          "[{'name':'f','parameters':{'type':5}}]|$[0].parameters.type",
          "[{'name':'f','parameters':{'properties':{'a b':{'type':1}}}}]|"
              + "$[0].parameters.properties['a b'].type",
          "[] []|$"
        })
    void whatIsNoListOfToolsIsNamedByItsPath(String json, String path) {
      assertEquals(path, refuse(json).path());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[|$[0]",
          "[{'name':'f','parameters':{'properties':{'city':{|" + "$[0].parameters.properties.city",
          "[{'name':'f',}]|$[0].name",
          "[{'name':f}]|$[0].name",
          "nothing|$"
        })
    void whatIsNotJsonIsRefusedWithThePlaceReached(String json, String path) {
      ToolSchemaException refusal = refuse(json);
      assertEquals(path, refusal.path());
      assertTrue(refusal.getMessage().contains("not valid JSON"), refusal.getMessage());
    }

    @Test
    void moreToolsThanTheLimit() {
      Limits two = Limits.builder().maxTools(2).build();
      assertEquals(2, ToolSetReader.read("[{\"name\":\"a\"},{\"name\":\"b\"}]", two).size());
      assertEquals("$[2]", refuse("[{'name':'a'},{'name':'b'},{'name':'c'}]", two).path());
    }

    @Test
    void aNameLongerThanTheLimit() {
      Limits four = Limits.builder().maxNameChars(4).maxTools(2).build();
      assertEquals("abcd", ToolSetReader.read("[{\"name\":\"abcd\"}]", four).name(0));
      assertEquals("$[0].name", refuse("[{'name':'abcde'}]", four).path());
    }

    @Test
    void aSchemaDeeperThanTheLimit() {
      Limits six = Limits.builder().maxTools(2).maxSchemaDepth(6).build();
      String deepest = "{\"properties\":{\"a\":{\"x\":[[{}]]}}}";
      assertEquals(1, ToolSetReader.read(tool(deepest), six).parameterCount(0));
      String deeper = "{\"properties\":{\"a\":{\"x\":[[{\"y\":[]}]]}}}";
      assertEquals(
          "$[0].function.parameters.properties.a.x[0][0].y", refuse(tool(deeper), six).path());
      String endless = "{\"properties\":{\"a\":" + "[".repeat(1_000_000);
      assertTrue(refuse(tool(endless)).getMessage().contains("deeper than 64"));
    }

    @Test
    void aChainOfReferencesLongerThanTheLimit() {
      StringBuilder defs = new StringBuilder("{'properties':{'v':{'$ref':'#/$defs/d0'}},'$defs':{");
      for (int i = 0; i < 70; i++) {
        defs.append("'d" + i + "':{'$ref':'#/$defs/d" + (i + 1) + "'},");
      }
      assertTrue(refuse(tool(defs + "'d70':{}}}")).getMessage().contains("deeper than 64"));
    }

    @Test
    void skippedPartsNestedWithoutEnd() {
      assertTrue(
          refuse("[{'name':'f','x':" + "[".repeat(1_000_000)).getMessage().contains("not valid"));
    }
  }
}
