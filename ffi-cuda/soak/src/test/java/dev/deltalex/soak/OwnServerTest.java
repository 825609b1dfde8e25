package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnServerTest {
  private static Target server() {
    return OwnServer.start(new SoakPlan(1, 1, 0, 0, 0, 1), new Transcripts(), 2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dev.deltalex.serve", "dev.deltalex.mux", "dev.deltalex.loop", "io.vertx.core"})
  void whatAnyPartLogsAsAnErrorIsAComplaint(String logger) {
    try (Target server = server()) {
      assertEquals("", server.complaints());
      System.getLogger(logger).log(Level.ERROR, "{0} ends: {1}", "stream 7", "its sink threw");
      assertEquals("1, the first: stream 7 ends: its sink threw", server.complaints());
      System.getLogger(logger).log(Level.ERROR, "again");
      assertEquals("2, the first: stream 7 ends: its sink threw", server.complaints());
    }
  }

  @Test
  void linesAboutClientsAreNone() {
    try (Target server = server()) {
      System.getLogger("dev.deltalex.serve").log(Level.INFO, "the client disconnected");
      assertEquals("", server.complaints());
    }
  }

  @Test
  void loggingIsAsBefore() {
    Logger all = Logger.getLogger("dev.deltalex");
    Logger serve = Logger.getLogger("dev.deltalex.serve");
    var handlers = all.getHandlers();
    var level = serve.getLevel();
    server().close();
    assertArrayEquals(handlers, all.getHandlers());
    assertEquals(level, serve.getLevel());
  }
}
