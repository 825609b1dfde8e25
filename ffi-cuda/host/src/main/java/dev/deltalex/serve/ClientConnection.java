package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** The connection to the client of a {@link ResponseStream}. For the event loop only. */
interface ClientConnection {
  /** The id of the request, for log lines. */
  String requestId();

  /** When the head of the request was read, of {@code System.nanoTime}. */
  long requestedAt();

  /** Sets the handler for a disconnect before the end of the response. */
  void onLeave(Runnable task);

  /** Sets the handler that is called when a full connection accepts more bytes. */
  void onDrained(Runnable task);

  /** Whether the connection's write queue is full. */
  boolean isFull();

  /**
   * Sends the head.
   *
   * @param length length of the body; -1 for a stream of events
   */
  void begin(int length);

  /** Sends bytes; {@code taken} receives whether they were written to the socket. */
  void write(Buffer bytes, Consumer<Boolean> taken);

  /** Ends the response. */
  void end();

  /** Sends an error as the whole response. */
  void refuse(WireError error);

  /** Closes the connection at once and discards unread bytes. */
  void abort();
}
