package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** LangChain4j returns the exact message of every recording, for every cut, in three protocols. */
@Tag("agents")
final class LangChainTest {
  private static final int CLIENTS = 3;
  private static final long SECONDS = 300;

  @TestFactory
  Stream<DynamicNode> langChain() throws IOException, InterruptedException {
    ClientProcess process = ClientProcess.in("langchain4j", List.of("pom.xml", "LangChain.java"));
    String home = System.getProperty("maven.home");
    String maven = home == null ? "mvn" : Path.of(home, "bin", "mvn").toString();
    try {
      process.install("pom.xml", List.of(maven, "-B", "-q", "dependency:copy-dependencies"));
    } catch (ClientProcess.Absent e) {
      System.out.println("Skipped: LangChain4j. " + e.getMessage());
      return Stream.of(DynamicTest.dynamicTest("skipped", () -> abort(e.getMessage())));
    }
    List<Recording> recordings = Recording.all();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ClientTable table = new ClientTable();
    List<ClientProcess.Answer> answers;
    try (ScriptHost host = ScriptHost.start(recordings)) {
      answers =
          process.ask(
              host.url(),
              Expected.models(recordings),
              SECONDS,
              List.of(java, "-cp", "lib/*", "LangChain.java"));
    }
    assertEquals(
        CLIENTS * Cut.values().length * recordings.size(),
        answers.size(),
        "every client answers every case");
    return Expected.tests(recordings, answers, table)
        .onClose(() -> System.out.println("The wire as LangChain4j reads it:\n" + table));
  }
}
