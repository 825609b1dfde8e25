package dev.deltalex.soak;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose responses are server-sent events, read at the rate of a {@link
 * ClientBehaviour}. Events arrive on a thread of the HTTP client; the owner blocks for them. For
 * one thread.
 */
final class EventConnection implements AutoCloseable {
  private static final int OK = 200;
  private static final int LONGEST_EVENT = 8 << 20;
  private static final String DATA = "data: ";
  private static final int DELIMITER = 2;

  /** The client's time to disconnect was reached while it waited. */
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

  /**
   * An event.
   *
   * @param data its data
   * @param nanos when it arrived, on the clock of {@link System#nanoTime}
   */
  record Event(String data, long nanos) {}

  /** What the HTTP client delivers: a part of the body, its end, or a failure. */
  private sealed interface Arrival {
    record Part(Buffer bytes, long nanos) implements Arrival {}

    record End() implements Arrival {}

    record Failure(IOException cause) implements Arrival {}
  }

  private final Vertx vertx;
  private final HttpClientConnection connection;
  private BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private ClientBehaviour behaviour = ClientBehaviour.PATIENT;
  private long leaveNanos;
  private int idleMillis;

  private RecordParser parser = RecordParser.newDelimited("\n\n", this::parsed);
  private final Deque<Event> events = new ArrayDeque<>();

  /** When the part that is parsed arrived. */
  private long partNanos;

  /** Bytes of the event that has begun. */
  private int begun;

  EventConnection(Vertx vertx, HttpClientConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
    connection.exceptionHandler(e -> {});
  }

  /**
   * Sends a request and reads the head of the response.
   *
   * @param idle time without data after which the server is considered lost, in milliseconds
   * @return the status
   */
  int post(String path, byte[] body, ClientBehaviour how, int idle)
      throws IOException, LeftException {
    behaviour = how;
    idleMillis = idle;
    leaveNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(how.leavesAfterMillis());
    parser = RecordParser.newDelimited("\n\n", this::parsed).maxRecordSize(LONGEST_EVENT);
    events.clear();
    begun = 0;
    arrivals = new LinkedBlockingQueue<>();
    BlockingQueue<Arrival> into = arrivals;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI(path)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    try {
      return HttpClients.await(
          connection
              .request(options)
              .compose(request -> {
                request.exceptionHandler(e -> into.add(new Arrival.Failure(failure(e))));
                return request.send(Buffer.buffer(body));
              })
              .map(response -> begin(response, into, how)),
          patience());
    } catch (TimeoutException e) {
      throw expired();
    }
  }

  /** On a thread of the HTTP client, before the first byte of the body. */
  private int begin(HttpClientResponse response, BlockingQueue<Arrival> into, ClientBehaviour how) {
    if (response.statusCode() != OK) {
      return response.statusCode();
    }
    if (!"chunked".equalsIgnoreCase(response.getHeader(HttpHeaders.TRANSFER_ENCODING))) {
      into.add(new Arrival.Failure(new IOException("not a stream")));
      return OK;
    }
    response.exceptionHandler(e -> into.add(new Arrival.Failure(failure(e))));
    response.endHandler(ended -> into.add(new Arrival.End()));
    AtomicInteger unpaused = new AtomicInteger();
    response.handler(bytes -> {
      into.add(new Arrival.Part(bytes, System.nanoTime()));
      if (how.pausesAfter(unpaused.addAndGet(bytes.length()))) {
        unpaused.set(0);
        pause(response, how.pauseMillis());
      }
    });
    if (how.isSlow()) {
      pause(response, how.stalls() ? how.stallMillis() : how.pauseMillis());
    }
    return OK;
  }

  private void pause(HttpClientResponse response, int millis) {
    response.pause();
    vertx.setTimer(millis, timer -> response.resume());
  }

  /** The next event; null at the end of the response. Comments are skipped. */
  @Nullable Event next() throws IOException, LeftException {
    while (events.isEmpty()) {
      Arrival arrival;
      try {
        arrival = arrivals.poll(Math.max(1, patience()), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      switch (arrival) {
        case null -> throw expired();
        case Arrival.End() -> {
          if (begun > 0) {
            throw new IOException("cut inside an event");
          }
          return null;
        }
        case Arrival.Failure(IOException cause) -> throw cause;
        case Arrival.Part(Buffer bytes, long nanos) -> {
          partNanos = nanos;
          begun += bytes.length();
          parser.handle(bytes);
        }
      }
    }
    return events.remove();
  }

  private void parsed(Buffer event) {
    begun -= event.length() + DELIMITER;
    event
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(DATA))
        .forEach(line -> events.add(new Event(line.substring(DATA.length()), partNanos)));
  }

  static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }

  /** Milliseconds until the client disconnects or considers the server lost. */
  private long patience() throws LeftException {
    if (!behaviour.leaves()) {
      return idleMillis;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(leaveNanos - System.nanoTime());
    if (left <= 0) {
      throw new LeftException();
    }
    return Math.min(idleMillis, left);
  }

  private IOException expired() throws LeftException {
    if (behaviour.leaves()) {
      throw new LeftException();
    }
    return new IOException("no data for " + idleMillis + " ms");
  }

  /** A failure of the HTTP client: what the server's end of the connection causes, or another. */
  static IOException failure(Throwable thrown) {
    if (thrown instanceof HttpClosedException) {
      return new DroppedException("the server closed the connection");
    }
    if (thrown instanceof java.net.ConnectException) {
      return new IOException(thrown.getMessage(), thrown);
    }
    return thrown instanceof IOException
        ? new DroppedException(thrown.getMessage())
        : new IOException(String.valueOf(thrown.getMessage()), thrown);
  }

  /** Closes the connection: a reset if it was opened so, else a regular close. */
  @Override
  public void close() {
    connection.close();
  }
}
