package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.scan.CharScanner;

/**
 * Where the text of a {@link JsonValue} goes: out, or for a while to {@code pending}. Knows
 * strings: escapes that are cut anywhere, control chars, surrogates, both quotes.
 */
final class JsonText {
  /** Escapes whose second char JSON knows. */
  private static final String KNOWN = "\"\\/bfnrt";

  private static final char[] NOTHING = {};

  private JsonText() {}

  /** The output differs from the source: said once, at the first place where it does. */
  static void deviate(JsonState v) {
    if (!v.reported) {
      v.reported = true;
      v.out.diagnostic(Diagnostic.VALUE_REPAIRED, v.valueAt);
    }
  }

  /** What waits, from index 0 on. */
  static char[] pending(JsonState v) {
    return v.pending == null ? NOTHING : v.pending;
  }

  /** Adds a char to pending. */
  static void hold(JsonState v, char c, long at) {
    char[] slab = v.pending;
    int length = v.pendingLength;
    if (slab == null || length == 0 || length == slab.length) {
      slab = room(v, 1, at);
    }
    slab[length] = c;
    v.pendingLength = length + 1;
  }

  /** Pending with room for {@code more} chars, the first of which stands at {@code at}. */
  private static char[] room(JsonState v, int more, long at) {
    int needed = v.pendingLength + more;
    char[] slab = v.pending;
    if (slab == null) {
      slab = v.slabs.take(needed);
      v.pending = slab;
    } else if (slab.length < needed) {
      slab = v.slabs.grow(slab, v.pendingLength, needed);
      v.pending = slab;
    }
    if (v.pendingLength == 0) {
      v.pendingSource = at;
    }
    return slab;
  }

  /** Puts the first {@code chars} of pending out and forgets all of it. */
  static void release(JsonState v, int from, int chars) {
    char[] slab = v.pending;
    if (slab != null && !v.muted && chars > from) {
      v.out.arguments(v.call, slab, from, chars, v.pendingSource);
      v.out.pin();
    }
    drop(v);
  }

  /** Puts pending out. */
  static void release(JsonState v) {
    release(v, 0, v.pendingLength);
  }

  /**
   * Puts the beginning of a key out, but for a high surrogate that waits for its partner: not where
   * an escape has begun behind it.
   */
  static void releaseKey(JsonState v) {
    int length = v.pendingLength;
    char last = pending(v)[length - 1];
    if (Character.isHighSurrogate(last) && v.escapeLength == 0) {
      release(v, 0, length - 1);
      v.high = last;
    } else {
      release(v);
    }
  }

  /** Forgets pending. */
  static void drop(JsonState v) {
    v.pendingLength = 0;
    char[] slab = v.pending;
    if (slab != null) {
      v.slabs.give(slab);
      v.pending = null;
    }
  }

  /** Puts JSON text out. */
  static void raw(JsonState v, char[] a, int from, int to, long at) {
    if (!v.muted) {
      v.out.arguments(v.call, a, from, to, at);
    }
  }

  /** Puts one char of JSON text out. */
  static void raw(JsonState v, char c, long at) {
    if (!v.muted) {
      v.out.argument(v.call, c, at);
    }
  }

  /**
   * Puts text that stands inside a string out, escaped; {@code at} is the offset of {@code from}.
   */
  static void text(JsonState v, char[] a, int from, int to, long at) {
    int start = from;
    int end = to;
    if (start == end) {
      return;
    }
    if (v.high != 0) {
      pair(v, a[start], at);
      if (Character.isLowSurrogate(a[start])) {
        start++;
      }
      v.high = 0;
    }
    if (end > start && Character.isHighSurrogate(a[end - 1])) {
      end--;
      v.high = a[end];
    }
    if (end > start && !v.muted) {
      v.out.escaped(v.call, a, start, end, at + (start - from));
    }
  }

  /** Puts the waiting high surrogate out, with its partner if that is what came. */
  private static void pair(JsonState v, char next, long at) {
    if (!v.muted) {
      v.out.argument(v.call, v.high, Character.isLowSurrogate(next) ? next : 0, at - 1);
    }
  }

