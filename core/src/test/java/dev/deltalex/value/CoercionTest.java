package dev.deltalex.value;

import static dev.deltalex.schema.ParameterType.ARRAY;
import static dev.deltalex.schema.ParameterType.BOOLEAN;
import static dev.deltalex.schema.ParameterType.INTEGER;
import static dev.deltalex.schema.ParameterType.NULL;
import static dev.deltalex.schema.ParameterType.NUMBER;
import static dev.deltalex.schema.ParameterType.OBJECT;
import static dev.deltalex.schema.ParameterType.STRING;
import static dev.deltalex.value.Decisions.json;
import static dev.deltalex.value.Decisions.kind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.value.Coercion.Kind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of "Values of tagged-parameter formats" that say what a finished text becomes. */
class CoercionTest {
  private static final int ANY_BUT_STRING = NULL | BOOLEAN | INTEGER | NUMBER | OBJECT | ARRAY;

  @Nested
  class RowNull {
    @ParameterizedTest
    @ValueSource(strings = {"null", "NULL", "Null", "nUlL"})
    void anyCaseIsNullWhereTheSchemaAdmitsNull(String text) {
      assertEquals("null", json(NULL, text));
      assertEquals("null", json(STRING | NULL, text));
      assertEquals("null", json(STRING | NULL | INTEGER, text));
    }

    @ParameterizedTest
    @ValueSource(ints = {BOOLEAN, INTEGER, NUMBER, OBJECT, ARRAY, INTEGER | OBJECT})
    void isNullWhereTheSchemaAdmitsNoString(int types) {
      assertEquals("null", json(types, "null"));
      assertEquals("null", json(types, " Null\n"));
    }

    @Test
    void isTheStringElsewhere() {
      assertEquals("\"null\"", json(STRING, "null"));
      assertEquals("\"NULL\"", json(STRING | INTEGER, "NULL"));
      assertEquals("\"null\"", json(STRING | OBJECT, "null"));
    }

    @Test
    void besideAStringOnlyTheWholeTextCounts() {
      assertEquals("\" null\"", json(STRING | NULL, " null"));
      assertEquals("\"null \"", json(STRING | NULL, "null "));
      assertEquals("\"nulls\"", json(STRING | NULL, "nulls"));
      assertEquals("\"nul\"", json(STRING | NULL, "nul"));
    }

    @Test
    void charsThatOnlyLookAlikeAreNot() {
      assertEquals("\"nu\u013F\u013F\"", json(STRING | NULL, "nu\u013F\u013F"));
      assertEquals("\"n\u0055\u006C\f\"".replace("\f", "\\f"), json(STRING | NULL, "nUl\f"));
      assertEquals("*\"N\u0055L,\"", json(INTEGER, "NUL,"));
    }

    @Test
    void otherTextForANullFails() {
      assertEquals("*\"none\"", json(NULL, "none"));
      assertEquals("*\"\"", json(NULL, ""));
    }
  }

  @Nested
  class RowInteger {
    @ParameterizedTest
    @CsvSource({
      "0,0",
      "7,7",
      "-7,-7",
      "-0,-0",
      "42,42",
      "123456789012345678901234567890,123456789012345678901234567890"
    })
    void digitsAreCopied(String text, String expected) {
      assertEquals(expected, json(INTEGER, text));
    }

    @ParameterizedTest
    @CsvSource({"5.0,5", "5.000,5", "-5.0,-5", "0.0,0", "-0.00,-0", "10.0,10"})
    void aFractionOfZerosIsDropped(String text, String expected) {
      assertEquals(expected, json(INTEGER, text));
    }

