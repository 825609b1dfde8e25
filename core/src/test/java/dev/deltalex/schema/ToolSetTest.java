package dev.deltalex.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.deltalex.Limits;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ToolSetTest {
  private static ToolSet read(String json) {
    return ToolSetReader.read(json.replace('\'', '"'), Limits.DEFAULT);
  }

  private static int indexOf(ToolSet tools, String name) {
    char[] chars = ("<" + name + ">").toCharArray();
    return tools.indexOf(chars, 1, chars.length - 1);
  }

  private static int parameter(ToolSet tools, int tool, String name) {
    char[] chars = ("<" + name + ">").toCharArray();
    return tools.parameterIndex(tool, chars, 1, chars.length - 1);
  }

  @Test
  void namesLeadToOrdinals() {
    ToolSet tools =
        read("[{'name':'get'},{'name':'put','parameters':{'properties':{'k':{},'v':{}}}}]");
    assertEquals(2, tools.size());
    assertEquals("put", tools.name(1));
    assertEquals(0, indexOf(tools, "get"));
    assertEquals(1, indexOf(tools, "put"));
    assertEquals(-1, indexOf(tools, "pu"));
    assertEquals(-1, indexOf(tools, "putt"));
    assertEquals(-1, indexOf(tools, ""));
    assertEquals(-1, indexOf(tools, "Get"));
    assertEquals(0, tools.parameterCount(0));
    assertEquals(2, tools.parameterCount(1));
    assertEquals(1, parameter(tools, 1, "v"));
    assertEquals("v", tools.parameterName(1, 1));
    assertEquals(-1, parameter(tools, 0, "v"));
  }

  @Test
  void ofToolsWithOneNameTheFirstWins() {
    ToolSet tools = read("[{'name':'a'},{'name':'b'},{'name':'a'}]");
    assertEquals(3, tools.size());
    assertEquals(0, indexOf(tools, "a"));
  }

  @Test
  void whatIsNotDeclaredIsAString() {
    ToolSet tools = read("[{'name':'a','parameters':{'properties':{'k':{'type':'null'}}}}]");
    assertEquals(ParameterType.NULL, tools.parameterTypes(0, 0));
    assertEquals(ParameterType.STRING, tools.parameterTypes(0, -1));
    assertEquals(ParameterType.STRING, tools.parameterTypes(-1, -1));
    assertEquals(0, tools.parameterCount(-1));
    assertEquals(-1, parameter(tools, -1, "k"));
    assertEquals(-1, indexOf(ToolSet.NONE, "a"));
    assertEquals(0, ToolSet.NONE.size());
  }

  @Test
  void keysAreJson() {
    ToolSet tools =
        read("[{'name':'f','parameters':{'properties':{'a\\n\\\\\\u0001é':{},'':{},'/':{}}}}]");
    assertEquals("\"a\\n\\\\\\u0001é\":", new String(tools.keyJson(0, 0)));
    assertEquals("\"\":", new String(tools.keyJson(0, 1)));
    assertEquals("\"/\":", new String(tools.keyJson(0, 2)));
  }

  @Test
  void theFingerprintTellsToolSetsApart() {
    String base = "[{'name':'f','parameters':{'properties':{'a':{'type':'integer'},'b':{}}}}]";
    long fingerprint = read(base).fingerprint();
    assertEquals(fingerprint, read(base).fingerprint());
    for (String other :
        List.of(
            base.replace("'f'", "'g'"),
            base.replace("integer", "number"),
            base.replace("'a'", "'c'"),
            base.replace("'a':{'type':'integer'},'b':{}", "'b':{},'a':{'type':'integer'}"),
            base.replace(",'b':{}", ""),
            base.replace("]", ",{'name':'g'}]"),
            "[]")) {
      assertNotEquals(fingerprint, read(other).fingerprint(), other);
    }
  }

  /** A change here breaks snapshots that were taken before: raise their version with it. */
  @Test
  void theFingerprintIsTheSameEverywhere() {
    ToolSet tools = read("[{'name':'f','parameters':{'properties':{'a':{'type':'integer'}}}}]");
    assertEquals(1642517695069877010L, tools.fingerprint());
  }

  @Property
  void everyNameIsFoundAtItsFirstPlace(@ForAll @Size(max = 200) List<String> names) {
    NameTable table = new NameTable(names.toArray(new String[0]));
    for (String name : names) {
      char[] chars = name.toCharArray();
      assertEquals(names.indexOf(name), table.find(chars, 0, chars.length));
      char[] longer = (name + "x").toCharArray();
      assertEquals(names.indexOf(name + "x"), table.find(longer, 0, longer.length));
    }
  }
}
