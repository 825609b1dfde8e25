package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.PollFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.mux.MuxCounter;
import dev.deltalex.mux.StreamMultiplexer;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.text.Vocabulary;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a shard pay per poll of 1,024 slots? All streams are inside a string argument of code.
 * Three kinds of polls, each against a consumer that trusts the ring:
 *
 * <pre>
 * doorbell   nothing is new, and the poll ends at the doorbell
 * slots      nothing is new, and the poll looks into all slots, as every 64th does
 * bursts     a step has given each stream four tokens, which are decoded, parsed and delivered
 * </pre>
 */
public class RingPoll extends Ratio {
  /** The kind of poll. */
  @Param({"doorbell", "slots", "bursts"})
  public String poll = "";

  @Override
  Pair pair() {
    return switch (poll) {
      case "doorbell" -> new Doorbell();
      case "slots" -> new Slots();
      case "bursts" -> new Bursts();
      default -> throw new IllegalArgumentException("no poll is called " + poll);
    };
  }

  /** A ring with a stream in every slot, and both consumers. */
  abstract static class Polls extends Pair {
    static final int STREAMS = 1024;

    /** A poll that looks into all slots, and the others up to the next one. */
    static final int PERIOD = 64;

    final RingStreams streams;
    final StreamMultiplexer mux;
    final PollFloor floor;

    Polls(double operations) {
      super(Statistic.FASTEST, operations);
      streams = new RingStreams(STREAMS, null);
      mux = streams.mux();
      DeltaSink[] sinks = new DeltaSink[STREAMS];
      Arrays.setAll(sinks, Sinks::ofKind);
      floor = floor(streams, sinks);
    }

    static PollFloor floor(RingStreams streams, DeltaSink[] sinks) {
      RingLayout layout = RingLayout.read(streams.block());
      // The vocabulary's own texts: with a copy of them the floor's time would depend on how much
      // of both fits in the CPU cache.
      Vocabulary words = streams.words().vocabulary();
      PollFloor.Places places =
          new PollFloor.Places(
              RingLayout.STEP_OFFSET,
              layout.slotOffset(0) + RingLayout.WR_OFFSET,
              RingLayout.SLOT_BYTES,
              layout.ringOffset(0),
              layout.capacityWords());
      return new PollFloor(streams.block(), places, sinks, words);
    }
  }

  /** Polls that find nothing new, of one kind: each group of them follows one of the other kind. */
  private abstract static class Idle extends Polls {
    private final int groups;

    Idle(int groups, int pollsOfAGroup) {
      super((double) groups * pollsOfAGroup);
      this.groups = groups;
    }

    @Override
    public final long timeOurs() {
      long nanos = 0;
      for (int group = 0; group < groups; group++) {
        align();
        beforeOurs();
        long start = System.nanoTime();
        ours();
        nanos += System.nanoTime() - start;
      }
      return nanos;
    }

    /** Polls up to one that looks into all slots. */
    private void align() {
      long before = mux.counters().get(MuxCounter.SCANS);
      while (mux.counters().get(MuxCounter.SCANS) == before) {
        keep(mux.poll());
      }
    }

    @Override
    public final long timeFloor() {
      long nanos = 0;
      for (int group = 0; group < groups; group++) {
        keep(floor.readAll());
        beforeFloor();
        long start = System.nanoTime();
        floor();
        nanos += System.nanoTime() - start;
      }
      return nanos;
    }

    /** Polls up to the next one that looks into all slots. */
    final void doorbells() {
      for (int i = 1; i < PERIOD; i++) {
        keep(mux.poll());
      }
    }

    /** As {@link #doorbells}, of the floor. */
    final void floorDoorbells() {
      for (int i = 1; i < PERIOD; i++) {
        keep(floor.isDue() ? 1 : 0);
      }
    }
  }

  private static final class Doorbell extends Idle {
    Doorbell() {
      super(32, PERIOD - 1);
    }

    @Override
    protected void ours() {
      doorbells();
    }

    @Override
    protected void beforeFloor() {
      keep(floor.isDue() ? 1 : 0);
    }

    @Override
    protected void floor() {
      floorDoorbells();
    }
  }

  private static final class Slots extends Idle {
    Slots() {
      super(16, 1);
    }

    @Override
    protected void beforeOurs() {
      doorbells();
    }

    @Override
    protected void ours() {
      keep(mux.poll());
    }

    @Override
    protected void beforeFloor() {
      floorDoorbells();
    }

    @Override
    protected void floor() {
      keep(floor.readAll());
    }
  }

  private static final class Bursts extends Polls {
    private static final int TOKENS = 4;

    /** Steps of the check. */
    private static final int CHECKED = 16;

    private final int[] lengths = new int[STREAMS];

    Bursts() {
      super(1);
      Arrays.fill(lengths, TOKENS);
      check();
    }

    /** Both consumers deliver the same text to each sink. */
    private void check() {
      CollectingSink[] expected = new CollectingSink[STREAMS];
      CollectingSink[] found = new CollectingSink[STREAMS];
      Arrays.setAll(expected, i -> new CollectingSink());
      Arrays.setAll(found, i -> new CollectingSink());
      RingStreams checked = new RingStreams(STREAMS, null, i -> expected[i]);
      PollFloor checkedFloor = floor(checked, found);
      for (int step = 0; step < CHECKED; step++) {
        checked.step(lengths, 0);
        Calls.require(checked.mux().poll() == STREAMS, "a poll did not see every burst");
        checkedFloor.readAll();
      }
      for (int i = 0; i < STREAMS; i++) {
        String rest =
            Calls.restBehind(Calls.ARGUMENTS + found[i].json(), expected[i].json(), "the text");
        Calls.require(rest.length() <= 2, "the floor delivers more: " + rest); // a held newline
      }
    }

    @Override
    public void next() {
      streams.step(lengths, 0);
    }

    @Override
    protected void ours() {
      int read = mux.poll();
      Calls.require(read == STREAMS, "a poll did not see every burst");
    }

    @Override
    protected void floor() {
      int read = floor.readAll();
      Calls.require(read == STREAMS, "the floor did not see every burst");
    }
  }
}