    @ParameterizedTest
    @CsvSource({"007,7", "+7,7", "+007,7", "-007,-7", "000,0", "-00,-0", "+007.0,7", "-010.0,-10"})
    void plusAndLeadingZerosAreDropped(String text, String expected) {
      assertEquals(expected, json(INTEGER, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2e1", "4.2", "1e3", "-1E+9", "0.5", "1e999"})
    void anotherJsonNumberIsVerbatim(String text) {
      assertEquals(text, json(INTEGER, text));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "abc", "", "-", "+", "5.", ".5", ".0", "5.0.", "5.01x", "+5.5", "007.5", "1_000", "0x10",
          "--5", "+-5", "- 5", "5 6", "nan", "true", "\u0665", "1,000", "5\u00A0"
        })
    void elseItIsTheString(String text) {
      assertEquals("*\"" + text + "\"", json(INTEGER, text));
    }

    @Test
    void outerWhitespaceDoesNotCountButSurvivesInAString() {
      assertEquals("5", json(INTEGER, " \t5.0\r\n"));
      assertEquals("*\" five\\n\"", json(INTEGER, " five\n"));
    }
  }

  @Nested
  class RowNumber {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "5",
          "5.0",
          "-1.5e3",
          "1e999",
          "0.1000000000000000055",
          "9007199254740992.5",
          "-0",
          "1E-7"
        })
    void aJsonNumberIsVerbatim(String text) {
      assertEquals(text, json(NUMBER, text));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "nan",
          "NaN",
          "inf",
          "-Infinity",
          "+5",
          "007",
          "1.",
          ".5",
          "1e",
          "one",
          "0x1",
          ""
        })
    void anythingElseIsTheString(String text) {
      assertEquals("*\"" + text + "\"", json(NUMBER, text));
    }
  }

  @Nested
  class RowBoolean {
    @ParameterizedTest
    @CsvSource({"true,true", "True,true", "TRUE,true", "false,false", "False,false", "fALSE,false"})
    void wordsInAnyCase(String text, String expected) {
      assertEquals(expected, json(BOOLEAN, text));
      assertEquals(expected, json(BOOLEAN | INTEGER, text));
    }

    @Test
    void oneAndZeroWhereItIsTheSoleType() {
      assertEquals("true", json(BOOLEAN, "1"));
      assertEquals("false", json(BOOLEAN, " 0\n"));
      assertEquals("true", json(BOOLEAN | NULL, "1"));
      assertEquals("1", json(BOOLEAN | INTEGER, "1"));
      assertEquals("\"1\"", json(BOOLEAN | STRING, "1"));
      assertEquals("*1", json(BOOLEAN | ARRAY, "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "2", "01", "1.0", "t", "truee", "", "on"})
    void elseItIsTheString(String text) {
      assertEquals("*\"" + text + "\"", json(BOOLEAN, text));
    }
  }

  @Nested
  class RowObjectAndArray {
    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "[]", "{\"a\": [1, 2.0, null]}", "[{\"a\":\n{}}]", "{\"a\":1,\"a\":2}"})
    void validJsonIsVerbatim(String text) {
      assertEquals(text, json(OBJECT, text));
      assertEquals(text, json(ARRAY, "\n" + text + " "));
    }

    @Test
    void scalarIsPassedOnAsItIs() {
      assertEquals("*5", json(OBJECT, "5"));
      assertEquals("*true", json(OBJECT | ARRAY, "true"));
      assertEquals("*\"a\"", json(ARRAY, "\"a\""));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"a\":1|}",
          "{\"a\":[1,{\"b\":\"c\"|}]}",
          "{|}",
          "[|]",
          "[[[|]]]",
          "{\"a\":{|}}",
          "[{\"a\":true|}]"
        })
    void missingFinalBracesAreClosed(String text, String closers) {
      assertEquals(Kind.MISSING_CLOSERS, kind(OBJECT, text));
      assertEquals(text + closers, json(OBJECT, text));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{\"a\":", "{\"a\"", "{\"a\":\"b", "[tru", "[1.", "[1}", "{\"a\":1}}", "]"})
    void otherDamageIsNotRepaired(String text) {
      assertEquals("*\"" + text.replace("\"", "\\\"") + "\"", json(OBJECT, text));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '^',
        value = {
          "[{\"a\": true},]|[{\"a\": true}]",
          "{\"a\": 1, }|{\"a\": 1 }",
          "[1,|[1]",
          "{theme: \"dark\"}|{\"theme\": \"dark\"}",
          "{'a': True, 'b': None}|{\"a\": true, \"b\": null}",
          "[{'a': false}, True]|[{\"a\": false}, true]",
          "{\"a\": 'x', b: [1, {c: NULL|{\"a\": \"x\", \"b\": [1, {\"c\": null}]}",
          "[\"say \"hi\" to\"]|[\"say \\\"hi\\\" to\"]",
          "{\"path\": \"C:\\dir\", \"on\": true}|{\"path\": \"C:\\\\dir\", \"on\": true}",
        })
    void nearJsonIsRepaired(String text, String expected) {
      assertEquals(expected, json(OBJECT | ARRAY, text));
      assertEquals(expected, json(OBJECT | ARRAY, text, false, 256), "without Python literals");
    }

    @Test
    void lineBreaksInStringsAreEscaped() {
      assertEquals("[\"a\\nb\\r\\n\"]", json(ARRAY, "[\"a\nb\r\n\"]"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "```json\n{\"a\": [1]}\n```",
          "```\n{\"a\": [1]}```",
          "```JSON {\"a\": [1],} ```",
          "```json\n\"{\\\"a\\\": [1]}\"\n```",
          "\"{\\\"a\\\": [1]}\"",
          "\" {\\u0022a\\\": [1],}\\n\"",
          "\"{\"a\": [1]}\"",
          "\"{'a': [1\""
        })
    void fencesAndStringsAroundAValueAreTakenOff(String text) {
      assertEquals("{\"a\": [1]}", json(OBJECT, text));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[yes]",
          "{\"a\": undefined}",
          "[\"a\", \"b]",
          "{\"a\" 1}",
          "[1 2]",
          "{\"a\":}",
          "{\"a\": 1} {\"b\": 2}",
          "[1, /* 2 */ 3]",
          "{\"a\": 01}",
          "```json\n[yes]\n```",
          "```",
          "``````",
        })
    void whatNeedsAGuessIsTheString(String text) {
      String escaped = text.replace("\"", "\\\"").replace("\n", "\\n");
      assertEquals("*\"" + escaped + "\"", json(OBJECT | ARRAY, text));
    }

    @Test
    void pythonLiteralsAreTranscribed() {
      assertEquals("[1,\"x\"]", json(ARRAY, " (1, 'x')\n"));
      assertEquals("{\"a\":[1,2]}", json(OBJECT, "{'a': (1, 2)}"));
      assertEquals("[\"ab\"]", json(ARRAY, "['a' 'b']"));
      assertEquals("[1,2]", json(ARRAY, "```python\n(1, 2)\n```"));
    }

    @Test
    void escapesThatOnlyPythonHasMakeAPythonLiteral() {
      assertEquals("[\"\\u001b\"]", json(ARRAY, "['\\x1b']"));
      assertEquals("[\"\\\\x1b\"]", json(ARRAY, "['\\x1b']", false, 256));
      assertEquals("[\"\\\\x1b\", true]", json(ARRAY, "['\\x1b', true]"));
    }

    @Test
    void pythonLiteralsAreAPolicy() {
      assertEquals("*\"(1, 2)\"", json(ARRAY, "(1, 2)", false, 256));
    }

    @Test
    void whatIsNeitherIsTheString() {
      assertEquals("*\"{'a', 1}\"", json(OBJECT, "{'a', 1}"));
      assertEquals("*\"a, b\"", json(ARRAY, "a, b"));
    }

    @Test
    void nestedTooDeepIsAString() {
      String deepest = "[".repeat(256) + "]".repeat(256);
      assertEquals(deepest, json(ARRAY, deepest));
      String deeper = "[" + deepest + "]";
      assertEquals("**\"" + deeper + "\"", json(ARRAY, deeper));
      assertEquals("**\"[[1]]\"", json(ARRAY, "[[1]]", true, 1));
      assertEquals(Kind.TOO_DEEP, kind(ARRAY, "[".repeat(1_000_000)));
    }
  }

  @Nested
  class RowUnion {
    @Test
    void theFirstThatFitsWins() {
      assertEquals("null", json(ANY_BUT_STRING, "null"));
      assertEquals("true", json(ANY_BUT_STRING, "True"));
      assertEquals("7", json(ANY_BUT_STRING, "007"));
      assertEquals("5", json(INTEGER | NUMBER, "5.0"));
      assertEquals("5.5", json(INTEGER | NUMBER, "5.5"));
      assertEquals("{\"a\":1}", json(ANY_BUT_STRING, "{\"a\":1}"));
      assertEquals("*\"x\"", json(ANY_BUT_STRING, "x"));
    }

    @Test
    void besideAStringNumbersFitOnlyAsJsonSpellsThem() {
      assertEquals("5", json(STRING | INTEGER, "5"));
      assertEquals("-5", json(STRING | INTEGER, "-5"));
      assertEquals("\"5.0\"", json(STRING | INTEGER, "5.0"));
      assertEquals("\"007\"", json(STRING | INTEGER, "007"));
      assertEquals("\"+5\"", json(STRING | INTEGER, "+5"));
      assertEquals("\"4.2e1\"", json(STRING | INTEGER, "4.2e1"));
      assertEquals("4.2e1", json(STRING | NUMBER, "4.2e1"));
      assertEquals("\"007\"", json(STRING | NUMBER, "007"));
      assertEquals("5.0", json(STRING | INTEGER | NUMBER, "5.0"));
    }

    @Test
    void besideAStringBooleansFitOnlyAsJsonSpellsThem() {
      assertEquals("true", json(STRING | BOOLEAN, "true"));
      assertEquals("\"True\"", json(STRING | BOOLEAN, "True"));
      assertEquals("\"0\"", json(STRING | BOOLEAN, "0"));
    }

    @Test
    void besideAStringStructuresFitOnlyAsValidJsonOfTheirKind() {
      assertEquals("{\"a\":1}", json(STRING | OBJECT, "{\"a\":1}"));
      assertEquals("\"[1]\"", json(STRING | OBJECT, "[1]"));
      assertEquals("[1]", json(STRING | ARRAY, "[1]"));
      assertEquals("\"[1\"", json(STRING | ARRAY, "[1"));
      assertEquals("\"['a']\"", json(STRING | ARRAY, "['a']"));
      assertEquals("\"5\"", json(STRING | ARRAY, "5"));
      assertEquals("\"\\\"x\\\"\"", json(STRING | ARRAY, "\"x\""));
    }

    @Test
    void typedValuesLoseOuterWhitespaceStringsDoNot() {
      assertEquals("5", json(STRING | INTEGER, " 5\n"));
      assertEquals("\" x \"", json(STRING | INTEGER, " x "));
      assertEquals("\"  \"", json(STRING | INTEGER, "  "));
    }

    @Test
    void aStringBesideOthersIsNoFailure() {
      assertEquals(Kind.STRING, kind(STRING | INTEGER, "x"));
      assertEquals(Kind.FAILED, kind(INTEGER, "x"));
    }
  }

  @Nested
  class RowStringStreams {
    @Test
    void fromTheFirstCharThatFitsNoOtherType() {
      assertTrue(Coercion.mayStreamAsString(STRING | INTEGER, 'a'));
      assertTrue(Coercion.mayStreamAsString(STRING | INTEGER | NUMBER, '+'));
      assertTrue(Coercion.mayStreamAsString(STRING | OBJECT, '['));
      assertTrue(Coercion.mayStreamAsString(STRING | BOOLEAN, 'T'));
      assertFalse(Coercion.mayStreamAsString(STRING | BOOLEAN, 't'));
      assertFalse(Coercion.mayStreamAsString(STRING | NULL, 'N'));
      assertFalse(Coercion.mayStreamAsString(STRING | INTEGER, '-'));
      assertFalse(Coercion.mayStreamAsString(STRING | ARRAY, '['));
    }

    @Test
    void whitespaceDecidesNothingBesideTypedValues() {
      assertFalse(Coercion.mayStreamAsString(STRING | INTEGER, ' '));
      assertTrue(Coercion.mayStreamAsString(STRING | NULL, ' '));
    }

    @Test
    void alwaysWhereItIsTheSoleTypeNeverWhereItIsNotAdmitted() {
      assertTrue(Coercion.mayStreamAsString(STRING, '{'));
      assertTrue(Coercion.mayStreamAsString(0, 'n'));
      assertFalse(Coercion.mayStreamAsString(ANY_BUT_STRING, 'x'));
    }
  }

  @Nested
  class RowFailedCoercion {
    @Test
    void keepsTheWholeTextAsAString() {
      long decision = Decisions.decide(INTEGER | OBJECT, " 12 apples\n");
      assertEquals(Kind.FAILED, Coercion.kind(decision));
      assertEquals(100, Coercion.from(decision, 100));
      assertEquals(111, Coercion.to(decision, 100));
    }
  }

  @Test
  void anEmptySetOfTypesIsAString() {
    assertEquals("\"null\"", json(0, "null"));
  }

  @Test
  void theDefaultDepthIsThatOfTheLimits() {
    char[] deepest = ("[".repeat(256) + "]".repeat(256)).toCharArray();
    assertEquals(Kind.VERBATIM, Coercion.kind(Coercion.decide(ARRAY, deepest, 0, deepest.length)));
    char[] deeper = ("[".repeat(257) + "]".repeat(257)).toCharArray();
    assertEquals(Kind.TOO_DEEP, Coercion.kind(Coercion.decide(ARRAY, deeper, 0, deeper.length)));
  }
}
