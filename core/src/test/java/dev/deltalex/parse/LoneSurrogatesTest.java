package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Row "lone surrogate, raw or as an escape, in keys and values": U+FFFD, so that arguments are JSON
 * for readers that refuse half a pair, as Jackson does in keys. An escape becomes an escape. Halves
 * that are spelled in two ways are no pair. In the tables here {@code H} is a raw high surrogate,
 * {@code L} a raw low one, {@code R} a raw U+FFFD and {@code N} a line feed.
 */
class LoneSurrogatesTest {
  private static final Limits SHORT_NAMES = new Limits(2, 8, 64, 1 << 20, 1024, 4096, 64);

  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"name": "f", "parameters": {"type": "object", "properties": {
            "s": {"type": "string"}, "n": {"type": "integer"}, "o": {"type": "object"},
            "u": {"type": ["number", "string"]}, "z": {"type": ["string", "null"]},
            "w": {"type": ["object", "string"]}, "\ufffd": {"type": "integer"}}}}]
          """,
          Limits.DEFAULT);

  private static String raw(String text) {
    return text.replace('H', '\ud83d')
        .replace('L', '\ude00')
        .replace('R', '\ufffd')
        .replace('N', '\n');
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  /** The arguments as Jackson reads them with its defaults: keys and strings, all whole. */
  private static void assertStrict(String arguments) {
    assertFalse(hasLoneSurrogate(arguments), arguments);
    try (JsonParser parser = new JsonFactory().createParser(arguments)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        assertFalse(hasLoneSurrogate(parser.getText()), arguments);
      }
    } catch (IOException e) {
      throw new AssertionError(arguments, e);
    }
  }

  private static TestStream stream(String format, Policies policies, Limits limits) {
    return TestStream.of(format, TOOLS, policies, limits);
  }

  private static void assertArguments(
      String expected, String format, String text, Policies policies, Limits limits) {
    for (int size : new int[] {1, 2, 3, 5, 64, 4096}) {
      TestStream stream = stream(format, policies, limits).feedBy(size, text);
      EventLog log = stream.stop();
      assertNull(log.violation(), "in deltas of " + size);
      assertEquals(expected, stream.arguments(), "in deltas of " + size);
      assertStrict(stream.arguments());
    }
  }

  private static void json(String expected, String arguments, Limits limits) {
    String text = "<tool_call>{\"name\": \"f\", \"arguments\": " + arguments + "}</tool_call>";
    assertArguments(expected, "hermes", text, Policies.DEFAULT, limits);
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
    assertArguments(expected, "hermes", text, Policies.DEFAULT, Limits.DEFAULT);
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
      TestStream stream = stream("hermes", Policies.DEFAULT, Limits.DEFAULT).feedBy(size, text);
      assertEquals(raw(before), stream.arguments());
      stream.parser.finish(FinishReason.LENGTH);
      assertEquals(raw(after), stream.arguments());
      Policies closing = Policies.DEFAULT.withTruncation(Policies.Truncation.CLOSE);
      stream = stream("hermes", closing, Limits.DEFAULT).feedBy(size, text);
      stream.parser.finish(FinishReason.LENGTH);
      assertEquals(raw(after) + "\"}", stream.arguments());
      stream = stream("hermes", Policies.DEFAULT, Limits.DEFAULT).feedBy(size, text);
      stream.stop();
      assertEquals(raw(after) + "\"}", stream.arguments());
    }
  }

  /** The key is out before its partner comes: nothing of it ends in half a pair. */
  @Test
  void longKeyIsReleasedBetweenTheHalves() {
    String opener = "<tool_call>{\"name\": \"f\", \"arguments\": {\"";
    TestStream stream = stream("hermes", Policies.DEFAULT, SHORT_NAMES).feed(opener + "abcdefgh");
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
      TestStream stream = stream("hermes", Policies.DEFAULT, Limits.DEFAULT);
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
      TestStream stream = stream("hermes", Policies.DEFAULT, Limits.DEFAULT);
      EventLog log = stream.feedBy(size, "<tool_call>" + call + "</tool_call>").stop();
      assertEquals(raw(told), log.calls().getFirst().name());
    }
  }

  private static void tagged(String expected, String written, Policies policies) {
    String text = "<tool_call><function=f>" + raw(written) + "</function></tool_call>";
    assertArguments(raw(expected), "qwen3_coder", text, policies, Limits.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s|H|\"R\"",
        "s|HL|\"HL\"",
        "s|aLbNH|\"aRb\\nR\"",
        "s|HNL|\"R\\nR\"",
        "s|H<L|\"R<R\"",
        "s|HHLL|\"RHLR\"",
        "s|\\ud83d|\"\\\\ud83d\"",
        "s|abcdefghijklmnopqrstuvwxyz0123456789H|\"abcdefghijklmnopqrstuvwxyz0123456789R\"",
        "s|\"abcdefghijklmnopqrstuvwxyz\"0123456789H<L|"
            + "\"\\\"abcdefghijklmnopqrstuvwxyz\\\"0123456789R<R\"",
        "x|aHb|\"aRb\"",
        "u|1H|\"1R\"",
        "u|H|\"R\"",
        "u|HL|\"HL\"",
        "z|nulH|\"nulR\"",
        "z|nH|\"nR\"",
        "z|L|\"R\"",
        "n|1H|\"1R\"",
        "w|{\"k\": \"H\"}|{\"k\": \"R\"}",
        "w|{H}|\"{R}\"",
        "o|{\"k\": \"HL\"}|{\"k\": \"HL\"}",
        "o|{\"kH\": \"aLb\"}|{\"kR\": \"aRb\"}",
        "o|{\"k\": \"\\ud83d\"}|{\"k\": \"\\ufffd\"}",
        "o|{\"k\": \"\\uDE00\"}|{\"k\": \"\\ufffd\"}",
        "o|{\"k\": \"\\uD83D\\uDE00\"}|{\"k\": \"\\uD83D\\uDE00\"}",
        "o|{\"\\ud83dL\": \"H\\ude00\"}|{\"\\ufffdR\": \"R\\ufffd\"}",
        "o|{\"k\": \"\\\\ud83d\\\"\"}|{\"k\": \"\\\\ud83d\\\"\"}",
        "o|{\"k\": [\"\\ud83d\\ud83d\\ude00\"|{\"k\": [\"\\ufffd\\ud83d\\ude00\"]}",
        "o|{'k': '\\ud83d', 'H': 'L'}|{\"k\":\"\\ufffd\",\"R\":\"R\"}",
        "o|{'k': '\\ud83d\\ude00'}|{\"k\":\"\\ud83d\\ude00\"}",
        "o|{'k': '\\U0000D83D' 'x'}|{\"k\":\"\\ufffdx\"}",
        "o|{'k': '\\U0001F600'}|{\"k\":\"HL\"}",
        "o|{'k': '\\\\ud83d'}|{\"k\":\"\\\\ud83d\"}",
        "o|{H|\"{R\"",
      })
  void halvesInTaggedValues(String parameter, String written, String told) {
    String value = "<parameter=" + parameter + ">" + written + "</parameter>";
    tagged("{\"" + parameter + "\":" + told + "}", value, Policies.DEFAULT);
  }

  @Test
  void halvesInStreamedStructuresAndEntities() {
    Policies streamed = Policies.DEFAULT.withStructuredValues(Policies.StructuredValues.STREAM);
    tagged(
        "{\"o\":{\"R\": \"\\ufffdHL\"}}",
        "<parameter=o>{\"H\": \"\\ude00HL\"}</parameter>",
        streamed);
    Policies decoded = Policies.DEFAULT.withEntities(true);
    tagged("{\"s\":\"R<RHLR\"}", "<parameter=s>H&lt;L&#x1F600;H</parameter>", decoded);
    tagged("{\"u\":\"R<RHLR\"}", "<parameter=u>H&lt;L&#x1F600;H</parameter>", decoded);
  }

  @Test
  void halvesInTaggedNames() {
    for (int size : new int[] {1, 2, 4096}) {
      TestStream stream = stream("qwen3_coder", Policies.DEFAULT, Limits.DEFAULT);
      String text = raw("<tool_call><function=aHbHL><parameter=L>1</parameter></function>");
      EventLog log = stream.feedBy(size, text).stop();
      assertEquals(raw("aRbHL"), log.calls().getFirst().name());
      assertEquals(raw("{\"R\":\"1\"}"), stream.arguments());
    }
  }

  /** Names are compared as they are told. */
  @Test
  void parametersWhoseNamesAreToldAlikeAreOne() {
    String text =
        raw("<tool_call><function=g><parameter=H>1</parameter><parameter=L>2</parameter>");
    for (int size : new int[] {1, 4096}) {
      TestStream stream = stream("qwen3_coder", Policies.DEFAULT, Limits.DEFAULT);
      EventLog log = stream.feedBy(size, text).stop();
      assertEquals(raw("{\"R\":\"1\"}"), stream.arguments());
      assertTrue(log.has(Diagnostic.DUPLICATE_PARAMETER));
    }
    // A declared parameter of that name, however it is spelled.
    tagged(
        "{\"R\":1}",
        "<parameter=H>1</parameter><parameter=R>2</parameter><parameter=L>3</parameter>",
        Policies.DEFAULT);
  }

  @Test
  void declaredNamesAreToldWhole() {
    ToolSet odd =
        ToolSetReader.read(
            raw(
                "[{\"name\": \"gH\", \"parameters\": {\"properties\": {\"aL\": {\"type\": \"integer\"}}}}]"),
            Limits.DEFAULT);
    assertEquals(raw("gR"), odd.name(0));
    assertEquals(raw("aR"), odd.parameterName(0, 0));
    assertEquals(raw("\"aR\":"), new String(odd.keyJson(0, 0)));
    assertEquals(0, odd.indexOf(raw("gH")));
    for (String name : new String[] {"gH", "gL", "gR"}) {
      for (String parameter : new String[] {"aH", "aL", "aR"}) {
        TestStream stream = TestStream.of("qwen3_coder", odd);
        String call =
            "<tool_call><function=" + name + "><parameter=" + parameter + ">1</parameter>";
        EventLog log = stream.feed(raw(call)).stop();
        assertEquals(List.of(0), log.calls().stream().map(EventLog.Call::tool).toList());
        assertEquals(raw("gR"), log.calls().getFirst().name());
        assertEquals(raw("{\"aR\":1}"), stream.arguments());
      }
    }
  }

  /** Content and reasoning are passed on as they are. */
  @Test
  void textKeepsItsHalves() {
    String text = raw("<think>aHb</think>cLdH");
    for (int size : new int[] {1, 4096}) {
      EventLog log =
          stream("qwen3_coder", Policies.DEFAULT, Limits.DEFAULT).feedBy(size, text).stop();
      assertEquals(raw("aHb"), log.reasoning());
      assertEquals(raw("cLdH"), log.content());
    }
  }

  @Test
  void tokensWithHalves() {
    Vocabulary words =
        Vocabulary.builder()
            .add(0, "<tool_call><function=f><parameter=s>")
            .add(1, "\ud83d")
            .add(2, "\ude00")
            .add(3, "a\ud83db")
            .add(4, "word")
            .add(5, "\n")
            .build();
    int[] tokens = {0, 4, 1, 2, 4, 3, 5, 2, 4, 1, 4, 1, 5, 4, 2};
    String expected = raw("{\"s\":\"wordHLwordaRb\\nRwordRwordR\\nwordR\"}");
    for (int burst : new int[] {1, 2, 3, 15}) {
      TestStream stream = stream("qwen3_coder", Policies.DEFAULT, Limits.DEFAULT);
      for (int at = 0; at < tokens.length; at += burst) {
        stream.parser.feedTokens(tokens, at, Math.min(tokens.length, at + burst), words);
      }
      stream.stop();
      assertEquals(expected, stream.arguments(), "in bursts of " + burst);
    }
  }
}
