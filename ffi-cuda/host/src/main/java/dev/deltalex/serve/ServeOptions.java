package dev.deltalex.serve;

import dev.deltalex.loop.LoopOptions;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.wire.ReasoningField;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to be: all its bounds are here, in bytes, milliseconds and numbers of things.
 * Start from {@link #DEFAULT}. Immutable; a value out of range is an IllegalArgumentException that
 * names it and its range.
 */
public final class ServeOptions {
  /** Loopback, any free port, qwen3_coder, CUDA or host, 64 streams and as many in the queue. */
  public static final ServeOptions DEFAULT = new ServeOptions();

  // Written by the methods that make a copy, before anybody else sees it.
  private String host = "127.0.0.1";
  private int port = 0;
  private String format = "qwen3_coder";
  private LoopOptions.@Nullable Kind loop = LoopOptions.Kind.AUTO;
  private int stepMillis = 0;
  private int streams = 64;
  private int queue = 64;
  private int shards = 1;
  private int draftOrder = 3;
  private int draftTokens = 5;
  private @Nullable Script script;
  private int heartbeatMillis = 15_000;
  private int parkMillis = 10_000;
  private int parkBytes = 64 << 10;
  private int streamBytes = 8 << 20;
  private int maxBodyBytes = 1 << 20;
  private int maxTokens = 4_096;
  private int maxTools = 256;
  private int maxConnections = 4_096;
  private ReasoningField reasoningField = ReasoningField.REASONING_CONTENT;

  private ServeOptions() {}

  private ServeOptions copy() {
    ServeOptions copy = new ServeOptions();
    copy.host = host;
    copy.port = port;
    copy.format = format;
    copy.loop = loop;
    copy.stepMillis = stepMillis;
    copy.streams = streams;
    copy.queue = queue;
    copy.shards = shards;
    copy.draftOrder = draftOrder;
    copy.draftTokens = draftTokens;
    copy.script = script;
    copy.heartbeatMillis = heartbeatMillis;
    copy.parkMillis = parkMillis;
    copy.parkBytes = parkBytes;
    copy.streamBytes = streamBytes;
    copy.maxBodyBytes = maxBodyBytes;
    copy.maxTokens = maxTokens;
    copy.maxTools = maxTools;
    copy.maxConnections = maxConnections;
    copy.reasoningField = reasoningField;
    return copy;
  }

  private static int check(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "ServeOptions." + field + " is " + value + "; it must be from " + low + " to " + high);
    }
    return value;
  }

  /** The address to listen on. */
  public String host() {
    return host;
  }

  /** The port; 0: any free one. */
  public int port() {
    return port;
  }

  /** Name or alias of the wire format. */
  public String format() {
    return format;
  }

  /** Where the reference loop runs; null: there is none. */
  public LoopOptions.@Nullable Kind loop() {
    return loop;
  }

  /** Shortest time between steps of the reference loop. */
  public int stepMillis() {
    return stepMillis;
  }

  /** Streams at a time, per source. */
  public int streams() {
    return streams;
  }

  /** Streams that may wait for a slot, per source; each shard has its part, rounded up. */
  public int queue() {
    return queue;
  }

  /** Threads that parse, per source; never more than streams. */
  public int shards() {
    return Math.min(shards, streams);
  }

  /** Tokens that the loop's draft looks at. */
  public int draftOrder() {
    return draftOrder;
  }

  /** Tokens that the draft proposes per step. */
  public int draftTokens() {
    return draftTokens;
  }

  /** Recorded outputs, or null. */
  public @Nullable Script script() {
    return script;
  }

  /** Silence after which there is a heartbeat. */
  public int heartbeatMillis() {
    return heartbeatMillis;
  }

  /** How long bytes may stay unread. */
  public int parkMillis() {
    return parkMillis;
  }

  /**
   * Unread bytes, beyond those that the kernel has taken, at which generation waits. At most half
   * of {@link #streamBytes}: a stream that waits is not yet one that holds too much.
   */
  public int parkBytes() {
    return Math.min(parkBytes, streamBytes / 2);
  }

  /**
   * Most bytes of a response that wait to be sent. The Responses protocol repeats a text four times
   * when it ends, at once: there, it is about four times the longest text.
   */
  public int streamBytes() {
    return streamBytes;
  }

  /** Most bytes of a request. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Most tokens of a completion. */
  public int maxTokens() {
    return maxTokens;
  }

  /** Most tools of a request. */
  public int maxTools() {
    return maxTools;
  }

  /** Most connections at a time. */
  public int maxConnections() {
    return maxConnections;
  }

  /** Where chat completions carry reasoning. */
  public ReasoningField reasoningField() {
    return reasoningField;
  }

  /** A copy that listens on another address; anything but loopback serves whoever reaches it. */
  public ServeOptions withHost(String other) {
    ServeOptions copy = copy();
    copy.host = other;
    return copy;
  }

  /** A copy with another port; 0: any free one. */
  public ServeOptions withPort(int other) {
    ServeOptions copy = copy();
    copy.port = check("port", other, 0, 65_535);
    return copy;
  }

  /** A copy with another wire format, which the reference loop then writes in. */
  public ServeOptions withFormat(String other) {
    ServeOptions copy = copy();
    copy.format = other;
    return copy;
  }

  /** A copy whose reference loop runs elsewhere. */
  public ServeOptions withLoop(LoopOptions.Kind other) {
    ServeOptions copy = copy();
    copy.loop = other;
    return copy;
  }

  /** A copy without reference loop: only recorded outputs are served. */
  public ServeOptions withoutLoop() {
    ServeOptions copy = copy();
    copy.loop = null;
    return copy;
  }

  /** A copy with another pace of the reference loop: the shortest time between its steps. */
  public ServeOptions withStepMillis(int other) {
    ServeOptions copy = copy();
    copy.stepMillis = check("stepMillis", other, 0, 60_000);
    return copy;
  }

  /** A copy with other slots, per source, one for each stream at a time; 1 to 65,536. */
  public ServeOptions withStreams(int other) {
    ServeOptions copy = copy();
    copy.streams = check("streams", other, 1, RingLayout.MAX_SLOTS);
    return copy;
  }

  /**
   * A copy with another bound of streams that wait for a slot, per source; what comes then is
   * refused.
   */
  public ServeOptions withQueue(int other) {
    ServeOptions copy = copy();
    copy.queue = check("queue", other, 1, 1_000_000);
    return copy;
  }

  /** A copy with another number of threads that parse, per source. */
  public ServeOptions withShards(int other) {
    ServeOptions copy = copy();
    copy.shards = check("shards", other, 1, RingLayout.MAX_SLOTS);
    return copy;
  }

  /** A copy with another draft: the tokens it looks at, and those it proposes per step. */
  public ServeOptions withDraft(int order, int tokens) {
    ServeOptions copy = copy();
    copy.draftOrder = check("draftOrder", order, 1, 5);
    copy.draftTokens = check("draftTokens", tokens, 0, RingLayout.MAX_DRAFTED);
    return copy;
  }

  /** A copy that serves recorded outputs, as models {@code script} and {@code script:ID}. */
  public ServeOptions withScript(Script other) {
    ServeOptions copy = copy();
    copy.script = other;
    return copy;
  }

  /** A copy with another silence after which a streamed response gets a heartbeat. */
  public ServeOptions withHeartbeatMillis(int other) {
    ServeOptions copy = copy();
    copy.heartbeatMillis = check("heartbeatMillis", other, 10, 600_000);
    return copy;
  }

  /** A copy with another time for which a client may leave bytes unread before it is dropped. */
  public ServeOptions withParkMillis(int other) {
    ServeOptions copy = copy();
    copy.parkMillis = check("parkMillis", other, 1, 600_000);
    return copy;
  }

  /**
   * A copy with another number of unread bytes at which a stream's generation waits. The kernel's
   * come on top: it is asked to take no more than 64 KiB.
   */
  public ServeOptions withParkBytes(int other) {
    ServeOptions copy = copy();
    copy.parkBytes = check("parkBytes", other, 1, 1 << 20);
    return copy;
  }

  /** A copy with another {@link #streamBytes}; a response that needs more ends with an error. */
  public ServeOptions withStreamBytes(int other) {
    ServeOptions copy = copy();
    copy.streamBytes = check("streamBytes", other, 64 << 10, 256 << 20);
    return copy;
  }

  /** A copy with another bound of a request's body, in bytes. */
  public ServeOptions withMaxBodyBytes(int other) {
    ServeOptions copy = copy();
    copy.maxBodyBytes = check("maxBodyBytes", other, 1 << 10, 64 << 20);
    return copy;
  }

  /**
   * A copy with another limit of tokens: what a request without one gets, and the most any gets.
   */
  public ServeOptions withMaxTokens(int other) {
    ServeOptions copy = copy();
    copy.maxTokens = check("maxTokens", other, 1, 1_000_000);
    return copy;
  }

  /** A copy with another bound of a request's tools. */
  public ServeOptions withMaxTools(int other) {
    ServeOptions copy = copy();
    copy.maxTools = check("maxTools", other, 1, 4_096);
    return copy;
  }

  /** A copy with another bound of connections at a time. */
  public ServeOptions withMaxConnections(int other) {
    ServeOptions copy = copy();
    copy.maxConnections = check("maxConnections", other, 1, 65_536);
    return copy;
  }

  /** A copy whose chat completions carry reasoning elsewhere. */
  public ServeOptions withReasoningField(ReasoningField other) {
    ServeOptions copy = copy();
    copy.reasoningField = other;
    return copy;
  }
}
