package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.loop.ngram.Plain;
import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Runs numbered streams through a loop and compares each with the model's plain continuation. */
final class Traffic implements BurstHandler {
  private static final String[] FORMATS = {"qwen3_coder", "hermes", "think_only"};

  final Map<EndReason, Integer> ends = new EnumMap<>(EndReason.class);
  final RingReader reader;
  long tokens;
  long hash;
  int live;

  /** Whether streams may end with CANCELLED without a request, since the loop is stopped. */
  boolean cuts;

  /**
   * Whether each stream is compared with the model's plain continuation, which costs more than a
   * fast loop; else only the hash of all tokens is compared, by the test.
   */
  boolean compares = true;

  /** Whether streams may end with ERROR, since the test loses the loop. */
  boolean losses;

  private final GenerationLoop loop;
  private final int maxTokens;
  private final Deadline progress;
  private final int[] streams;
  private final int[] counts;
  private final boolean[] cancelled;
  private final long[] hashes;
  private int admitted;

  /** Creates it for all slots of a loop's ring. */
  Traffic(GenerationLoop loop, int maxTokens) {
    this(loop, maxTokens, Deadline.USUAL);
  }

  /**
   * Creates it with another limit for the time without a record while streams are running. Under a
   * sanitizer a step takes long.
   */
  Traffic(GenerationLoop loop, int maxTokens, Duration silence) {
    this.loop = loop;
    this.progress =
        Deadline.of(
            silence, () -> "a record of any of " + live + " streams; the loop: " + loop.health());
    this.maxTokens = maxTokens;
    this.reader = new RingReader(loop.ring());
    int slots = reader.layout().slots();
    this.streams = new int[slots];
    Arrays.fill(streams, -1);
    this.counts = new int[slots];
    this.cancelled = new boolean[slots];
    this.hashes = new long[slots];
  }

  /** The request of stream number {@code id}. */
  StreamRequest request(int id) {
    return request(loop.model(), id, maxTokens, Math.min(16, reader.layout().maxBurst()));
  }

  /** The request of a stream, with less than {@code burst} draft tokens. */
  static StreamRequest request(LoopModel model, int id, int maxTokens, int burst) {
    Random random = new Random(id);
    int k = random.nextInt(burst);
    String tail = random.nextInt(3) == 0 ? "<think>\n" : "";
    return new StreamRequest(
        model.prompt(FORMATS[id % FORMATS.length], tail), random.nextLong(), maxTokens, k);
  }

  /** What was read so far, of streams that all have ended. */
  TokenHash result() {
    return new TokenHash(
        admitted,
        tokens,
        hash,
        ends.getOrDefault(EndReason.EOS, 0),
        ends.getOrDefault(EndReason.LENGTH, 0));
  }

  /** Admits the next stream. */
  void admit(int slot) {
    assertEquals(-1, streams[slot], "the slot is taken");
    streams[slot] = admitted++;
    counts[slot] = 0;
    hashes[slot] = 0;
    cancelled[slot] = false;
    live++;
    StreamRequest request = request(streams[slot]);
    reader.admit(
        slot,
        reader.nextEpoch(slot),
        request.prompt(),
        request.prompt().length,
        request.seed(),
        request.maxTokens(),
        request.draftTokens());
  }

  /** Runs streams in a slot until one is longer than its ring, and waits until that one stalls. */
  void stall(int slot) throws InterruptedException {
    int words = reader.layout().capacityWords();
    while (plain(request(admitted)).length < words) {
      admit(slot);
      finish(slot, Integer.MAX_VALUE);
    }
    long stalls = reader.stalls(slot);
    admit(slot);
    awaitStalls(slot, stalls + 1);
  }

  /** Reads a slot's stream to its end, {@code limit} records at a time. */
  void finish(int slot, int limit) {
    progress.restart();
    while (!isFree(slot)) {
      if (reader.poll(slot, limit, this) > 0) {
        progress.restart();
      } else {
        progress.spin();
      }
    }
  }

