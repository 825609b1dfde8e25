package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.deltalex.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SoakCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(SoakCommand.commandLine(new PrintWriter(out), new PrintWriter(err)), args);
  }

  @Test
  void shortRunPassesAndWritesItsHistograms(@TempDir Path folder) throws IOException {
    String prefix = folder.resolve("soak").toString();
    int status = run("--streams", "8", "--seconds", "1", "--hgrm", prefix);
    assertEquals(Main.OK, status, () -> out + "\n" + err);
    assertTrue(out.toString().contains("\nresult      passed"), out::toString);
    for (String part : List.of("-first.hgrm", "-further.hgrm")) {
      String histogram = Files.readString(Path.of(prefix + part));
      assertTrue(
          histogram.lines().findFirst().orElse("").matches(" +Value +Percentile .*"), histogram);
      assertTrue(histogram.matches("(?s).*Total count += +[1-9].*"), histogram);
    }
  }

  @Test
  void writesTheScript(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("soak.jsonl");
    assertEquals(Main.OK, run("--write-script", file.toString()), err::toString);
    assertTrue(Files.readString(file).startsWith("{\"id\":\"soak-"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--streams=0",
        "--streams=100000",
        "--seconds=0",
        "--leave=101",
        "--slow=-1",
        "--url=http://192.0.2.1:80",
        "--url=nonsense"
      })
  void refusesInOneLine(String option) {
    assertEquals(Main.USAGE, run(option));
    String name = option.substring(0, option.indexOf('='));
    assertTrue(err.toString().startsWith("deltalex: " + name + ": "), err::toString);
    assertEquals(1, err.toString().strip().lines().count());
  }

  /** A server that responds to a limited number of requests for metrics only. */
  private static HttpServer server(int answers) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    StringBuilder metrics = new StringBuilder();
    for (String metric :
        List.of(
            "streams_live",
            "streams_waiting",
            "slots_draining",
            "slots_retired",
            "responses_open",
            "api_requests_total",
            "responses_written_total",
            "early_leavers_total",
            "client_disconnects_total",
            "slow_readers_total",
            "parks_total",
            "cancels_total",
            "errors_total")) {
      metrics.append("deltalex_").append(metric).append(" 0\n");
    }
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          boolean answered =
              exchange.getRequestURI().getPath().equals("/metrics")
                  && asked.getAndIncrement() < answers;
          byte[] body = metrics.toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answered ? 200 : 503, answered ? body.length : -1);
          if (answered) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private int soak(HttpServer server) {
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      return run("--url", url, "--streams", "4", "--seconds", "2");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void serverThatBreaksFailsTheRun() throws IOException {
    assertEquals(Main.DIFFERS, soak(server(1)), () -> out + "\n" + err);
    assertTrue(out.toString().contains("x status 503"), out::toString);
    assertTrue(out.toString().contains("; the server's counters could not be read"), out::toString);
    assertTrue(err.toString().contains("/metrics answers 503"), err::toString);
  }

  @Test
  void serverThatWasNeverWellIsAnOptionThatIsNotRight() throws IOException {
    assertEquals(Main.USAGE, soak(server(0)), () -> out + "\n" + err);
    assertTrue(err.toString().contains("/metrics answers 503"), err::toString);
  }

  @Test
  void helpTeaches() {
    assertEquals(Main.OK, run("--help"));
    for (String word : new String[] {"--write-script", "Examples:", "Exit status:", "loopback"}) {
      assertTrue(out.toString().contains(word), word);
    }
  }
}
