package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.serve.RawClient.Answer;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that have no function are skipped and named; {@code allowed_tools} is honoured. */
class RequestToolsTest {
  static final String FUNCTION_A = "{\"type\":\"function\",\"name\":\"a\"}";
  static final String FUNCTION_B = "{\"type\":\"function\",\"function\":{\"name\":\"b\"}}";

  static ApiRequest read(WireProtocol protocol, String more) {
    String body =
        "{\"model\":\"m\","
            + (protocol == WireProtocol.RESPONSES ? "\"input\":\"x\"" : Served.USER)
            + (protocol == WireProtocol.MESSAGES ? ",\"max_tokens\":5" : "")
            + more
            + "}";
    return RequestReader.read(
        protocol,
        body.getBytes(StandardCharsets.UTF_8),
        ServeOptions.DEFAULT.withMaxTools(20),
        (model, text) -> 0);
  }

  static void refused(WireProtocol protocol, String more, String field, String says) {
    RequestException e = assertThrows(RequestException.class, () -> read(protocol, more), more);
    assertEquals(400, e.error().status());
    assertEquals(field, e.error().param(), e.error().message());
    assertEquals(field + ": " + says, e.error().message());
  }

  static String tools(String... entries) {
    return ",\"tools\":[" + String.join(",", entries) + "]";
  }

  static List<String> names(ApiRequest request) {
    return IntStream.range(0, request.tools().size()).mapToObj(request.tools()::name).toList();
  }

  // ---- tools without a function

