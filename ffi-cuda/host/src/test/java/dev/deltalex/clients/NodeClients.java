package dev.deltalex.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client libraries for Node.js: installed once in target, run in one process. */
final class NodeClients {
  /** The clients in the Node.js program. */
  static final int CLIENTS = 4;

  private static final int MIN_NODE = 20;
  private static final long INSTALL_SECONDS = 600;
  private static final long RUN_SECONDS = 240;

  /** Result for a process without an exit status. */
  private static final int TIMED_OUT = -1;

  private static final Path SOURCES = Path.of("src", "test", "node");
  private static final Path HOME = Path.of("target", "clients", "node");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "clients.mjs");

  /**
   * Node.js or npm is not installed, or the packages cannot be downloaded; the message has the
   * reason.
   */
  static final class Absent extends Exception {
    private static final long serialVersionUID = 1;

    Absent(String reason) {
      super(reason);
    }
  }

  /**
   * The result of a client for a case.
   *
   * @param error the client's exception, or null
   */
  record Answer(
      String client,
      String version,
      boolean keepsOrder,
      boolean keepsJson,
      String model,
      Reply reply,
      @Nullable String error) {}

  private NodeClients() {}

  /** Installs the packages of the lock file, unless they are installed. */
  static NodeClients install() throws Absent, IOException, InterruptedException {
    String node = first(List.of("node", "--version"), "node is not installed");
    int major = Integer.parseInt(node.replaceFirst("v(\\d+).*", "$1"));
    if (major < MIN_NODE) {
      throw new Absent("node is " + node + "; the packages want " + MIN_NODE + " or later");
    }
    Files.createDirectories(HOME);
    Path lock = SOURCES.resolve("package-lock.json");
    Path done = HOME.resolve("installed.json");
    boolean installed = Files.exists(done) && Files.mismatch(lock, done) < 0;
    for (String file : FILES) {
      Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!installed) {
      first(List.of("npm", "--version"), "npm is not installed");
      Path log = HOME.resolve("install.log");
      int status =
          status(
              List.of(
                  "npm",
                  "ci",
                  "--ignore-scripts",
                  "--prefer-offline",
                  "--no-audit",
                  "--no-fund",
                  // The timeouts for an unreachable registry are much shorter than the limit here.
                  "--fetch-timeout=120000",
                  "--fetch-retries=1"),
              log,
              INSTALL_SECONDS);
      if (status == TIMED_OUT) {
        // npm is installed, so skipping would hide that the clients were not tested.
        throw new IOException("npm ci is not done after " + INSTALL_SECONDS + " s: see " + log);
      }
      if (status != 0) {
        throw new Absent("their packages cannot be installed (npm ci: see " + log + ")");
      }
      Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
    }
    return new NodeClients();
  }

  /** Runs every client with every model. */
  List<Answer> run(String url, List<String> models) throws IOException, InterruptedException {
    Path cases = HOME.resolve("cases.json");
    Path answers = HOME.resolve("answers.jsonl");
    Files.writeString(
        cases,
        Recording.JSON
            .createObjectNode()
            .put("url", url)
            .<ObjectNode>set("tools", Recording.tools())
            .set("models", Recording.JSON.valueToTree(models))
            .toString());
    Path log = HOME.resolve("run.log");
    int status =
        status(
            List.of("node", "clients.mjs", cases.getFileName().toString(), "answers.jsonl"),
            log,
            RUN_SECONDS);
    if (status != 0) {
      throw new IOException("node ended with " + status + ": " + Files.readString(log));
    }
    List<Answer> read = new ArrayList<>();
    for (String line : Files.readAllLines(answers)) {
      read.add(answer(Recording.JSON.readTree(line)));
    }
    return read;
  }

  private static Answer answer(JsonNode node) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : node.get("parts")) {
      parts.add(
          new Part(
              Part.Kind.valueOf(part.get("kind").textValue()),
              part.path("name").asText(""),
              part.get("text").textValue()));
    }
    return new Answer(
        node.get("client").textValue(),
        node.get("version").textValue(),
        node.get("keepsOrder").booleanValue(),
        node.get("keepsJson").booleanValue(),
        node.get("model").textValue(),
        new Reply(parts, node.get("ends").textValue()),
        node.path("error").textValue());
  }

  private static String first(List<String> command, String reason)
      throws Absent, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) {
        return line.strip();
      }
    } catch (IOException e) {
      // Treated as not installed.
    }
    throw new Absent(reason);
  }

  private static int status(List<String> command, Path log, long seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return TIMED_OUT;
    }
    return process.exitValue();
  }
}
