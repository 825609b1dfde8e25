package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Option callIds: `call_` and 24 alphanumerics from a seedable generator, or nine alphanumerics.
 */
class CallIdsTest {
  private static final ToolSet TOOLS = TestStream.tool("f");
  private static final String CALL = "<tool_call><function=f></function></tool_call>";
  private static final int CALLS = 200;

  private static List<String> ids(StreamPool pool, ParserOptions options) {
    EventLog log = new EventLog();
    StreamParser parser =
        pool.open(
            StreamSpec.of(Formats.byName("qwen3_coder")).tools(TOOLS).options(options).build(),
            log);
    parser.feed(CALL.repeat(CALLS));
    parser.finish(EndCause.STOP);
    parser.close();
    List<String> ids = log.calls().stream().map(EventLog.Call::id).toList();
    assertEquals(CALLS, ids.size());
    return ids;
  }

  private static void areDistinct(List<String> ids) {
    assertEquals(ids.size(), new HashSet<>(ids).size());
  }

  @ParameterizedTest
  @EnumSource(ParserOptions.CallIds.class)
  void idsOfAPoolAreDistinct(ParserOptions.CallIds kind) {
    ParserOptions options = ParserOptions.builder().callIds(kind).build();
    StreamPool pool = new StreamPool(3);
    List<String> all = new ArrayList<>();
    for (int stream = 0; stream < 50; stream++) {
      all.addAll(ids(pool, options));
    }
    areDistinct(all);
  }

  @Test
  void idsOfTwoPoolsAreDistinct() {
    List<String> all = new ArrayList<>(ids(new StreamPool(), ParserOptions.DEFAULT));
    all.addAll(ids(new StreamPool(), ParserOptions.DEFAULT));
    areDistinct(all);
  }

  @Test
  void idsOfLoneParsersAreDistinct() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      EventLog log = TestStream.of("qwen3_coder", TOOLS).feed(CALL, CALL).stop();
      all.addAll(log.calls().stream().map(EventLog.Call::id).toList());
    }
    assertEquals(4, all.size());
    areDistinct(all);
  }

  @Test
  void sameSeedSameIds() {
    StreamPool one = new StreamPool(11);
    StreamPool two = new StreamPool(11);
    List<String> first = ids(one, ParserOptions.DEFAULT);
    assertEquals(first, ids(two, ParserOptions.DEFAULT));
    List<String> second = ids(one, ParserOptions.DEFAULT);
    assertEquals(second, ids(two, ParserOptions.DEFAULT));
    assertNotEquals(first, second);
    assertNotEquals(first, ids(new StreamPool(12), ParserOptions.DEFAULT));
  }

  @Test
  void sameSeedOfAResponseSameIds() {
    List<List<String>> ids = new ArrayList<>();
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    for (long seed : new long[] {1, 2, 1}) {
      EventLog log = new EventLog();
      stream.parser.reset(log, seed);
      stream.feed(CALL, CALL);
      ids.add(log.calls().stream().map(EventLog.Call::id).toList());
    }
    assertEquals(ids.get(0), ids.get(2));
    assertNotEquals(ids.get(0), ids.get(1));
  }

  @Test
  void shapes() {
    for (String id : ids(new StreamPool(1), ParserOptions.DEFAULT)) {
      assertTrue(id.matches("call_[A-Za-z0-9]{24}"), id);
    }
    ParserOptions nine = ParserOptions.builder().callIds(ParserOptions.CallIds.ALNUM9).build();
    for (String id : ids(new StreamPool(1), nine)) {
      assertTrue(id.matches("[A-Za-z0-9]{9}"), id);
    }
  }

  /** Nine chars are one random number, six the rest of an id: all numbers of a stream differ. */
  @Test
  void idsShareNoRandomNumber() {
    List<String> draws = new ArrayList<>();
    for (String id : ids(new StreamPool(9), ParserOptions.DEFAULT)) {
      String chars = id.substring("call_".length());
      for (int from = 0; from < chars.length(); from += 9) {
        draws.add(chars.substring(from, from + 6));
      }
    }
    assertEquals(3 * CALLS, draws.size());
    areDistinct(draws);
  }

  @Test
  void everyCharOfTheAlphabetComesAtEveryPlace() {
    List<String> all = new ArrayList<>();
    StreamPool pool = new StreamPool(5);
    for (int stream = 0; stream < 20; stream++) {
      all.addAll(ids(pool, ParserOptions.DEFAULT));
    }
    for (int place = "call_".length(); place < all.getFirst().length(); place++) {
      int at = place;
      assertEquals(62, all.stream().map(id -> id.charAt(at)).distinct().count(), "at " + place);
    }
  }
}
