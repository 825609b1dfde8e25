package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** The expected message of a recording, for all cuts. */
record Expected(Recording recording, Cut cut) {
  /** Every recording in every cut. */
  static Stream<Expected> all(List<Recording> recordings) {
    return recordings.stream()
        .flatMap(recording -> Stream.of(Cut.values()).map(cut -> new Expected(recording, cut)));
  }

  /** The models of {@link #all}. */
  static List<String> models(List<Recording> recordings) {
    return all(recordings).map(Expected::model).toList();
  }

  /** A test per answer of a client process. */
  static Stream<DynamicNode> tests(
      List<Recording> recordings, List<ClientProcess.Answer> answers, ClientTable table) {
    Map<String, Expected> expected =
        all(recordings).collect(Collectors.toMap(Expected::model, Function.identity()));
    return answers.stream()
        .map(answer -> {
          Expected wanted = expected.get(answer.model());
          return DynamicTest.dynamicTest(
              answer.client() + ", " + wanted, () -> wanted.check(answer, table));
        });
  }

  private void check(ClientProcess.Answer answer, ClientTable table) {
    boolean passed = false;
    try {
      assertNull(answer.error(), "the client failed");
      Reply reply = of(answer.keepsOrder());
      assertNull(Comparing.difference(reply, answer.reply(), answer.keepsJson()));
      passed = true;
    } finally {
      table.add(answer.client(), answer.version(), passed);
    }
  }

  String model() {
    return ScriptHost.model(recording, cut);
  }

  Reply of(boolean ordered) {
    return ordered ? recording.reply() : recording.reply().flat();
  }

  @Override
  public String toString() {
    return recording.format() + ", " + recording.name() + ", " + cut.word;
  }
}
