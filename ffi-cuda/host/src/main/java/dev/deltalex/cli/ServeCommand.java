package dev.deltalex.cli;

import dev.deltalex.format.WireFormat;
import dev.deltalex.loop.LoopOptions;
import dev.deltalex.serve.DeltalexServer;
import dev.deltalex.serve.Script;
import dev.deltalex.serve.ServeOptions;
import dev.deltalex.wire.ReasoningEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deltalex serve}: the protocols of OpenAI and Anthropic over HTTP. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    resourceBundle = "dev.deltalex.cli.serve",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  /** One line per message instead of the JDK's two. */
  private static final String LOG_FORMAT = "%1$tF %1$tT %4$s %5$s%6$s%n";

  private static final int MAX_KEY_FILE = 1 << 20;

  /** Names of options in the server and on the command line. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("port", "--port"),
          Map.entry("stepMillis", "--step-ms"),
          Map.entry("streams", "--streams"),
          Map.entry("queue", "--queue"),
          Map.entry("draftOrder", "--draft"),
          Map.entry("draftTokens", "--k"),
          Map.entry("shards", "--shards"),
          Map.entry("maxTokens", "--max-tokens"),
          Map.entry("maxBodyBytes", "--max-body"),
          Map.entry("heartbeatMillis", "--heartbeat-ms"),
          Map.entry("parkMillis", "--park-ms"),
          Map.entry("drainMillis", "--drain-ms"));

  /** What happens if the device of a CUDA loop is lost. */
  private enum OnLoss {
    EXIT,
    HOST
  }

  private final PrintWriter out;
  private final PrintWriter err;

  @Option(names = "--port", paramLabel = "N")
  private int port = 8000;

  @Option(names = "--host", paramLabel = "ADDRESS")
  private String host = ServeOptions.DEFAULT.host();

  @Option(names = "--format", paramLabel = "NAME")
  private String format = ServeOptions.DEFAULT.format();

  @Option(names = "--loop", paramLabel = "auto|cuda|host|none")
  private String loop = "auto";

  @Option(names = "--graph")
  private boolean graph;

  @Option(names = "--on-loss", paramLabel = "exit|host")
  private String onLoss = "exit";

  @Option(names = "--script", paramLabel = "FILE")
  private @Nullable Path script;

  @Option(names = "--step-ms", paramLabel = "MS")
  private int stepMillis = 20;

  @Option(names = "--streams", paramLabel = "N")
  private int streams = ServeOptions.DEFAULT.streams();

  @Option(names = "--queue", paramLabel = "N")
  private int queue = ServeOptions.DEFAULT.queue();

  @Option(names = "--draft", paramLabel = "D")
  private int draft = ServeOptions.DEFAULT.draftOrder();

  @Option(names = "--k", paramLabel = "K")
  private int k = ServeOptions.DEFAULT.draftTokens();

  @Option(names = "--shards", paramLabel = "N")
  private int shards = ServeOptions.DEFAULT.shards();

  @Option(names = "--max-tokens", paramLabel = "N")
  private int maxTokens = ServeOptions.DEFAULT.maxTokens();

  @Option(names = "--max-body", paramLabel = "BYTES")
  private int maxBody = ServeOptions.DEFAULT.maxBodyBytes();

  @Option(names = "--heartbeat-ms", paramLabel = "MS")
  private int heartbeatMillis = ServeOptions.DEFAULT.heartbeatMillis();

  @Option(names = "--park-ms", paramLabel = "MS")
  private int parkMillis = ServeOptions.DEFAULT.parkMillis();

  @Option(names = "--reasoning-events", paramLabel = "text|summary|both")
  private String reasoningEvents = "both";

  @Option(names = "--drain-ms", paramLabel = "MS")
  private int drainMillis = 5_000;

  @Option(names = "--api-key-file", paramLabel = "FILE")
  private @Nullable Path apiKeyFile;

  ServeCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServeOptions options = options();
    String property = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(property) == null) {
      System.setProperty(property, LOG_FORMAT);
    }
    if (!isLoopback(host) && options.apiKeys().isEmpty()) {
      err.println(
          "deltalex: "
              + host
              + " is not a loopback address: other hosts are served without authentication; use --api-key-file");
    }
    err.println(
        options.loop() == null
            ? "deltalex: warming up the scanner"
            : "deltalex: training the reference n-gram model and warming up the scanner");
    err.flush();
    DeltalexServer server = start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "deltalex-shutdown"));
    out.println(server.description());
    String at = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
    out.println("listening on " + at + "/v1 ; a page to watch a stream: " + at + "/");
    out.flush();
    // Until the shutdown of the JVM, whose hook closes the server; or until the loop is lost.
    String loss = server.awaitLoss();
    err.println("deltalex: " + loss + "; this process ends with status " + Main.DIFFERS);
    err.flush();
    return Main.DIFFERS;
  }

  private static void end(DeltalexServer server) {
    server.drain();
    server.close();
  }

  private ServeOptions options() {
    WireFormat wire = KnownFormats.find(format, "--format");
    ServeOptions options = ServeOptions.DEFAULT;
    try {
      Path file = script;
      if (file != null) {
        options = options.withScript(Script.read(file));
      }
      options =
          EnumNames.plain(loop).equals("none")
              ? options.withoutLoop()
              : options.withLoop(EnumNames.parse(LoopOptions.Kind.class, loop, "--loop"));
      return options
          .withGraph(graph)
          .withHostAfterLoss(EnumNames.parse(OnLoss.class, onLoss, "--on-loss") == OnLoss.HOST)
          .withHost(host)
          .withPort(port)
          .withFormat(wire.name())
          .withStepMillis(stepMillis)
          .withStreams(streams)
          .withQueue(queue)
          .withShards(shards)
          .withDraft(draft, k)
          .withMaxTokens(maxTokens)
          .withMaxBodyBytes(maxBody)
          .withHeartbeatMillis(heartbeatMillis)
          .withParkMillis(parkMillis)
          .withDrainMillis(drainMillis)
          .withReasoningEvents(
              EnumNames.parse(ReasoningEvents.class, reasoningEvents, "--reasoning-events"))
          .withApiKeys(apiKeys());
    } catch (IllegalArgumentException e) {
      throw problem(e);
    } catch (NoSuchFileException e) {
      throw new CliException("--script: no such file: " + script);
    } catch (IOException e) {
      throw new CliException("--script: " + script + " could not be read: " + e.getMessage());
    }
  }

  /** The keys of the file, one a line; empty lines and lines that begin with # are skipped. */
  private List<String> apiKeys() {
    Path file = apiKeyFile;
    if (file == null) {
      return List.of();
    }
    List<String> keys;
    try {
      if (Files.size(file) > MAX_KEY_FILE) {
        throw new CliException("--api-key-file: " + file + " is larger than 1 MiB");
      }
      keys =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
    } catch (NoSuchFileException e) {
      throw new CliException("--api-key-file: no such file: " + file);
    } catch (IOException e) {
      throw new CliException("--api-key-file: " + file + " could not be read as UTF-8");
    }
    if (keys.isEmpty()) {
      // Not a server without authentication.
      throw new CliException("--api-key-file: " + file + " has no key");
    }
    return keys;
  }

  private static DeltalexServer start(ServeOptions options) {
    try {
      return DeltalexServer.start(options);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw problem(e);
    }
  }

  /** Replaces the server's option names in a message by those of the command line. */
  private static CliException problem(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      message = message.replace("ServeOptions." + name.getKey() + " ", name.getValue() + " ");
    }
    return new CliException(message);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new CliException("--host: unknown address " + host);
    }
  }
}
