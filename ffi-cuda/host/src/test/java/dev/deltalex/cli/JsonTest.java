package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.deltalex.cli.Json.Numbers;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; 1.0",
        "0; -0.0",
        "100; 1e2",
        "0.1; 0.1000000000000000055",
        "1e999; 1e999",
        "0; 1e-999999999",
        "{\"a\":1,\"b\":[true,null]}; { \"b\" : [true, null], \"a\" : 1 }",
        "\"\\u0041\"; \"A\"",
      })
  void equalByValue(String one, String other) throws IOException {
    assertEquals(Json.read(one, Numbers.BY_VALUE), Json.read(other, Numbers.BY_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; \"1\"",
        "null; \"null\"",
        "null; false",
        "[]; {}",
        "[1,2]; [2,1]",
        "{\"a\":null}; {}",
        "9007199254740993; 9007199254740992",
        "1e999999999; 1e999999998",
        "9007199254740993; 9007199254740993.0",
      })
  void different(String one, String other) throws IOException {
    assertNotEquals(Json.read(one, Numbers.BY_VALUE), Json.read(other, Numbers.BY_VALUE));
  }

  @Test
  void numbersByTextAreTheSameOnlyIfWrittenTheSame() throws IOException {
    assertNotEquals(Json.read("[1.0]", Numbers.BY_TEXT), Json.read("[1]", Numbers.BY_TEXT));
    assertEquals(Json.read("[1e5]", Numbers.BY_TEXT), Json.read("[ 1e5 ]", Numbers.BY_TEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1", "{\"a\":1}}", "{'a':1}", "[1,]", "NaN", "01", "1 2"})
  void whatIsNotStrictJsonIsRefused(String text) {
    assertThrows(JsonProcessingException.class, () -> Json.read(text, Numbers.BY_VALUE));
  }

  @Test
  void nestingIsBounded() throws IOException {
    String deep = "[".repeat(400) + "]".repeat(400);
    assertEquals(Json.read(deep, Numbers.BY_VALUE), Json.read(deep, Numbers.BY_VALUE));
    String tooDeep = "[".repeat(100_000);
    assertThrows(JsonProcessingException.class, () -> Json.read(tooDeep, Numbers.BY_VALUE));
  }
}
