package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.soak.EventConnection.DroppedException;
import dev.deltalex.soak.EventConnection.LeftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invalid response fails the stream, but does not end the client. */
final class EventConnectionTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final ClientBehaviour SLOW = new ClientBehaviour(-1, false, 1, 0);
  private static final ClientBehaviour LEAVING = new ClientBehaviour(200, false, 0, 0);
  private static final ClientBehaviour ABRUPT = new ClientBehaviour(200, true, 0, 0);

  /** The events of a server that answers so, and ends the connection or leaves it open. */
  private static String read(String answer, boolean ends, ClientBehaviour how) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpClients http = clients(server);
        EventConnection connection = http.open(how.isSlow(), how.abrupt());
        Socket accepted = server.accept()) {
      Thread answering = Thread.startVirtualThread(() -> answer(accepted, answer, ends));
      try {
        StringBuilder all = new StringBuilder();
        connection.post("/", new byte[0], how, 500, (data, nanos) -> all.append(data).append('|'));
        return all.toString();
      } finally {
        answering.join();
      }
    }
  }

  private static void answer(Socket accepted, String answer, boolean ends) {
    try {
      // An answer before the request is none.
      accepted.getInputStream().read();
      accepted.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      if (ends) {
        accepted.shutdownOutput();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpClients clients(ServerSocket server) {
    return new HttpClients(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
  }

  @Test
  void eventsAreRead() throws Exception {
    String answer = CHUNKED + "9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n";
    assertEquals("a|b|", read(answer, true, ClientBehaviour.PATIENT));
    assertEquals("a|b|", read(answer, true, SLOW));
  }

  @Test
  void eventsMayBeCutAnywhere() throws Exception {
    String answer =
        CHUNKED
            + "3\r\ndat\r\n4\r\na: a\r\n1\r\n\n\r\n11\r\n\nevent: e\ndata: b\r\n2\r\n\n\n\r\n0\r\n\r\n";
    assertEquals("a|b|", read(answer, true, ClientBehaviour.PATIENT));
    assertEquals("a|b|", read(answer, true, SLOW));
  }

  @Test
  void commentsAreSkipped() throws Exception {
    String answer = CHUNKED + "5\r\n: x\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n";
    assertEquals("b|", read(answer, true, ClientBehaviour.PATIENT));
    assertEquals("b|", read(answer, true, SLOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 abc OK\r\n\r\n",
        "SMTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        CHUNKED + "zz\r\n",
        CHUNKED + "-1\r\n\r\n",
        CHUNKED + "1\r\nab\r\n",
        CHUNKED + "7\r\ndata: a\r\n0\r\n\r\n"
      })
  void nonsenseIsAFailure(String answer) {
    IOException e =
        assertThrows(IOException.class, () -> read(answer, true, ClientBehaviour.PATIENT));
    assertTrue(e.getMessage() != null, e::toString);
  }

  @Test
  void serverThatClosesWithinAResponseHasDroppedTheClient() {
    assertThrows(
        DroppedException.class,
        () -> read(CHUNKED + "9\r\ndata: a\n\n\r\n", true, ClientBehaviour.PATIENT));
  }

  @Test
  void serverThatIsSilentIsLost() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> read(CHUNKED + "9\r\ndata: a\n\n\r\n", false, ClientBehaviour.PATIENT));
    assertEquals("no data for 500 ms", e.getMessage());
    assertThrows(IOException.class, () -> read("", false, ClientBehaviour.PATIENT));
  }

  @Test
  void clientsLeaveInTheHeadAndInTheBody() {
    assertThrows(LeftException.class, () -> read("", false, LEAVING));
    assertThrows(LeftException.class, () -> read(CHUNKED, false, LEAVING));
  }

  /** What a server reads behind the request of a client that leaves: the end, or a reset. */
  private static int afterLeaving(ClientBehaviour how) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> serve =
          () -> {
            try (Socket accepted = server.accept()) {
              accepted.setSoTimeout(10_000);
              int last = 0;
              while (last >= 0) {
                last = accepted.getInputStream().read();
              }
              return last;
            }
          };
      Future<Integer> end = threads.submit(serve);
      try (HttpClients http = clients(server)) {
        try (EventConnection connection = http.open(how.isSlow(), how.abrupt())) {
          assertThrows(
              LeftException.class,
              () -> connection.post("/", new byte[0], how, 10_000, (data, nanos) -> {}));
        }
        return end.get();
      }
    }
  }

  @Test
  void abruptClientsLeaveWithAReset() throws Exception {
    assertEquals(-1, afterLeaving(LEAVING));
    Exception reset = assertThrows(Exception.class, () -> afterLeaving(ABRUPT));
    assertEquals(SocketException.class, reset.getCause().getClass(), reset::toString);
  }
}
