package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.text.CharSlabs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the text of a {@link JsonValue} goes: out, or for a while to {@code pending}. Knows
 * strings: escapes that are cut anywhere, control chars, surrogates, both quotes.
 */
final class JsonText {
  /** Escapes whose second char JSON knows. */
  private static final String KNOWN = "\"\\/bfnrt";

  /** Chars of a whole unicode escape behind its backslash: u and four digits. */
  private static final int UNICODE = 5;

  private SpanOutput out;
  private CharSlabs slabs;
  private boolean muted;
  private int call;

  /** Whether it was said that the output differs from the source. */
  private boolean reported;

  /** Where the value begins in the stream. */
  private long valueAt;

  /** Whether string chars go to pending: those of a key. */
  boolean toPending;

  private char @Nullable [] pending;
  private int pendingLength;
  private long pendingSource;

  /** One escaped char at a time. */
  private final char[] escaped = new char[CharScanner.LONGEST_ESCAPE];

  /** A high surrogate that waits for its partner, or 0. */
  private char high;

  /** Chars of an escape read so far, its backslash included; 0 outside. */
  private int escapeLength;

  /** Its digits so far, 16 bits each, the last lowest. */
  private long escapeDigits;

  JsonText(SpanOutput out, CharSlabs slabs) {
    this.out = out;
    this.slabs = slabs;
  }

  void begin(SpanOutput to, CharSlabs pool, boolean mute, boolean silent, int index, long source) {
    out = to;
    slabs = pool;
    muted = mute;
    call = index;
    reported = silent;
    valueAt = source;
    toPending = false;
    pendingLength = 0;
    high = 0;
    escapeLength = 0;
    escapeDigits = 0;
  }

  /** The output differs from the source: said once, at the first place where it does. */
  void deviate() {
    if (!reported) {
      reported = true;
      out.diagnostic(Diagnostic.VALUE_REPAIRED, valueAt);
    }
  }

  int pendingLength() {
    return pendingLength;
  }

  char[] pending() {
    return pending == null ? escaped : pending;
  }

  /** Adds a char to pending. */
  void hold(char c, long at) {
    char[] slab = pending;
    if (slab == null) {
      slab = slabs.take(pendingLength + 1);
    } else if (slab.length == pendingLength) {
      slab = slabs.grow(slab, pendingLength, pendingLength + 1);
    }
    pending = slab;
    if (pendingLength == 0) {
      pendingSource = at;
    }
    slab[pendingLength++] = c;
  }

  /** Puts the first {@code chars} of pending out and forgets all of it. */
  void release(int from, int chars) {
    char[] slab = pending;
    if (slab != null && !muted && chars > from) {
      out.arguments(call, slab, from, chars, pendingSource);
      out.pin();
    }
    drop();
  }

  /** Puts pending out. */
  void release() {
    release(0, pendingLength);
  }

  /** Puts the beginning of a key out, but for a high surrogate that waits for its partner. */
  void releaseKey() {
    int length = pendingLength;
    char last = pending()[length - 1];
    if (Character.isHighSurrogate(last)) {
      release(0, length - 1);
      high = last;
    } else {
      release();
    }
  }

  /** Forgets pending. */
  void drop() {
    pendingLength = 0;
    char[] slab = pending;
    if (slab != null) {
      slabs.give(slab);
      pending = null;
    }
  }

  /** Makes what is out independent of an array that is about to change. */
  void pin() {
    out.pin();
  }

  /** Puts JSON text out. */
  void raw(char[] a, int from, int to, long at) {
    if (!muted) {
      out.arguments(call, a, from, to, at);
    }
  }

  /** Puts one char of JSON text out. */
  void raw(char c, long at) {
    if (!muted) {
      out.argument(call, c, at);
    }
  }

  /**
   * Puts text that stands inside a string out, escaped; {@code at} is the offset of {@code from}.
   */
  void text(char[] a, int from, int to, long at) {
    int start = from;
    int end = to;
    if (start == end) {
      return;
    }
    if (high != 0) {
      pair(a[start], at);
      if (Character.isLowSurrogate(a[start])) {
        start++;
      }
      high = 0;
    }
    if (end > start && Character.isHighSurrogate(a[end - 1])) {
      end--;
      high = a[end];
    }
    if (end > start && !muted) {
      out.escaped(call, a, start, end, at + (start - from));
    }
  }

  /** Puts the waiting high surrogate out, with its partner if that is what came. */
  private void pair(char next, long at) {
    if (!muted) {
      out.argument(call, high, Character.isLowSurrogate(next) ? next : 0, at - 1);
    }
  }

  /** The text ends: a surrogate that waits is a lone one. */
  void endText(long at) {
    if (high != 0) {
      pair((char) 0, at);
      high = 0;
    }
  }

