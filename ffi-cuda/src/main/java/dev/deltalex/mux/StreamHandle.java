package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.Region;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One stream, as its host sees it: cancels it and learns how it ended. All public methods may be
 * called by any thread and never wait.
 *
 * <p>Its sink hears {@code finished} as the last event in every case but two: a sink that threw
 * hears nothing more, and neither does that of a stream that was not taken ({@link
 * StreamRejectedException}).
 */
public final class StreamHandle {
  final StreamRequest request;
  final StreamSpec spec;
  final StopStrings stops;

  /** What the prompt says of the response already; empty if nothing. */
  final String prefill;

  final DeltaSink sink;

  /** The sink, if it can say that it is full. */
  final @Nullable ParkingSink parking;

  private final Mailbox mailbox;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  // The shard's own, from here to the next line.
  @Nullable StreamHandle previousWaiting;
  @Nullable StreamHandle nextWaiting;
  @Nullable StreamParser parser;
  @Nullable StopTail tail;
  int slot = -1;
  int epoch;
  boolean parked;
  long parkedSince;
  int held;
  long countedTokens;

  /** Whether its sink wants no more. The shard's too, but written from a public method. */
  volatile boolean cut;

  // Written by the shard, the cause last; others look at the cause first.
  private volatile String detail = "";
  private volatile long tokens;
  private volatile long reasoningTokens;
  private volatile long callTokens;
  private volatile int calls;
  private volatile int stopString = -1;
  private volatile @Nullable StreamEnd cause;

  StreamHandle(
      Mailbox mailbox,
      StreamRequest request,
      StreamSpec spec,
      StopStrings stops,
      String prefill,
      DeltaSink sink) {
    this.mailbox = mailbox;
    this.request = request;
    this.spec = spec;
    this.stops = stops;
    this.prefill = prefill;
    this.sink = sink;
    this.parking = sink instanceof ParkingSink parkingSink ? parkingSink : null;
  }

  /**
   * Asks for the end of the stream, once; afterwards it does nothing. The shard ends it at its next
   * poll, the sink hears {@code finished(CANCELLED)} and nothing more, and the producer stops
   * within one step. A stream that ends first keeps its own end.
   */
  public void cancel() {
    if (cause == null && cancelled.compareAndSet(false, true)) {
      // Refused only where the shard has ended all its streams, or is about to.
      mailbox.post(new Mailbox.Mail(this, true));
    }
  }

  /**
   * For the sink, while it hears an event: the stream is to end behind this event. As {@link
   * #cancel}, but tokens behind the one that led to the event are not counted, of the same burst or
   * of later ones. What else the burst leads to is still heard.
   */
  public void cancelHere() {
    StreamParser from = parser;
    if (from != null && !cut) {
      cut = true;
      count(from);
      tokens = from.tokens(Region.CONTENT) + reasoningTokens + callTokens;
    }
  }

  /** Whether the stream is over. */
  public boolean isDone() {
    return cause != null;
  }

  /** Why the stream is over; null while it is not. */
  public @Nullable StreamEnd cause() {
    return cause;
  }

  /** More about the end, for a log line; empty where the cause says it all, or before the end. */
  public String detail() {
    return cause == null ? "" : detail;
  }

  /** Tokens that the model wrote; final once the stream is done, 0 before. */
  public long tokens() {
    return cause == null ? 0 : tokens;
  }

  /** Tokens of one region; {@code FINISHED} has none. Final once the stream is done, 0 before. */
  public long tokens(Region region) {
    if (cause == null) {
      return 0;
    }
    return switch (region) {
      case REASONING -> reasoningTokens;
      case CALL -> callTokens;
      case CONTENT -> tokens - reasoningTokens - callTokens;
      case FINISHED -> 0;
    };
  }

  /** Tool calls that the model began; final once the stream is done, 0 before. */
  public int calls() {
    return cause == null ? 0 : calls;
  }

  /**
   * The index of the stop string that ended the stream, as {@link StopStrings#text} has it; -1 if
   * none did, or before the end.
   */
  public int stopString() {
    return cause == StreamEnd.STOP_STRING ? stopString : -1;
  }

  /** The shard: takes what only the parser and the tail know, before they are given back. */
  void tally(StreamParser from, @Nullable StopTail stops) {
    stopString = stops == null ? -1 : stops.hitIndex();
    if (!cut) {
      count(from);
      tokens = countedTokens;
    }
  }

  private void count(StreamParser from) {
    reasoningTokens = from.tokens(Region.REASONING);
    callTokens = from.tokens(Region.CALL);
    calls = from.callIndex() + 1;
  }

  /** The shard: the stream is over. */
  void end(StreamEnd why, String more) {
    parser = null;
    tail = null;
    detail = more;
    cause = why;
  }

  @Override
  public String toString() {
    StreamEnd why = cause;
    return "stream in slot " + slot + ", epoch " + epoch + (why == null ? "" : ", ended: " + why);
  }
}
