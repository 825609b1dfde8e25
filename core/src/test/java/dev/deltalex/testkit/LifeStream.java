package dev.deltalex.testkit;

import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.parse.StreamParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One stream of a life script: what it was asked for, which may be asked again of a parser that is
 * alone, and what it said. A snapshot takes a copy along, so that the stream may go on elsewhere.
 */
final class LifeStream {
  static final FinishReason[] REASONS = {
    FinishReason.STOP, FinishReason.STOP_STRING, FinishReason.LENGTH, FinishReason.ERROR
  };

  private static final Region[] REGIONS = Region.values();

  /** What it said. */
  final LifeLog log = new LifeLog();

  LifeSettings.Setting setting = LifeSettings.of(0);
  boolean idsKnown;
  long idSeed;
  String response = "";

  /** Whether it was fed, primed or restored: too late to prime. */
  boolean begun;

  /** Whether it moved: the spans of a delta may be cut otherwise then. */
  boolean restored;

  /** How often its sink was called, {@code finished(CANCELLED)} left out. */
  int events;

  /** {@link #events} when the sink threw or cancelled it inside a call; or -1. */
  int cutAt;

  boolean cancelled;

  /** How often {@code finished(CANCELLED)} was told. */
  int cancelsTold;

  /** What is wrong with the events themselves, or empty. */
  String violation = "";

  // The next chars of the response, and what is left of a code point that was fed in part.
  private int at;
  private byte[] pending = {};

  // What was asked: ops, their details, and where their text ends.
  private LifeOp[] ops = new LifeOp[16];
  private int[] details = new int[16];
  private int[] ends = new int[16];
  private int count;
  private final StringBuilder data = new StringBuilder();

  /** {@link #stateOf} after each op that was not cut. */
  private long[] states = new long[16];

  private int stateCount;

  void begin(LifeSettings.Setting newSetting, String newResponse) {
    log.clear();
    setting = newSetting;
    idsKnown = false;
    idSeed = 0;
    response = newResponse;
    begun = false;
    restored = false;
    events = 0;
    cutAt = -1;
    cancelled = false;
    cancelsTold = 0;
    violation = "";
    at = 0;
    pending = new byte[0];
    count = 0;
    data.setLength(0);
    stateCount = 0;
  }

  void copyOf(LifeStream other) {
    begin(other.setting, other.response);
    log.copyOf(other.log);
    idsKnown = other.idsKnown;
    idSeed = other.idSeed;
    begun = other.begun;
    restored = other.restored;
    events = other.events;
    at = other.at;
    pending = other.pending;
    ops = other.ops.clone();
    details = other.details.clone();
    ends = other.ends.clone();
    count = other.count;
    data.append(other.data);
    states = other.states.clone();
    stateCount = other.stateCount;
  }

  // ---- what is asked

  int ops() {
    return count;
  }

  LifeOp op(int i) {
    return ops[i];
  }

  /** The vocabulary of TOKENS, the reason of FINISH. */
  int detail(int i) {
    return details[i];
  }

  /** The text, the bytes or the token ids of op {@code i}. */
  String data(int i) {
    return data.substring(i == 0 ? 0 : ends[i - 1], ends[i]);
  }

  /** Makes op and data of a step that is about to be done. Returns the op's number. */
  int ask(LifeStep step) {
    if (count == ops.length) {
      ops = Arrays.copyOf(ops, 2 * count);
      details = Arrays.copyOf(details, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    switch (step.op()) {
      case PRIME -> data.append(LifeTexts.prompt(step.number()));
      case FINISH -> {
        // The reason is all.
      }
      default -> feed(step);
    }
    ops[count] = step.op();
    details[count] = step.op() == LifeOp.FINISH ? step.number() : step.detail();
    ends[count] = data.length();
    begun = true;
    return count++;
  }

  private void feed(LifeStep step) {
    String text = LifeTexts.delta(step.number(), response, at);
    at += step.number() < LifeTexts.FIRST_PIECE ? text.length() : 0;
    byte[] before = pending;
    pending = new byte[0];
    switch (step.op()) {
      case UTF8 -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = bytes.length - Math.min(step.detail() % 4, tail(bytes));
        pending = Arrays.copyOfRange(bytes, end, bytes.length);
        for (byte b : before) {
          data.append((char) (b & 0xFF));
        }
        for (int i = 0; i < end; i++) {
          data.append((char) (bytes[i] & 0xFF));
        }
      }
      case TOKENS -> LifeTexts.tokens(text, setting.vocabulary(), step.detail(), data);
      default -> data.append(text);
    }
  }

  /** Bytes behind the first one of the last code point. */
  private static int tail(byte[] bytes) {
    int i = bytes.length;
    while (i > 0 && (bytes[i - 1] & 0xC0) == 0x80) {
      i--;
    }
    return bytes.length - i;
  }

  // ---- what is seen between two calls

  /** The op that was asked last is done, as far as it goes. */
  void done(StreamParser parser) {
    if (stateCount == states.length) {
      states = Arrays.copyOf(states, 2 * stateCount);
    }
    states[stateCount++] = stateOf(parser);
  }

  /** The first op after which the parsers of two streams differ in what they say of it, or -1. */
  int firstDifference(LifeStream other) {
    int n = Math.min(stateCount, other.stateCount);
    return Arrays.mismatch(states, 0, n, other.states, 0, n);
  }

  /** All that a parser can be asked between two deltas, as one number. */
  static long stateOf(StreamParser parser) {
    long state = parser.callIndex();
    state = 31 * state + parser.heldChars();
    state = 31 * state + parser.reasoningEnd();
    state = 31 * state + parser.consumedChars();
    for (Region region : REGIONS) {
      state = 31 * state + parser.tokens(region);
    }
    return 31 * state + parser.region().ordinal();
  }
}
