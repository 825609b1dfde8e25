package dev.deltalex.soak;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The server that is soaked. */
interface Target extends AutoCloseable {
  InetSocketAddress address();

  String description();

  /** How it stands now. */
  Standing standing() throws IOException;

  /** Bytes of Java heap in use behind a collection; -1 if that is another process's. */
  long heap();

  /** What it logged as a warning or worse, the first of it; empty if nothing, or not known. */
  String complaints();

  @Override
  void close();

  /**
   * Gauges and totals of a server.
   *
   * @param live streams in a slot
   * @param waiting streams that wait for one
   * @param draining slots whose stream is over while the loop has not ended it
   * @param retired slots out of use
   * @param open responses that are not over
   * @param requests requests that arrived; each ends as one of the next four
   * @param completed responses that were written to their end
   * @param early clients that left before their request was read
   * @param disconnects clients that left their response
   * @param slowReaders clients that were dropped because they did not read
   * @param parks times that a stream waited for its client
   * @param cancels streams that were cancelled
   * @param errors streams that ended with an error
   */
  record Standing(
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
    /** What is not free though every client is gone. */
    long leaked() {
      return live + waiting + draining + retired + open;
    }

    /** Requests of which nobody knows how they ended, as yet. */
    long unaccounted() {
      return requests - completed - early - disconnects - slowReaders;
    }

    /** The totals since {@code before}; the gauges as they are. */
    Standing since(Standing before) {
      return new Standing(
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