  /** Forgets a cut escape. */
  void dropEscape() {
    escapeLength = 0;
    escapeDigits = 0;
  }

  /**
   * Reads {@code a[from, to)} inside a string up to its end. Returns the index of the closing
   * quote, or {@code to}. {@code origin} is the offset of {@code a[0]}.
   */
  int string(CharScanner scanner, char[] a, int from, int to, char quote, long origin) {
    int i = from;
    while (i < to) {
      if (escapeLength > 0) {
        i = escape(a, i, origin);
        continue;
      }
      int end = toPending ? i : runEnd(scanner, a, i, to, quote);
      if (end > i) {
        text(a, i, end, origin + i);
        i = end;
        continue;
      }
      char c = a[i];
      if (c == quote) {
        endText(origin + i);
        return i;
      }
      if (c == '\\') {
        endText(origin + i);
        escapeLength = 1;
      } else {
        ordinary(a, i, origin);
      }
      i++;
    }
    return to;
  }

  /** Where a run of chars that need no attention ends; control chars are escaped by the output. */
  private int runEnd(CharScanner scanner, char[] a, int from, int to, char quote) {
    int i = scanner.findEscape(a, from, to);
    if (quote == '\'') {
      int single = from;
      while (single < i && a[single] != '\'') {
        single++;
      }
      i = single;
    }
    return i;
  }

  /** One char of a string that is no quote and no backslash, but may need an escape. */
  private void ordinary(char[] a, int i, long origin) {
    char c = a[i];
    if (c < ' ' || c == '"') {
      deviate();
    }
    if (toPending) {
      holdEscaped(c, origin + i);
    } else {
      text(a, i, i + 1, origin + i);
    }
  }

  /** Adds a char of a string to pending, escaped where JSON needs it. */
  void holdEscaped(char c, long at) {
    if (JsonEscaper.mustEscape(c)) {
      int length = JsonEscaper.escapeChar(c, escaped, 0);
      for (int k = 0; k < length; k++) {
        hold(escaped[k], at);
      }
    } else {
      hold(c, at);
    }
  }

  /** The next char of an escape; returns the index to go on from. */
  private int escape(char[] a, int i, long origin) {
    char c = a[i];
    long at = origin + i - escapeLength;
    if (escapeLength == 1) {
      if (c == 'u') {
        escapeLength = 2;
        return i + 1;
      }
      escapeLength = 0;
      if (KNOWN.indexOf(c) >= 0) {
        put('\\', at);
        put(c, at);
        return i + 1;
      }
      deviate();
      if (c == '\'') {
        put(c, at);
        return i + 1;
      }
      backslash(at);
      return i;
    }
    if (isHex(c)) {
      escapeDigits = escapeDigits << Character.SIZE | c;
      if (escapeLength++ < UNICODE) {
        return i + 1;
      }
      put('\\', at);
      digits(4, at);
      return i + 1;
    }
    // Not an escape after all: what came of it is text.
    deviate();
    int have = escapeLength - 2;
    backslash(at);
    digits(have, at);
    return i;
  }

  private void backslash(long at) {
    put('\\', at);
    put('\\', at);
  }

  private void digits(int count, long at) {
    put('u', at);
    for (int k = count - 1; k >= 0; k--) {
      put((char) (escapeDigits >>> k * Character.SIZE), at);
    }
    dropEscape();
  }

  private void put(char c, long at) {
    if (toPending) {
      hold(c, at);
    } else {
      raw(c, at);
    }
  }

  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  void shift(long offset) {
    call = 0;
    valueAt += offset;
    pendingSource += offset;
  }

  void save(DataOutputStream stream) throws IOException {
    stream.writeBoolean(muted);
    stream.writeInt(call);
    stream.writeBoolean(reported);
    stream.writeLong(valueAt);
    stream.writeBoolean(toPending);
    stream.writeLong(pendingSource);
    stream.writeChar(high);
    stream.writeByte(escapeLength);
    stream.writeLong(escapeDigits);
    SavedChars.write(stream, pending(), pendingLength);
  }

  void load(DataInputStream stream) throws IOException {
    muted = stream.readBoolean();
    call = stream.readInt();
    reported = stream.readBoolean();
    valueAt = stream.readLong();
    toPending = stream.readBoolean();
    pendingSource = stream.readLong();
    high = stream.readChar();
    escapeLength = stream.readByte();
    escapeDigits = stream.readLong();
    if (escapeLength < 0 || escapeLength > UNICODE) {
      throw new IOException("an escape's length is " + escapeLength);
    }
    int length = SavedChars.readLength(stream);
    for (int i = 0; i < length; i++) {
      hold(stream.readChar(), pendingSource);
    }
  }
}
