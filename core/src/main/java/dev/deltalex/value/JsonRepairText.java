package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.Surrogates;

/**
 * The second layer of {@link JsonRepair}: emits JSON text or buffers it as pending, and reads the
 * inside of strings: control chars, both quotes, escapes, surrogates.
 *
 * <p>Escapes that JSON has are emitted as they are written; a backslash that begins none is text. A
 * high surrogate is kept until the next char: its low one must be spelled like it, raw or as an
 * escape. A lone surrogate becomes U+FFFD, spelled like it.
 */
abstract sealed class JsonRepairText extends JsonRepairState permits JsonRepairEscapes {
  /** The second chars of JSON's short escapes. */
  private static final String SHORT = "\"\\/bfnrt";

  /** The digits of the escape of U+FFFD. */
  private static final int REPLACEMENT = 'f' << 24 | 'f' << 16 | 'f' << 8 | 'd';

  /** Chars of a unicode escape, its backslash included. */
  private static final int WHOLE_ESCAPE = UNICODE + 1;

  JsonRepairText(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  /** The output differs from the source: reported once, where it first does. */
  final void markRepaired() {
    if ((reported & REPAIRED) == 0) {
      reported |= REPAIRED;
      out.diagnostic(Diagnostic.VALUE_REPAIRED, valueAt);
    }
  }

  /** As {@link #markRepaired}, where another repair would be as good. */
  final void markGuessed() {
    reported |= GUESSED;
    markRepaired();
  }

  // ---- Pending text ----------------------------------------------------------------------------

  /** Adds a char of JSON text to the pending. */
  final void buffer(char c, long at) {
    char[] chars = pending;
    int length = pendingLength;
    if (chars == null || length == 0 || length == chars.length) {
      chars = room(1, at);
    }
    chars[length] = c;
    pendingLength = length + 1;
  }

  /** The pending array with room for {@code more} chars, whose first has offset {@code at}. */
  private char[] room(int more, long at) {
    int needed = pendingLength + more;
    char[] chars = pending;
    if (chars == null) {
      chars = arrays.acquire(needed);
      pending = chars;
    } else if (chars.length < needed) {
      chars = arrays.grow(chars, pendingLength, needed);
      pending = chars;
    }
    if (pendingLength == 0) {
      pendingSource = at;
    }
    return chars;
  }

  /** Emits the pending text. */
  final void emitPending() {
    emitPending(0, pendingLength);
  }

  /** Emits the pending chars {@code [from, to)} and drops the others. */
  final void emitPending(int from, int to) {
    char[] chars = pending;
    if (chars != null && !suppressed && to > from) {
      out.arguments(call, chars, from, to, pendingSource);
      out.pin();
    }
    dropPending();
  }

  final void dropPending() {
    pendingLength = 0;
    char[] chars = pending;
    if (chars != null) {
      arrays.release(chars);
      pending = null;
    }
  }

  // ---- Output ----------------------------------------------------------------------------------

  /** Emits JSON text. */
  final void emit(char[] a, int from, int to, long at) {
    if (!suppressed) {
      out.arguments(call, a, from, to, at);
    }
  }

  /** Emits one char of JSON text. */
  final void emit(char c, long at) {
    if (!suppressed) {
      out.argument(call, c, at);
    }
  }

  /** Emits a char of JSON text inside a string, or buffers it if the string is a pending key. */
  final void put(char c, long at) {
    if (toPending) {
      buffer(c, at);
    } else {
      emit(c, at);
    }
  }

  /** Emits the text of a string, escaped; {@code at} is the offset of {@code from}. */
  final void emitText(char[] a, int from, int to, long at) {
    int start = from;
    int end = to;
    if (start == end) {
      return;
    }
    if (high != 0) {
      emitPair(a[start], at);
      if (Character.isLowSurrogate(a[start])) {
        start++;
      }
      high = 0;
    }
    if (end > start && Character.isHighSurrogate(a[end - 1])) {
      end--;
      high = a[end];
    }
    if (end > start && !suppressed) {
      out.escaped(call, a, start, end, at + (start - from));
    }
  }

  /** Emits the high surrogate before {@code next}, with it if it is the low one. */
  private void emitPair(char next, long at) {
    if (suppressed) {
      return;
    }
    if (Character.isLowSurrogate(next)) {
      out.argument(call, high, next, at - 1);
    } else {
      out.argument(call, Surrogates.REPLACEMENT, at - 1);
    }
  }

  /** Buffers a char of a string, escaped where JSON needs it; of a pair both with the second. */
  final void bufferText(char c, long at) {
    char first = high;
    if (first != 0 && Character.isLowSurrogate(c)) {
      high = 0;
      buffer(first, at - 1);
      buffer(c, at);
      return;
    }
    settleRawHigh(at);
    if (Character.isHighSurrogate(c)) {
      high = c;
    } else if (Character.isLowSurrogate(c)) {
      buffer(Surrogates.REPLACEMENT, at);
    } else if (ScalarCharScanner.mustEscape(c)) {
      char[] chars = room(CharScanner.LONGEST_ESCAPE, at);
      pendingLength = ScalarCharScanner.escapeChar(c, chars, pendingLength);
    } else {
      buffer(c, at);
    }
  }

  // ---- Strings ---------------------------------------------------------------------------------

  /**
   * Reads {@code a[from, to)} inside a string; {@code origin} is the offset of {@code a[0]}.
   * Returns the index of a quote that may close it, or {@code to}.
   */
  final int readText(char[] a, int from, int to, long origin) {
    char closer = (char) quote;
    int i = from;
    while (i < to) {
      if (escapeLength > 0) {
        i = readEscape(a, i, origin);
        continue;
      }
      if (highSpelling != 0 && a[i] != '\\') {
        settleEscapedHigh(origin + i);
      }
      int end = toPending ? i : runEnd(a, i, to, closer);
      if (end > i) {
        emitText(a, i, end, origin + i);
        i = end;
        continue;
      }
      char c = a[i];
      if (c == closer) {
        endText(origin + i);
        return i;
      }
      if (c != '\\') {
        readOrdinary(a, i, origin);
        i++;
        continue;
      }
      settleRawHigh(origin + i);
      if (i + 1 < to && !toPending && isShortEscape(a[i + 1])) {
        settleEscapedHigh(origin + i);
        // The whole escape is in the array: emitted from there, it forms one span with the text
        // around it.
        emit(a, i, i + 2, origin + i);
        i += 2;
      } else {
        escapeLength = 1;
        i++;
      }
    }
    return to;
  }

  /** Where a run of chars ends that are emitted as they are. */
  final int runEnd(char[] a, int from, int to, char closer) {
    int i = out.scanner().findEscape(a, from, to);
    if (closer == '\'') {
      int single = from;
      while (single < i && a[single] != '\'') {
        single++;
      }
      i = single;
    }
    return i;
  }

  /** One char of a string that is neither its quote nor a backslash, but may need an escape. */
  private void readOrdinary(char[] a, int i, long origin) {
    char c = a[i];
    if (c < ' ' || c == '"') {
      markRepaired();
    }
    if (toPending) {
      bufferText(c, origin + i);
    } else {
      emitText(a, i, i + 1, origin + i);
    }
  }

  /** The text ends: a high surrogate is a lone one, an escape that is cut is dropped. */
  final void endText(long at) {
    settleRawHigh(at);
    settleEscapedHigh(at - escapeLength);
    dropEscape();
  }

  /** A raw high surrogate before offset {@code at} is a lone one. */
  final void settleRawHigh(long at) {
    if (high != 0 && highSpelling == 0) {
      high = 0;
      put(Surrogates.REPLACEMENT, at - 1);
    }
  }

  /** An escaped high surrogate before offset {@code at} is a lone one. */
  final void settleEscapedHigh(long at) {
    if (highSpelling != 0) {
      high = 0;
      highSpelling = 0;
      putEscape(REPLACEMENT, at - WHOLE_ESCAPE);
    }
  }

  // ---- Escapes ---------------------------------------------------------------------------------

  private static boolean isShortEscape(char second) {
    return SHORT.indexOf(second) >= 0;
  }

  private void dropEscape() {
    escapeLength = 0;
    escapeDigits = 0;
  }

  /** Reads the next char of an escape, at {@code i}; returns the index to continue at. */
  private int readEscape(char[] a, int i, long origin) {
    char c = a[i];
    long at = origin + i - escapeLength;
    if (escapeLength == 1) {
      if (c == 'u') {
        escapeLength = 2;
        return i + 1;
      }
      settleEscapedHigh(at);
      escapeLength = 0;
      if (isShortEscape(c)) {
        put('\\', at);
        put(c, at);
        return i + 1;
      }
      markRepaired();
      if (c == '\'') {
        put(c, at);
        return i + 1;
      }
      reported |= ODD_ESCAPE;
      putBackslash(at);
      return i;
    }
    return readUnicodeDigit(c, i, at);
  }

  /** Reads {@code c} behind the u of the escape at offset {@code at}, or behind a digit of it. */
  final int readUnicodeDigit(char c, int i, long at) {
    if (JsonTokens.hexDigit(c) >= 0) {
      if (!mayBeLow(escapeLength, c)) {
        settleEscapedHigh(at);
      }
      escapeDigits = escapeDigits << Byte.SIZE | c;
      if (escapeLength++ == UNICODE) {
        endEscape(at);
      }
      return i + 1;
    }
    // Not an escape: its chars are text.
    settleEscapedHigh(at);
    markRepaired();
    reported |= ODD_ESCAPE;
    putBackslash(at);
    putDigits(escapeDigits, escapeLength - 2, at);
    dropEscape();
    return i;
  }

  /** Whether an escape of so many chars whose next is {@code digit} may be a low surrogate. */
  private static boolean mayBeLow(int escapeLength, char digit) {
    return switch (escapeLength) {
      case 2 -> (digit | 0x20) == 'd';
      case 3 -> (digit | 0x20) >= 'c';
      default -> true;
    };
  }

  /** The unicode escape at offset {@code at} is complete. */
  private void endEscape(long at) {
    int digits = escapeDigits;
    dropEscape();
    int first = digits >>> 3 * Byte.SIZE | 0x20;
    int second = digits >>> 2 * Byte.SIZE & 0xFF | 0x20;
    if (first != 'd' || second < '8') {
      putEscape(digits, at);
    } else if (second < 'c') {
      keepHigh(digits);
    } else if (highSpelling == 0) {
      putEscape(REPLACEMENT, at);
    } else {
      putEscape(highDigits(), at - WHOLE_ESCAPE);
      putEscape(digits, at);
      high = 0;
      highSpelling = 0;
    }
  }

  /** Keeps the high surrogate that the digits spell, with its spelling. */
  private void keepHigh(int digits) {
    int value = 0;
    int spelling = ESCAPED;
    for (int k = 3; k >= 0; k--) {
      char digit = (char) (digits >>> k * Byte.SIZE & 0xFF);
      value = value << 4 | JsonTokens.hexDigit(digit);
      spelling |= digit >= 'A' && digit <= 'F' ? 1 << k : 0;
    }
    high = (char) value;
    highSpelling = (byte) spelling;
  }

  /** The digits of the escaped high surrogate, as they were spelled. */
  private int highDigits() {
    int digits = 0;
    for (int k = 3; k >= 0; k--) {
      int digit = high >>> 4 * k & 0xF;
      char ten = (highSpelling >>> k & 1) == 0 ? 'a' : 'A';
      digits = digits << Byte.SIZE | (digit < 10 ? '0' + digit : ten + digit - 10);
    }
    return digits;
  }

  final void putBackslash(long at) {
    put('\\', at);
    put('\\', at);
  }

  private void putEscape(int digits, long at) {
    put('\\', at);
    putDigits(digits, UNICODE - 1, at);
  }

  /** The u of a unicode escape and its first {@code count} digits. */
  private void putDigits(int digits, int count, long at) {
    put('u', at);
    for (int k = count - 1; k >= 0; k--) {
      put((char) (digits >>> k * Byte.SIZE & 0xFF), at);
    }
  }
}
