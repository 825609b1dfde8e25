package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.EndCause;
import dev.deltalex.format.Formats;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Streams that share a pool do not see each other, whatever their formats and limits. */
class StreamPoolTest {
  private static final int STREAMS = 60;
  private static final String[] FORMATS = {"qwen3_coder", "hermes", "think_only"};

  private final StreamPool pool = new StreamPool(1);

  private StreamParser open(EventLog log) {
    return pool.open(StreamSpec.of(Formats.byName("qwen3_coder")).build(), log);
  }

  @Test
  void parserThatCameBackServesTheNextResponse() {
    EventLog before = new EventLog();
    StreamParser parser = open(before);
    parser.feed("before <tool");
    String said = before.print();
    parser.close();

    EventLog log = new EventLog();
    StreamParser next = open(log);
    next.feed("after");
    next.finish(EndCause.STOP);
    assertEquals("after", log.content());
    assertEquals(said, before.print());
  }

  /** The parser behind both handles is one object: the stale handle must not reach it. */
  @Test
  void staleHandleIsRefusedWhileTheParserServesAnother() {
    StreamParser stale = open(new EventLog());
    stale.close();
    EventLog log = new EventLog();
    StreamParser next = open(log);
    next.feed("he");

    assertThrows(IllegalStateException.class, () -> stale.feed("x"));
    assertThrows(IllegalStateException.class, () -> stale.reset(new EventLog(), 1));
    assertThrows(IllegalStateException.class, () -> stale.finish(EndCause.STOP));
    stale.close();
    stale.cancel();
    next.feed("llo");
    next.finish(EndCause.STOP);
    assertEquals("hello", log.content());
  }

  @Test
  void parserGivenBackTwiceIsLentOnce() {
    StreamParser parser = open(new EventLog());
    parser.close();
    parser.close();
    EventLog one = new EventLog();
    EventLog other = new EventLog();
    StreamParser first = open(one);
    StreamParser second = open(other);
    first.feed("1");
    second.feed("2");
    first.finish(EndCause.STOP);
    second.finish(EndCause.STOP);
    assertEquals("1", one.content());
    assertEquals("2", other.content());
  }

  /** One stream of the crowd below. */
  private record Lane(LawCase law, StreamParser parser, EventLog log, int[] at) {}

  private Lane lane(long seed) {
    LawCase law = Cases.next(FORMATS[(int) (seed % 3)], Cases.Source.MUTATED, seed);
    EventLog log = new EventLog();
    StreamParser parser = pool.open(law.spec(), log);
    return new Lane(law, parser, log, new int[1]);
  }

  private static String alone(LawCase law) {
    EventLog log = new EventLog();
    StreamParser parser = law.spec().open(log);
    parser.feed(law.text());
    law.end(parser);
    return log.print();
  }

  @Test
  void interleavedStreamsSayWhatTheySayAlone() {
    SplittableRandom random = new SplittableRandom(9);
    List<Lane> lanes = new ArrayList<>();
    long seed = 0;
    int ended = 0;
    while (ended < 20 * STREAMS) {
      if (lanes.size() < STREAMS) {
        lanes.add(lane(seed++));
      }
      int i = random.nextInt(lanes.size());
      Lane lane = lanes.get(i);
      char[] text = lane.law.text().toCharArray();
      int from = lane.at[0];
      lane.at[0] = Math.min(text.length, from + random.nextInt(40));
      lane.parser.feed(text, from, lane.at[0]);
      if (lane.at[0] == text.length) {
        lane.law.end(lane.parser);
        assertEquals(alone(lane.law), lane.log.print(), () -> lane.law.describe());
        lane.parser.close();
        lanes.remove(i);
        ended++;
      }
    }
  }
}
