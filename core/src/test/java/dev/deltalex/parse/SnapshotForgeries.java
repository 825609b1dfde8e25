package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Op;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.SnapshotIo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Snapshots with changed bytes under a right checksum, and streams that go on from those that were
 * taken. {@code SnapshotForgeries COUNT [SEED]} makes so many and prints what became of them.
 */
final class SnapshotForgeries {
  /** Magic and version. */
  private static final int HEAD = 8;

  /** Name, fingerprints, settings: changing them is refused at once, and rarely tried. */
  private static final int BINDING = 30;

  private static final byte[] TELLING = {0, 1, -1, 127, -128, 2, 63, 64};

  /** Bytes of a state that is invented, and how often it is mended. */
  private static final int INVENTED = 400;

  private static final int ATTEMPTS = 400;

  /** Forged snapshots of one stream. */
  static final int EACH = 32;

  private final SplittableRandom random;
  private long accepted;
  private long refused;

  SnapshotForgeries(long seed) {
    random = new SplittableRandom(seed);
  }

  /** See the class comment. */
  public static void main(String[] arguments) {
    long count = Long.parseLong(arguments[0]);
    SnapshotForgeries all =
        new SnapshotForgeries(arguments.length > 1 ? Long.parseLong(arguments[1]) : 1);
    long thrown = 0;
    for (long done = 0; done < count; done += EACH) {
      try {
        all.oneStream();
      } catch (AssertionError e) {
        if (++thrown <= 5) {
          e.printStackTrace(System.out);
        }
      }
      if (done % (EACH * 4096) == 0) {
        System.out.println(done + " " + all + ", streams that threw " + thrown);
      }
    }
    System.out.println(all + ", streams that threw " + thrown);
    System.exit(thrown == 0 ? 0 : 1);
  }

  @Override
  public String toString() {
    return "accepted " + accepted + ", refused " + refused;
  }

  long accepted() {
    return accepted;
  }

