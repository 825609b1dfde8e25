package dev.deltalex.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.EventLog.Strength;
import dev.deltalex.testkit.JsonPrefix;
import org.junit.jupiter.api.Test;

/** The kit's own tools find what they are there to find. */
class KitTest {
  private static void content(EventLog log, String text, long sourceOffset) {
    log.content(text.toCharArray(), 0, text.length(), sourceOffset);
  }

  private static void arguments(EventLog log, int index, String text) {
    log.arguments(index, text.toCharArray(), 0, text.length(), 9);
  }

  @Test
  void adjacentSpansAreOneEvent() {
    EventLog pieces = new EventLog();
    content(pieces, "a", 0);
    content(pieces, "b", 1);
    EventLog whole = new EventLog();
    content(whole, "ab", 0);
    assertTrue(pieces.agrees(whole, Strength.FULL));
    assertEquals("C \"ab\" @0\n", whole.print());
  }

  @Test
  void strengthsDiffer() {
    EventLog one = new EventLog();
    content(one, "a", 0);
    one.diagnostic(Diagnostic.HELD_LIMIT, 1);
    content(one, "b", 1);
    EventLog other = new EventLog();
    content(other, "ab", 0);
    other.diagnostic(Diagnostic.HELD_LIMIT, 1);
    EventLog shifted = new EventLog();
    content(shifted, "ab", 5);
    shifted.diagnostic(Diagnostic.HELD_LIMIT, 6);
    assertFalse(one.agrees(other, Strength.WITHOUT_IDS));
    assertTrue(one.agrees(other, Strength.OFFSETS));
    assertFalse(one.agrees(shifted, Strength.OFFSETS));
    assertTrue(one.agrees(shifted, Strength.MEANING));
  }

  @Test
  void wrongSequencesAreSeen() {
    EventLog unopened = new EventLog();
    arguments(unopened, 0, "{");
    assertNotNull(unopened.violation());
    EventLog skipping = new EventLog();
    skipping.callOpened(1, -1, "id", "f", 0);
    assertNotNull(skipping.violation());
    EventLog late = new EventLog();
    late.finished(FinishReason.STOP);
    content(late, "x", 0);
    assertNotNull(late.violation());
    EventLog outside = new EventLog();
    outside.content(new char[2], 1, 2, 0);
    assertNotNull(outside.violation());
    EventLog split = new EventLog();
    content(split, "\ud83d", 0);
    content(split, "\ude00", 1);
    assertNotNull(split.violation());
  }

  @Test
  void rightSequenceIsAccepted() {
    EventLog log = new EventLog();
    content(log, "\ud83d\ude00", 0);
    log.callOpened(0, -1, "id", "f", 2);
    arguments(log, 0, "{}");
    log.callClosed(0, true, 12);
    log.finished(FinishReason.TOOL_CALLS);
    assertNull(log.violation());
    assertEquals("{}", log.calls().get(0).arguments());
    assertEquals(FinishReason.TOOL_CALLS, log.finish());
  }

  @Test
  void jsonPrefixKnowsWhatIsWhole() {
    for (String whole :
        new String[] {"{}", "[1,-0.5e+3,null]", " {\"a\" : {\"b\":\"\\u00e9\"}} ", "0"}) {
      assertTrue(JsonPrefix.of(whole).complete(), whole);
    }
    for (String broken :
        new String[] {"01", "{,}", "[1,]", "\"\n\"", "tru ", "{\"a\":}", "}", "\"\\d\""}) {
      assertFalse(JsonPrefix.of(broken).valid(), broken);
    }
  }

  @Test
  void jsonPrefixKnowsWhatCloses() {
    assertEquals("\"}]", JsonPrefix.of("[{\"a\":\"b").completion());
    for (String closable : new String[] {"{", "[", "{\"a\":12", "{\"a\":\"", "{\"a\":1"}) {
      JsonPrefix prefix = JsonPrefix.of(closable);
      assertTrue(prefix.closable(), closable);
      assertTrue(JsonPrefix.of(closable + prefix.completion()).complete(), closable);
    }
    for (String open :
        new String[] {"{\"a", "{\"a\":", "{\"a\":1,", "{\"a\":-", "{\"a\":\"\\", "[tru", "[1."}) {
      assertFalse(JsonPrefix.of(open).closable(), open);
    }
  }

  @Test
  void cutsCoverTheText() {
    assertEquals(1, Cuts.whole().ends(7).length - 1);
    for (Cuts cuts : new Cuts[] {Cuts.ones(), Cuts.fixed(3), Cuts.bursts(5), Cuts.at(2, 4)}) {
      int[] ends = cuts.ends(100);
      assertEquals(100, ends[ends.length - 1]);
      for (int i = 1; i < ends.length; i++) {
        assertTrue(ends[i] >= ends[i - 1]);
      }
    }
  }
}