  /** Waits until a slot has stalled so often. */
  void awaitStalls(int slot, long stalls) throws InterruptedException {
    Deadline deadline =
        Deadline.of(
            Deadline.USUAL,
            () -> "stall " + stalls + " of slot " + slot + ", at " + reader.stalls(slot));
    while (reader.stalls(slot) < stalls) {
      deadline.check();
      Thread.sleep(1);
    }
  }

  /** Abandons a stream. */
  void withdraw(int slot) {
    streams[slot] = -1;
    live--;
  }

  int admitted() {
    return admitted;
  }

  boolean isFree(int slot) {
    return streams[slot] < 0;
  }

  /** Cancels the slot's stream; returns whether it was not cancelled before. */
  boolean cancel(int slot) {
    boolean first = !cancelled[slot];
    cancelled[slot] = true;
    reader.cancel(slot, reader.epoch(slot));
    return first;
  }

  /**
   * Reads all records; returns whether there were any. Fails if there are none for too long while
   * streams are running.
   */
  boolean poll() {
    boolean news = live == 0;
    for (int slot = 0; slot < streams.length; slot++) {
      news |= reader.poll(slot, Integer.MAX_VALUE, this) > 0;
    }
    if (news) {
      progress.restart();
    } else {
      progress.check();
    }
    return news;
  }

  /** Reads until no stream is running. */
  void drain() {
    progress.restart();
    while (live > 0) {
      if (!poll()) {
        Thread.yield();
      }
    }
    assertEquals(0, reader.strays(), "records after an END or of another stream");
  }

  /** Runs {@code count} more streams to their ends. */
  void run(int count) {
    int last = admitted + count;
    progress.restart();
    while (admitted < last) {
      for (int slot = 0; slot < streams.length && admitted < last; slot++) {
        if (isFree(slot)) {
          admit(slot);
        }
      }
      if (!poll()) {
        Thread.yield();
      }
    }
    drain();
  }

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] burst, int count) {
    assertEquals(reader.epoch(slot), epoch);
    assertTrue(streams[slot] >= 0, "tokens in a slot without a stream");
    for (int i = 0; i < count; i++) {
      hashes[slot] = TokenHash.next(hashes[slot], burst[i]);
    }
    counts[slot] += count;
    tokens += count;
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    int id = streams[slot];
    assertTrue(id >= 0, "an END in a slot without a stream");
    ends.merge(reason, 1, Integer::sum);
    check(slot, id, reason);
    hash += TokenHash.weighted(hashes[slot], id);
    streams[slot] = -1;
    live--;
  }

  /** Checks that a stream has the model's tokens: all of them, or a prefix if it was cancelled. */
  private void check(int slot, int id, EndReason reason) {
    assertTrue(
        reason != EndReason.CANCELLED || cancelled[slot] || cuts,
        "a stream that was not cancelled");
    assertTrue(reason != EndReason.ERROR || losses, () -> "the loop: " + loop.health());
    if (!compares) {
      return;
    }
    StreamRequest request = request(id);
    int[] plain = plain(request);
    boolean whole = reason == EndReason.EOS || reason == EndReason.LENGTH;
    if (whole) {
      assertEquals(plain.length, counts[slot], () -> "tokens of stream " + id + ", " + reason);
      assertEquals(maxTokens == plain.length, reason == EndReason.LENGTH);
    } else {
      assertTrue(counts[slot] <= plain.length);
    }
    long expected = 0;
    for (int i = 0; i < counts[slot]; i++) {
      expected = TokenHash.next(expected, plain[i]);
    }
    assertEquals(expected, hashes[slot], () -> "tokens of stream " + id);
  }

  private int[] plain(StreamRequest request) {
    return Plain.continuation(NgramModel.shared(), request.prompt(), request.seed(), maxTokens);
  }

  @Override
  public void onCorrupt(int slot, String detail) {
    throw new AssertionError(slot + ": " + detail);
  }
}
