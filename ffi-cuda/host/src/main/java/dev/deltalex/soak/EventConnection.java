package dev.deltalex.soak;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client connection with its own HTTP/1.1 reader, so that it can disconnect after any byte and
 * read at any rate. Blocking; not thread-safe.
 */
final class EventConnection implements Closeable {
  private static final int BUFFER = 16 << 10;
  private static final int LINE = 512;
  private static final int LONGEST_LINE = 8 << 20;
  private static final int CONNECT_MILLIS = 10_000;

  /** A small receive buffer, so that the server soon detects a slow client. */
  private static final int SLOW_WINDOW = 32 << 10;

  private static final int OK = 200;
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};

  /** The client's time to disconnect was reached during a read. */
  static final class LeftException extends Exception {
    private static final long serialVersionUID = 1;

    LeftException() {
      super("left", null, false, false);
    }
  }

  /** The server closed or reset the connection before the end of the response. */
  static final class DroppedException extends IOException {
    private static final long serialVersionUID = 1;

    DroppedException(@Nullable String message) {
      super(message);
    }
  }

  private final Socket socket = new Socket();
  private final InputStream in;
  private final String host;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  /** Unread bytes of the current chunk. */
  private int chunk;

  private boolean bodyEnded;

  /** Whether the line break after the previous chunk is unread. */
  private boolean inBody;

  private byte[] line = new byte[LINE];
  private int lineLength;
  private ClientBehaviour behaviour = ClientBehaviour.PATIENT;
  private long leaveNanos;
  private boolean stalled;
  private int idleMillis;

  EventConnection(InetSocketAddress server, boolean slow) throws IOException {
    if (slow) {
      socket.setReceiveBufferSize(SLOW_WINDOW);
    }
    try {
      socket.connect(server, CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    host = "localhost:" + server.getPort();
  }

  /**
   * Sends a request and reads the head of the response.
   *
   * @param idle read timeout, in milliseconds
   * @return the status
   */
  int post(String path, byte[] body, ClientBehaviour how, int idle)
      throws IOException, LeftException {
    behaviour = how;
    idleMillis = idle;
    leaveNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(how.leavesAfterMillis());
    stalled = false;
    bodyEnded = false;
    inBody = false;
    chunk = 0;
    String head =
        String.join(
            "\r\n",
            "POST " + path + " HTTP/1.1",
            "Host: " + host,
            "Content-Type: application/json",
            "Content-Length: " + body.length,
            "",
            "");
    byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
    byte[] both = new byte[ascii.length + body.length];
    System.arraycopy(ascii, 0, both, 0, ascii.length);
    System.arraycopy(body, 0, both, ascii.length, body.length);
    socket.getOutputStream().write(both);
    return head();
  }

  private int head() throws IOException, LeftException {
    String status = rawLine();
    String[] words = status.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.1")) {
      throw new IOException("not a status line: " + status);
    }
    int code;
    try {
      code = Integer.parseInt(words[1]);
    } catch (NumberFormatException e) {
      throw new IOException("not a status line: " + status, e);
    }
    boolean chunked = false;
    for (String header = rawLine(); !header.isEmpty(); header = rawLine()) {
      chunked |= header.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked");
    }
    if (code == OK && !chunked) {
      throw new IOException("not a stream");
    }
    return code;
  }

  /** The data of the next event; null at the end of the response. Comments are skipped. */
  @Nullable String next() throws IOException, LeftException {
    String data = null;
    while (bodyLine()) {
      if (lineLength == 0 && data != null) {
        return data;
      }
      if (lineLength > DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length)) {
        data = new String(line, DATA.length, lineLength - DATA.length, StandardCharsets.UTF_8);
      }
    }
    if (data != null || lineLength > 0) {
      throw new IOException("cut inside an event");
    }
    return null;
  }

  /** Reads a line of the body into {@link #line}; false at the end of the body. */
  private boolean bodyLine() throws IOException, LeftException {
    lineLength = 0;
    while (chunk > 0 || nextChunk()) {
      if (at == end) {
        fill();
      }
      int to = at + Math.min(chunk, end - at);
      int i = at;
      while (i < to && buffer[i] != '\n') {
        i++;
      }
      append(at, i);
      boolean found = i < to;
      int taken = i - at + (found ? 1 : 0);
      at += taken;
      chunk -= taken;
      if (found) {
        return true;
      }
    }
    return false;
  }

  private void append(int from, int to) throws IOException {
    int length = lineLength + to - from;
    if (length > LONGEST_LINE) {
      throw new IOException("a line without end");
    }
    if (length > line.length) {
      line = Arrays.copyOf(line, Math.max(length, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, lineLength, to - from);
    lineLength = length;
  }

  /** Reads the head of the next chunk; false if it is the last, empty one. */
  private boolean nextChunk() throws IOException, LeftException {
    if (bodyEnded) {
      return false;
    }
    if (inBody && !rawLine().isEmpty()) {
      throw new IOException("a chunk is longer than it says");
    }
    inBody = true;
    String size = rawLine();
    try {
      chunk = Integer.parseInt(size, 16);
    } catch (NumberFormatException e) {
      throw new IOException("not a chunk's size: " + size, e);
    }
    if (chunk < 0) {
      throw new IOException("not a chunk's size: " + size);
    }
    if (chunk == 0) {
      bodyEnded = true;
      if (!rawLine().isEmpty()) {
        throw new IOException("trailers");
      }
    }
    return chunk > 0;
  }

  private String rawLine() throws IOException, LeftException {
    StringBuilder text = new StringBuilder();
    for (int c = read(); c != '\n'; c = read()) {
      if (c != '\r') {
        text.append((char) c);
      }
      if (text.length() == LONGEST_LINE) {
        throw new IOException("a line without end");
      }
    }
    return text.toString();
  }

  private int read() throws IOException, LeftException {
    if (at == end) {
      fill();
    }
    return buffer[at++] & 0xff;
  }

  private void fill() throws IOException, LeftException {
    rest();
    long wait = idleMillis;
    if (behaviour.leaves()) {
      wait = Math.min(wait, TimeUnit.NANOSECONDS.toMillis(leaveNanos - System.nanoTime()));
      if (wait <= 0) {
        throw new LeftException();
      }
    }
    socket.setSoTimeout((int) wait);
    int count;
    try {
      count = in.read(buffer, 0, Math.min(buffer.length, behaviour.readBytes()));
    } catch (SocketTimeoutException e) {
      if (behaviour.leaves()) {
        throw new LeftException();
      }
      throw e;
    } catch (SocketException e) {
      throw new DroppedException(e.getMessage());
    }
    if (count < 0) {
      throw new DroppedException("the server closed the connection");
    }
    at = 0;
    end = count;
  }

  /** The pause of a slow reader before a read. */
  private void rest() throws IOException {
    int millis = behaviour.pauseMillis();
    if (behaviour.stallMillis() > 0) {
      millis = stalled ? 0 : behaviour.stallMillis();
      stalled = true;
    }
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Disconnects, with a reset or a regular close. */
  void leave() throws IOException {
    if (behaviour.abrupt()) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
