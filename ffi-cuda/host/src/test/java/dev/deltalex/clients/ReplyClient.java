package dev.deltalex.clients;

/** A client library: requests an answer and returns it as a {@link Reply}. */
interface ReplyClient extends AutoCloseable {
  /** Package and API under test. */
  String name();

  /** The class that accumulates the events of a stream. */
  String accumulator();

  String version();

  /** Whether its messages preserve the order of texts and calls. */
  boolean keepsOrder();

  /** Whether arguments are the received JSON text; if not, they are parsed. */
  boolean keepsJson();

  /** Requests a stream, whose events the library accumulates. */
  Reply stream(String model);

  /** Requests a response without a stream. */
  Reply atOnce(String model);

  @Override
  void close();
}
