package dev.deltalex.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys are recognised char by char; chars beyond ASCII take another way than the masks. */
class KeyTableTest {
  private static final List<String> KEYS =
      List.of("name", "arguments", "na\u00efve", "\u00e9", "n");
  private static final KeyTable TABLE = KeyTable.of(KEYS);

  private static boolean has(String text) {
    return TABLE.has(text.toCharArray(), 0, text.length());
  }

  @Test
  void everyKeyIsFoundAndNoOther() {
    for (String key : KEYS) {
      assertTrue(has(key), key);
      assertFalse(has(key + "e"), key);
      assertFalse(has(key + "\u00e9"), key);
      assertFalse(has(key.substring(0, key.length() - 1) + '\u0129'), key);
    }
    assertFalse(has(""));
    assertFalse(has("nam"));
    assertFalse(has("argumentsarguments"));
  }

  /** Each char at each index, against the keys themselves; an index behind a key has no char. */
  @Test
  void fittingKeysAreThoseWithTheChar() {
    for (int at = 0; at < 12; at++) {
      for (char c = 0; c < 0x200; c++) {
        short expected = 0;
        for (int k = 0; k < KEYS.size(); k++) {
          String key = KEYS.get(k);
          expected |= (short) (at < key.length() && key.charAt(at) == c ? 1 << k : 0);
        }
        assertEquals(expected, TABLE.fitting(TABLE.all(), at, c), at + " " + (int) c);
      }
    }
  }

  @Test
  void keysThatNoLongerFitDoNotComeBack() {
    short names = TABLE.fitting(TABLE.all(), 0, 'n');
    assertEquals(0, TABLE.fitting(names, 0, 'a'));
    assertEquals(names & ~(1 << 4), TABLE.fitting(names, 1, 'a'));
  }
}
