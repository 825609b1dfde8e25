package dev.deltalex.parse;

import static dev.deltalex.parse.Halves.assertArguments;
import static dev.deltalex.parse.Halves.raw;
import static dev.deltalex.parse.Halves.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The row of {@link LoneSurrogatesTest} in values and names of a tagged format. */
class LoneSurrogatesInTagsTest {
  private static void tagged(String expected, String written, ParserOptions options) {
    String text = "<tool_call><function=f>" + raw(written) + "</function></tool_call>";
    assertArguments(raw(expected), "qwen3_coder", text, options, Limits.DEFAULT);
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
        "o|{'k': '\\ud83d', 'H': 'L'}|{\"k\": \"\\ufffd\", \"R\": \"R\"}",
        "o|{'k': '\\ud83d\\ude00'}|{\"k\": \"\\ud83d\\ude00\"}",
        "o|{'k': ('\\ud83d', 'H')}|{\"k\":[\"\\ufffd\",\"R\"]}",
        "o|```{\"k\": \"H\"}```|{\"k\": \"R\"}",
        "o|\"{\\\"k\\\": \\\"\\ud83d\\\"}\"|{\"k\": \"R\"}",
        "o|{'k': '\\U0000D83D' 'x'}|{\"k\":\"\\ufffdx\"}",
        "o|{'k': '\\U0001F600'}|{\"k\":\"HL\"}",
        "o|{'k': '\\\\ud83d'}|{\"k\": \"\\\\ud83d\"}",
        "o|{H|\"{R\"",
      })
  void halvesInTaggedValues(String parameter, String written, String told) {
    String value = "<parameter=" + parameter + ">" + written + "</parameter>";
    tagged("{\"" + parameter + "\":" + told + "}", value, ParserOptions.DEFAULT);
  }

  @Test
  void halvesInStreamedStructuresAndEntities() {
    ParserOptions streamed =
        ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build();
    tagged(
        "{\"o\":{\"R\": \"\\ufffdHL\"}}",
        "<parameter=o>{\"H\": \"\\ude00HL\"}</parameter>",
        streamed);
    ParserOptions decoded = ParserOptions.builder().entities(ParserOptions.Entities.DECODE).build();
    tagged("{\"s\":\"R<RHLR\"}", "<parameter=s>H&lt;L&#x1F600;H</parameter>", decoded);
    tagged("{\"u\":\"R<RHLR\"}", "<parameter=u>H&lt;L&#x1F600;H</parameter>", decoded);
  }

  @Test
  void halvesInTaggedNames() {
    for (int size : new int[] {1, 2, 4096}) {
      TestStream stream = stream("qwen3_coder", ParserOptions.DEFAULT, Limits.DEFAULT);
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
      TestStream stream = stream("qwen3_coder", ParserOptions.DEFAULT, Limits.DEFAULT);
      EventLog log = stream.feedBy(size, text).stop();
      assertEquals(raw("{\"R\":\"1\"}"), stream.arguments());
      assertTrue(log.has(Diagnostic.DUPLICATE_PARAMETER));
    }
    // A declared parameter of that name, however it is spelled.
    tagged(
        "{\"R\":1}",
        "<parameter=H>1</parameter><parameter=R>2</parameter><parameter=L>3</parameter>",
        ParserOptions.DEFAULT);
  }

  @Test
  void declaredNamesAreToldWhole() {
    ToolSet odd =
        ToolSetReader.read(
            raw(
                "[{\"name\": \"gH\", \"parameters\": {\"properties\": {\"aL\": {\"type\":"
                    + " \"integer\"}}}}]"),
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
          stream("qwen3_coder", ParserOptions.DEFAULT, Limits.DEFAULT).feedBy(size, text).stop();
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
    String expected = raw("{\"s\":\"wordHLwordaRb\\nRwordRwordR\\nwordR");
    for (int burst : new int[] {1, 2, 3, 15}) {
      TestStream stream = TestStream.of("qwen3_coder", Halves.TOOLS, words);
      for (int at = 0; at < tokens.length; at += burst) {
        stream.parser.feedTokens(tokens, at, Math.min(tokens.length, at + burst));
      }
      stream.stop();
      assertEquals(expected, stream.arguments(), "in bursts of " + burst);
    }
  }
}
