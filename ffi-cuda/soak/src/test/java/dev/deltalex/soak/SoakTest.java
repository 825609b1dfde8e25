package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.DeltalexServer;
import dev.deltalex.serve.Script;
import dev.deltalex.serve.ServeOptions;
import dev.deltalex.serve.ServeStats;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short runs against a server: a correct one passes, defects are detected. */
final class SoakTest {
  private static final int STREAMS = 24;

  private static DeltalexServer server(String script, int streams) {
    return DeltalexServer.start(
        ServeOptions.DEFAULT
            .withScript(Script.parse(script))
            .withoutLoop()
            .withStreams(streams)
            .withQueue(streams));
  }

  private static SoakReport soak(DeltalexServer server, int leave, int slow) throws Exception {
    SoakPlan plan = new SoakPlan(STREAMS, 2, leave, slow, 0, 42);
    return Soak.otherServer("http://127.0.0.1:" + server.port(), plan, line -> {});
  }

  @Test
  void nothingIsLostWhenClientsLeaveAndDawdle() throws Exception {
    try (DeltalexServer server = server(Soak.script(), 2 * STREAMS)) {
      SoakReport report = soak(server, 30, 20);
      String text = String.join("\n", report.lines());
      assertEquals(List.of(), report.faults(), text);
      assertTrue(text.contains(": 0 lost, 0 duplicated, 0 reordered, 0 damaged"), text);
      assertEquals(0, server.stats().openResponses());
      ServeStats stats = server.stats();
      assertTrue(stats.disconnects() > 0, text);
      assertEquals(
          stats.requests(),
          stats.completed() + stats.disconnects() + stats.slowReaders() + stats.early(),
          stats::toString);
      assertTrue(text.contains("%,d requests came in, ".formatted(stats.requests())), text);
    }
  }

  @Test
  void ownServerIsStartedAndStopped() throws Exception {
    List<String> progress = new ArrayList<>();
    SoakReport report = Soak.ownServer(new SoakPlan(STREAMS, 1, 20, 0, 0, 1), progress::add);
    assertEquals(List.of(), report.faults(), String.join("\n", report.lines()));
    assertFalse(progress.isEmpty());
  }

  @Test
  void otherOutputIsFoundOut() throws Exception {
    // A server whose outputs differ in the third word.
    String script = Soak.script().replaceAll(" 2né", " 2nö");
    assertFalse(script.equals(Soak.script()));
    try (DeltalexServer server = server(script, 2 * STREAMS)) {
      SoakReport report = soak(server, 0, 0);
      String text = String.join("\n", report.lines());
      assertFalse(report.faults().isEmpty(), text);
      assertTrue(text.contains("FAILED"), text);
      assertFalse(text.contains(": 0 lost"), text);
    }
  }

  @Test
  void refusalsAreFoundOut() throws Exception {
    try (DeltalexServer server = server(Soak.script(), 1)) {
      SoakReport report = soak(server, 0, 0);
      String text = String.join("\n", report.lines());
      assertFalse(report.faults().isEmpty(), text);
      assertTrue(text.contains("x status 429"), text);
    }
  }

  /** Returns the given counts one after the other, then the last of them again. */
  private static final class Scripted implements Target {
    private final Iterator<ServerCounts> sequence;
    private ServerCounts now = counts(0, 0);

    Scripted(ServerCounts... sequence) {
      this.sequence = List.of(sequence).iterator();
    }

    static ServerCounts counts(long live, long requests) {
      return new ServerCounts(live, 0, 0, 0, 0, requests, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public InetSocketAddress address() {
      return InetSocketAddress.createUnresolved("nowhere", 1);
    }

    @Override
    public String description() {
      return "scripted";
    }

    @Override
    public ServerCounts counts() {
      now = sequence.hasNext() ? sequence.next() : now;
      return now;
    }

    @Override
    public long heap() {
      return -1;
    }

    @Override
    public String complaints() {
      return "";
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"1,-1", "1,0", "0,1", "0,-1"})
  void waitsUntilNothingIsInUseAndEveryRequestIsAccountedFor(long live, long unaccounted)
      throws Exception {
    Target target = new Scripted(Scripted.counts(live, unaccounted), Scripted.counts(0, 0));
    assertEquals(Scripted.counts(0, 0), Soak.free(target));
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,0,0,0,streams",
    "5000,1,0,0,0,streams",
    "1,0,0,0,0,seconds",
    "1,3601,0,0,0,seconds",
    "1,1,101,0,0,leave",
    "1,1,0,-1,0,slow",
    "1,1,0,0,60001,stall"
  })
  void plansAreBounded(int streams, int seconds, int leave, int slow, int stall, String option) {
    Exception refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SoakPlan(streams, seconds, leave, slow, stall, 0));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("--" + option + ": "));
  }
}
