package dev.deltalex.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invalid response fails the stream, but does not end the client. */
final class EventConnectionTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static String read(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
      try (EventConnection connection = new EventConnection(address, false);
          Socket accepted = server.accept()) {
        accepted.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        accepted.shutdownOutput();
        StringBuilder all = new StringBuilder();
        connection.post("/", new byte[0], ClientBehaviour.PATIENT, 10_000);
        for (String data = connection.next(); data != null; data = connection.next()) {
          all.append(data).append('|');
        }
        return all.toString();
      }
    }
  }

  @Test
  void eventsAreRead() throws Exception {
    assertEquals("a|b|", read(CHUNKED + "9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n"));
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
        CHUNKED + "7\r\ndata: a\r\n0\r\n\r\n",
        CHUNKED + "0\r\nX: y\r\n\r\n"
      })
  void nonsenseIsAFailure(String answer) {
    IOException e = assertThrows(IOException.class, () -> read(answer));
    assertTrue(e.getMessage() != null, e::toString);
  }
}
