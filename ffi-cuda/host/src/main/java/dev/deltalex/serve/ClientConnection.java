package dev.deltalex.serve;

import dev.deltalex.wire.WireError;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** The client of one response, as a {@link ResponseStream} sees it. The event loop only. */
interface ClientConnection {
  /** What to do when the client goes away before the response is over. */
  void onLeave(Runnable task);

  /** What to do when a connection that was full takes more. */
  void onDrained(Runnable task);

  /** Whether the connection holds as many bytes as it should. */
  boolean isFull();

  /**
   * Sends the head.
   *
   * @param length of the body; -1: it is a stream of events
   */
  void begin(int length);

  /** Sends bytes; {@code taken} hears whether the connection took them. */
  void write(Buffer bytes, Consumer<Boolean> taken);

  /** Ends the response. */
  void end();

  /** Sends an error as the whole response. */
  void refuse(WireError error);

  /** Closes the connection without further ado, whatever the client has not read. */
  void abort();
}
