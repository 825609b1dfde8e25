package dev.deltalex.parse;

import static dev.deltalex.parse.Halves.SHORT_NAMES;
import static dev.deltalex.parse.Halves.assertArguments;
import static dev.deltalex.parse.Halves.raw;
import static dev.deltalex.parse.Halves.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Row "lone surrogate, raw or as an escape, in keys and values": U+FFFD, so that arguments are JSON
 * for readers that refuse half a pair, as Jackson does in keys. An escape becomes an escape. Halves
 * that are spelled in two ways are no pair.
 */
class LoneSurrogatesTest {
  private static void json(String expected, String arguments, Limits limits) {
    String text = "<tool_call>{\"name\": \"f\", \"arguments\": " + arguments + "}</tool_call>";
    assertArguments(expected, "hermes", text, ParserOptions.DEFAULT, limits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H|R",
        "L|R",
        "HL|HL",
        "aHb|aRb",
        "aLb|aRb",
        "LH|RR",
        "HH|RR",
        "HHL|RHL",
        "HLL|HLR",
        "H\\n|R\\n",
        "H\\\"|R\\\"",
        "abcdefghijklmnopqrstuvwxyz0123456789HLabcH|abcdefghijklmnopqrstuvwxyz0123456789HLabcR",
        "abcdefghijklmnopqrstuvwxyz0123456789L\\n|abcdefghijklmnopqrstuvwxyz0123456789R\\n",
        "\\ud83d|\\ufffd",
        "\\uD83D|\\ufffd",
        "\\ude00|\\ufffd",
        "\\uDFFF|\\ufffd",
        "\\ud83d\\ude00|\\ud83d\\ude00",
        "\\uD83D\\uDe00|\\uD83D\\uDe00",
        "\\ud7ff\\ue000|\\ud7ff\\ue000",
        "\\ud83dx|\\ufffdx",
        "\\ud83d\\n|\\ufffd\\n",
        "\\ud83d\\u0041|\\ufffd\\u0041",
        "\\ud83d\\ud83d|\\ufffd\\ufffd",
        "\\ud83d\\ud83d\\ude00|\\ufffd\\ud83d\\ude00",
        "\\ud83d\\ude00\\ude00|\\ud83d\\ude00\\ufffd",
        "\\ude00\\ud83d|\\ufffd\\ufffd",
        "\\\\ud83d|\\\\ud83d",
        // The second escape is none.
        "\\ud83d\\x|\\ufffd\\\\x",
        "\\ud83d\\u12 |\\ufffd\\\\u12",
        "\\ud83d\\ude |\\ufffd\\\\ude",
        "\\ud83d\\ude0_|\\ufffd\\\\ude0_",
        // Spelled in two ways.
        "\\ud83dL|\\ufffdR",
        "H\\ude00|R\\ufffd",
        "H\\ud83d\\ude00|R\\ud83d\\ude00",
        "\\ud83dHL|\\ufffdHL",
      })
  void halvesInJsonStrings(String written, String told) {
    String in = raw(written);
    String out = raw(told);
    json("{\"k\": \"" + out + "\"}", "{\"k\": \"" + in + "\"}", Limits.DEFAULT);
    json("{\"k\": [\"" + out + "\"]}", "{\"k\": ['" + in + "']}", Limits.DEFAULT);
    json("{\"" + out + "\": 1}", "{\"" + in + "\": 1}", Limits.DEFAULT);
    json("{\"" + out + "\": 1}", "{'" + in + "': 1}", SHORT_NAMES);
    // Behind the place where a key is too long to wait, and around it.
    for (int before = 0; before < 12; before++) {
      String key = "k".repeat(before);
      json("{\"" + key + out + "\": 1}", "{\"" + key + in + "\": 1}", SHORT_NAMES);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{HkL: 1}|{\"RkR\": 1}",
        "{HHL: 1}|{\"RHL\": 1}",
        "{abcdefgHL: 1}|{\"abcdefgHL\": 1}",
        "{abcdefghH: 1}|{\"abcdefghR\": 1}",
        "{abcdefgHLHLL: 1}|{\"abcdefgHLHLR\": 1}",
        "{\"k\": aHb}|{\"k\": \"aRb\"}",
        "{\"k\": H}|{\"k\": \"R\"}",
        "{\"k\": HL}|{\"k\": \"HL\"}",
        "{\"k\": [L,H]}|{\"k\": [\"R\",\"R\"]}",
        "{\"k\": [[HL, \"L\"]]}|{\"k\": [\"[HL, \\\"R\\\"]\"]}",
        "{\"k\": [[\"\\ud83d\"]]}|{\"k\": [\"[\\\"\\\\ud83d\\\"]\"]}",
      })
  void halvesElsewhereInJson(String written, String told) {
    json(raw(told), raw(written), SHORT_NAMES);
  }

  @Test
  void wordThatIsTooLongToHold() {
    String word = "w".repeat(63);
    json(raw("{\"k\": \"" + word + "HL\"}"), raw("{\"k\": " + word + "HL}"), SHORT_NAMES);
    json(raw("{\"k\": \"" + word + "RwR\"}"), raw("{\"k\": " + word + "HwH}"), SHORT_NAMES);
  }

  /** The outer string is decoded first: what it makes a pair is one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H|R",
        "\\ud83d|R",
        "\\\\ud83d|\\ufffd",
        "\\ud83d\\ude00|HL",
        "\\\\ud83d\\\\ude00|\\ud83d\\ude00",
        "\\ud83dL|HL",
        "H\\ude00|HL",
        "H\\\\ude00|R\\ufffd",
        "\\\\ud83dL|\\ufffdR",
        "\\\\ud83d\\u005cude00|\\ud83d\\ude00",
        "L\\u0041|RA",
      })
  void halvesInWrappedArguments(String written, String told) {
    String in = raw(written);
    String out = raw(told);
    json("{\"k\": \"" + out + "\"}", "\"{\\\"k\\\": \\\"" + in + "\\\"}\"", Limits.DEFAULT);
    json("{\"" + out + "\": 1}", "\"{\\\"" + in + "\\\": 1}\"", Limits.DEFAULT);
    String text =
        "<tool_call>{\"arguments\": \"{\\\"k\\\": \\\"" + in + "\\\"}\", \"name\": \"f\"}";
    String expected = "{\"k\": \"" + out + "\"}";
    assertArguments(expected, "hermes", text, ParserOptions.DEFAULT, Limits.DEFAULT);
  }

  /** A high surrogate waits for its partner until the string or the stream ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"k\": \"aH|{\"k\": \"a|{\"k\": \"aR",
        "{\"k\": \"a\\ud83d|{\"k\": \"a|{\"k\": \"a\\ufffd",
        "{\"k\": \"a\\ud83d\\|{\"k\": \"a|{\"k\": \"a\\ufffd",
        "{\"k\": \"a\\ud83d\\u|{\"k\": \"a|{\"k\": \"a\\ufffd",
        "{\"k\": \"a\\ud83d\\ude0|{\"k\": \"a|{\"k\": \"a\\ufffd",
        "{\"k\": \"a\\ud83d\\u0|{\"k\": \"a\\ufffd|{\"k\": \"a\\ufffd",
        "{\"k\": \"a\\ud83d\\ud8|{\"k\": \"a\\ufffd|{\"k\": \"a\\ufffd",
        "{\"k\": \"aHx|{\"k\": \"aRx|{\"k\": \"aRx",
      })
  void streamEndsBehindHalfAPair(String written, String before, String after) {
    String text = raw("<tool_call>{\"name\": \"f\", \"arguments\": " + written);
    for (int size : new int[] {1, 3, 4096}) {
      TestStream stream =
          stream("hermes", ParserOptions.DEFAULT, Limits.DEFAULT).feedBy(size, text);
      assertEquals(raw(before), stream.arguments());
      stream.parser.finish(EndCause.LENGTH);
      assertEquals(raw(after), stream.arguments());
      ParserOptions closing =
          ParserOptions.builder().truncation(ParserOptions.Truncation.CLOSE).build();
      stream = stream("hermes", closing, Limits.DEFAULT).feedBy(size, text);
      stream.parser.finish(EndCause.LENGTH);
      assertEquals(raw(after) + "\"}", stream.arguments());
      stream = stream("hermes", ParserOptions.DEFAULT, Limits.DEFAULT).feedBy(size, text);
      stream.stop();
      assertEquals(raw(after), stream.arguments());
      ParserOptions all =
          ParserOptions.builder().recoverAtStop(ParserOptions.RecoverAtStop.ALL).build();
      stream = stream("hermes", all, Limits.DEFAULT).feedBy(size, text);
      stream.stop();
      assertEquals(raw(after) + "\"}", stream.arguments());
    }
  }

  /** The key is out before its partner comes: nothing of it ends in half a pair. */
  @Test
  void longKeyIsReleasedBetweenTheHalves() {
    String opener = "<tool_call>{\"name\": \"f\", \"arguments\": {\"";
    TestStream stream =
        stream("hermes", ParserOptions.DEFAULT, SHORT_NAMES).feed(opener + "abcdefgh");
    assertEquals("{", stream.arguments());
    stream.feed("\ud83d");
    assertEquals("{\"abcdefgh", stream.arguments());
    stream.feed("\ude00");
    assertEquals("{\"abcdefgh\ud83d\ude00", stream.arguments());
    assertNull(stream.log.violation());
  }

  /** A replaced half has the offset of the half, wherever it is decided. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H|\"}}",
        "H|L\"}}",
        "H|x\"}}",
        "H|\\n\"}}",
        "H|\\ude00\"}}",
        "\\ud83d|\"}}",
        "\\ud83d|\\ude00\"}}",
        "\\ud83d|x\"}}",
        "\\ud83d|\\n\"}}",
        "\\ud83d|\\u0041\"}}",
        "\\ud83d|\\ud83d\"}}",
        "\\ud83d|\\ux\"}}"
      })
  void replacedHalfHasItsOffset(String half, String rest) {
    String opener = "<tool_call>{\"name\": \"f\", \"arguments\": {\"k\": \"";
    for (int size : new int[] {1, 2, 64}) {
      FirstHalf sink = new FirstHalf();
      TestStream stream = stream("hermes", ParserOptions.DEFAULT, Limits.DEFAULT);
      stream.parser.reset(sink, 1);
      stream.feed(opener);
      stream.feedBy(size, raw(half));
      assertEquals(-1, sink.source);
      stream.feedBy(size, raw(rest));
      assertEquals(opener.length(), sink.source);
    }
  }

  /** Notes where the first span that begins with half a pair or what stands for it began. */
  private static final class FirstHalf extends CountingSink {
    private long source = -1;

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long at) {
      char first = buffer[offset];
      boolean half = first >= Character.MIN_SURROGATE || first == '\\';
      source = half && source < 0 ? at : source;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "f, f",
    "aHb, aRb",
    "\\ud83d, R",
    "\\ud83d\\ude00, HL",
    "Hx\\ude00, RxR",
    "\\ud83dL, HL"
  })
  void namesOfJsonCalls(String written, String told) {
    String call = raw("{\"name\": \"" + written + "\", \"arguments\": {}}");
    for (int size : new int[] {1, 2, 4096}) {
      TestStream stream = stream("hermes", ParserOptions.DEFAULT, Limits.DEFAULT);
      EventLog log = stream.feedBy(size, "<tool_call>" + call + "</tool_call>").stop();
      assertEquals(raw(told), log.calls().getFirst().name());
    }
  }
}
