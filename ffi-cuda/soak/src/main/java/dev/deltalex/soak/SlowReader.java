package dev.deltalex.soak;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.TimeUnit;

/**
 * Pauses a response, so that it is read slowly. On the event loop of its connection, which may be
 * late on a busy machine: then more is read at once, at the same rate.
 */
final class SlowReader {
  private final Vertx vertx;
  private final HttpClientResponse response;
  private final ClientBehaviour behaviour;

  /** Bytes until the next pause. */
  private long credit;

  /** Pauses a response before its first byte. */
  SlowReader(Vertx vertx, HttpClientResponse response, ClientBehaviour behaviour) {
    this.vertx = vertx;
    this.response = response;
    this.behaviour = behaviour;
    pause(behaviour.stalls() ? behaviour.stallMillis() : behaviour.pauseMillis());
  }

  /** Called with the number of bytes of each part. */
  void read(int bytes) {
    credit -= bytes;
    if (credit <= 0) {
      pause(behaviour.pauseMillis());
    }
  }

  private void pause(int millis) {
    response.pause();
    long since = System.nanoTime();
    vertx.setTimer(
        millis,
        timer -> {
          credit = behaviour.bytesAfter(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
          response.resume();
        });
  }
}
