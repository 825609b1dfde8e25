package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ParserOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Option entities: which ones are decoded, wherever a value is cut. */
class EntitiesTest {
  private static final ParserOptions DECODING =
      ParserOptions.builder().entities(ParserOptions.Entities.DECODE).build();

  private static String decoded(String text, int size) {
    String call = "<tool_call><function=f><parameter=a>" + text + "</parameter></function>";
    TestStream stream = TestStream.of("qwen3_coder", TestStream.tool("f", "a", "string"), DECODING);
    String arguments = stream.feedBy(size, call).stop().calls().getLast().arguments();
    return arguments.substring("{\"a\":\"".length(), arguments.length() - 2);
  }

  private static void assertDecoded(String expected, String text) {
    for (int size : new int[] {1, 2, 3, 7, 1000}) {
      assertEquals(expected, decoded(text, size), "in deltas of " + size);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "&lt;&gt;&amp;&apos;, <>&'",
    "&#65;&#x42;&#X43;, ABC",
    "&#128512;, \ud83d\ude00",
    "&#x1F600;, \ud83d\ude00",
    "&#1;, \\u0001",
    "&#xD7FF;&#xE000;, \ud7ff\ue000",
    "&#55295;&#57344;, \ud7ff\ue000",
    "&#xFFFF;, \uffff",
    "&#x10FFFF;, \udbff\udfff",
    "&#1114111;, \udbff\udfff"
  })
  void entityOfACharIsDecoded(String text, String expected) {
    assertDecoded(expected, text);
  }

  /** What names no char that a text can have: NUL, half a surrogate pair, nothing in Unicode. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "&#0;",
        "&#00;",
        "&#x0;",
        "&#x0000;",
        "&#xD800;",
        "&#xd83d;",
        "&#xDBFF;",
        "&#xDC00;",
        "&#xDFFF;",
        "&#55296;",
        "&#55357;",
        "&#57343;",
        "&#xD83D;&#xDE00;",
        "&#x110000;",
        "&#1114112;",
        "&#9999999;",
        "&#xFFFFFF;",
        "&#;",
        "&#x;",
        "&#xG;",
        "&#6A;",
        "&;",
        "&copy;",
        "&LT;"
      })
  void anythingElseIsText(String text) {
    assertDecoded(text, text);
    assertDecoded("<" + text + "&", "&lt;" + text + "&amp;");
  }

  @Test
  void longestEntityIsOneOfACodePoint() {
    assertDecoded("&#x010FFFF;", "&#x010FFFF;");
    assertDecoded("&#01114111;", "&#01114111;");
  }
}