  @ParameterizedTest
  @EnumSource(
      value = WireProtocol.class,
      names = {"CHAT_COMPLETIONS", "RESPONSES"})
  void hostedToolsAreSkippedAndNamed(WireProtocol protocol) {
    ApiRequest request =
        read(
            protocol,
            tools(
                "{\"type\":\"web_search\"}",
                FUNCTION_A,
                "{\"type\":\"mcp\",\"server_label\":\"x\",\"server_url\":\"https://x\"}",
                "{\"type\":\"tool_search\",\"parameters\":{\"type\":\"object\"}}",
                "{\"type\":\"web_search\",\"name\":\"search\"}",
                FUNCTION_B));
    assertEquals(List.of("a", "b"), names(request));
    assertEquals(List.of("web_search", "mcp", "tool_search"), request.skippedTools());
    assertEquals(ToolChoice.AUTO, request.toolChoice());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web_search",
        "web_search_preview",
        "file_search",
        "code_interpreter",
        "image_generation",
        "local_shell",
        "shell",
        "apply_patch",
        "computer",
        "computer_use_preview",
        "mcp",
        "tool_search",
        "x"
      })
  void aRequestWithHostedToolsOnlyCallsNone(String type) {
    ApiRequest request =
        read(WireProtocol.RESPONSES, tools("{\"type\":\"" + type + "\",\"size\":[{}]}"));
    assertEquals(0, request.tools().size());
    assertEquals(ToolChoice.NONE, request.toolChoice());
    assertEquals(List.of(type), request.skippedTools());
  }

  @Test
  void customAndNamespaceToolsAreNotSkipped() {
    ApiRequest request =
        read(
            WireProtocol.RESPONSES,
            tools(
                "{\"type\":\"custom\",\"name\":\"apply_patch\"}",
                "{\"type\":\"namespace\",\"name\":\"agents\",\"tools\":[" + FUNCTION_A + "]}",
                "{\"type\":null,\"name\":\"c\"}",
                "{\"type\":\"odd\",\"function\":{\"name\":\"d\"}}"));
    // The tools of a namespace are declared, not the namespace.
    assertEquals(List.of("apply_patch", "a", "c", "d"), names(request));
    assertEquals(List.of(), request.skippedTools());
  }

  /** There, tools that the client runs have such a type, and a name. */
  @Test
  void toolsOfTheMessagesProtocolAreRead() {
    ApiRequest request =
        read(WireProtocol.MESSAGES, tools("{\"type\":\"bash_20250124\",\"name\":\"bash\"}"));
    assertEquals(List.of("bash"), names(request));
    assertEquals(List.of(), request.skippedTools());
  }

  @Test
  void theResponseRepeatsAllTools() {
    String all = "[{\"type\":\"web_search\"}," + FUNCTION_A + "]";
    String echo = read(WireProtocol.RESPONSES, ",\"tools\":" + all).echo().toString();
    assertTrue(echo.contains("\"tools\":" + all), echo);
  }

  @Test
  void errorsNameTheEntryOfTheRequest() {
    refused(
        WireProtocol.CHAT_COMPLETIONS,
        tools("{\"type\":\"web_search\"}", FUNCTION_A, "{\"type\":\"mcp\"}", "{}"),
        "tools[3]",
        "name is required");
    refused(
        WireProtocol.RESPONSES,
        tools("{\"type\":\"web_search\"}", "{\"type\":\"function\",\"name\":4}"),
        "tools[1].name",
        "the tool's name must be a string, found a number");
    refused(
        WireProtocol.RESPONSES,
        tools("{\"type\":\"web_search\"}") + ",\"tool_choice\":\"required\"",
        "tool_choice",
        "requires tools, but tools has no function");
    refused(
        WireProtocol.RESPONSES,
        tools("{\"type\":\"web_search\"}", FUNCTION_A)
            + ",\"tool_choice\":{\"type\":\"web_search\"}",
        "tool_choice.type",
        "must be function, custom or allowed_tools");
  }

  @Test
  void aFunctionBehindHostedToolsCanBeNamed() {
    ApiRequest request =
        read(
            WireProtocol.CHAT_COMPLETIONS,
            tools("{\"type\":\"web_search\"}", FUNCTION_A, "{\"type\":\"mcp\"}", FUNCTION_B)
                + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"b\"}}");
    assertEquals(ToolChoice.NAMED, request.toolChoice());
    assertEquals(List.of("b"), names(request));
  }

  // ---- allowed_tools

  private static final String DECLARED =
      tools(
          FUNCTION_A,
          "{\"type\":\"web_search\"}",
          FUNCTION_B,
          "{\"type\":\"custom\",\"name\":\"c\"}");

  /** The choice as each protocol spells it; names {@code b}, a hosted tool and {@code c}. */
  private static String allowed(WireProtocol protocol, String mode, String tools) {
    String members = "\"mode\":" + mode + ",\"tools\":" + tools;
    return protocol == WireProtocol.RESPONSES
        ? ",\"tool_choice\":{" + members + ",\"type\":\"allowed_tools\"}"
        : ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{" + members + "}}";
  }

  private static String named(WireProtocol protocol, String name) {
    return protocol == WireProtocol.RESPONSES
        ? "{\"type\":\"function\",\"name\":\"" + name + "\"}"
        : "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\"}}";
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_COMPLETIONS, auto, AUTO",
    "CHAT_COMPLETIONS, required, REQUIRED",
    "RESPONSES, auto, AUTO",
    "RESPONSES, required, REQUIRED"
  })
  void onlyAllowedToolsAreCalled(WireProtocol protocol, String mode, ToolChoice choice) {
    String list =
        "["
            + named(protocol, "b")
            + ",{\"type\":\"web_search\"},{\"type\":\"custom\",\"name\":\"c\"},"
            + named(protocol, "b")
            + "]";
    String more = allowed(protocol, "\"" + mode + "\"", list);
    for (String order : new String[] {DECLARED + more, more + DECLARED}) {
      ApiRequest request = read(protocol, order);
      assertEquals(List.of("b", "c"), names(request));
      assertEquals(choice, request.toolChoice());
      assertEquals(List.of("web_search"), request.skippedTools());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WireProtocol.class,
      names = {"CHAT_COMPLETIONS", "RESPONSES"})
  void ifNoFunctionIsAllowedNoneIsCalled(WireProtocol protocol) {
    for (String list : new String[] {"[]", "[{\"type\":\"web_search\"}]"}) {
      ApiRequest request = read(protocol, DECLARED + allowed(protocol, "\"auto\"", list));
      assertEquals(ToolChoice.NONE, request.toolChoice());
      assertEquals(0, request.tools().size());
      refused(
          protocol,
          DECLARED + allowed(protocol, "\"required\"", list),
          path(protocol) + ".tools",
          "requires a tool, but allows no function");
    }
  }

  private static String path(WireProtocol protocol) {
    return protocol == WireProtocol.RESPONSES ? "tool_choice" : "tool_choice.allowed_tools";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"some\"|[]|.mode|'some' is not one of auto, required",
        "5|[]|.mode|must be a string",
        "\"auto\"|{}|.tools|must be a list",
        "\"auto\"|[5]|.tools[0]|must be an object",
        "\"auto\"|[{\"type\":\"function\",\"name\":\"a\"},{\"type\":\"function\",\"name\":\"x\"}]"
            + "|.tools[1].name|names an unknown tool: 'x'",
        "\"auto\"|[{\"type\":\"function\",\"function\":{\"name\":\"x\"}}]"
            + "|.tools[0].function.name|names an unknown tool: 'x'",
        "\"auto\"|[{\"type\":\"function\"}]|.tools[0].name|is required",
        "\"auto\"|[{\"type\":\"function\",\"function\":{}}]|.tools[0].function.name|is required"
      })
  void fieldsOfAllowedToolsAreNamed(String mode, String list, String field, String says) {
    for (WireProtocol protocol : List.of(WireProtocol.CHAT_COMPLETIONS, WireProtocol.RESPONSES)) {
      refused(protocol, DECLARED + allowed(protocol, mode, list), path(protocol) + field, says);
    }
  }

  @Test
  void membersOfAllowedToolsAreRequired() {
    refused(
        WireProtocol.CHAT_COMPLETIONS,
        DECLARED + ",\"tool_choice\":{\"type\":\"allowed_tools\"}",
        "tool_choice.allowed_tools",
        "is required");
    refused(
        WireProtocol.CHAT_COMPLETIONS,
        DECLARED + ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"tools\":[]}}",
        "tool_choice.allowed_tools.mode",
        "is required");
    refused(
        WireProtocol.RESPONSES,
        DECLARED + ",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\"}",
        "tool_choice.tools",
        "is required");
  }

  @Test
  void theResponseRepeatsWhatIsAllowed() {
    String list = "[" + FUNCTION_A + ",{\"type\":\"web_search\"}]";
    String more = allowed(WireProtocol.RESPONSES, "\"required\"", list);
    String echo = read(WireProtocol.RESPONSES, DECLARED + more).echo().toString();
    assertTrue(
        echo.contains(
            "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":"
                + list
                + "}"),
        echo);
  }

  // ---- served

  @Test
  void theHeaderNamesWhatIsSkippedAndTheLogOnce() throws IOException {
    try (Served.Log log = new Served.Log();
        DeltalexServer server =
            DeltalexServer.start(
                Served.script("{\"id\":\"call\",\"text\":\"" + Served.CALL + "\"}"))) {
      String search = Served.TOOLS.replace("[", "[{\"type\":\"web_search\"},{\"type\":\"mcp\"},");
      String chat = "{\"model\":\"script:call\"," + Served.USER + "," + search;
      for (String more : new String[] {"}", ",\"stream\":true}"}) {
        Answer answer = RawClient.post(server, Served.CHAT, chat + more);
        assertEquals(200, answer.status(), answer.body());
        assertEquals("web_search, mcp", answer.headers().get("x-deltalex-skipped-tools"));
        assertTrue(answer.body().contains("get_weather"), answer.body());
      }
      Answer responses =
          RawClient.post(
              server,
              Served.RESPONSES,
              "{\"model\":\"script:call\",\"input\":\"Hi\",\"tools\":[{\"type\":\"mcp\"},"
                  + "{\"type\":\"function\",\"name\":\"get_weather\"}]}");
      assertEquals(200, responses.status(), responses.body());
      assertEquals("mcp", responses.headers().get("x-deltalex-skipped-tools"));
      assertTrue(responses.body().contains("\"name\":\"get_weather\""), responses.body());

      Answer plain = RawClient.post(server, Served.CHAT, Served.chat("call", "\"n\":1"));
      assertFalse(plain.headers().containsKey("x-deltalex-skipped-tools"));
      assertEquals(
          List.of(
              "dev.deltalex.serve tools of type web_search are skipped: they declare no function"
                  + " to call",
              "dev.deltalex.serve tools of type mcp are skipped: they declare no function to"
                  + " call"),
          log.lines().stream().filter(line -> line.contains("skipped")).toList());
      Served.awaitNoTrace(server);
    }
  }

  @Test
  void theHeaderIsShortAndPlain() throws IOException {
    assertEquals("a?b, ????", SkippedTools.header(List.of("a b", "\r\n\u00fc,")));
    assertEquals("x".repeat(64), SkippedTools.header(List.of("x".repeat(5_000))));
    List<String> many = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();
    String header = SkippedTools.header(many);
    assertTrue(header.endsWith(", t15, and 4 more"), header);
    try (DeltalexServer server =
        DeltalexServer.start(Served.script("{\"id\":\"one\",\"text\":\"One\"}"))) {
      Answer answer =
          RawClient.post(
              server,
              Served.RESPONSES,
              "{\"model\":\"script:one\",\"input\":\"Hi\","
                  + "\"tools\":[{\"type\":\"a\\r\\nX-Evil: 1\"}]}");
      assertEquals(200, answer.status(), answer.body());
      assertEquals("a??X-Evil??1", answer.headers().get("x-deltalex-skipped-tools"));
      assertFalse(answer.headers().containsKey("x-evil"));
      Served.awaitNoTrace(server);
    }
  }
}
