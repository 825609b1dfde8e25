package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every client returns the exact message of every recording, for every cut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientsTest {
  private static final List<String> NODE_FILES =
      List.of("package.json", "package-lock.json", "clients.mjs");

  /** The clients in the program for Node.js. */
  private static final int NODE_CLIENTS = 4;

  private static final long NODE_SECONDS = 240;

  private final List<Recording> recordings = Recording.all();
  private final ClientTable table = new ClientTable();
  private ScriptHost host;

  @BeforeAll
  void startServer() {
    host = ScriptHost.start(recordings);
  }

  @AfterAll
  void printTable() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "clients"));
    Files.writeString(folder.resolve("table.md"), table.toString());
    System.out.println("The wire as clients read it:\n" + table);
    host.close();
  }

  @TestFactory
  Stream<DynamicNode> openAiJavaChat() {
    return cases(new OpenAiChat(host.url() + "/v1"));
  }

  @TestFactory
  Stream<DynamicNode> openAiJavaResponses() {
    return cases(new OpenAiResponses(host.url() + "/v1"));
  }

  @TestFactory
  Stream<DynamicNode> anthropicJava() {
    return cases(new AnthropicMessages(host.url()));
  }

  @TestFactory
  Stream<DynamicNode> node() throws IOException, InterruptedException {
    ClientProcess node = ClientProcess.in("node", NODE_FILES);
    try {
      node.installFromNpm();
    } catch (ClientProcess.Absent e) {
      System.out.println("Skipped: the clients of node. " + e.getMessage());
      return Stream.of(DynamicTest.dynamicTest("skipped", () -> abort(e.getMessage())));
    }
    List<ClientProcess.Answer> answers =
        node.ask(
            host.url(), Expected.models(recordings), NODE_SECONDS, List.of("node", "clients.mjs"));
    assertEquals(
        NODE_CLIENTS * Cut.values().length * recordings.size(),
        answers.size(),
        "every client answers every case");
    return Expected.tests(recordings, answers, table);
  }

  @Test
  void recordingsAreMany() {
    for (String format : Recording.FORMATS) {
      assertTrue(recordings.stream().filter(r -> r.format().equals(format)).count() >= 20, format);
    }
  }

  private Stream<DynamicNode> cases(ReplyClient client) {
    Stream<DynamicNode> streamed =
        Expected.all(recordings)
            .map(wanted ->
                test(client, client.name() + ", " + client.accumulator(), wanted, client::stream));
    Stream<DynamicNode> atOnce =
        recordings.stream()
            .map(recording -> new Expected(recording, Cut.BURSTS))
            .map(wanted -> test(client, client.name() + ", at once", wanted, client::atOnce));
    return Stream.concat(streamed, atOnce).onClose(client::close);
  }

  private DynamicNode test(
      ReplyClient client, String name, Expected wanted, Function<String, Reply> ask) {
    return DynamicTest.dynamicTest(
        name + ", " + wanted,
        () -> {
          boolean passed = false;
          try {
            Reply reply = ask.apply(wanted.model());
            assertNull(
                Comparing.difference(wanted.of(client.keepsOrder()), reply, client.keepsJson()));
            passed = true;
          } finally {
            table.add(name, client.version(), passed);
          }
        });
  }
}
