package dev.deltalex.soak;

import io.vertx.core.Promise;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose responses are server-sent events, read at the rate of a {@link
 * ClientBehaviour}. The owner blocks until a response ends; the events are handled on the event
 * loop of the connection.
 */
final class EventConnection implements AutoCloseable {
  private static final int OK = 200;
  private static final int LONGEST_EVENT = 8 << 20;
  private static final String DATA = "data: ";
  private static final int DELIMITER = 2;
  private static final int IDLE_CHECKS = 10;

  /** The client's time to disconnect was reached. */
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

  /** Handles the events of a response, one after the other. */
  interface EventHandler {
    /**
     * Called with the data of the next event.
     *
     * @param nanos when it arrived, on the clock of {@link System#nanoTime}
     * @throws IOException if the response fails for this reason
     */
    void handle(String data, long nanos) throws IOException;
  }

  private final Vertx vertx;
  private final HttpClientConnection connection;

  /** When the last part of a response arrived, or its request was sent. */
  private volatile long arrived;

  EventConnection(Vertx vertx, HttpClientConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
    connection.exceptionHandler(e -> {});
  }

  /**
   * Sends a request and reads the response to its end. After an exception no event is handled.
   *
   * @param idleMillis time without data after which the server is considered lost
   * @return the status; if it is not 200, the body is not read
   */
  int post(String path, byte[] body, ClientBehaviour how, int idleMillis, EventHandler events)
      throws IOException, LeftException {
    arrived = System.nanoTime();
    Promise<Integer> done = Promise.promise();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI(path)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    vertx
        .getOrCreateContext()
        .runOnContext(now -> {
          if (how.leaves()) {
            long timer =
                vertx.setTimer(
                    Math.max(1, how.leavesAfterMillis()), at -> done.tryFail(new LeftException()));
            done.future().onComplete(over -> vertx.cancelTimer(timer));
          }
          long idle =
              vertx.setPeriodic(
                  Math.max(1, idleMillis / IDLE_CHECKS), at -> failIfIdle(idleMillis, done));
          done.future().onComplete(over -> vertx.cancelTimer(idle));
          connection
              .request(options)
              .compose(request -> {
                request.exceptionHandler(e -> done.tryFail(failure(e)));
                return request.send(Buffer.buffer(body));
              })
              .onSuccess(response -> new Body(response, how, events, done).begin())
              .onFailure(e -> done.tryFail(failure(e)));
        });
    return HttpClients.await(done.future());
  }

  private void failIfIdle(int idleMillis, Promise<Integer> done) {
    if (System.nanoTime() - arrived >= TimeUnit.MILLISECONDS.toNanos(idleMillis)) {
      done.tryFail(new IOException("no data for " + idleMillis + " ms"));
    }
  }

  /** The response under way; on the event loop only. */
  private final class Body {
    private final HttpClientResponse response;
    private final ClientBehaviour how;
    private final EventHandler events;
    private final Promise<Integer> done;
    private final RecordParser parser = RecordParser.newDelimited("\n\n", this::event);

    /** Bytes of the event that has begun. */
    private int begun;

    Body(
        HttpClientResponse response,
        ClientBehaviour how,
        EventHandler events,
        Promise<Integer> done) {
      this.response = response;
      this.how = how;
      this.events = events;
      this.done = done;
    }

    void begin() {
      if (response.statusCode() != OK) {
        done.tryComplete(response.statusCode());
        return;
      }
      if (!"chunked".equalsIgnoreCase(response.getHeader(HttpHeaders.TRANSFER_ENCODING))) {
        done.tryFail(new IOException("not a stream"));
        return;
      }
      parser.maxRecordSize(LONGEST_EVENT);
      SlowReader slow = how.isSlow() ? new SlowReader(vertx, response, how) : null;
      response.exceptionHandler(e -> done.tryFail(failure(e)));
      response.endHandler(ended -> end());
      response.handler(bytes -> {
        part(bytes);
        if (slow != null) {
          slow.read(bytes.length());
        }
      });
    }

    private void part(Buffer bytes) {
      arrived = System.nanoTime();
      begun += bytes.length();
      parser.handle(bytes);
    }

    /** The data of an event is one line; comments have none. */
    private void event(Buffer bytes) {
      begun -= bytes.length() + DELIMITER;
      String event = bytes.toString(StandardCharsets.UTF_8);
      int line = event.startsWith(DATA) ? 0 : event.indexOf("\n" + DATA) + 1;
      boolean hasData = line > 0 || event.startsWith(DATA);
      if (!hasData || done.future().isComplete()) {
        return;
      }
      int end = event.indexOf('\n', line);
      try {
        events.handle(
            event.substring(line + DATA.length(), end < 0 ? event.length() : end), arrived);
      } catch (IOException | RuntimeException e) {
        done.tryFail(e);
      }
    }

    private void end() {
      if (begun > 0) {
        done.tryFail(new IOException("cut inside an event"));
      } else {
        done.tryComplete(OK);
      }
    }
  }

  /** A failure of the HTTP client: what the server's end of the connection causes, or another. */
  private static IOException failure(Throwable thrown) {
    return switch (thrown) {
      case HttpClosedException _ -> new DroppedException("the server closed the connection");
      case IOException e -> new DroppedException(e.getMessage());
      default -> new IOException(String.valueOf(thrown.getMessage()), thrown);
    };
  }

  /** Closes the connection: a reset if it was opened so, else a regular close. */
  @Override
  public void close() {
    connection.close();
  }
}
