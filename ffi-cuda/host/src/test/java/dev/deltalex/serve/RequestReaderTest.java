package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.wire.WireProtocol;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Valid requests, and the errors for invalid ones. */
class RequestReaderTest {
  private static final ServeOptions OPTIONS =
      ServeOptions.DEFAULT.withMaxTools(3).withMaxTokens(100);

  private static ApiRequest read(WireProtocol protocol, String body) {
    return RequestReader.read(
        protocol, body.getBytes(StandardCharsets.UTF_8), OPTIONS, (model, text) -> 0);
  }

  private static ApiRequest chat(String more) {
    return read(WireProtocol.CHAT_COMPLETIONS, "{\"model\":\"m\"," + Served.USER + more + "}");
  }

  private static void refused(WireProtocol protocol, String body, String field, String says) {
    RequestException e =
        assertThrows(RequestException.class, () -> read(protocol, body), () -> body);
    assertEquals(400, e.error().status());
    assertEquals(field, e.error().param(), e.error().message());
    assertTrue(e.error().message().contains(says), e.error().message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"messages\":[{\"role\":\"user\"}]}|model|is required",
        "{\"model\":5}|model|must be a string",
        "{\"model\":\"\"}|model|has 0 chars",
        "{\"model\":\"m\"}|messages|is required",
        "{\"model\":\"m\",\"messages\":[]}|messages|must not be empty",
        "{\"model\":\"m\",\"messages\":{}}|messages|must be a list",
        "{\"model\":\"m\",\"messages\":[5]}|messages[0]|must be an object",
        "{\"model\":\"m\",\"messages\":[{}]}|messages[0].role|is required",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"king\"}]}|messages[0].role|is not one of",
        "{\"model\":\"m\",\"messages\":[{\"content\":5}]}|messages[0].content|must be a string",
        "{\"messages\":[{\"content\":[{\"text\":5}]}]}|messages[0].content[0].text|must be",
        "{\"messages\":[{\"content\":[{\"type\":\"image_url\"}]}]}"
            + "|messages[0].content[0].type|not supported",
        "{\"n\":0}|n|from 1 to 16",
        "{\"n\":17}|n|from 1 to 16",
        "{\"n\":1.5}|n|must be an integer",
        "{\"n\":99999999999999999999999}|n|must be an integer",
        "{\"max_tokens\":0}|max_tokens|from 1",
        "{\"max_completion_tokens\":\"9\"}|max_completion_tokens|must be an integer",
        "{\"stream\":\"yes\"}|stream|must be true or false",
        "{\"stream_options\":true}|stream_options|must be an object",
        "{\"stream_options\":{\"include_usage\":1}}|stream_options.include_usage|must be true",
        "{\"stop\":5}|stop|must be a list",
        "{\"stop\":[\"a\",\"\"]}|stop[1]|has 0 chars",
        "{\"seed\":\"x\"}|seed|must be an integer",
        "{\"response_format\":{\"type\":\"json_object\"}}|response_format.type|is not supported",
        "{\"response_format\":{\"json_schema\":{},\"type\":\"json_schema\"}}"
            + "|response_format.type|not supported",
        "{\"response_format\":\"json\"}|response_format|must be an object",
        "{\"logprobs\":true}|logprobs|is not supported",
        "{\"top_logprobs\":1}|top_logprobs|is not supported",
        "{\"functions\":[]}|functions|use tools",
        "{\"tools\":{}}|tools|must be a list",
        "{\"tools\":[1,2,3,4]}|tools|more than 3 tools",
        "{\"tool_choice\":\"some\"}|tool_choice|is not one of",
        "{\"tool_choice\":{\"type\":\"function\"}}|tool_choice.function.name|is required",
        "{\"tool_choice\":{\"function\":{\"name\":7}}}|tool_choice.function.name|must be a string",
      })
  void chatFieldsAreNamed(String body, String field, String says) {
    refused(WireProtocol.CHAT_COMPLETIONS, body, field, says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",\"tools\":[{}]|tools[0]|name is required",
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":4}}]|tools[0].function.name|string",
        ",\"tools\":[{\"name\":\"a\",\"parameters\":{\"type\":5}}]|tools[0].parameters.type|",
        ",\"tool_choice\":\"required\"|tool_choice|requires tools",
        ",\"tools\":[{\"name\":\"a\"},{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]"
            + "|tools[1].function.name|'a' is the name of tools[0], too; names must be unique",
        ",\"stream_options\":{}|stream_options|is allowed only if stream is true",
        ",\"stream_options\":{\"include_usage\":true},\"stream\":false|stream_options|only if",
        ",\"tools\":[{\"name\":\"a\"}],\"tool_choice\":{\"function\":{\"name\":\"b\"}}"
            + "|tool_choice|names an unknown tool: 'b'",
      })
  void toolsAreNamed(String more, String field, String says) {
    refused(
        WireProtocol.CHAT_COMPLETIONS,
        "{\"model\":\"m\"," + Served.USER + more + "}",
        field,
        says == null ? "" : says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|max_tokens|is required",
        "{\"model\":\"m\",\"max_tokens\":5}|messages|is required",
        "{\"messages\":[{\"role\":\"user\"}]}|messages[0].content|is required",
        "{\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]}"
            + "|messages[0].role|is not one of user, assistant, system",
        "{\"messages\":[{\"content\":[{\"type\":\"image\"}]}]}|messages[0].content[0].type|not",
        "{\"tool_choice\":\"auto\"}|tool_choice|must be an object",
        "{\"tool_choice\":{}}|tool_choice.type|is required",
        "{\"tool_choice\":{\"type\":\"tool\"}}|tool_choice.name|is required",
        "{\"stop_sequences\":[7]}|stop_sequences[0]|must be a string",
        "{\"output_format\":{\"type\":\"json_schema\"}}|output_format.type|is not supported",
        "{\"output_config\":{\"format\":{\"type\":\"json_schema\"}}}"
            + "|output_config.format.type|is not supported",
      })
  void messagesFieldsAreNamed(String body, String field, String says) {
    refused(WireProtocol.MESSAGES, body, field, says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"m\"}|input|is required",
        "{\"input\":5}|input|must be a list",
        "{\"input\":[\"a\"]}|input[0]|must be an object",
        "{\"input\":[{\"content\":[{\"type\":\"input_image\"}]}]}|input[0].content[0].type|not",
        "{\"previous_response_id\":\"resp_1\"}|previous_response_id|not supported",
        "{\"background\":true}|background|not supported",
        "{\"metadata\":[]}|metadata|must be an object",
        "{\"temperature\":\"hot\"}|temperature|must be a number",
        "{\"tool_choice\":{\"type\":\"file_search\"}}|tool_choice.type|must be function",
        "{\"max_output_tokens\":-1}|max_output_tokens|from 1",
        "{\"text\":{\"format\":{\"type\":\"json_object\"}}}|text.format.type|is not supported",
        "{\"top_logprobs\":2}|top_logprobs|is not supported",
      })
  void responsesFieldsAreNamed(String body, String field, String says) {
    refused(WireProtocol.RESPONSES, body, field, says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|expected an object",
        "[]|expected an object",
        "null|expected an object",
        "{|not valid JSON: it ends too early at line 1, column 2",
        "{\"a\":\"x|not valid JSON: it ends too early at line 1, column 8",
        "{\"model\":\"m\"}{}|unexpected data after the JSON object",
        "{\"a\":tru}|not valid JSON: syntax error at line 1, column 6",
        "{\"a\" 1}|not valid JSON: syntax error at line 1, column 6",
      })
  void whatIsNoJsonIsRefused(@Nullable String body, String says) {
    RequestException e =
        assertThrows(
            RequestException.class,
            () -> read(WireProtocol.CHAT_COMPLETIONS, body == null ? "" : body));
    assertEquals("invalid_json", e.error().code());
    assertEquals(says, e.error().message());
  }

