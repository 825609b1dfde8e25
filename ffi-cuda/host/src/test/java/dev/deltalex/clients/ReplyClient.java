package dev.deltalex.clients;

/** A client library, reduced to one question: what did the model answer? */
interface ReplyClient extends AutoCloseable {
  /** Package and API under test. */
  String name();

  /** The class that puts the events of a stream together. */
  String accumulator();

  String version();

  /** Whether runs of text and calls keep their order in its message. */
  boolean keepsOrder();

  /** Whether arguments are the JSON text that came; else they were parsed. */
  boolean keepsJson();

  /** Asks with a stream, and lets the library put the events together. */
  Reply stream(String model);

  /** Asks without a stream. */
  Reply atOnce(String model);

  @Override
  void close();
}
