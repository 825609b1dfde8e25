package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingReader;
import dev.deltalex.text.Vocabulary;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the streams of a range of slots: reads bursts of tokens from each slot's ring, feeds them
 * to the parser of the slot's stream, which calls the stream's sink.
 *
 * <p><b>Threads.</b> {@link #poll} and {@link #close} belong to one thread, the shard's, and so do
 * the {@link RingReader}, the parsers and all callbacks of sinks. Any thread, and any sink in a
 * callback, may {@link #open} and {@link StreamHandle#cancel} streams and read {@link #counters}:
 * none of these blocks. A sink must not call {@code poll} or {@code close}; both throw. Several
 * shards over one ring share nothing but the block: each writes the consumer's heartbeat when it
 * polls, so that the producer regards its consumer as alive while any of them polls.
 *
 * <p><b>Isolation.</b> A sink that throws ends its own stream: {@link StreamEnd#SINK_FAILED}, one
 * log line (logger {@code dev.deltalex.mux}), and the stream is cancelled in the ring. A sink that
 * blocks holds the streams of its shard, which stay in the ring, and of no other shard; {@link
 * #longestCallbackNanos} says for how long. While a {@link ParkingSink} is full its slot is
 * skipped, within the limits of {@link MuxOptions}. A lost producer ends every stream with ERROR,
 * and so do rings that are all corrupt; afterwards the multiplexer rejects new streams; open a new
 * loop and a new multiplexer. A producer may attach after the multiplexer was created; streams in a
 * slot wait for it for {@link MuxOptions#lostNanos()}.
 *
 * <p><b>Cost.</b> After as many streams as slots have been served, {@code poll} allocates 32 bytes
 * for each stream that it admits and nothing else. Without new records it reads one word of the
 * ring and the clock.
 */
public final class StreamMultiplexer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.mux");

  private static final long NANOS_PER_CHECK = 1_000_000;

  private final RingReader reader;
  private final MuxOptions options;

  private final LongSupplier clock;
  private final CallbackTimer timer;
  private final int from;
  private final int to;
  private final RequestCheck requestCheck;
  private final MuxCounters counters = new MuxCounters();
  private final Mailbox mailbox = new Mailbox();
  private final AtomicInteger queued = new AtomicInteger();
  private final StreamTable table;
  private final StreamDelivery delivery;
  private final RingScan scan;
  private final Watchdog watchdog;
  private final ScanSchedule schedule;
  private final WaitingQueue waiting = new WaitingQueue();

  private long checkedAt;
  private volatile @Nullable String loss;

  /** Creates a multiplexer for the reader's slots. It owns the reader from this call on. */
  public StreamMultiplexer(RingReader reader, Vocabulary vocabulary, MuxOptions options) {
    this(reader, vocabulary, options, null);
  }

  /** Creates a multiplexer with a probe that is called after every delivery. */
  public StreamMultiplexer(
      RingReader reader, Vocabulary vocabulary, MuxOptions options, @Nullable DeliveryProbe probe) {
    this(reader, vocabulary, options, probe, System::nanoTime);
  }

  StreamMultiplexer(
      RingReader reader,
      Vocabulary vocabulary,
      MuxOptions options,
      @Nullable DeliveryProbe probe,
      LongSupplier clock) {
    this.reader = reader;
    this.options = options;
    this.clock = clock;
    timer = new CallbackTimer(clock);
    from = reader.fromSlot();
    to = reader.toSlot();
    requestCheck = new RequestCheck(reader.layout().maxBurst(), vocabulary);
    table = new StreamTable(from, to);
    delivery = new StreamDelivery(reader, vocabulary, table, counters, probe, to - from);
    SinkLimits sinkLimits = new SinkLimits(options, delivery, clock);
    scan = new RingScan(reader, table, delivery, sinkLimits, timer, probe);
    checkedAt = clock.getAsLong();
    schedule = new ScanSchedule(checkedAt);
    watchdog = new Watchdog(reader, options.lostNanos(), checkedAt);
    if (from == 0) {
      // An earlier consumer of a ring in a file may have set stop_all, which is stored in the file.
      reader.stopAll(false);
    }
    for (int slot = from; slot < to; slot++) {
      if (!reader.isFree(slot)) {
        // An earlier consumer left a stream in this slot.
        table.takeOver(slot);
        counters.add(MuxCounter.DRAINING, 1);
        reader.cancel(slot, reader.epoch(slot));
      }
    }
  }

  /**
   * Opens a stream: the shard assigns a slot as soon as one is free, in the order of the calls. Any
   * thread.
   *
   * @param request the request to the producer; its prompt is not copied
   * @param spec how to parse the response; its vocabulary must be the multiplexer's, or be absent
   * @param stops the stop strings, or {@link StopStrings#NONE}
   * @param sink receives the events, on the shard's thread; see {@link ParkingSink}
   * @throws IllegalArgumentException if the request does not fit the ring or the vocabulary
   * @throws StreamRejectedException if too many streams wait, the producer is lost or this is
   *     closed
   */
  public StreamHandle open(
      StreamRequest request, StreamSpec spec, StopStrings stops, DeltaSink sink) {
    return open(request, spec, stops, "", sink);
  }

  /**
   * Opens a stream whose response begins in the prompt, for example with a prefill of the client,
   * the header of a forced call, or a {@code <think>} of the chat template. See {@link
   * #open(StreamRequest, StreamSpec, StopStrings, DeltaSink)}.
   *
   * @param prefill the end of the prompt, parsed without events before the first token; see {@link
   *     dev.deltalex.parse.StreamParser#prime}
   */
  public StreamHandle open(
      StreamRequest request, StreamSpec spec, StopStrings stops, String prefill, DeltaSink sink) {
    requestCheck.check(request);
    StreamHandle stream =
        new StreamHandle(
            mailbox,
            request,
            requestCheck.withVocabulary(spec),
            Objects.requireNonNull(stops, "stops"),
            Objects.requireNonNull(prefill, "prefill"),
            Objects.requireNonNull(sink, "sink"));
    // Streams for which a slot is free do not count as waiting: the shard admits them at its next
    // poll.
    if (queued.incrementAndGet() > options.queue() + freeSlots()) {
      queued.decrementAndGet();
      throw StreamRejectedException.queueFull(options.queue());
    }
    if (!mailbox.post(new Mailbox.Mail(stream, false))) {
      queued.decrementAndGet();
      throw StreamRejectedException.closed(loss);
    }
    return stream;
  }

  /** The counters, readable by any thread. */
  public MuxCounters counters() {
    return counters;
  }

  /**
   * The longest time, in nanoseconds, for which callbacks held the shard's thread since the
   * multiplexer was created: an upper bound of the longest callback of a sink, off by microseconds,
   * since it also has the parsing of at most 32 deliveries and the calls of {@link
   * ParkingSink#ready} before them. What delayed the thread in a callback, such as garbage
   * collection, counts. Includes a callback that has not returned: while a sink blocks, the value
   * grows. Any thread.
   */
  public long longestCallbackNanos() {
    return timer.longestNanos();
  }

  /** Why the producer is lost, or null if it is not. Any thread. */
  public @Nullable String loss() {
    return loss;
  }

  /**
   * Streams in a slot or waiting for one. On other threads than the shard's, the value may be
   * stale.
   */
  public int load() {
    return queued.get() + (int) counters.get(MuxCounter.LIVE);
  }

  /**
   * Free slots minus waiting streams; {@link Integer#MIN_VALUE} if new streams are rejected. On
   * other threads than the shard's, the value may be stale.
   */
  int room() {
    return mailbox.isClosed() ? Integer.MIN_VALUE : freeSlots() - queued.get();
  }

  /**
   * Slots that are not in use. Clamped, since a slot may change its state between the reads of two
   * counters.
   */
  private int freeSlots() {
    long taken =
        counters.get(MuxCounter.LIVE)
            + counters.get(MuxCounter.DRAINING)
            + counters.get(MuxCounter.RETIRED);
    return Math.clamp(to - from - taken, 0, to - from);
  }

  /**
   * Admits waiting streams, delivers new records and ends streams. Blocks only as long as a sink
   * does.
   *
   * @return the number of records read plus streams begun or ended
   * @throws IllegalStateException if a sink calls it in a callback
   */
  public int poll() {
    refuseInCallback("poll");
    if (mailbox.isClosed()) {
      return 0;
    }
    counters.add(MuxCounter.POLLS, 1);
    final long now = clock.getAsLong();
    timer.begin(now);
    try {
      return poll(now);
    } finally {
      timer.end();
    }
  }

  private void refuseInCallback(String method) {
    if (timer.isRunning()) {
      throw new IllegalStateException(
          method
              + " was called in a callback of a sink, or while poll runs on another thread: cancel"
              + " streams by their handles, and call "
              + method
              + " on the thread that polls, after poll has returned");
    }
  }

  private int poll(long now) {
    mailbox.take();
    int work = readMail() + beginWaiting();
    if (now - checkedAt >= NANOS_PER_CHECK) {
      checkedAt = now;
      String lost = checkHealth(now);
      if (lost != null) {
        return work + endLost(lost);
      }
    }
    // Read before the rings: the records of a step are visible once the doorbell has its number.
    return schedule.isDue(reader.step(), now)
        ? work + scan(now, options.recordsPerPoll(), true)
        : work;
  }

  private @Nullable String checkHealth(long now) {
    reader.beat(now);
    return table.isUsedUp()
        ? "all rings of the shard are corrupt"
        : watchdog.look(now, table.live() > 0);
  }

  private int scan(long now, int records, boolean asks) {
    counters.add(MuxCounter.SCANS, 1);
    int work = scan.run(now, records, asks);
    schedule.setBacklog(scan.hasBacklog());
    return work;
  }

  private int readMail() {
    int work = 0;
    for (Mailbox.Mail mail = mailbox.next(); mail != null; mail = mailbox.next()) {
      StreamHandle s = mail.stream;
      if (s == null) {
        continue;
      }
      work++;
      if (!mail.cancels) {
        waiting.add(s);
        counters.add(MuxCounter.WAITING, 1);
      } else if (s.parser != null) {
        delivery.finish(s, StreamEnd.CANCELLED, "", false);
      } else if (!s.isDone()) {
        dequeue(s);
        delivery.drop(s, StreamEnd.CANCELLED, "");
      }
      timer.delivered();
    }
    return work;
  }

  /** Removes a stream from the queue. */
  private void dequeue(StreamHandle s) {
    waiting.remove(s);
    counters.add(MuxCounter.WAITING, -1);
    queued.decrementAndGet();
  }

  private int beginWaiting() {
    int begun = 0;
    for (StreamHandle s = waiting.first(); s != null && table.hasFree(); s = waiting.first()) {
      // If the ring is unmapped, either begin throws and the stream is still waiting, or admit
      // throws and it is live; in both cases the caller ends it.
      boolean live = delivery.begin(s);
      dequeue(s);
      if (live && delivery.primes(s)) {
        delivery.admit(s);
      }
      timer.delivered();
      begun++;
    }
    return begun;
  }

  /** Delivers the remaining records, then ends every stream with ERROR. */
  private int endLost(String reason) {
    loss = reason;
    // Also to full sinks: this is the last delivery, and at most one ring's content each.
    int work = scan(clock.getAsLong(), Integer.MAX_VALUE, false);
    return work + endAll(StreamEnd.PRODUCER_LOST, reason);
  }

  /**
   * Called when the ring's memory is no longer accessible: ends every stream with ERROR without
   * writing to the ring. The shard's thread only.
   */
  void abandon(String reason) {
    loss = reason;
    delivery.ringFailed();
    endAllTimed(StreamEnd.PRODUCER_LOST, reason);
  }

  /**
   * Ends every stream, including those that wait for a slot, with {@link StreamEnd#CLOSED}, and
   * cancels them in the ring. Idempotent; the shard's thread only. The ring is not accessed
   * afterwards.
   *
   * @throws IllegalStateException if a sink calls it in a callback; nothing has changed then. A
   *     sink may call {@link MultiplexerThread#close} or {@link MultiplexerGroup#close}
   */
  @Override
  public void close() {
    refuseInCallback("close");
    if (!mailbox.isClosed()) {
      endAllTimed(StreamEnd.CLOSED, "");
    }
  }

  /** Ends every stream outside of a poll. */
  private void endAllTimed(StreamEnd cause, String detail) {
    timer.begin(clock.getAsLong());
    try {
      endAll(cause, detail);
    } finally {
      timer.end();
    }
  }

  private int endAll(StreamEnd cause, String detail) {
    int streams = table.live() + queued.get();
    if (cause == StreamEnd.PRODUCER_LOST && streams > 0) {
      // Logged once per shard: each stream's host is notified by its sink.
      LOG.log(System.Logger.Level.ERROR, "{0} streams end: {1}", streams, detail);
    }
    mailbox.close();
    int work = readMail();
    for (StreamHandle s = waiting.first(); s != null; s = waiting.first()) {
      dequeue(s);
      delivery.drop(s, cause, detail);
      timer.delivered();
      work++;
    }
    for (int slot = from; slot < to; slot++) {
      StreamHandle s = table.stream(slot);
      if (s != null) {
        delivery.finish(s, cause, detail, false);
        timer.delivered();
        work++;
      }
    }
    return work;
  }
}
