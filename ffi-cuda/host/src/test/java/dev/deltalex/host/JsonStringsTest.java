package dev.deltalex.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {
  @Test
  void quotingEscapesWhatBreaksALineOrATerminal() {
    assertEquals(
        "\"a\\\"b\\\\c\\n\\r\\t\\u001b\\u009b\\u007f\"",
        JsonStrings.quote("a\"b\\c\n\r\t\u001b\u009b\u007f"));
  }

  @Test
  void surrogatePairsAreKept() {
    assertEquals("\"\uD83D\uDE00\"", JsonStrings.quote("\uD83D\uDE00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uD83Dx", "\uD83D\uD83D\uDE00"})
  void aLoneHighSurrogateIsReplaced(String text) {
    assertEquals("\"\uFFFD" + text.substring(1) + "\"", JsonStrings.quote(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uDE00", "\uDE00x", "\uDE00\uD83D\uDE00"})
  void aLoneLowSurrogateIsReplaced(String text) {
    assertEquals("\"\uFFFD" + text.substring(1) + "\"", JsonStrings.quote(text));
  }

  @Test
  void surrogatesInTheWrongOrderAreReplacedOneByOne() {
    assertEquals("\"\uFFFD\uFFFD\"", JsonStrings.quote("\uDE00\uD83D"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "\u0000\u001f\u0085", "\uD83D\uDE00 \"\\/"})
  void whatIsQuotedIsReadBack(String text) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(JsonStrings.quote(text))) {
      json.nextToken();
      assertEquals(text, json.getText());
    }
  }
}
