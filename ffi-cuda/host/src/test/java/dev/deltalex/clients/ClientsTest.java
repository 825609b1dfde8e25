package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    NodeClients node;
    try {
      node = NodeClients.install();
    } catch (NodeClients.Absent e) {
      System.out.println("Skipped: the clients of node. " + e.getMessage());
      return Stream.of(DynamicTest.dynamicTest("skipped", () -> abort(e.getMessage())));
    }
    List<String> models = new ArrayList<>();
    for (Recording recording : recordings) {
      for (Cut cut : Cut.values()) {
        models.add(ScriptHost.model(recording, cut));
      }
    }
    List<NodeClients.Answer> answers = node.run(host.url(), models);
    Map<String, Expected> expected =
        recordings.stream()
            .flatMap(r -> Stream.of(Cut.values()).map(cut -> new Expected(r, cut)))
            .collect(Collectors.toMap(e -> ScriptHost.model(e.recording(), e.cut()), e -> e));
    assertEquals(
        NodeClients.CLIENTS * models.size(), answers.size(), "every client answers every case");
    return answers.stream()
        .map(answer -> {
          Expected wanted = expected.get(answer.model());
          return DynamicTest.dynamicTest(
              answer.client() + ", " + wanted,
              () -> {
                boolean passed = false;
                try {
                  assertNull(answer.error(), "the client failed");
                  Reply reply = wanted.of(answer.keepsOrder());
                  assertNull(Comparing.difference(reply, answer.reply(), answer.keepsJson()));
                  passed = true;
                } finally {
                  table.add(answer.client(), answer.version(), passed);
                }
              });
        });
  }

  @Test
  void recordingsAreMany() {
    for (String format : Recording.FORMATS) {
      assertTrue(recordings.stream().filter(r -> r.format().equals(format)).count() >= 20, format);
    }
  }

  /** The expected message of a recording, for all cuts. */
  private record Expected(Recording recording, Cut cut) {
    Reply of(boolean ordered) {
      return ordered ? recording.reply() : recording.reply().flat();
    }

    @Override
    public String toString() {
      return recording.format() + ", " + recording.name() + ", " + cut.word;
    }
  }

  private Stream<DynamicNode> cases(ReplyClient client) {
    Stream<DynamicNode> streamed =
        recordings.stream()
            .flatMap(recording -> Stream.of(Cut.values()).map(cut -> new Expected(recording, cut)))
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
            Reply reply = ask.apply(ScriptHost.model(wanted.recording(), wanted.cut()));
            assertNull(
                Comparing.difference(wanted.of(client.keepsOrder()), reply, client.keepsJson()));
            passed = true;
          } finally {
            table.add(name, client.version(), passed);
          }
        });
  }
}
