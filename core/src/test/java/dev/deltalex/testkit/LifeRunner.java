package dev.deltalex.testkit;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link LifeScript} and holds each of its streams against a parser that is alone. Three
 * slots share a pool, a fourth has its own. Confined to one thread.
 */
final class LifeRunner {
  static final int SLOTS = 4;
  private static final int SHARING = 3;
  private static final int REGISTERS = 2;
  private static final int FRAMES_SHOWN = 8;

  /** What may be called on a parser that is there. */
  private static final Set<LifeOp> CALLS = EnumSet.range(LifeOp.RESET, LifeOp.RESTORE);

  /** Thrown by sinks. */
  private static final class SinkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SinkFailure() {
      super("the sink failed", null, false, false);
    }
  }

  private static final SinkFailure FAILURE = new SinkFailure();

  private final LifeSlot[] slots = new LifeSlot[SLOTS];
  private final LifeAlone alone = new LifeAlone();
  private final byte[][] snapshots = new byte[REGISTERS][];
  private final LifeStream[] saved = new LifeStream[REGISTERS];
  private String own = "";
  private long seeds;
  private String failure = "";
  private LifeRun.Counts counts = new LifeRun.Counts();

  /** What the script breaks, in words, or null. */
  @Nullable String check(LifeScript script) {
    StreamPool shared = new StreamPool(1);
    StreamPool other = new StreamPool(2);
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new LifeSlot(i < SHARING ? shared : other);
    }
    Arrays.fill(snapshots, new byte[0]);
    own = script.own();
    seeds = 0;
    failure = "";
    counts = new LifeRun.Counts();
    int at = 0;
    try {
      for (; at < script.steps().size() && failure.isEmpty(); at++) {
        step(script.steps().get(at));
      }
      for (LifeSlot slot : slots) {
        verify(slot);
      }
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      fail("threw " + thrown + where(thrown));
    }
    return failure.isEmpty() ? null : "L12: " + failure + "[step " + at + "]";
  }

  /** What happened in the last script. */
  LifeRun.Counts counts() {
    return counts;
  }

  private static String where(Throwable thrown) {
    StringBuilder lines = new StringBuilder();
    StackTraceElement[] trace = thrown.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES_SHOWN, trace.length); i++) {
      lines.append("\n    at ").append(trace[i]);
    }
    return lines.append('\n').toString();
  }

  private void fail(String how) {
    if (failure.isEmpty()) {
      failure = how;
    }
  }

  private void verify(LifeSlot slot) {
    if (slot.phase != LifeSlot.Phase.CLOSED) {
      String difference = alone.difference(slot.stream);
      if (!difference.isEmpty()) {
        fail(difference + slot.stream.setting + "\n");
      }
    }
  }

  // ---- steps

  private void step(LifeStep step) {
    LifeSlot slot = slots[step.slot()];
    StreamParser parser = slot.parser;
    switch (step.op()) {
      case OPEN -> open(slot, step);
      case THROW -> {
        // Only in a callback.
      }
      case STALE -> {
        if (slot.stale != null) {
          unchanged(slot, () -> refusesStale(slot.stale));
        }
      }
      case MISUSE -> {
        if (parser != null) {
          unchanged(slot, () -> misuse(slot, parser, step));
        }
      }
      default -> {
        if (parser == null) {
          return;
        }
        if (slot.allows(step.op(), poolBusy(slot))) {
          legal(slot, parser, step);
        } else {
          unchanged(slot, () -> refused(step.op(), () -> ask(slot, parser, step.op())));
        }
      }
    }
  }

  private boolean poolBusy(LifeSlot slot) {
    for (LifeSlot other : slots) {
      if (other != slot && other.pool == slot.pool && other.depth > 0) {
        return true;
      }
    }
    return false;
  }

  private void open(LifeSlot slot, LifeStep step) {
    StreamParser before = slot.parser;
    if (before != null) {
      step(LifeStep.of(LifeOp.CLOSE, step.slot(), 0, 0));
      if (slot.phase != LifeSlot.Phase.CLOSED) {
        return;
      }
      slot.stale = before;
    }
    LifeSettings.Setting setting = LifeSettings.of(step.number());
    Sink sink = begin(slot, setting, step);
    slot.parser = slot.pool.open(setting.spec(), sink);
    if ((step.detail() & 1) != 0) {
      reset(slot, slot.parser, sink);
    }
  }

  private Sink begin(LifeSlot slot, LifeSettings.Setting setting, LifeStep step) {
    LifeStream stream = new LifeStream();
    stream.begin(setting, LifeTexts.response(step.detail() >> 1, own, setting.spec().format()));
    slot.stream = stream;
    slot.phase = LifeSlot.Phase.OPEN;
    Sink sink = new Sink(slot, step);
    slot.sink = sink;
    return sink;
  }

  private void reset(LifeSlot slot, StreamParser parser, Sink sink) {
    slot.stream.idsKnown = true;
    slot.stream.idSeed = ++seeds;
    parser.reset(sink, seeds);
  }

  private void legal(LifeSlot slot, StreamParser parser, LifeStep step) {
    switch (step.op()) {
      case CANCEL -> cancel(slot, parser);
      case RESET -> {
        verify(slot);
        reset(slot, parser, begin(slot, slot.stream.setting, step));
      }
      case CLOSE -> {
        verify(slot);
        parser.close();
        slot.phase = LifeSlot.Phase.CLOSED;
      }
      case SNAPSHOT -> {
        int register = Math.floorMod(step.number(), REGISTERS);
        snapshots[register] = parser.snapshot();
        LifeStream copy = new LifeStream();
        copy.copyOf(slot.stream);
        saved[register] = copy;
      }
      case RESTORE -> restore(slot, parser, Math.floorMod(step.number(), REGISTERS));
      default -> input(slot, parser, step);
    }
  }

  /** A feed, prime or finish that is legal. */
  private void input(LifeSlot slot, StreamParser parser, LifeStep step) {
    LifeStream stream = slot.stream;
    if (slot.phase == LifeSlot.Phase.CANCELLED) {
      boolean goesOn = ask(slot, parser, step.op());
      if (goesOn && step.op().feeds()) {
        fail("a feed after cancel says that the engine should go on\n");
      }
      return;
    }
    int op = stream.ask(step);
    counts.fed += step.op().feeds() ? 1 : 0;
    boolean goesOn;
    try {
      goesOn = LifeCalls.call(parser, step.op(), stream.detail(op), stream.data(op));
    } catch (SinkFailure thrown) {
      slot.phase = LifeSlot.Phase.BROKEN;
      slot.cancelling = false;
      counts.threw++;
      // First the call that follows as a rule: any other one turns the fast path off.
      unchanged(slot, () -> refused(step.op(), () -> ask(slot, parser, step.op())));
      unchanged(slot, () -> refusesAll(slot, parser));
      return;
    }
    if (slot.cancelling) {
      slot.phase = LifeSlot.Phase.CANCELLED;
      slot.cancelling = false;
    } else {
      slot.phase = step.op() == LifeOp.FINISH ? LifeSlot.Phase.ENDED : LifeSlot.Phase.OPEN;
      stream.done(parser);
    }
    if (step.op().feeds() && goesOn != (slot.phase == LifeSlot.Phase.OPEN)) {
      fail(step.op() + " answers " + goesOn + "\n");
    }
  }

  private void cancel(LifeSlot slot, StreamParser parser) {
    boolean effective = slot.phase == LifeSlot.Phase.OPEN && !slot.last && !slot.cancelling;
    if (effective && slot.depth > 0) {
      counts.cancelledInCallback++;
      slot.cancelling = true;
      slot.stream.cancelled = true;
      slot.stream.cutAt = slot.stream.events;
      parser.cancel();
      return;
    }
    if (effective) {
      slot.stream.cancelled = true;
      slot.phase = LifeSlot.Phase.CANCELLED;
    }
    try {
      parser.cancel();
    } catch (SinkFailure thrown) {
      slot.phase = LifeSlot.Phase.BROKEN;
    }
  }

  private void restore(LifeSlot slot, StreamParser parser, int register) {
    LifeStream from = saved[register];
    byte[] snapshot = snapshots[register];
    LifeSettings.Setting own = slot.stream.setting;
    verify(slot);
    boolean taken = snapshot.length > 0 && from.setting.matches(own);
    if (taken && from.setting.vocabulary() != own.vocabulary()) {
      // Accepted where the vocabularies have the same markers as tokens.
      return;
    }
    if (taken) {
      LifeStream copy = new LifeStream();
      copy.copyOf(from);
      copy.restored = true;
      copy.begun = true;
      slot.begin(copy);
      counts.moved++;
      parser.restore(snapshot);
      return;
    }
    try {
      parser.restore(snapshot);
      fail("a snapshot of another request was taken\n");
    } catch (IllegalArgumentException refused) {
      slot.phase = LifeSlot.Phase.ENDED;
    }
  }

  // ---- what must be refused

  /** Does {@code calls}, behind which the slot's parser must be as it was. */
  private void unchanged(LifeSlot slot, Runnable calls) {
    StreamParser parser = slot.parser;
    long before = parser == null ? 0 : LifeStream.stateOf(parser);
    calls.run();
    if (parser != null && LifeStream.stateOf(parser) != before) {
      fail("a call that was refused changed the parser\n");
    }
  }

  private void refused(Object what, Runnable call) {
    try {
      call.run();
      fail(what + " was not refused\n");
    } catch (IllegalStateException expected) {
      counts.refused++;
    }
  }

  /** A call whose arguments do not matter. */
  private boolean ask(LifeSlot slot, StreamParser parser, LifeOp op) {
    switch (op) {
      case RESET -> parser.reset(new Sink(slot, LifeStep.of(op, 0, 0, 0)), 1);
      case CLOSE -> parser.close();
      case SNAPSHOT -> parser.snapshot();
      case RESTORE -> parser.restore(snapshots[0]);
      default -> {
        return LifeCalls.call(parser, op, 0, "x");
      }
    }
    return true;
  }

  /** All that is illegal now. */
  private void refusesAll(LifeSlot slot, StreamParser parser) {
    for (LifeOp op : CALLS) {
      if (!slot.allows(op, false)) {
        refused(op, () -> ask(slot, parser, op));
      }
    }
  }

  private void refusesStale(StreamParser stale) {
    for (LifeOp op : CALLS) {
      switch (op) {
        case CANCEL -> stale.cancel();
        case CLOSE -> stale.close();
        default -> refused("a stale handle's " + op, () -> ask(slots[0], stale, op));
      }
    }
  }

  private void misuse(LifeSlot slot, StreamParser parser, LifeStep step) {
    LifeSettings.Setting setting = slot.stream.setting;
    try {
      switch (Math.floorMod(step.number(), 5)) {
        case 0 -> parser.finish(null);
        case 1 -> slot.pool.open(null, new Sink(slot, step));
        case 2 -> parser.feed((CharSequence) null);
        case 3 -> parser.feed(new char[2], 1, 3);
        default ->
            slot.pool.open(
                setting.spec().toBuilder().options(o -> o.namedTool("undeclared")).build(),
                new Sink(slot, step));
      }
      fail("misuse " + step.number() + " was accepted\n");
    } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException refused) {
      // As it must be.
    }
  }

  // ---- callbacks

  /** The sink of one stream, and of one that is restored into its parser. */
  private final class Sink extends LifeSink {
    private final LifeSlot slot;
    private final LifeStep step;
    private int calls;

    Sink(LifeSlot slot, LifeStep step) {
      super(slot.stream);
      this.slot = slot;
      this.step = step;
    }

    @Override
    void told(boolean last) {
      calls++;
      if (slot.stream != stream || slot.phase == LifeSlot.Phase.CLOSED) {
        fail("an event of a stream that is gone\n");
      }
      if (step.reacts() && calls == step.at()) {
        slot.depth++;
        slot.last = last;
        try {
          if (step.reaction() == LifeOp.THROW) {
            if (stream.cutAt < 0 && stream.cancelsTold == 0) {
              stream.cutAt = stream.events;
            }
            throw FAILURE;
          }
          step(step.inCallback());
        } finally {
          slot.depth--;
          slot.last = false;
        }
      }
    }
  }
}