  /** The text ends: a surrogate that waits is a lone one. */
  static void endText(JsonState v, long at) {
    if (v.high != 0) {
      pair(v, (char) 0, at);
      v.high = 0;
    }
  }

  /** Forgets a cut escape. */
  static void dropEscape(JsonState v) {
    v.escapeLength = 0;
    v.escapeDigits = 0;
  }

  /**
   * Reads {@code a[from, to)} inside a string up to its end. Returns the index of the closing
   * quote, or {@code to}. {@code origin} is the offset of {@code a[0]}.
   */
  static int string(JsonState v, CharScanner scanner, char[] a, int from, int to, long origin) {
    char quote = v.quote;
    int i = from;
    while (i < to) {
      if (v.escapeLength > 0) {
        i = escape(v, a, i, origin);
        continue;
      }
      int end = v.toPending ? i : runEnd(scanner, a, i, to, quote);
      if (end > i) {
        text(v, a, i, end, origin + i);
        i = end;
        continue;
      }
      char c = a[i];
      if (c == quote) {
        endText(v, origin + i);
        return i;
      }
      if (c != '\\') {
        ordinary(v, a, i, origin);
        i++;
        continue;
      }
      endText(v, origin + i);
      if (i + 1 < to && !v.toPending && KNOWN.indexOf(a[i + 1]) >= 0) {
        // Nothing of it can be missing: it goes on as it lies, one span with the text around it.
        raw(v, a, i, i + 2, origin + i);
        i += 2;
      } else {
        v.escapeLength = 1;
        i++;
      }
    }
    return to;
  }

  /** Where a run of chars that need no attention ends; control chars are escaped by the output. */
  private static int runEnd(CharScanner scanner, char[] a, int from, int to, char quote) {
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
  private static void ordinary(JsonState v, char[] a, int i, long origin) {
    char c = a[i];
    if (c < ' ' || c == '"') {
      deviate(v);
    }
    if (v.toPending) {
      holdEscaped(v, c, origin + i);
    } else {
      text(v, a, i, i + 1, origin + i);
    }
  }

  /** Adds a char of a string to pending, escaped where JSON needs it. */
  static void holdEscaped(JsonState v, char c, long at) {
    if (JsonEscaper.mustEscape(c)) {
      char[] slab = room(v, CharScanner.LONGEST_ESCAPE, at);
      v.pendingLength = JsonEscaper.escapeChar(c, slab, v.pendingLength);
    } else {
      hold(v, c, at);
    }
  }

  /** The next char of an escape; returns the index to go on from. */
  private static int escape(JsonState v, char[] a, int i, long origin) {
    char c = a[i];
    long at = origin + i - v.escapeLength;
    if (v.escapeLength == 1) {
      if (c == 'u') {
        v.escapeLength = 2;
        return i + 1;
      }
      v.escapeLength = 0;
      if (KNOWN.indexOf(c) >= 0) {
        put(v, '\\', at);
        put(v, c, at);
        return i + 1;
      }
      deviate(v);
      if (c == '\'') {
        put(v, c, at);
        return i + 1;
      }
      backslash(v, at);
      return i;
    }
    if (isHex(c)) {
      v.escapeDigits = v.escapeDigits << Byte.SIZE | c;
      if (v.escapeLength++ < JsonState.UNICODE) {
        return i + 1;
      }
      put(v, '\\', at);
      digits(v, 4, at);
      return i + 1;
    }
    // Not an escape after all: what came of it is text.
    deviate(v);
    int have = v.escapeLength - 2;
    backslash(v, at);
    digits(v, have, at);
    return i;
  }

  private static void backslash(JsonState v, long at) {
    put(v, '\\', at);
    put(v, '\\', at);
  }

  private static void digits(JsonState v, int count, long at) {
    put(v, 'u', at);
    for (int k = count - 1; k >= 0; k--) {
      put(v, (char) (v.escapeDigits >>> k * Byte.SIZE & 0xFF), at);
    }
    dropEscape(v);
  }

  private static void put(JsonState v, char c, long at) {
    if (v.toPending) {
      hold(v, c, at);
    } else {
      raw(v, c, at);
    }
  }

  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
