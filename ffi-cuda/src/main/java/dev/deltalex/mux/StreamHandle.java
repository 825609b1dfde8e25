package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.Region;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A stream: the host cancels it and reads how it ended. All public methods are thread-safe and
 * never block.
 *
 * <p>The last event of its sink is {@code finished}, with two exceptions: a sink that threw and the
 * sink of a rejected stream ({@link StreamRejectedException}) receive nothing.
 */
public final class StreamHandle {
  final StreamRequest request;
  final StreamSpec spec;
  final StopStrings stops;

  /** The text with which the prompt begins the response; may be empty. */
  final String prefill;

  final DeltaSink sink;

  /** The sink, if it has backpressure. */
  final @Nullable ParkingSink parking;

  private final Mailbox mailbox;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  // Accessed by the shard only: all fields up to countedTokens.
  @Nullable StreamHandle previousWaiting;
  @Nullable StreamHandle nextWaiting;
  @Nullable StreamParser parser;
  @Nullable StopStringFilter filter;
  int slot = -1;
  int epoch;
  boolean parked;
  long parkedSince;
  int held;
  long countedTokens;

  /**
   * Whether the sink requested the end. Accessed by the shard only, although a public method writes
   * it.
   */
  volatile boolean cancelledAtEvent;

  // Written by the shard, the cause last; other threads read the cause first.
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
   * Requests the end of the stream. Idempotent. The shard ends it at its next poll, the sink
   * receives {@code finished(CANCELLED)} as the last event, and the producer stops within one step.
   * If the stream ends before that, its end is not changed.
   */
  public void cancel() {
    if (cause == null && cancelled.compareAndSet(false, true)) {
      // Fails only if the shard is closed and ends all its streams.
      mailbox.post(new Mailbox.Mail(this, true));
    }
  }

  /**
   * Called by the sink in a callback: ends the stream after this burst. Like {@link #cancel},
   * except that the tokens after the one that caused the event are not counted. The remaining
   * events of the burst are still delivered.
   */
  public void cancelAtEvent() {
    StreamParser from = parser;
    if (from == null) {
      // In DeltaSink.opened, which precedes the burst; or the stream has ended, to no effect.
      cancel();
    } else if (!cancelledAtEvent) {
      cancelledAtEvent = true;
      count(from);
      tokens = from.tokens(Region.CONTENT) + reasoningTokens + callTokens;
    }
  }

  /** Whether the stream has ended. */
  public boolean isDone() {
    return cause != null;
  }

  /** Why the stream ended; null before the end. */
  public @Nullable StreamEnd cause() {
    return cause;
  }

  /** Details of the end for a log line; empty if there are none, and before the end. */
  public String detail() {
    return cause == null ? "" : detail;
  }

  /** Tokens that the model generated; 0 before the end of the stream. */
  public long tokens() {
    return cause == null ? 0 : tokens;
  }

  /** Tokens of a region; {@code FINISHED} has none. 0 before the end of the stream. */
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

  /** Tool calls that the model opened; 0 before the end of the stream. */
  public int calls() {
    return cause == null ? 0 : calls;
  }

  /**
   * The index, for {@link StopStrings#text}, of the stop string that ended the stream; -1 if none
   * did, and before the end.
   */
  public int stopString() {
    return cause == StreamEnd.STOP_STRING ? stopString : -1;
  }

  /**
   * Copies the counts of the parser and the filter before they are reused. The shard's thread only.
   */
  void recordCounts(StreamParser from, @Nullable StopStringFilter stops) {
    stopString = stops == null ? -1 : stops.hitIndex();
    if (!cancelledAtEvent) {
      count(from);
      tokens = countedTokens;
    }
  }

  private void count(StreamParser from) {
    reasoningTokens = from.tokens(Region.REASONING);
    callTokens = from.tokens(Region.CALL);
    calls = from.callIndex() + 1;
  }

  /** Publishes the end of the stream. The shard's thread only. */
  void end(StreamEnd why, String more) {
    parser = null;
    filter = null;
    detail = more;
    cause = why;
  }

  @Override
  public String toString() {
    StreamEnd why = cause;
    return "stream in slot " + slot + ", epoch " + epoch + (why == null ? "" : ", ended: " + why);
  }
}
