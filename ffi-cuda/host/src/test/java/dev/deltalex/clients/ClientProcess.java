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

/**
 * Clients that run in a process of their own, in a folder below target that has their packages: a
 * program asks for all cases and writes an answer per line.
 *
 * @param home the folder
 */
record ClientProcess(Path home) {
  private static final int MIN_NODE = 20;
  private static final long INSTALL_SECONDS = 600;

  /** Result for a process without an exit status. */
  private static final int TIMED_OUT = -1;

  /** A tool is not installed, or packages cannot be downloaded; the message has the reason. */
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

  /** A folder of target/clients with copies of the files of a folder of src/test. */
  static ClientProcess in(String name, List<String> files) throws IOException {
    Path home = Files.createDirectories(Path.of("target", "clients", name));
    for (String file : files) {
      Files.copy(
          Path.of("src", "test", name, file),
          home.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return new ClientProcess(home);
  }

  /** Installs the packages of package-lock.json, unless they are installed. */
  void installFromNpm() throws Absent, IOException, InterruptedException {
    String node = said(List.of("node", "--version"), "node is not installed");
    int major = Integer.parseInt(node.replaceFirst("v(\\d+).*", "$1"));
    if (major < MIN_NODE) {
      throw new Absent("node is " + node + "; the packages want " + MIN_NODE + " or later");
    }
    // The timeouts for an unreachable registry are much shorter than the limit here.
    String command =
        "npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --fetch-timeout=120000"
            + " --fetch-retries=1";
    install("package-lock.json", List.of(command.split(" ")));
  }

  /**
   * Installs packages with a command, unless it has done so for the same list of packages.
   *
   * @param list the file that lists them
   */
  void install(String list, List<String> command) throws Absent, IOException, InterruptedException {
    Path packages = home.resolve(list);
    Path done = home.resolve("installed-" + list);
    if (Files.exists(done) && Files.mismatch(packages, done) < 0) {
      return;
    }
    String tool = command.getFirst();
    said(List.of(tool, "--version"), tool + " is not installed");
    Path log = home.resolve("install.log");
    int status = status(command, log, INSTALL_SECONDS);
    if (status == TIMED_OUT) {
      // The tool is installed, so skipping would hide that the clients were not tested.
      throw new IOException("not installed after " + INSTALL_SECONDS + " s: see " + log);
    }
    if (status != 0) {
      throw new Absent("the packages cannot be installed (" + tool + ": see " + log + ")");
    }
    Files.copy(packages, done, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Runs a program that asks a server for every model.
   *
   * @param program its command; the files of cases and answers are added
   */
  List<Answer> ask(String url, List<String> models, long seconds, List<String> program)
      throws IOException, InterruptedException {
    Files.writeString(
        home.resolve("cases.json"),
        Recording.JSON
            .createObjectNode()
            .put("url", url)
            .<ObjectNode>set("tools", Recording.tools())
            .set("models", Recording.JSON.valueToTree(models))
            .toString());
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("cases.json", "answers.jsonl"));
    run(command, home.resolve("run.log"), seconds);
    List<Answer> read = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("answers.jsonl"))) {
      read.add(answer(Recording.JSON.readTree(line)));
    }
    return read;
  }

  /** Runs a command in the folder; its output goes to a file. */
  void run(List<String> command, Path log, long seconds) throws IOException, InterruptedException {
    int status = status(command, log, seconds);
    if (status != 0) {
      String how = status == TIMED_OUT ? " is not done after " + seconds + " s: " : " failed: ";
      throw new IOException(command.getFirst() + how + Files.readString(log));
    }
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

  /** What a command prints; {@code reason} is that of its absence. */
  static String said(List<String> command, String reason) throws Absent, InterruptedException {
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

  private int status(List<String> command, Path log, long seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
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