  /** Stops a stream somewhere, forges its snapshot some times and goes on from each. */
  void oneStream() {
    Cases.Source[] sources = Cases.Source.values();
    LawCase law =
        SnapshotMoveTest.law(SnapshotMoveTest.format(random), sources[random.nextInt(3)], random);
    byte[] snapshot = somewhere(law);
    byte[] other = somewhere(law);
    for (int i = 0; i < EACH; i++) {
      long seed = random.nextLong();
      byte[] forged = random.nextInt(3) == 0 ? invented(law, snapshot) : forged(snapshot, other);
      try {
        if (goesOn(law, forged, seed)) {
          accepted++;
        } else {
          refused++;
        }
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            law.describe() + "\nsnapshot " + Arrays.toString(forged) + "\nseed " + seed, e);
      }
    }
  }

  private byte[] somewhere(LawCase law) {
    MixedDeltas mixed = MixedDeltas.of(law.text(), random.nextLong());
    StreamParser parser = open(law, mixed.vocabulary(), new EventLog());
    SnapshotMoveTest.prime(parser, random);
    List<Consumer<StreamParser>> deltas = mixed.deltas();
    int count = deltas.isEmpty() ? 0 : random.nextInt(deltas.size());
    deltas.subList(0, count).forEach(delta -> delta.accept(parser));
    return parser.snapshot();
  }

  private static StreamParser open(LawCase law, Vocabulary words, DeltaSink sink) {
    return law.spec().toBuilder().vocabulary(words).build().open(sink);
  }

  private byte[] forged(byte[] snapshot, byte[] other) {
    byte[] forged = snapshot.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int from = HEAD + (random.nextInt(64) == 0 ? 0 : BINDING);
      int end = forged.length - Integer.BYTES;
      // The state of a stream is short; what follows is mostly text.
      int reach = random.nextInt(4) == 0 ? end : Math.min(end, from + 60);
      int at = Math.min(end - 1, from + random.nextInt(Math.max(1, reach - from)));
      switch (random.nextInt(8)) {
        case 0 -> forged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> forged[at]++;
        case 2 -> forged[at]--;
        case 3, 4 -> forged[at] = TELLING[random.nextInt(TELLING.length)];
        case 5 -> forged[at] = (byte) random.nextInt();
        case 6 -> {
          if (random.nextInt(4) == 0) {
            forged = shifted(forged, at, random.nextBoolean() ? 1 : -1);
          }
        }
        default -> {
          if (at < other.length - Integer.BYTES) {
            forged[at] = other[at];
          }
        }
      }
    }
    return signed(forged);
  }

  private static byte[] signed(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, bytes.length - Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) sum.getValue());
    return bytes;
  }

  /**
   * A state of random fields behind the header of a real one: where a field is refused, the bytes
   * in front of it are drawn again, so that the checks let any state pass that they do not know.
   */
  private byte[] invented(LawCase law, byte[] real) {
    int header = HEAD + 1 + law.format().name().length() + 2 * Long.BYTES + Integer.BYTES;
    byte[] state = new byte[INVENTED];
    for (int i = 0; i < state.length; i++) {
      state[i] = some();
    }
    ParserCore parser = open(law, MixedDeltas.of("", 0).vocabulary(), new StrictSink()).core;
    state[0] = (byte) inside(parser.grammar);
    int length = 0;
    for (int attempts = 0; attempts < ATTEMPTS && length == 0; attempts++) {
      SnapshotIo io = SnapshotIo.reading(law.limits(), state, 0, state.length);
      try {
        SavedState.transfer(parser, io);
        length = state.length - io.left();
      } catch (IllegalArgumentException refused) {
        int at = state.length - io.left();
        int from = at - 1 - random.nextInt(3);
        // What does not fit may lie far in front of where it shows.
        from = random.nextInt(3) == 0 ? random.nextInt(at) : from;
        for (int i = Math.max(1, from); i < Math.min(at, from + 3); i++) {
          state[i] = some();
        }
      }
      parser.begin(parser.sink, 0);
    }
    byte[] forged = Arrays.copyOf(real, header + length + Integer.BYTES);
    System.arraycopy(state, 0, forged, header, length);
    return signed(forged);
  }

  /** A state, more often than not one of the richer ones inside calls. */
  private int inside(Grammar grammar) {
    int state = random.nextInt(grammar.stateCount());
    for (int i = 0; i < 3 && grammar.state(state).kind().region() != Region.CALL; i++) {
      state = random.nextInt(grammar.stateCount());
    }
    if (random.nextInt(3) > 0) {
      return state;
    }
    int json = 0;
    while (json < grammar.stateCount() && grammar.state(json).op() != Op.JSON_CALLS) {
      json++;
    }
    return json < grammar.stateCount() ? json : state;
  }

  private byte some() {
    int bits = random.nextInt(1 + random.nextInt(8));
    return (byte) (random.nextInt(1 << bits) + (random.nextInt(12) == 0 ? -128 : 0));
  }

  /** One byte more or less at a place. */
  private static byte[] shifted(byte[] a, int at, int by) {
    byte[] shifted = Arrays.copyOf(a, a.length + by);
    System.arraycopy(a, at, shifted, at + Math.max(0, by), a.length - at - 1);
    return shifted;
  }

  /** Restores; if that is accepted, goes on with other text. Returns whether it was. */
  private static boolean goesOn(LawCase law, byte[] forged, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String text = SnapshotMoveTest.law(law.format().name(), Cases.Source.RANDOM, random).text();
    if (random.nextBoolean()) {
      text = law.text().substring(random.nextInt(law.text().length() + 1)) + text;
    }
    text = text.substring(0, Math.min(text.length(), random.nextInt(2_000)));
    MixedDeltas mixed = MixedDeltas.of(text, seed);
    Vocabulary words = mixed.vocabulary();
    StreamParser parser = open(law, words, new StrictSink());
    try {
      parser.restore(forged);
    } catch (IllegalArgumentException refused) {
      isOver(parser, random.nextBoolean());
      return false;
    }
    for (Consumer<StreamParser> delta : mixed.deltas()) {
      delta.accept(parser);
      if (random.nextInt(16) == 0) {
        parser = moved(law, words, parser);
      }
    }
    FinishReason[] reasons = {
      FinishReason.STOP, FinishReason.STOP, FinishReason.LENGTH, FinishReason.CANCELLED
    };
    LawCase.end(parser, reasons[random.nextInt(reasons.length)]);
    parser.close();
    return true;
  }

  /** What forged fields say may be refused later, too; then the stream stays where it is. */
  private static StreamParser moved(LawCase law, Vocabulary words, StreamParser parser) {
    StreamParser there = open(law, words, new StrictSink());
    try {
      there.restore(parser.snapshot());
      return there;
    } catch (IllegalArgumentException refused) {
      return parser;
    }
  }

  /** A refused restore ends the stream: reset and close are legal. */
  private static void isOver(StreamParser parser, boolean reset) {
    if (parser.region() != Region.FINISHED) {
      throw new AssertionError("region " + parser.region() + " after a refused restore");
    }
    try {
      parser.feed("x");
      throw new AssertionError("fed after a refused restore");
    } catch (IllegalStateException expected) {
      // Refused.
    }
    if (reset) {
      EventLog log = new EventLog();
      parser.reset(log, 1);
      parser.feed("text");
      parser.finish(EndCause.STOP);
      if (!(log.reasoning() + log.content()).equals("text")) {
        throw new AssertionError(log.print());
      }
    }
    parser.close();
  }

  /** A sink that takes the index of a call for the index of a list, as sinks do. */
  private static final class StrictSink implements DeltaSink {
    private static void check(boolean fits) {
      if (!fits) {
        throw new AssertionError("an event that no sink expects");
      }
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      check(length > 0 && offset >= 0 && offset + length <= buffer.length);
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      check(length > 0 && offset >= 0 && offset + length <= buffer.length);
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      check(index >= 0);
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      check(index >= 0 && length > 0 && offset >= 0 && offset + length <= buffer.length);
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      check(index >= 0);
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {}

    @Override
    public void finished(FinishReason reason) {}
  }
}
