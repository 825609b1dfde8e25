package dev.deltalex.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with a temporary profile. */
final class Browser implements AutoCloseable {
  /** Directory of screenshots, profile and log. */
  static final Path HOME = Path.of("target", "page");

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);
  private static final long STOP_SECONDS = 10;

  /** Chromium is not installed or does not start; the message has the reason and how to proceed. */
  static final class Absent extends Exception {
    private static final long serialVersionUID = 1;

    Absent(String reason) {
      super(reason);
    }
  }

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  private Browser(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the Chromium in CHROME_BIN, or the first on the PATH. */
  static Browser start() throws Absent, IOException, InterruptedException {
    Path program = find();
    if (program == null) {
      throw new Absent(
          "Chromium is not installed: 'apt-get install chromium', or name one in CHROME_BIN");
    }
    Path profile = HOME.resolve("profile");
    delete(profile);
    Files.createDirectories(profile);
    Path log = HOME.resolve("chromium.log");
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            // It loads this project's page only, and most containers do not allow its sandbox.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            // Only this machine can be resolved.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--no-proxy-server",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile.toAbsolutePath(),
            "about:blank"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    Path told = profile.resolve("DevToolsActivePort");
    long since = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - since < START_NANOS) {
      List<String> lines = Files.exists(told) ? Files.readAllLines(told) : List.of();
      if (lines.size() == 2) {
        return new Browser(process, "127.0.0.1:" + lines.getFirst());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    boolean slow = process.isAlive();
    stop(process);
    if (slow) {
      // Chromium is installed, so skipping would hide that the page was not tested.
      throw new IOException(
          program
              + " runs, but is not ready after "
              + TimeUnit.NANOSECONDS.toSeconds(START_NANOS)
              + " s: see "
              + log);
    }
    throw new Absent(program + " does not start: see " + log);
  }

  private static @Nullable Path find() {
    String named = System.getenv("CHROME_BIN");
    if (named != null) {
      return Path.of(named);
    }
    String path = System.getenv("PATH");
    for (String name : NAMES) {
      for (String folder : (path == null ? "" : path).split(java.io.File.pathSeparator)) {
        Path program = Path.of(folder, name);
        if (!folder.isEmpty() && Files.isExecutable(program)) {
          return program;
        }
      }
    }
    return null;
  }

  /** Opens an empty tab. */
  Tab open() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
            .method("PUT", HttpRequest.BodyPublishers.noBody())
            .build();
    String answer = http.send(request, BodyHandlers.ofString()).body();
    return Tab.attach(
        http, URI.create(Tab.JSON.readTree(answer).get("webSocketDebuggerUrl").textValue()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    http.shutdownNow();
    stop(process);
    delete(HOME.resolve("profile"));
  }

  private static void stop(Process process) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Retries, since the killed process may still write there for a moment. */
  private static void delete(Path folder) throws IOException {
    long since = System.nanoTime();
    while (Files.exists(folder)) {
      try {
        deleteWhatIsThere(folder);
      } catch (IOException | UncheckedIOException e) {
        if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(STOP_SECONDS)) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private static void deleteWhatIsThere(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
