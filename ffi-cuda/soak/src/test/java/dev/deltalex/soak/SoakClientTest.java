package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server may close the connection of a client that stalled; every other failure counts. */
final class SoakClientTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String TEXT = "data: {\"choices\":[]}\n\n";
  private static final String LAST = "data: [DONE]\n\n";
  private static final String END = "0\r\n\r\n";

  /** A stall that ends before the response is read. */
  private static final ClientBehaviour STALLING = new ClientBehaviour(-1, false, 1, 1);

  private final Totals totals = new Totals();
  private final Transcripts transcripts = new Transcripts();

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /** Whether the end of the stream is accepted. */
  private boolean stream(InetSocketAddress server, ClientBehaviour behaviour) {
    SoakPlan plan = new SoakPlan(1, 1, 0, 0, 1, 1);
    try (HttpClients http = new HttpClients(server)) {
      return new SoakClient(plan, http, transcripts, totals, 1, 0)
          .stream(Protocol.CHAT, transcripts.endless(), behaviour);
    }
  }

  private boolean stream(String answer, ClientBehaviour behaviour) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> serve =
          () -> {
            try (Socket accepted = server.accept()) {
              // An answer before the request is none.
              accepted.getInputStream().read();
              accepted.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
              accepted.shutdownOutput();
              // Reads the request, since closing with unread bytes resets the connection.
              accepted.getInputStream().readAllBytes();
              return null;
            }
          };
      Future<Void> served = threads.submit(serve);
      boolean passes = stream(address(server), behaviour);
      served.get();
      return passes;
    }
  }

  private static InetSocketAddress address(ServerSocket server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  private void assertFailed(String reason) {
    assertEquals(List.of(reason), List.copyOf(totals.failures().keySet()));
    assertEquals(1, totals.failed.get());
    assertEquals(0, totals.stalledAndDropped.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 429 Too Many Requests\r\n\r\n|status 429",
        "HTTP/1.1 500 Internal Server Error\r\n\r\n|status 500",
        "HTTP/1.1 200 OK\r\n\r\n|not a stream"
      })
  void refusalsOfStallingClientsAreFailures(String answerAndReason) throws Exception {
    String[] parts = answerAndReason.split("\\|", -1);
    assertFalse(stream(parts[0], STALLING));
    assertFailed(parts[1]);
  }

  @Test
  void errorEventsToStallingClientsAreFailures() throws Exception {
    String error = "data: {\"error\":{\"message\":\"x\"}}\n\n";
    assertFalse(stream(CHUNKED + chunk(TEXT) + chunk(error) + END, STALLING));
    assertFailed("the server failed: {\"error\":{\"message\":\"x\"}}");
  }

  @Test
  void eventsBehindTheLastAreFailures() throws Exception {
    assertFalse(stream(CHUNKED + chunk(LAST) + chunk(TEXT) + END, STALLING));
    assertFailed("an event after the last one");
  }

  @Test
  void responsesThatEndEarlyAreFailures() throws Exception {
    assertFalse(stream(CHUNKED + chunk(TEXT) + END, STALLING));
    assertFailed("ended without its last event");
  }

  @Test
  void serverThatIsNotThereIsAFailure() throws Exception {
    InetSocketAddress gone;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = address(server);
    }
    assertFalse(stream(gone, STALLING));
    assertEquals(1, totals.failed.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", CHUNKED, CHUNKED + "16\r\n" + TEXT, CHUNKED + "ff\r\n" + TEXT})
  void stallingClientMayBeDropped(String answer) throws Exception {
    assertTrue(stream(answer, STALLING));
    assertEquals(1, totals.stalledAndDropped.get());
    assertEquals(0, totals.failed.get());
  }

  @Test
  void stallingClientMayBeReset() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> serve =
          () -> {
            try (Socket accepted = server.accept()) {
              accepted.setSoLinger(true, 0);
              // By then the request is sent.
              return accepted.getInputStream().read();
            }
          };
      Future<Integer> first = threads.submit(serve);
      assertTrue(stream(address(server), STALLING));
      assertEquals('P', first.get());
    }
    assertEquals(1, totals.stalledAndDropped.get());
  }

  @Test
  void otherClientMayNot() throws Exception {
    assertFalse(stream(CHUNKED, ClientBehaviour.PATIENT));
    assertFailed("the server closed the connection");
  }
}
