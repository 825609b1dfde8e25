package dev.deltalex.clients;

import dev.deltalex.serve.DeltalexServer;
import dev.deltalex.serve.Script;
import dev.deltalex.serve.ServeOptions;
import java.util.List;

/** A server in this process with the recordings, each in every cut. */
final class ScriptHost implements AutoCloseable {
  private final DeltalexServer server;

  private ScriptHost(DeltalexServer server) {
    this.server = server;
  }

  static ScriptHost start(List<Recording> recordings) {
    StringBuilder lines = new StringBuilder();
    for (Recording recording : recordings) {
      for (Cut cut : Cut.values()) {
        lines.append(recording.line(cut)).append('\n');
      }
    }
    return new ScriptHost(
        DeltalexServer.start(
            ServeOptions.DEFAULT.withScript(Script.parse(lines.toString())).withoutLoop()));
  }

  /** Its URL, without a path. */
  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The name of the model for a recording. */
  static String model(Recording recording, Cut cut) {
    return "script:" + recording.id(cut);
  }

  @Override
  public void close() {
    server.close();
  }
}
