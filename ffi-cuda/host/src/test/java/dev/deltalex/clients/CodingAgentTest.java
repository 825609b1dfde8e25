package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deltalex.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A coding agent from npm works with {@code deltalex serve} as its model: what it writes to disk is
 * what the model wrote, byte for byte. Agent and server run in a network of their own that has
 * nothing but loopback.
 */
@Tag("agents")
final class CodingAgentTest {
  private static final List<String> PACKAGES = List.of("package.json", "package-lock.json");
  private static final Path AGENT =
      Path.of("node_modules", "@mariozechner", "pi-coding-agent", "dist", "cli.js");
  private static final long SECONDS = 120;

  /**
   * Starts $1, the server, and runs $2, the agent; nothing else uses the port. Of the agent's
   * events, those that repeat the whole message at each delta are dropped.
   */
  private static final String SESSION =
      """
      set -eu
      ip link set lo up
      sh -c "exec $1" > serve.log 2>&1 &
      server=$!
      trap 'kill $server' EXIT
      timeout 60 sh -c 'until grep -q listening serve.log; do sleep 0.2; done'
      cd work
      sh -c "$2" < /dev/null | grep -v '^{"type":"message_update"' > ../events.jsonl
      """;

  private static ClientProcess process;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    process = ClientProcess.in("agent", PACKAGES);
    try {
      ClientProcess.said(
          List.of("unshare", "--map-root-user", "--net", "ip", "link", "set", "lo", "up"),
          "this machine allows no network of its own (unshare --net)");
      process.installFromNpm();
    } catch (ClientProcess.Absent e) {
      System.out.println("Skipped: the coding agent. " + e.getMessage());
      abort(e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openai-completions, /v1, hermes",
    "openai-completions, /v1, qwen3_coder",
    "anthropic-messages, '', hermes",
    "anthropic-messages, '', qwen3_coder",
    "openai-responses, /v1, hermes",
    "openai-responses, /v1, qwen3_coder"
  })
  void writesWhatTheModelWrote(String protocol, String path, String format) throws Exception {
    Path home = process.home();
    Path work = home.resolve("work");
    delete(work);
    Files.createDirectories(work);
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("script.jsonl"), AgentTurns.script(format));
    Files.writeString(
        home.resolve("config").resolve("models.json"),
        models(protocol, "http://127.0.0.1:8000" + path));

    process.run(
        List.of(
            "unshare", "--map-root-user", "--net", "sh", "-c", SESSION, "sh", server(), agent()),
        home.resolve("session.log"),
        SECONDS);

    List<JsonNode> ended = new ArrayList<>();
    String events = Files.readString(home.resolve("events.jsonl"));
    for (String line : events.lines().toList()) {
      JsonNode event = Recording.JSON.readTree(line);
      if (event.path("type").textValue().equals("tool_execution_end")) {
        ended.add(event);
      }
    }
    for (var file : AgentTurns.FILES.entrySet()) {
      assertArrayEquals(
          file.getValue().getBytes(StandardCharsets.UTF_8),
          Files.readAllBytes(work.resolve(file.getKey())),
          file.getKey());
    }
    assertEquals(
        List.of("write", "read", "write", "write", "ls", "no_such_tool"),
        ended.stream().map(event -> event.get("toolName").textValue()).toList());
    for (JsonNode event : ended) {
      boolean unknown = event.get("toolName").textValue().equals("no_such_tool");
      assertEquals(unknown, event.get("isError").booleanValue(), event::toString);
    }
    assertEquals(AgentTurns.FILES.get(AgentTurns.FILE), text(ended.get(1)), "read back");
    assertTrue(text(ended.get(4)).contains(AgentTurns.FILE), "listed");
    assertTrue(events.contains(AgentTurns.LAST_WORDS), events);
  }

  private static String text(JsonNode event) {
    return event.at("/result/content/0/text").textValue();
  }

  private static String server() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return "'%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s serve --loop none --script script.jsonl"
        .formatted(java, System.getProperty("java.class.path"), Main.class.getName());
  }

  private static String agent() {
    return "HOME=.. PI_CODING_AGENT_DIR=../config PI_OFFLINE=1 PI_TELEMETRY=0 node ../"
        + AGENT
        + " --mode json --no-session --tools read,write,ls --provider deltalex --model script Go";
  }

  private static String models(String protocol, String url) {
    ObjectNode config = Recording.JSON.createObjectNode();
    ObjectNode provider = config.putObject("providers").putObject("deltalex");
    provider.put("baseUrl", url).put("api", protocol).put("apiKey", "none");
    provider.putArray("models").addObject().put("id", "script");
    return config.toString();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
