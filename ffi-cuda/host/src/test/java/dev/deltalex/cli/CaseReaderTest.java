package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.InitialState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseReaderTest {
  @Test
  void aWholeCase() {
    ConformanceCase read =
        CaseReader.read(
            """
            {"id":"i","source":"s","format":"f","start":"reasoning","tools":[ {"n": 1.50} ],\
            "text":"ab","chunks":["a","","b"],"expect":{"content":"c","reasoning":"r",\
            "more":{"deep":[1]},"calls":[{"name":"n","arguments":{"x": 1.0}}]},\
            "finish":"stop","raw_arguments":"{}","contested":true,"judged":true,"note":{"a":[]}}\
            """,
            "file line 1");
    assertEquals("i", read.id());
    assertEquals("f", read.format());
    assertEquals("ab", read.text());
    assertEquals("[ {\"n\": 1.50} ]", read.toolsJson());
    assertEquals(InitialState.REASONING, read.start());
    assertEquals(List.of("a", "", "b"), read.chunks());
    assertEquals(
        new ConformanceCase.Expected(
            "c", "r", List.of(new ConformanceCase.ExpectedCall("n", "{\"x\": 1.0}"))),
        read.expected());
    assertEquals("stop", read.finish());
    assertEquals(List.of("{}"), read.rawArguments());
    assertEquals("contested, judged", read.standing());
  }

  @Test
  void aBareCase() {
    ConformanceCase read = CaseReader.read("{\"id\":\"i\",\"format\":\"f\",\"text\":\"\"}", "f");
    assertNull(read.expected());
    assertNull(read.toolsJson());
    assertNull(read.start());
    assertNull(read.chunks());
    assertNull(read.finish());
    assertEquals(List.of(), read.rawArguments());
    assertEquals("", read.standing());
  }

  @Test
  void nullMessagePartsAreEmpty() {
    ConformanceCase read =
        CaseReader.read(
            "{\"id\":\"i\",\"format\":\"f\",\"text\":\"\",\"tools\":null,"
                + "\"expect\":{\"content\":null,\"reasoning\":null}}",
            "f");
    assertNull(read.toolsJson());
    assertEquals(new ConformanceCase.Expected("", "", List.of()), read.expected());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'format':'f','text':''}; 'id' is required",
        "{'id':'i','text':''}; 'format' is required",
        "{'id':'i','format':'f'}; 'text' is required",
        "{'id':1,'format':'f','text':''}; 'id' must be a string",
        "{'id':'i','chunks':'a'}; 'chunks' must be an array of strings",
        "{'id':'i','chunks':[1]}; 'chunks' must be a string",
        "{'id':'i','expect':[]}; 'expect' must be an object",
        "{'id':'i','expect':{'calls':[{'name':'n'}]}}; 'expect.calls[].arguments' is required",
        "{'id':'i','start':'contents'}; start: 'contents' is not one of content, reasoning",
        "{'id':'i','format':'f','text':'ab','chunks':['a']}; concatenation of 'chunks' differs",
        "[]; a case must be a JSON object on one line",
        "{'id':'i','format':'f','text':''} {}; unexpected text after the case",
        "{'id':; not valid JSON",
      })
  void aBrokenCaseSaysWhereAndWhat(String line, String problem) {
    String json = line.replace('\'', '"');
    CliException refusal =
        assertThrows(CliException.class, () -> CaseReader.read(json, "cases.jsonl line 7"));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("cases.jsonl line 7: "), message);
    assertTrue(message.contains(problem), message);
  }
}
