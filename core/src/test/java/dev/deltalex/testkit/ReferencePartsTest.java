package dev.deltalex.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the second opinion that have a specification of their own, and the source law. */
class ReferencePartsTest {
  private static boolean fenced(String text) {
    FenceReference fence = new FenceReference();
    fence.append(text);
    return fence.inside();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\nx", "~~~\nx", "```\n~~~\n", "````\n```\n", "~~~~\n~~~\n", "   ```\n",
            "```\n    ```\n",
        "``` aa\n", "~~~ aa ``` ~~~\n", "```", "```x", "a\n\n```\n", "```\n``` aa\n", "a\r```\n"
      })
  void opensAFence(String text) {
    assertTrue(fenced(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "``\nx",
        "    ```\n",
        "\t```\n",
        "a ```\n",
        "``` ```\n",
        "``` aa ```\n",
        "```\nx\n```\n",
        "```\n   ````  \t\n",
        "~~~\n\n~~~\n",
        "```\n```\r",
        "```\r\nx\r\n```\r\n",
        "`~`\n"
      })
  void opensNoFence(String text) {
    assertEquals(false, fenced(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "&lt;&gt;&amp;&quot;, <>&\"",
    "&#65;&#x42;&#X43;, ABC",
    "&#x1F600;, \ud83d\ude00",
    "&#0;&#xD800;&#xDFFF;&#x110000;, &#0;&#xD800;&#xDFFF;&#x110000;",
    "&nope;&LT;&;&#;&#x;&, &nope;&LT;&;&#;&#x;&",
    "&#0000065;&#00000065;, A&#00000065;",
    "&&lt;&am&amp;, &<&am&"
  })
  void decodesEntities(String text, String meaning) {
    EntityReference entity = new EntityReference();
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> out.append(entity.add((char) c)));
    assertEquals(meaning, out.append(entity.end()).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"&x", "&lx", "&a;", "&#x;", "&#9999999", "&#0000000", "&#x00D800", "&lt;"})
  void holdsNoEntityThatCannotBe(String text) {
    EntityReference entity = new EntityReference();
    text.chars().forEach(c -> entity.add((char) c));
    assertEquals(false, entity.pending());
  }

  private static CallSource call(String text, String arguments, CallSource.Said... said) {
    boolean json = text.startsWith("{");
    int begun = json ? text.indexOf('{', 1) : text.indexOf('>');
    int closed = json ? text.lastIndexOf('}') : text.lastIndexOf("</function");
    return new CallSource(
        text, 0, Math.max(0, begun), closed, arguments, List.of(said), false, true);
  }

  @Test
  void argumentsStandInTheirSource() {
    String json = "{\"name\": \"f\", \"arguments\": {\"a\": \"b\", \"c\": [1]}}";
    assertNull(call(json, "{\"a\": \"b\", \"c\": [1]}").lost());
    assertNotNull(call(json, "{\"a\": \"b\", \"c\": []}").lost());
    assertNotNull(call(json, "{\"a\":\"b\", \"c\": [1]}").lost());
    CallSource.Said repaired = new CallSource.Said(Diagnostic.VALUE_REPAIRED, json.indexOf('{', 1));
    assertNull(call(json, "{\"a\":\"b\", \"c\": [1]}", repaired).lost());
  }

  @Test
  void valuesStandBehindTheirTags() {
    String text =
        "<function=f>\n<parameter=a>\nx < y\n</parameter>\n<parameter=n>\n07\n</parameter>\n"
            + "</function>";
    assertNull(call(text, "{\"a\":\"x < y\",\"n\":7}").lost());
    assertNotNull(call(text, "{\"a\":\"x  y\",\"n\":7}").lost());
    assertNotNull(call(text, "{\"a\":\"x < \",\"n\":7}").lost());
    assertNotNull(call(text, "{\"n\":7}").lost());
    assertNotNull(call(text, "{\"a\":\"x < y\",\"n\":7,\"b\":\"\"}").lost());
  }

  @Test
  void whatIsDiscardedWasSaid() {
    String text = "<function=f>stray<parameter=a>x</parameter></function>";
    CallSource.Said stray = new CallSource.Said(Diagnostic.STRAY_TEXT, 12);
    assertNotNull(call(text, "{\"a\":\"x\"}").lost());
    assertNull(call(text, "{\"a\":\"x\"}", stray).lost());
    String twice = "<function=f><parameter=a>x</parameter><parameter=a>y</parameter></function>";
    CallSource.Said again =
        new CallSource.Said(Diagnostic.DUPLICATE_PARAMETER, twice.lastIndexOf("<parameter"));
    assertNotNull(call(twice, "{\"a\":\"x\"}").lost());
    assertNull(call(twice, "{\"a\":\"x\"}", again).lost());
  }

  /** Each marker comes as its special token, spelled by ordinary ones, and in mixed texts. */
  @Test
  void markersComeAsTokensAndSpelled() {
    String text = "a<think>b</think>\n<tool_call>{\"k\": \"</tool_call>\"}</tool_call>";
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      RandomTokens.Tokens tokens = RandomTokens.of(text, seed);
      StringBuilder joined = new StringBuilder();
      boolean split = false;
      for (int id : tokens.ids()) {
        split |= tokens.words().text(id).contains("\ufffd");
        joined.append(tokens.words().text(id));
      }
      assertTrue(split || joined.toString().equals(text), tokens.toString());
      for (String marker : new String[] {"<think>", "</think>", "<tool_call>", "</tool_call>"}) {
        int at = text.indexOf(marker);
        boolean has = tokens.special().have(marker);
        boolean is = tokens.special().cover(at, at + marker.length());
        seen.add(marker + has + is);
      }
    }
    assertEquals(12, seen.size(), seen.toString());
  }
}
