package dev.deltalex.value;

import dev.deltalex.Limits;
import java.util.Arrays;

/**
 * A value that is a bare word: a number, a literal in one of its spellings, or text that lacks its
 * quotes. Its end shows which; one that is too long to hold is text.
 */
final class JsonWord {
  private JsonWord() {}

  /** A word begins behind what waits: the comma, key and colon. */
  static void begin(JsonState v) {
    v.measure = v.pendingLength;
  }

  /**
   * Reads on. Returns the index of the delimiter behind the word, {@code to} if it has not come, or
   * the complement of the index where the word became too long: its chars are out as an open
   * string, {@link #rest} follows. {@code origin} is the offset of {@code a[0]}.
   */
  static int read(JsonState v, Limits limits, char[] a, int from, int to, long origin) {
    int begin = v.measure;
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      if (v.pendingLength - begin >= limits.maxHeldChars()) {
        JsonText.markRepaired(v);
        openString(v, origin + i);
        return ~i;
      }
      JsonText.hold(v, a[i], origin + i);
      i++;
    }
    if (i < to) {
      end(v, origin + i);
    }
    return i;
  }

  /** Reads on in a word that is too long. Returns the index of the delimiter, or {@code to}. */
  static int rest(JsonState v, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      i++;
    }
    JsonText.text(v, a, from, i, origin + from);
    if (i < to) {
      JsonText.endText(v, origin + i);
      JsonText.raw(v, '"', origin + i);
    }
    return i;
  }

  /** The word is whole: puts out what it means. */
  static void end(JsonState v, long sourceOffset) {
    char[] waiting = JsonText.pending(v);
    int begin = v.measure;
    int length = v.pendingLength;
    char[] literal = JsonTokens.literal(waiting, begin, length);
    if (literal != null) {
      if (!Arrays.equals(literal, 0, literal.length, waiting, begin, length)) {
        JsonText.markRepaired(v);
      }
      JsonText.release(v, 0, begin);
      JsonText.raw(v, literal, 0, literal.length, sourceOffset - (length - begin));
    } else if (JsonTokens.isNumber(waiting, begin, length)) {
      JsonText.release(v);
    } else {
      JsonText.markRepaired(v);
      openString(v, sourceOffset);
      JsonText.endText(v, sourceOffset);
      JsonText.raw(v, '"', sourceOffset);
    }
  }

  /** Puts what waits out, the word, which ends at {@code end}, as a string that is still open. */
  private static void openString(JsonState v, long end) {
    char[] waiting = JsonText.pending(v);
    int begin = v.measure;
    int length = v.pendingLength;
    long word = end - (length - begin);
    JsonText.raw(v, waiting, 0, begin, v.pendingSource);
    JsonText.raw(v, '"', word);
    JsonText.text(v, waiting, begin, length, word);
    v.out.pin();
    JsonText.drop(v);
  }
}
