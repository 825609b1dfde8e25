package dev.deltalex.soak;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Checks and times the events of a response. For one thread. */
final class EventReader implements EventConnection.EventHandler {
  private final Protocol protocol;
  private final WordCheck check;
  private final Totals totals;
  private final long paceNanos;
  private final long asked = System.nanoTime();
  private long last;
  private boolean ended;

  /**
   * Created before the request is sent.
   *
   * @param paceMillis pause of the script before each text; negative: latencies are not recorded
   */
  EventReader(Protocol protocol, WordCheck check, Totals totals, int paceMillis) {
    this.protocol = protocol;
    this.check = check;
    this.totals = totals;
    this.paceNanos = TimeUnit.MILLISECONDS.toNanos(paceMillis);
  }

  /** Whether the last event has come. */
  boolean ended() {
    return ended;
  }

  @Override
  public void handle(String data, long nanos) throws IOException {
    if (ended) {
      throw new IOException("an event after the last one");
    }
    totals.events.incrementAndGet();
    switch (protocol.read(data, check)) {
      case DELTA -> text(nanos);
      case LAST -> ended = true;
      case FAILURE -> throw new IOException("the server failed: " + data);
      case OTHER -> {
        // Events without text.
      }
    }
  }

  private void text(long nanos) {
    if (paceNanos >= 0 && last == 0) {
      Totals.record(totals.first, nanos - asked - paceNanos);
    } else if (paceNanos >= 0) {
      Totals.record(totals.late, nanos - last - paceNanos);
    }
    last = nanos;
  }
}
