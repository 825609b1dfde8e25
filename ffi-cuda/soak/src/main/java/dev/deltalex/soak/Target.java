package dev.deltalex.soak;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The server that is soaked. */
interface Target extends AutoCloseable {
  InetSocketAddress address();

  String description();

  /** The current counts. */
  ServerCounts counts() throws IOException;

  /** Bytes of Java heap in use after a collection; -1 for another process. */
  long heap();

  /** Number of logged warnings and errors, with the first one; empty if none or unknown. */
  String complaints();

  @Override
  void close();

  /**
   * Gauges and counters of a server.
   *
   * @param live streams in a slot
   * @param waiting streams in the queue for a slot
   * @param draining slots whose stream is over, but not yet ended by the loop
   * @param retired slots that are no longer used
   * @param open unfinished responses
   * @param requests received requests; each is counted in one of the next four when it ends
   * @param completed responses that were written completely
   * @param early clients that disconnected before their request was read
   * @param disconnects clients that disconnected during their response
   * @param slowReaders clients that were dropped because they did not read
   * @param parks how often a stream was parked because of a slow client
   * @param cancels streams that were cancelled
   * @param errors streams that ended with an error
   */
  record ServerCounts(
      long live,
      long waiting,
      long draining,
      long retired,
      long open,
      long requests,
      long completed,
      long early,
      long disconnects,
      long slowReaders,
      long parks,
      long cancels,
      long errors) {
    /** What is still in use; 0 is expected once all clients are disconnected. */
    long leaked() {
      return live + waiting + draining + retired + open;
    }

    /** Requests that are not yet counted as ended. */
    long unaccounted() {
      return requests - completed - early - disconnects - slowReaders;
    }

    /** The counters since {@code before}, and the current gauges. */
    ServerCounts since(ServerCounts before) {
      return new ServerCounts(
          live,
          waiting,
          draining,
          retired,
          open,
          requests - before.requests,
          completed - before.completed,
          early - before.early,
          disconnects - before.disconnects,
          slowReaders - before.slowReaders,
          parks - before.parks,
          cancels - before.cancels,
          errors - before.errors);
    }
  }
}
