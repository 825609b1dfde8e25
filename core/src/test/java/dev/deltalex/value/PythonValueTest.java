package dev.deltalex.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.schema.ParameterType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonValueTest {
  private static final String BEFORE = "{\"before\":";

  /** The JSON text, or "no fit". */
  private static String json(String literal) {
    return json(literal, 256);
  }

  private static String json(String literal, int depth) {
    GrowableChars out = new GrowableChars();
    char[] before = BEFORE.toCharArray();
    out.append(before, 0, before.length);
    // Chars that would change the answer if the range were overrun.
    char[] fenced = ("'" + literal + "]'").toCharArray();
    boolean fits = PythonValue.append(fenced, 1, 1 + literal.length(), depth, out);
    assertTrue(out.toString().startsWith(BEFORE));
    String written = out.toString().substring(BEFORE.length());
    assertEquals(fits, !written.isEmpty());
    return fits ? written : "no fit";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': True, 'b': None}|{\"a\":true,\"b\":null}",
        "[1, 'x', False]|[1,\"x\",false]",
        "(1, 2)|[1,2]",
        "(1,)|[1]",
        "()|[]",
        "[]|[]",
        "{}|{}",
        "[[], (), {}]|[[],[],{}]",
        "{'a': {'b': [({'c': 1},)]}}|{\"a\":{\"b\":[[{\"c\":1}]]}}"
      })
  void listsTuplesAndDictionaries(String literal, String expected) {
    assertEquals(expected, json(literal));
  }

  @Test
  void trailingCommasAndWhitespaceGo() {
    assertEquals("[1,2]", json("[1 ,\n 2 , ]"));
    assertEquals("{\"a\":1}", json("{ 'a'\t:\f1,\r\n}"));
    assertEquals("[1,2]", json("(1, 2,)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(1)",
        "('a')",
        "(((None)))",
        "[('a') 'b']",
        "(,1)",
        "{('a'): 1}",
        "{1, 2}",
        "{1}",
        "[,]",
        "(,)",
        "{,}",
        "[1,,2]",
        "[1 2]",
        "{'a' 1}",
        "{'a':}",
        "{'a'}",
        "{:1}",
        "[1",
        "[1)",
        "(1]",
        "{'a':1]",
        "[]]",
        "[1],",
        "[] []",
        "['a': 1]",
        "{(1,): 2}",
        "{[]: 1}",
        "[b'x']",
        "[f'x']",
        "[rb'x']",
        "[x]",
        "[nan]",
        "[inf]",
        "[-inf]",
        "[1j]",
        "[1+2j]",
        "[1+1]",
        "[--1]",
        "[- 1]",
        "[true]",
        "[null]",
        "[Truely]",
        "[Tru]",
        "[set()]",
        "[...]",
        "[1, # one\n]",
        "[*a]",
        "[1 if x else 2]",
        "[",
        "{'a': 1",
        "['a",
        "['a\\",
        "['a\\']",
        "['''a''",
        "[\"a']",
        "['a\nb']",
        "['\\x4']",
        "['\\u12']",
        "['\\U00110000']",
        "['\\N{DASH}']",
        "[r'\\']",
        "[0x]",
        "[0x_]",
        "[0x1_]",
        "[0b2]",
        "[1_]",
        "[_1]",
        "[1__0]",
        "[007]",
        "[0_7]",
        "[1e]",
        "[1e+]",
        "[.]",
        "[-]",
        "[+]",
        "[0x8000000000000000]",
        "[1.2.3]",
        "'a'",
        "1",
        "True",
        "",
        "a",
        "]",
        "[u]",
        "[ru'a']"
      })
  void whatIsNoSuchLiteralDoesNotFit(String text) {
    assertEquals("no fit", json(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "42,42",
    "-7,-7",
    "+7,7",
    "1_000,1000",
    "00,0",
    "0_0,0",
    "-0,-0",
    "123456789012345678901234567890,123456789012345678901234567890",
    "0x1F,31",
    "0X_ff,255",
    "0o17,15",
    "0b1_01,5",
    "-0x10,-16",
    "0x0,0",
    "0x7fffffffffffffff,9223372036854775807"
  })
  void integers(String literal, String expected) {
    assertEquals('[' + expected + ']', json('[' + literal + ']'));
  }

  @ParameterizedTest
  @CsvSource({
    "1.5,1.5",
    "1.,1.0",
    ".5,0.5",
    "-.5,-0.5",
    "01.50,1.50",
    "00.5,0.5",
    "1e5,1e5",
    "1E-5,1e-5",
    "1.e+10,1.0e+10",
    "1_0.0_1e1_0,10.01e10",
    "1e999,1e999",
    "007e1,7e1"
  })
  void floats(String literal, String expected) {
    assertEquals('[' + expected + ']', json('[' + literal + ']'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a'|a",
        "\"a\"|a",
        "''|``",
        "\"\"|``",
        "'say \"hi\"'|say \\\"hi\\\"",
        "\"it's\"|it's",
        "'it\\'s'|it's",
        "'''a'b''c'''|a'b''c",
        "\"\"\"a\"b\"\"\"|a\\\"b",
        "''''''|``",
        "u'a'|a",
        "U\"a\"|a",
        "'a' 'b'|ab",
        "'a'\"b\" r'\\n'|ab\\\\n",
        "R'\\'x'|\\\\'x",
        "'{[,:]}'|{[,:]}"
      })
  void strings(String literal, String expected) {
    assertEquals("[\"" + expected + "\"]", json('[' + literal + ']'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\\n\\r\\t\\b\\f|\\n\\r\\t\\b\\f",
        "\\a\\v|\\u0007\\u000b",
        "\\\\|\\\\",
        "\\x41\\x22|A\\\"",
        "\\u00e9|é",
        "\\U0001F600|😀",
        "\\ud83d\\ude00|\\ud83d\\ude00",
        "\\U0000D83D|\\uD83D",
        "\\101\\0\\7z|A\\u0000\\u0007z",
        "\\1234|S4",
        "\\777|ǿ",
        "\\d\\/\\{|\\\\d\\\\/\\\\{"
      })
  void escapes(String inside, String expected) {
    assertEquals("[\"" + expected + "\"]", json("['" + inside + "']"));
  }

  @Test
  void lineEndsInTripleQuotesAreNewlinesAndAnEscapedOneIsNothing() {
    assertEquals("[\"a\\nb\\nc\\nd\"]", json("['''a\nb\r\nc\rd''']"));
    assertEquals("[\"abc\"]", json("['a\\\nb\\\r\nc']"));
    assertEquals("[\"a\\\\\\nb\"]", json("[r'a\\\r\nb']"));
  }

  @Test
  void parenthesesAroundOneValueAreNoTuple() {
    assertEquals("[ 1, \"ab\",  []]", json("[(1), ('a'\n'b'), ((()))]"));
    assertEquals(" {\"a\": 1}", json("({'a': (1)})"));
    assertEquals("no fit", json("(1, 2"));
  }

  @Test
  void keysBecomeStrings() {
    assertEquals(
        "{\"1\":1,\"-2.5\":2,\"true\":3,\"null\":4,\"ab\":5}",
        json("{1: 1, -2.5: 2, True: 3, None: 4, 'a' 'b': 5}"));
  }

  @Test
  void nestingIsBoundedAndEveryLevelKeepsItsKind() {
    String open = "[({'a':".repeat(85) + "[";
    String close = "]" + "},)]".repeat(85);
    assertEquals("[[{\"a\":".repeat(85) + "[]" + "}]]".repeat(85), json(open + close));
    assertEquals("no fit", json("[" + open + close + "]"));
    assertEquals("[[]]", json("[()]", 2));
    assertEquals("no fit", json("[()]", 1));
    assertEquals("no fit", json("[(".repeat(40) + ")]".repeat(39) + "])"));
    assertEquals("no fit", json("[".repeat(1_000_000)));
  }

  @Test
  void aBufferThatIsReusedKeepsNothing() {
    GrowableChars out = new GrowableChars();
    char[] literal = "['a', (1,)]".toCharArray();
    for (int i = 0; i < 3; i++) {
      out.clear(1 << 10);
      assertTrue(PythonValue.append(literal, 0, literal.length, 256, out));
      assertEquals("[\"a\",[1]]", out.toString());
    }
    assertFalse(PythonValue.append(literal, 0, literal.length - 1, 256, out));
    assertEquals("[\"a\",[1]]", out.toString());
  }

  @Provide
  Arbitrary<String> nearLiterals() {
    return Arbitraries.of(
            "[", "]", "(", ")", "{", "}", ",", ":", "'", "\"", "'''", "a", "r'", "\\", "\\x41", "1",
            "0x", "_", ".", "e", "-", "True", "None", " ", "\n", "'a'", "'b':", "\ud83d")
        .list()
        .ofMaxSize(12)
        .map(parts -> "[" + String.join("", parts) + "]");
  }

  @Property
  void whatFitsBecomesStrictJson(@ForAll("nearLiterals") String text) {
    String written = json(text);
    if (!written.equals("no fit")) {
      char[] chars = written.toCharArray();
      long decision = Coercion.decide(ParameterType.ARRAY, chars, 0, chars.length);
      assertEquals(Coercion.Kind.VERBATIM, Coercion.kind(decision), written);
    }
  }
}
