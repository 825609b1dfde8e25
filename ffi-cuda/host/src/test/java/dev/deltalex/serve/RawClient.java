package dev.deltalex.serve;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An HTTP/1.1 client over a socket, for tests of the exact bytes. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  /** A complete response. */
  record Answer(int status, Map<String, String> headers, byte[] bytes) {
    String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawClient(DeltalexServer server) throws IOException {
    this(server, 0);
  }

  /** A small receive buffer, so that the server soon detects that it does not read. */
  RawClient(DeltalexServer server, int receiveBytes) throws IOException {
    socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    in = new BufferedInputStream(socket.getInputStream(), 512);
  }

  /** Sends a request on a new connection. */
  static Answer ask(DeltalexServer server, String method, String path, String body)
      throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(method, path, body);
      return client.answer();
    }
  }

  static Answer post(DeltalexServer server, String path, String body) throws IOException {
    return ask(server, "POST", path, body);
  }

  static Answer get(DeltalexServer server, String path) throws IOException {
    return ask(server, "GET", path, "");
  }

  void send(String method, String path, String body) throws IOException {
    send(method, path, body.getBytes(StandardCharsets.UTF_8));
  }

  void send(String method, String path, byte[] bytes) throws IOException {
    String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (bytes.length > 0) {
      head += "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n";
    }
    raw(head + "\r\n");
    socket.getOutputStream().write(bytes);
  }

  void raw(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Closes the connection by a reset, as a process that is killed with unread bytes does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads a line, without its end. */
  String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended in a line: " + bytes);
      }
      bytes.write(b);
    }
    String line = bytes.toString(StandardCharsets.UTF_8);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /** Reads lines up to one that contains the text. */
  String lineWith(String text) throws IOException {
    String line = line();
    while (!line.contains(text)) {
      line = line();
    }
    return line;
  }

  /** Whether bytes are available. */
  boolean hasAnswer() throws IOException {
    return in.available() > 0;
  }

  /** Reads the head of a response. */
  Answer head() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, new byte[0]);
  }

  /** Reads to the end of the connection. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Reads one response, chunked or with a length. */
  Answer answer() throws IOException {
    return answer(head());
  }

  /** Reads the body after a head. */
  Answer answer(Answer head) throws IOException {
    Map<String, String> headers = head.headers();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      for (int size = chunkSize(); ; size = chunkSize()) {
        body.write(in.readNBytes(size));
        line();
        if (size == 0) {
          break;
        }
      }
    } else {
      body.write(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
    }
    return new Answer(head.status(), headers, body.toByteArray());
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /** Waits until the server closes the connection; returns whether it did. */
  boolean isEnded() {
    try {
      while (in.read() >= 0) {
        // Skips the remaining bytes.
      }
      return true;
    } catch (IOException reset) {
      return !(reset instanceof java.net.SocketTimeoutException);
    }
  }

  /** Resets the connection. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
