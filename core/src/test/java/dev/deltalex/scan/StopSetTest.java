package dev.deltalex.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopSetTest {
  private static final StopSet TAGS = StopSet.of("<tool_call>", "</p>", "<function=");

  @Test
  void stopCharNeedsLegalSecondChar() {
    assertEquals(1, TAGS.size());
    assertTrue(TAGS.contains('<'));
    assertFalse(TAGS.contains('t'));
    for (char second = 0; second < 128; second++) {
      assertEquals(second == 't' || second == '/' || second == 'f', TAGS.accepts('<', second));
      assertFalse(TAGS.accepts('a', second));
    }
  }

  @Test
  void secondCharThatIsNotAsciiOrNotThereIsNoObstacle() {
    assertTrue(TAGS.accepts('<', '\u0080'));
    assertTrue(TAGS.accepts('<', '\uff5c'));
    char[] a = "<xy<".toCharArray();
    assertFalse(TAGS.isCandidate(a, 0, 4));
    assertTrue(TAGS.isCandidate(a, 0, 1));
    assertTrue(TAGS.isCandidate(a, 3, 4));
  }

  @Test
  void literalOfOneCharTakesAnySecond() {
    StopSet set = StopSet.of("<a", "<", "[b");
    assertTrue(set.accepts('<', '\u0000'));
    assertTrue(set.accepts('<', 'z'));
    assertTrue(set.accepts('[', 'b'));
    assertFalse(set.accepts('[', 'z'));
  }

  @Test
  void fourDistinctStopCharsFit() {
    StopSet set = StopSet.of("\uff5ca", "<b", "[c", "{d", "<e");
    assertEquals(StopSet.MAX_STOPS, set.size());
    assertTrue(set.accepts('\uff5c', 'a'));
    assertFalse(set.accepts('\uff5c', 'b'));
    assertTrue(set.accepts('<', 'e'));
    assertTrue(set.accepts('{', 'd'));
    assertFalse(set.accepts('{', 'c'));
    assertThrows(IllegalArgumentException.class, () -> StopSet.of("a", "b", "c", "d", "e"));
  }

  @Test
  void emptySetStopsNowhereNotEvenAtNul() {
    assertSame(StopSet.NONE, StopSet.of());
    assertFalse(StopSet.NONE.contains('\u0000'));
    assertFalse(StopSet.NONE.isCandidate(new char[1], 0, 1));
  }

  @Test
  void emptyLiteralIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> StopSet.of("<a", ""));
  }

  @Test
  void setsOfTheSameLiteralsAreEqual() {
    assertEquals(StopSet.of("<ab", "<c"), StopSet.of(List.of("<c", "<ax")));
    assertEquals(StopSet.of("<ab").hashCode(), StopSet.of("<ac").hashCode());
    assertNotEquals(StopSet.of("<a"), StopSet.of("<b"));
    assertEquals("StopSet[< then /ft]", TAGS.toString());
    assertEquals("StopSet[]", StopSet.NONE.toString());
  }
}
