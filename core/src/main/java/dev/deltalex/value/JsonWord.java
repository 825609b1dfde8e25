package dev.deltalex.value;

import dev.deltalex.Limits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A value that is a bare word: a number, a literal in one of its spellings, or text that lacks its
 * quotes. Its end shows which; one that is too long to hold is text.
 */
final class JsonWord {
  private final JsonText text;

  /** Where it begins in what waits, behind the comma, key and colon. */
  private int heldFrom;

  JsonWord(JsonText text) {
    this.text = text;
  }

  void begin() {
    heldFrom = text.pendingLength();
  }

  /**
   * Reads on. Returns the index of the delimiter behind the word, {@code to} if it has not come, or
   * the complement of the index where the word became too long: its chars are out as an open
   * string, {@link #rest} follows. {@code origin} is the offset of {@code a[0]}.
   */
  int read(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      if (text.pendingLength() - heldFrom >= limits.heldChars()) {
        text.deviate();
        openString(origin + i);
        return ~i;
      }
      text.hold(a[i], origin + i);
      i++;
    }
    if (i < to) {
      end(origin + i);
    }
    return i;
  }

  /** Reads on in a word that is too long. Returns the index of the delimiter, or {@code to}. */
  int rest(char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      i++;
    }
    text.text(a, from, i, origin + from);
    if (i < to) {
      text.endText(origin + i);
      text.raw('"', origin + i);
    }
    return i;
  }

  /** The word is whole: puts out what it means. */
  void end(long source) {
    char[] waiting = text.pending();
    int length = text.pendingLength();
    char[] literal = JsonTokens.literal(waiting, heldFrom, length);
    if (literal != null) {
      if (!Arrays.equals(literal, 0, literal.length, waiting, heldFrom, length)) {
        text.deviate();
      }
      text.release(0, heldFrom);
      text.raw(literal, 0, literal.length, source);
    } else if (JsonTokens.isNumber(waiting, heldFrom, length)) {
      text.release();
    } else {
      text.deviate();
      openString(source);
      text.endText(source);
      text.raw('"', source);
    }
  }

  /** Puts what waits out, the word as a string that is still open. */
  private void openString(long source) {
    char[] waiting = text.pending();
    int length = text.pendingLength();
    text.raw(waiting, 0, heldFrom, source);
    text.raw('"', source);
    text.text(waiting, heldFrom, length, source - (length - heldFrom));
    text.pin();
    text.drop();
  }

  void save(DataOutputStream stream) throws IOException {
    stream.writeInt(heldFrom);
  }

  /**
   * Reads what {@link #save} wrote; the text is checked by {@link #isSound} once it is read too.
   */
  void load(DataInputStream stream) throws IOException {
    heldFrom = stream.readInt();
    if (heldFrom < 0) {
      throw new IOException("the word begins at " + heldFrom);
    }
  }

  /** Whether it begins within what waits. */
  boolean isSound() {
    return heldFrom <= text.pendingLength();
  }
}
