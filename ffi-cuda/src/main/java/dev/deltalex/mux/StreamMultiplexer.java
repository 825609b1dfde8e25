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
 * Serves the streams of a range of slots: a burst of tokens appears in a slot's ring, its stream's
 * parser reads it, the sink hears what it means.
 *
 * <p><b>Threads.</b> {@link #poll} and {@link #close} belong to one thread, the shard's, and so do
 * the {@link RingReader}, the parsers and all callbacks of sinks. Any thread may {@link #open} and
 * {@link StreamHandle#cancel} streams and read {@link #counters}: none of these waits. A sink may
 * do both, too. Several shards over one ring share nothing but the block and, in a {@link
 * MultiplexerGroup}, the right to write the consumer's heartbeat; without a group the shard that
 * serves slot 0 writes it.
 *
 * <p><b>Isolation.</b> A sink that throws ends its own stream: {@link StreamEnd#SINK_FAILED}, one
 * log line (logger {@code dev.deltalex.mux}), the producer is told to stop. A {@link ParkingSink}
 * that is full has its slot skipped, within the bounds of {@link MuxOptions}. A lost producer ends
 * every stream with ERROR, and so do rings that are all corrupt; afterwards the multiplexer takes
 * no streams, and a new loop gets a new one. A producer may come after the multiplexer; streams in
 * a slot wait for it as long as {@link MuxOptions#lostNanos()}.
 *
 * <p><b>Cost.</b> Once as many streams as slots have lived, {@code poll} allocates 32 bytes for
 * each stream that it admits and nothing else. Without news it reads one word of the ring and the
 * clock.
 */
public final class StreamMultiplexer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.mux");

  private static final long NANOS_PER_CARE = 1_000_000;

  private final RingReader reader;
  private final MuxOptions options;
  private final @Nullable DeliveryProbe probe;

  /** Null for a shard that never beats. */
  private final @Nullable Heartbeat heartbeat;

  private final LongSupplier clock;
  private final int from;
  private final int to;
  private final RequestFit fit;
  private final MuxCounters counters = new MuxCounters();
  private final Mailbox mailbox = new Mailbox();
  private final AtomicInteger queued = new AtomicInteger();
  private final StreamTable table;
  private final StreamDelivery delivery;
  private final SinkPatience patience;
  private final Watchdog watchdog;
  private final ScanSchedule schedule;
  private final WaitingLine waiting = new WaitingLine();

  private long caredAt;
  private volatile @Nullable String loss;

  /** A multiplexer for the reader's slots, which it owns from now on. */
  public StreamMultiplexer(RingReader reader, Vocabulary vocabulary, MuxOptions options) {
    this(reader, vocabulary, options, null);
  }

  /** As above; the probe is told of every delivery. */
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
    this(
        reader, vocabulary, options, probe, reader.fromSlot() == 0 ? new Heartbeat() : null, clock);
  }

  StreamMultiplexer(
      RingReader reader,
      Vocabulary vocabulary,
      MuxOptions options,
      @Nullable DeliveryProbe probe,
      @Nullable Heartbeat heartbeat,
      LongSupplier clock) {
    this.reader = reader;
    this.options = options;
    this.probe = probe;
    this.heartbeat = heartbeat;
    this.clock = clock;
    from = reader.fromSlot();
    to = reader.toSlot();
    fit = new RequestFit(reader.layout().maxBurst(), vocabulary);
    table = new StreamTable(from, to);
    delivery = new StreamDelivery(reader, vocabulary, table, counters, probe, to - from);
    patience = new SinkPatience(options, delivery);
    caredAt = clock.getAsLong();
    schedule = new ScanSchedule(caredAt);
    watchdog = new Watchdog(reader, options.lostNanos(), caredAt);
    if (from == 0) {
      // A consumer before this one may have stopped the producer of a ring in a file.
      reader.stopAll(false);
    }
    for (int slot = from; slot < to; slot++) {
      if (!reader.isFree(slot)) {
        // A consumer before this one left it running.
        table.takeOver(slot);
        counters.add(MuxCounter.DRAINING, 1);
        reader.cancel(slot, reader.epoch(slot));
      }
    }
  }

  /**
   * Opens a stream: the shard gives it a slot as soon as one is free, first come first served. Any
   * thread.
   *
   * @param request what the producer is to generate; its prompt is not copied
   * @param spec what the response is read as; its vocabulary is the multiplexer's, or none and then
   *     set to it
   * @param stops where the text is to end; {@link StopStrings#NONE} for nowhere
   * @param sink hears the events, on the shard's thread; see {@link ParkingSink}
   * @throws IllegalArgumentException if the request does not fit the ring or the vocabulary
   * @throws StreamRejectedException if too many streams wait, the producer is lost or this is
   *     closed
   */
  public StreamHandle open(
      StreamRequest request, StreamSpec spec, StopStrings stops, DeltaSink sink) {
    return open(request, spec, stops, "", sink);
  }

  /**
   * Opens a stream whose response the prompt has begun: an answer that the client began, a call
   * that is forced, reasoning that the template opened. As above.
   *
   * @param prefill the end of the prompt, read silently before the first token; see {@link
   *     dev.deltalex.parse.StreamParser#prime}
   */
  public StreamHandle open(
      StreamRequest request, StreamSpec spec, StopStrings stops, String prefill, DeltaSink sink) {
    fit.check(request);
    StreamHandle stream =
        new StreamHandle(
            mailbox,
            request,
            withVocabulary(spec),
            Objects.requireNonNull(stops, "stops"),
            Objects.requireNonNull(prefill, "prefill"),
            Objects.requireNonNull(sink, "sink"));
    // Those for which a slot is free do not wait: the shard has only not seen them yet.
    if (queued.incrementAndGet() > options.queue() + freeSlots()) {
      queued.decrementAndGet();
      throw new StreamRejectedException(
          StreamRejectedException.Reason.QUEUE_FULL,
          options.queue() + " streams wait for a slot already; try again later");
    }
    if (!mailbox.post(new Mailbox.Mail(stream, false))) {
      queued.decrementAndGet();
      String lost = loss;
      throw lost == null
          ? new StreamRejectedException(
              StreamRejectedException.Reason.CLOSED, "the multiplexer is closed")
          : new StreamRejectedException(
              StreamRejectedException.Reason.PRODUCER_LOST,
              lost + "; open a new loop and a new multiplexer");
    }
    return stream;
  }

  /** The spec with this multiplexer's vocabulary. */
  private StreamSpec withVocabulary(StreamSpec spec) {
    Vocabulary own = spec.vocabulary();
    if (own == null) {
      return spec.toBuilder().vocabulary(fit.vocabulary()).build();
    }
    if (own != fit.vocabulary()) {
      throw new IllegalArgumentException(
          "the spec's vocabulary is not the multiplexer's: leave it out, or use the same object");
    }
    return spec;
  }

  /** The counters; any thread may read them at any time. */
  public MuxCounters counters() {
    return counters;
  }

  /** Why the producer is lost, or null if it is not. Any thread. */
  public @Nullable String loss() {
    return loss;
  }

  /** Streams in a slot or waiting for one; a moment old for other threads than the shard's. */
  public int load() {
    return queued.get() + (int) counters.get(MuxCounter.LIVE);
  }

  /**
   * Slots that are free less streams that wait for one, the least of all ints once no stream is
   * taken; a moment old for other threads than the shard's.
   */
  int room() {
    return mailbox.isClosed() ? Integer.MIN_VALUE : freeSlots() - queued.get();
  }

  /** Slots that a stream could have. Slots change state between two looks at a counter. */
  private int freeSlots() {
    long taken =
        counters.get(MuxCounter.LIVE)
            + counters.get(MuxCounter.DRAINING)
            + counters.get(MuxCounter.RETIRED);
    return Math.clamp(to - from - taken, 0, to - from);
  }

  /**
   * Does what there is to do, and never waits.
   *
   * @return the work done: records read, streams begun or ended; 0 if there was none
   */
  public int poll() {
    if (mailbox.isClosed()) {
      return 0;
    }
    counters.add(MuxCounter.POLLS, 1);
    final long now = clock.getAsLong();
    mailbox.take();
    int work = readMail() + beginWaiting();
    if (now - caredAt >= NANOS_PER_CARE) {
      caredAt = now;
      String lost = care(now);
      if (lost != null) {
        return work + lose(lost);
      }
    }
    // The doorbell before the rings: what a step published is visible once its number is.
    return schedule.isDue(reader.step(), now)
        ? work + scan(now, options.recordsPerPoll(), true)
        : work;
  }

  private @Nullable String care(long now) {
    if (heartbeat != null && heartbeat.isOf(this)) {
      reader.beat(now);
    }
    return table.isUsedUp()
        ? "the rings of all its slots are corrupt"
        : watchdog.look(now, table.live() > 0);
  }

  /** Delivers what the rings hold; if {@code asks}, not to sinks that say they are full. */
  private int scan(long now, int records, boolean asks) {
    counters.add(MuxCounter.SCANS, 1);
    int work = 0;
    boolean more = false;
    for (int slot = next(from); slot < to; slot = next(slot + 1)) {
      if (!table.isRead(slot)) {
        continue;
      }
      StreamHandle s = table.stream(slot);
      ParkingSink sink = s == null ? null : s.parking;
      if (asks && s != null && sink != null && !patience.takesMore(s, sink, now)) {
        continue;
      }
      // Before the records: what is published from here on may be left for the next poll.
      long published = probe == null ? 0 : reader.publishNanos(slot);
      int n = reader.poll(slot, records, delivery);
      if (n == 0) {
        continue;
      }
      work += n;
      more |= n == records;
      if (probe != null && (n < records || !reader.hasNews(slot))) {
        probe.delivered(slot, published);
      }
      if (s != null && sink != null && table.stream(slot) == s) {
        patience.checkPending(s, sink);
      }
    }
    schedule.setBacklog(more);
    return work;
  }

  /** The next slot to look at: without news only where a sink wants to be asked. */
  private int next(int slot) {
    return table.parking() > 0 ? slot : reader.nextNews(slot);
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
        leaveLine(s);
        delivery.drop(s, StreamEnd.CANCELLED, "");
      }
    }
    return work;
  }

  /** A stream does not wait any more. */
  private void leaveLine(StreamHandle s) {
    waiting.remove(s);
    counters.add(MuxCounter.WAITING, -1);
    queued.decrementAndGet();
  }

  private int beginWaiting() {
    int begun = 0;
    for (StreamHandle s = waiting.first(); s != null && table.hasFree(); s = waiting.first()) {
      // If the ring's memory is gone, the first fails and the stream waits, or the last does and
      // the stream is live: it is ended all the same.
      delivery.begin(s);
      leaveLine(s);
      if (delivery.primes(s)) {
        delivery.admit(s);
      }
      begun++;
    }
    return begun;
  }

  /** Delivers all that the producer left, then ends every stream with ERROR. */
  private int lose(String reason) {
    loss = reason;
    // Full sinks too: it is a ring's content at most, and there is no later.
    int work = scan(clock.getAsLong(), Integer.MAX_VALUE, false);
    return work + endAll(StreamEnd.PRODUCER_LOST, reason);
  }

  /**
   * The ring's memory cannot be read any more: every stream ends with ERROR, nothing is written
   * there. The shard's thread.
   */
  void abandon(String reason) {
    loss = reason;
    delivery.ringFailed();
    endAll(StreamEnd.PRODUCER_LOST, reason);
  }

  /**
   * Ends every stream, those that wait included, with {@link StreamEnd#CLOSED}, and tells the
   * producer to stop them. The shard's thread; idempotent. The ring is not touched afterwards.
   */
  @Override
  public void close() {
    if (!mailbox.isClosed()) {
      endAll(StreamEnd.CLOSED, "");
    }
  }

  private int endAll(StreamEnd cause, String detail) {
    if (heartbeat != null) {
      heartbeat.leave(this);
    }
    int streams = table.live() + queued.get();
    if (cause == StreamEnd.PRODUCER_LOST && streams > 0) {
      // Once per shard: the hosts of the streams hear of it from their sinks.
      LOG.log(System.Logger.Level.ERROR, "{0} streams end: {1}", streams, detail);
    }
    mailbox.close();
    int work = readMail();
    for (StreamHandle s = waiting.first(); s != null; s = waiting.first()) {
      leaveLine(s);
      delivery.drop(s, cause, detail);
      work++;
    }
    for (int slot = from; slot < to; slot++) {
      StreamHandle s = table.stream(slot);
      if (s != null) {
        delivery.finish(s, cause, detail, false);
        work++;
      }
    }
    return work;
  }
}
