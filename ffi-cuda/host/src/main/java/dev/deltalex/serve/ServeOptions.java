package dev.deltalex.serve;

import dev.deltalex.loop.LoopOptions;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.wire.ReasoningEvents;
import dev.deltalex.wire.ReasoningField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a server, with all its limits in bytes, milliseconds and counts. Derive them from
 * {@link #DEFAULT}. Immutable; a value out of range throws an IllegalArgumentException with its
 * name and range.
 */
public final class ServeOptions implements Cloneable {
  /** Loopback, any free port, qwen3_coder, CUDA or host, 64 streams and 64 in the queue. */
  public static final ServeOptions DEFAULT = new ServeOptions();

  private static final int LONGEST_KEY = 1_024;

  // Written only by the methods that create a copy, before they return it.
  private String host = "127.0.0.1";
  private int port = 0;
  private String format = "qwen3_coder";
  private LoopOptions.@Nullable Kind loop = LoopOptions.Kind.AUTO;
  private boolean graph;
  private boolean hostAfterLoss;
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
  private int maxBodyBytes = 32 << 20;
  private int maxTokens = 4_096;
  private int maxTools = 256;
  private int maxConnections = 4_096;
  private int drainMillis = 0;
  private List<String> apiKeys = List.of();
  private ReasoningField reasoningField = ReasoningField.REASONING_CONTENT;
  private ReasoningEvents reasoningEvents = ReasoningEvents.SUMMARY;

  private ServeOptions() {}

  private ServeOptions copy() {
    try {
      return (ServeOptions) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("ServeOptions is Cloneable", e);
    }
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

  /** The kind of the reference loop, or null for none. */
  public LoopOptions.@Nullable Kind loop() {
    return loop;
  }

  /** Whether a CUDA loop replays a graph. */
  public boolean graph() {
    return graph;
  }

  /** Whether a loop on the host takes the place of a reference loop that is lost. */
  public boolean hostAfterLoss() {
    return hostAfterLoss;
  }

  /** Shortest time between steps of the reference loop. */
  public int stepMillis() {
    return stepMillis;
  }

  /** Maximum of concurrent streams, per source. */
  public int streams() {
    return streams;
  }

  /** Maximum of streams that wait for a slot, per source; divided among the shards, rounded up. */
  public int queue() {
    return queue;
  }

  /** Number of threads that parse, per source; at most the number of streams. */
  public int shards() {
    return Math.min(shards, streams);
  }

  /** Order of the loop's draft. */
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

  /** Time without an event after which a heartbeat is sent. */
  public int heartbeatMillis() {
    return heartbeatMillis;
  }

  /** How long bytes may stay unread. */
  public int parkMillis() {
    return parkMillis;
  }

  /**
   * Unsent bytes, excluding the kernel's buffer, at which generation pauses. At most half of {@link
   * #streamBytes}, so that a paused stream is not yet at its limit.
   */
  public int parkBytes() {
    return Math.min(parkBytes, streamBytes / 2);
  }

  /**
   * Maximum of unsent bytes of a response. The Responses protocol repeats a text four times at its
   * end, so there it limits a text to about a quarter.
   */
  public int streamBytes() {
    return streamBytes;
  }

  /** Maximum of bytes of a request. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Maximum of tokens of a completion. */
  public int maxTokens() {
    return maxTokens;
  }

  /** Maximum of tools of a request. */
  public int maxTools() {
    return maxTools;
  }

  /** Maximum of concurrent connections. */
  public int maxConnections() {
    return maxConnections;
  }

  /** How long {@link DeltalexServer#drain} lets running streams finish. */
  public int drainMillis() {
    return drainMillis;
  }

  /** The keys of which clients must send one; empty if none is required. */
  public List<String> apiKeys() {
    return apiKeys;
  }

  /**
   * The events of the Responses protocol with the reasoning. The summary by default, as OpenAI
   * sends it: clients that read the text as well, such as LangChain4j, show both, one behind the
   * other.
   */
  public ReasoningEvents reasoningEvents() {
    return reasoningEvents;
  }

  /** The member of chat completions with the reasoning. */
  public ReasoningField reasoningField() {
    return reasoningField;
  }

  /**
   * A copy that listens on another address. Without {@link #withApiKeys} there is no
   * authentication: an address other than loopback serves all hosts that can reach it.
   */
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

  /** A copy with another wire format, which the reference loop then generates. */
  public ServeOptions withFormat(String other) {
    ServeOptions copy = copy();
    copy.format = other;
    return copy;
  }

  /** A copy with another kind of reference loop. */
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

  /** A copy whose CUDA loop replays a graph, or does not. */
  public ServeOptions withGraph(boolean other) {
    ServeOptions copy = copy();
    copy.graph = other;
    return copy;
  }

  /**
   * A copy that goes on with a loop on the host after the reference loop is lost, or does not: then
   * {@link DeltalexServer#awaitLoss} returns.
   */
  public ServeOptions withHostAfterLoss(boolean other) {
    ServeOptions copy = copy();
    copy.hostAfterLoss = other;
    return copy;
  }

  /** A copy with another minimum time between steps of the reference loop. */
  public ServeOptions withStepMillis(int other) {
    ServeOptions copy = copy();
    copy.stepMillis = check("stepMillis", other, 0, 60_000);
    return copy;
  }

  /** A copy with another maximum of concurrent streams, per source; 1 to 65,536. */
  public ServeOptions withStreams(int other) {
    ServeOptions copy = copy();
    copy.streams = check("streams", other, 1, RingLayout.MAX_SLOTS);
    return copy;
  }

  /**
   * A copy with another maximum of streams that wait for a slot, per source; further requests are
   * rejected.
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

  /** A copy with another draft order and number of draft tokens per step. */
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

  /** A copy with another heartbeat interval. */
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
   * A copy with another number of unsent bytes at which a stream's generation pauses. The kernel
   * buffers up to 64 KiB in addition.
   */
  public ServeOptions withParkBytes(int other) {
    ServeOptions copy = copy();
    copy.parkBytes = check("parkBytes", other, 1, 1 << 20);
    return copy;
  }

  /** A copy with another {@link #streamBytes}; a response that exceeds it ends with an error. */
  public ServeOptions withStreamBytes(int other) {
    ServeOptions copy = copy();
    copy.streamBytes = check("streamBytes", other, 64 << 10, 256 << 20);
    return copy;
  }

  /** A copy with another maximum of bytes of a request's body. */
  public ServeOptions withMaxBodyBytes(int other) {
    ServeOptions copy = copy();
    copy.maxBodyBytes = check("maxBodyBytes", other, 1 << 10, 64 << 20);
    return copy;
  }

  /** A copy with another token limit: the maximum, and the default of requests without a limit. */
  public ServeOptions withMaxTokens(int other) {
    ServeOptions copy = copy();
    copy.maxTokens = check("maxTokens", other, 1, 1_000_000);
    return copy;
  }

  /** A copy with another maximum of a request's tools. */
  public ServeOptions withMaxTools(int other) {
    ServeOptions copy = copy();
    copy.maxTools = check("maxTools", other, 1, 4_096);
    return copy;
  }

  /** A copy with another maximum of concurrent connections. */
  public ServeOptions withMaxConnections(int other) {
    ServeOptions copy = copy();
    copy.maxConnections = check("maxConnections", other, 1, 65_536);
    return copy;
  }

  /** A copy with another time for running streams to finish at the end. */
  public ServeOptions withDrainMillis(int other) {
    ServeOptions copy = copy();
    copy.drainMillis = check("drainMillis", other, 0, 3_600_000);
    return copy;
  }

  /**
   * A copy that requires one of these keys in requests of {@code /v1} and of the page's stream.
   *
   * @param keys of 1 to 1,024 visible ASCII chars each
   * @throws IllegalArgumentException if a key has other chars; its text is not in the message
   */
  public ServeOptions withApiKeys(List<String> keys) {
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      if (key.isEmpty()
          || key.length() > LONGEST_KEY
          || !key.chars().allMatch(c -> c > ' ' && c < '\u007f')) {
        throw new IllegalArgumentException(
            "API key " + (i + 1) + " must have 1 to " + LONGEST_KEY + " visible ASCII chars");
      }
    }
    ServeOptions copy = copy();
    copy.apiKeys = List.copyOf(keys);
    return copy;
  }

  /** A copy with other events of the Responses protocol for reasoning. */
  public ServeOptions withReasoningEvents(ReasoningEvents other) {
    ServeOptions copy = copy();
    copy.reasoningEvents = other;
    return copy;
  }

  /** A copy with another member of chat completions for reasoning. */
  public ServeOptions withReasoningField(ReasoningField other) {
    ServeOptions copy = copy();
    copy.reasoningField = other;
    return copy;
  }
}
