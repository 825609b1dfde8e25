package dev.deltalex.serve;

import static dev.deltalex.serve.RequestToolsTest.FUNCTION_A;
import static dev.deltalex.serve.RequestToolsTest.FUNCTION_B;
import static dev.deltalex.serve.RequestToolsTest.names;
import static dev.deltalex.serve.RequestToolsTest.read;
import static dev.deltalex.serve.RequestToolsTest.refused;
import static dev.deltalex.serve.RequestToolsTest.tools;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.wire.CallForm;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Custom tools, and tools in a namespace. */
class ToolFormsTest {
  @Test
  void callsAreRenderedAsTheirToolsAreDeclared() {
    ApiRequest request =
        read(
            WireProtocol.RESPONSES,
            tools(
                "{\"type\":\"web_search\"}",
                "{\"type\":\"custom\",\"name\":\"apply_patch\",\"format\":{\"type\":\"text\"}}",
                "{\"type\":\"namespace\",\"name\":\"agents\",\"tools\":["
                    + FUNCTION_A
                    + ",{\"type\":\"mcp\"},{\"type\":\"custom\",\"name\":\"note\"}]}",
                FUNCTION_B));
    assertEquals(List.of("apply_patch", "a", "note", "b"), names(request));
    assertEquals(List.of("web_search", "mcp"), request.skippedTools());
    assertEquals(
        List.of(
            new CallForm(CallForm.Type.CUSTOM, null),
            new CallForm(CallForm.Type.FUNCTION, "agents"),
            new CallForm(CallForm.Type.CUSTOM, "agents"),
            new CallForm(CallForm.Type.FUNCTION, null)),
        request.forms());
    assertEquals(
        "ToolSet[apply_patch(input: string), a(), note(input: string), b()]", "" + request.tools());
    ApiRequest one =
        read(
            WireProtocol.CHAT_COMPLETIONS,
            tools(FUNCTION_A, "{\"type\":\"custom\",\"custom\":{\"name\":\"patch\"}}")
                + ",\"tool_choice\":{\"type\":\"custom\",\"custom\":{\"name\":\"patch\"}}");
    assertEquals(List.of("patch"), names(one));
    assertEquals(List.of(new CallForm(CallForm.Type.CUSTOM, null)), one.forms());
    ApiRequest named =
        read(
            WireProtocol.RESPONSES,
            tools("{\"type\":\"custom\",\"name\":\"patch\"}")
                + ",\"tool_choice\":{\"type\":\"custom\",\"name\":\"patch\"}");
    assertEquals(ToolChoice.NAMED, named.toolChoice());
    assertTrue(
        named
            .echo()
            .toString()
            .contains("\"tool_choice\":{\"type\":\"custom\",\"name\":\"patch\"}"));
  }

  @Test
  void fieldsOfCustomToolsAndNamespacesAreNamed() {
    WireProtocol protocol = WireProtocol.RESPONSES;
    refused(protocol, tools("{\"type\":\"custom\"}"), "tools[0]", "name is required");
    refused(
        protocol, tools("{\"type\":\"namespace\",\"tools\":[]}"), "tools[0].name", "is required");
    refused(
        protocol,
        tools("{\"type\":\"namespace\",\"name\":\"n\"}"),
        "tools[0].tools",
        "is required");
    refused(
        protocol,
        tools("{\"type\":\"namespace\",\"name\":\"n\",\"tools\":{}}"),
        "tools[0].tools",
        "must be a list");
    refused(
        protocol,
        tools(
            FUNCTION_B,
            "{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[" + FUNCTION_A + ",{}]}"),
        "tools[1].tools[1]",
        "name is required");
    refused(
        protocol,
        tools(FUNCTION_A, "{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[" + FUNCTION_A + "]}"),
        "tools[1].tools[0].name",
        "'a' is the name of tools[0], too; names must be unique");
    String inner = "{\"type\":\"namespace\",\"name\":\"m\",\"tools\":[" + FUNCTION_A + "]}";
    refused(
        protocol,
        tools("{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[" + inner + "]}"),
        "tools[0].tools[0].type",
        "is a namespace, too; send its tools");
    String many = "{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[" + "5,".repeat(20) + "5]}";
    refused(protocol, tools(many), "tools[0].tools", "more than 20 tools; send fewer");
  }

  @Test
  void aCustomToolIsCalledWithText() throws IOException {
    String patch =
        "<tool_call>\\n<function=apply_patch>\\n<parameter=input>\\n*** Begin\\n+\\\"a\\\"\\n"
            + "</parameter>\\n</function>\\n</tool_call>";
    try (DeltalexServer server =
        DeltalexServer.start(
            Served.script("{\"id\":\"patch\",\"cuts\":\"chars:3\",\"text\":\"" + patch + "\"}"))) {
      String request =
          "{\"model\":\"script:patch\",\"input\":\"Hi\",\"tools\":[{\"type\":\"namespace\",\"name\":"
              + "\"files\",\"tools\":[{\"type\":\"custom\",\"name\":\"apply_patch\"}]}],\"stream\":";
      for (boolean stream : new boolean[] {false, true}) {
        String body = RawClient.post(server, Served.RESPONSES, request + stream + "}").body();
        assertTrue(
            body.contains(
                "\"name\":\"apply_patch\",\"namespace\":\"files\",\"input\":\"*** Begin\\n+\\\"a\\\"\"}"),
            body);
        assertEquals(stream, body.contains("event: response.custom_tool_call_input.delta\n"));
      }
      String chat =
          RawClient.post(
                  server,
                  Served.CHAT,
                  "{\"model\":\"script:patch\","
                      + Served.USER
                      + ",\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"apply_patch\"}}]}")
              .body();
      assertTrue(
          chat.contains(
              "\"type\":\"custom\",\"custom\":{\"name\":\"apply_patch\",\"input\":\"*** Begin\\n+\\\"a\\\"\"}"),
          chat);
      Served.awaitNoTrace(server);
    }
  }
}