  /** The message says what the limits are, and has no words of the library. */
  @Test
  void jsonBeyondTheLimitsIsRefused() {
    for (String value :
        new String[] {
          "[".repeat(200) + "]".repeat(200), "9".repeat(5_000), "{\"" + "k".repeat(2_000) + "\":1}"
        }) {
      RequestException e =
          assertThrows(
              RequestException.class,
              () -> read(WireProtocol.CHAT_COMPLETIONS, "{\"a\":" + value + "}"));
      assertEquals("invalid_json", e.error().code());
      assertTrue(
          e.error()
              .message()
              .startsWith(
                  "not valid JSON: nested deeper than 128, a number of more than 100 chars, or a"
                      + " name of more than 1024"),
          e.error().message());
    }
    RequestException control =
        assertThrows(
            RequestException.class,
            () -> read(WireProtocol.CHAT_COMPLETIONS, "{\"a\":\"\u0001\"}"));
    assertEquals("invalid_json", control.error().code());
  }

  /** Also in a member that is skipped; nothing is replaced. */
  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[][] wrong = {
      {(byte) 0xFF},
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xE2, (byte) 0x82},
      {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    };
    for (byte[] bytes : wrong) {
      for (String open : new String[] {"\"user\":\"a", "\"messages\":[],\"x\":\""}) {
        String start = "{\"model\":\"m\"," + Served.USER + "," + open;
        byte[] body = join(start.getBytes(StandardCharsets.UTF_8), bytes, new byte[] {'"', '}'});
        RequestException e =
            assertThrows(
                RequestException.class,
                () ->
                    RequestReader.read(
                        WireProtocol.CHAT_COMPLETIONS, body, OPTIONS, (model, text) -> 0));
        assertEquals(400, e.error().status());
        assertEquals("not valid UTF-8", e.error().message());
      }
    }
    byte[] marked =
        join(
            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
            ("{\"model\":\"m\"," + Served.USER + "}").getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "m",
        RequestReader.read(WireProtocol.CHAT_COMPLETIONS, marked, OPTIONS, (m, t) -> 0).model());
    byte[] wide = ("{\"model\":\"m\"," + Served.USER + "}").getBytes(StandardCharsets.UTF_16);
    assertThrows(
        RequestException.class,
        () -> RequestReader.read(WireProtocol.CHAT_COMPLETIONS, wide, OPTIONS, (m, t) -> 0));
  }

  /** The response repeats these members, so that it could never be sent. */
  @Test
  void membersThatFillTheResponseAreRefused() {
    String text = "é".repeat(OPTIONS.streamBytes() / 4);
    for (boolean stream : new boolean[] {true, false}) {
      String start = "{\"model\":\"m\",\"input\":\"x\",\"stream\":" + stream + ",\"instructions\":";
      RequestException e =
          assertThrows(
              RequestException.class,
              () -> read(WireProtocol.RESPONSES, start + "\"" + text + "é\"}"));
      assertEquals(413, e.error().status());
      assertEquals("request_too_large", e.error().code());
      read(WireProtocol.RESPONSES, start + "\"" + text.substring(text.length() / 2) + "\"}");
    }
    // Not a limit of a text that is not repeated.
    read(WireProtocol.RESPONSES, "{\"model\":\"m\",\"input\":\"" + text + "é\"}");
  }

  /** A client compares what it gets back with what it sent. */
  @Test
  void numbersAreRepeatedAsTheyAreWritten() {
    String metadata = "{\"a\":[1e400,-0.10,1E-999999999],\"b\":12345678901234567890.10,\"c\":-0}";
    String echo =
        read(
                WireProtocol.RESPONSES,
                "{\"model\":\"m\",\"input\":\"x\",\"metadata\":" + metadata + "}")
            .echo()
            .toString();
    assertTrue(echo.contains("\"metadata\":" + metadata + ","), echo);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void theNewNameOfTheTokenLimitWins() {
    assertEquals(7, chat(",\"max_tokens\":9,\"max_completion_tokens\":7").maxTokens());
    assertEquals(7, chat(",\"max_completion_tokens\":7,\"max_tokens\":9").maxTokens());
    assertEquals(9, chat(",\"max_completion_tokens\":null,\"max_tokens\":9").maxTokens());
  }

  @Test
  void whatHasNoEffectIsAccepted() {
    ApiRequest r =
        chat(
            ",\"response_format\":{\"type\":\"text\"},\"logprobs\":false,\"top_logprobs\":0,"
                + "\"stream_options\":null");
    assertFalse(r.stream());
    read(
        WireProtocol.RESPONSES,
        "{\"model\":\"m\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"text\"},"
            + "\"verbosity\":\"low\"},\"include\":[\"reasoning.encrypted_content\"]}");
  }

  /** Tokens are counted in all texts of the prompt: of messages, calls, results and tools. */
  @Test
  void allTextsOfThePromptAreCounted() {
    String tools = "\"tools\":[{\"name\":\"get\"}]";
    assertEquals(
        List.of("[{\"id\":\"c\"}]", "[{\"name\":\"get\"}]", "Be so", "Hi", "x", "done"),
        counted(
            WireProtocol.CHAT_COMPLETIONS,
            "\"messages\":[{\"role\":\"system\",\"content\":\"Be so\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]},"
                + "{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":[{\"id\":\"c\"}]},"
                + "{\"role\":\"tool\",\"content\":\"done\"}],"
                + tools));
    assertEquals(
        List.of("\"Be so\"", "{\"a\":1}", "\"done\"", "[{\"name\":\"get\"}]", "Hi"),
        counted(
            WireProtocol.MESSAGES,
            "\"max_tokens\":5,\"system\":\"Be so\",\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"Hi\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"input\":"
                + "{\"a\":1}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                + "\"content\":\"done\"}]}],"
                + tools));
    assertEquals(
        List.of("Be so", "\"{}\"", "[{\"name\":\"get\"}]", "Hi", "done"),
        counted(
            WireProtocol.RESPONSES,
            "\"instructions\":\"Be so\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"type\":\"function_call\",\"arguments\":\"{}\"},"
                + "{\"type\":\"function_call_output\",\"output\":\"done\"}],"
                + tools));
  }

  /** The counted lines: first those outside of messages. */
  private static List<String> counted(WireProtocol protocol, String more) {
    List<String> texts = new ArrayList<>();
    ApiRequest request =
        RequestReader.read(
            protocol,
            ("{\"model\":\"m\"," + more + "}").getBytes(StandardCharsets.UTF_8),
            OPTIONS,
            (model, text) -> {
              assertEquals("m", model);
              texts.addAll(List.of(text.split("\n+")));
              return 17;
            });
    assertEquals(17, request.promptTokens());
    return texts;
  }

  @Test
  void whatIsSaidIsRead() {
    ApiRequest r =
        chat(
            ",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"x\":1},\"n\":2,"
                + "\"max_tokens\":7,\"stop\":\"END\",\"seed\":-4,\"parallel_tool_calls\":false,"
                + "\"temperature\":0.2,\"logit_bias\":{\"1\":[2]},\"user\":null,\"tool_choice\":null,"
                + Served.TOOLS);
    assertTrue(r.stream() && r.includeUsage());
    assertEquals(2, r.choices());
    assertEquals(7, r.maxTokens());
    assertEquals("END", r.stops().text(0));
    assertEquals(-4L, r.seed());
    assertEquals(false, r.parallelToolCalls());
    assertEquals(1, r.tools().size());
    assertEquals(ToolChoice.AUTO, r.toolChoice());
    assertEquals("", r.prefill());
    // A token limit above the maximum is not an error: clients send the limit of their model.
    assertEquals(100, chat(",\"max_tokens\":1000000").maxTokens());
  }

  @Test
  void withoutToolsNoneIsCalled() {
    assertEquals(ToolChoice.NONE, chat("").toolChoice());
    assertEquals(ToolChoice.NONE, chat(",\"tools\":[]").toolChoice());
    assertEquals(
        ToolChoice.NONE, chat("," + Served.TOOLS + ",\"tool_choice\":\"none\"").toolChoice());
  }

  @Test
  void aNamedToolIsTheOnlyOne() {
    String two = ",\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]";
    ApiRequest r = chat(",\"tool_choice\":{\"function\":{\"name\":\"b\"}}" + two);
    assertEquals(ToolChoice.NAMED, r.toolChoice());
    assertEquals(1, r.tools().size());
    assertEquals("b", r.tools().name(0));
    assertEquals(ToolChoice.REQUIRED, chat(two + ",\"tool_choice\":\"required\"").toolChoice());
    ApiRequest any =
        read(
            WireProtocol.MESSAGES,
            "{\"model\":\"m\",\"max_tokens\":1,"
                + Served.USER
                + two
                + ",\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true}}");
    assertEquals(ToolChoice.REQUIRED, any.toolChoice());
    assertEquals(false, any.parallelToolCalls());
  }

  @Test
  void onlyABegunAnswerIsContinued() {
    String user = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}";
    String begun = "{\"content\":\"It is\",\"role\":\"assistant\"}";
    WireProtocol protocol = WireProtocol.CHAT_COMPLETIONS;
    assertEquals(
        "It is",
        read(protocol, "{\"model\":\"m\",\"messages\":[" + user + "," + begun + "]}").prefill());
    ApiRequest ended =
        read(protocol, "{\"model\":\"m\",\"messages\":[" + begun + "," + user + "]}");
    assertEquals("", ended.prefill());
    ApiRequest other = read(protocol, "{\"model\":\"m\",\"messages\":[" + user + "]}");
    assertTrue(ended.conversation() != other.conversation());
    assertEquals(
        2_000,
        read(
                protocol,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\""
                    + "x".repeat(2_000)
                    + "\"}]}")
            .prefill()
            .length());
  }

  @Test
  void responsesRepeatTheChoiceOfATool() {
    String echo =
        read(
                WireProtocol.RESPONSES,
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"a\"}],"
                    + "\"tool_choice\":{\"type\":\"function\",\"name\":\"a\"}}")
            .echo()
            .toString();
    assertTrue(echo.contains("\"tool_choice\":{\"type\":\"function\",\"name\":\"a\"}"), echo);
    assertTrue(echo.contains("\"instructions\":null,\"max_output_tokens\":null"), echo);
  }
}
