package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the parser of {@code @ai-sdk-tool/parser} in node, which npm installs. */
final class NodePeer {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long LONGEST_SECONDS = 300;

  private final Path directory;

  /**
   * A stream for it to read.
   *
   * @param rounds of which the fastest counts
   */
  record Stream(String name, String text, int chars, int rounds) {}

  /**
   * What came out.
   *
   * @param calls the streamed arguments of each call
   * @param finished the arguments that it reports once a call is complete
   */
  record Answer(
      String name, double nanos, String content, List<String> calls, List<String> finished) {}

  private NodePeer(Path directory) {
    this.directory = directory;
  }

  /**
   * Installs the package.
   *
   * @throws IOException if there is no node or no npm, or if the package cannot be installed
   */
  static NodePeer install(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    for (String file : new String[] {"package.json", "peer.mjs"}) {
      try (InputStream in = NodePeer.class.getResourceAsStream("/peers/" + file)) {
        if (in == null) {
          throw new IOException("Not found: " + file);
        }
        Files.copy(in, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    NodePeer peer = new NodePeer(directory);
    peer.run("node", "--version");
    peer.run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
    return peer;
  }

  /** The versions of node and of the package. */
  String version() throws IOException, InterruptedException {
    Path description = directory.resolve("node_modules/@ai-sdk-tool/parser/package.json");
    String version = "?";
    try (JsonParser in = JSON.createParser(description.toFile())) {
      for (JsonToken t = in.nextToken(); t != null; t = in.nextToken()) {
        if (t == JsonToken.FIELD_NAME && in.currentName().equals("version")) {
          in.nextToken();
          version = in.getText();
          break;
        }
      }
    }
    return "@ai-sdk-tool/parser " + version + " on node " + run("node", "--version").strip();
  }

  List<Answer> read(String tools, List<Stream> streams) throws IOException, InterruptedException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeFieldName("tools");
      out.writeRawValue(tools);
      out.writeArrayFieldStart("streams");
      for (Stream stream : streams) {
        out.writeStartObject();
        out.writeStringField("name", stream.name);
        out.writeStringField("text", stream.text);
        out.writeNumberField("chars", stream.chars);
        out.writeNumberField("rounds", stream.rounds);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    Files.writeString(directory.resolve("streams.json"), text.toString());
    List<Answer> answers = new ArrayList<>();
    for (String line : run("node", "peer.mjs", "streams.json").lines().toList()) {
      answers.add(answer(line));
    }
    if (answers.size() != streams.size()) {
      throw new IOException("node answered " + answers.size() + " of " + streams.size());
    }
    return answers;
  }

  private static Answer answer(String line) throws IOException {
    String name = "";
    String content = "";
    double nanos = 0;
    List<String> calls = new ArrayList<>();
    List<String> finished = new ArrayList<>();
    try (JsonParser in = JSON.createParser(line)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "name" -> name = in.getText();
          case "nanos" -> nanos = in.getDoubleValue();
          case "content" -> content = in.getText();
          case "calls" -> readStrings(in, calls);
          case "finished" -> readStrings(in, finished);
          default -> in.skipChildren();
        }
      }
    }
    return new Answer(name, nanos, content, calls, finished);
  }

  private static void readStrings(JsonParser in, List<String> to) throws IOException {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      to.add(in.getText());
    }
  }

  /** The output of a command. */
  private String run(String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
      throw new IOException(command[0] + " does not end");
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + text.strip());
    }
    return text;
  }
}
